package org.elastictee.vectors.schema;

import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys in PEM (RFC 7468), which the JCA does not read. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s(.*?)-----END \\1-----\\s*", Pattern.DOTALL);

  private Pem() {}

  /**
   * Returns the bytes of a block.
   *
   * @throws InvalidKeySpecException if it is none
   */
  static byte[] decode(String text) throws InvalidKeySpecException {
    Matcher matcher = BLOCK.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidKeySpecException("this is not PEM");
    }
    try {
      return Base64.getMimeDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("this is not Base64", e);
    }
  }
}
