package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.elastictee.cli.Failure;

/** The files that a user names. */
final class SmallFile {
  /** More than any key store has that a person looks after. */
  static final int MAX_BYTES = 16 << 20;

  private SmallFile() {}

  static byte[] read(Path file) throws Failure {
    return read(file, MAX_BYTES);
  }

  static byte[] read(Path file, int maxBytes) throws Failure {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure(file + ": this is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new Failure(file + ": the file has more than " + maxBytes + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw new Failure(file, e);
    }
  }

  /** Returns DER as PEM (RFC 7468). */
  static String pem(String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(type, der));
    }
    return text.toString();
  }

  /** Writes what everyone may read. */
  static void write(Path file, String text) throws Failure {
    try {
      Files.writeString(file, text, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new Failure(file, e);
    }
  }
}
