package org.elastictee.sim.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The simulator's key derivation: HMAC-SHA-384 under a root over a label and a list of values.
 *
 * <p>This is <em>not</em> AMD's, which is not published. It only shares its visible properties: the
 * same inputs give the same key, any other inputs give an unrelated one.
 *
 * <p>Each value is written as its tag (1 byte), its length (4 bytes, little-endian) and its bytes,
 * the label first with tag 0. So no two lists have the same encoding.
 */
final class KeyDerivation {
  /** The bytes of the output. */
  static final int BYTES = 48;

  private static final int LABEL = 0;
  private static final int TAG_AND_LENGTH_BYTES = 5;

  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

  private KeyDerivation(String label) {
    with(LABEL, label.getBytes(StandardCharsets.US_ASCII));
  }

  /** Begins a derivation for one purpose. */
  static KeyDerivation labelled(String label) {
    return new KeyDerivation("SIMULATED " + label);
  }

  /** Adds a value. */
  KeyDerivation with(int tag, byte[] value) {
    encoded.writeBytes(
        ByteBuffer.allocate(TAG_AND_LENGTH_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) tag)
            .putInt(value.length)
            .array());
    encoded.writeBytes(value);
    return this;
  }

  /** Adds a number as 8 bytes, little-endian. */
  KeyDerivation with(int tag, long value) {
    return with(
        tag, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  /** Returns the {@value #BYTES} bytes that follow from a root. */
  byte[] under(byte[] root) {
    try {
      Mac mac = Mac.getInstance("HmacSHA384");
      mac.init(new SecretKeySpec(root, "HmacSHA384"));
      return mac.doFinal(encoded.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("HmacSHA384 is not there", e);
    }
  }
}
