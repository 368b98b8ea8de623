package org.elastictee.sev.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** A configfs of which one attribute reads as no kernel would write it. */
record GarbledText(ConfigFs configFs, String attribute, String text) implements ConfigFs {
  @Override
  public void mkdir(String entry) throws IOException {
    configFs.mkdir(entry);
  }

  @Override
  public void rmdir(String entry) throws IOException {
    configFs.rmdir(entry);
  }

  @Override
  public ReadableByteChannel openForReading(String entry, String asked) throws IOException {
    return asked.equals(attribute)
        ? Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
        : configFs.openForReading(entry, asked);
  }

  @Override
  public WritableByteChannel openForWriting(String entry, String asked) throws IOException {
    return configFs.openForWriting(entry, asked);
  }
}
