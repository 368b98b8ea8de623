package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.elastictee.sev.seal.TransientKey;
import org.junit.jupiter.api.Test;

class KeyAccessTest {
  private static SecretKey key(Supplier<byte[]> bytes) {
    return new SecretKey() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getAlgorithm() {
        return "AES";
      }

      @Override
      public String getFormat() {
        return "RAW";
      }

      @Override
      public byte[] getEncoded() {
        return bytes.get();
      }
    };
  }

  /** As some of BouncyCastle's do: what is overwritten afterwards is a copy. */
  @Test
  void leavesAKeyWholeThatHandsOutItsOwnArray() throws Exception {
    byte[] own = {1, 2, 3, 4};
    try (TransientKey opened = KeyAccess.open(key(() -> own))) {
      assertArrayEquals(own, opened.getEncoded());
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4}, own);
    assertNotSame(own, KeyAccess.encoding(key(() -> own)));
  }

  @Test
  void copiesAKeyThatHandsOutCopies() {
    assertArrayEquals(new byte[] {1, 2}, KeyAccess.encoding(key(() -> new byte[] {1, 2})));
  }

  @Test
  void thereIsNoEncodingOfAKeyThatHasNone() {
    assertNull(KeyAccess.encoding(key(() -> null)));
  }
}
