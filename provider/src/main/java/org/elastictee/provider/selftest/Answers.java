package org.elastictee.provider.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;

/** The known answers, and what to ask for them: {@code answers.properties} says where from. */
final class Answers {
  private static final String RESOURCE = "answers.properties";

  private Answers() {}

  /** Read when the first test runs. */
  private static final class Holder {
    static final Properties VALUES = read();

    private static Properties read() {
      Properties values = new Properties();
      try (InputStream in = Answers.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(RESOURCE + " is not beside its class");
        }
        values.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return values;
    }
  }

  static byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  static String text(String name) {
    String value = Holder.VALUES.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no answer is known for " + name);
    }
    return value;
  }
}
