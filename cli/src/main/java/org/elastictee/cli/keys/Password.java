package org.elastictee.cli.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.cli.Failure;

/** Asks for passwords, which are never arguments, since everyone on the machine can read those. */
final class Password {
  private static final int MAX_BYTES = 4096;

  private Password() {}

  /**
   * Returns the first line of a file, or what the user types.
   *
   * @param file may be null
   * @param what the password is of, to ask for it
   * @param option that names a file
   * @throws Failure if there is neither a file nor a terminal
   */
  static char[] read(Path file, String what, String option) throws Failure {
    return file == null ? ask(what, option) : firstLine(file);
  }

  private static char[] firstLine(Path file) throws Failure {
    byte[] bytes = SmallFile.read(file, MAX_BYTES);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      int length = 0;
      while (length < text.length() && text.charAt(length) != '\n' && text.charAt(length) != '\r') {
        length++;
      }
      char[] password = new char[length];
      text.get(password);
      Arrays.fill(text.array(), '\0');
      return password;
    } catch (CharacterCodingException e) {
      throw new Failure(file + ": a password is a line of UTF-8");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static char[] ask(String what, String option) throws Failure {
    return Optional.ofNullable(System.console())
        .map(console -> console.readPassword("Password of %s: ", what))
        .orElseThrow(
            () ->
                new Failure(
                    what + " needs a password: there is no terminal to ask on, and no " + option));
  }
}
