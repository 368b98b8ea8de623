package org.elastictee.sev.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class TransientKeyTest {
  @Test
  void closingOverwritesTheBytes() {
    byte[] bytes = {1, 2};
    try (TransientKey key = new TransientKey("AES", bytes)) {
      assertArrayEquals(new byte[] {1, 2}, key.getEncoded());
    }
    assertArrayEquals(new byte[2], bytes);
  }

  @Test
  void doesNotPassForAKeyOfZerosWhenClosed() {
    TransientKey key = new TransientKey("AES", new byte[] {1, 2});
    key.close();
    assertThrows(IllegalStateException.class, key::getEncoded);
  }

  @Test
  void isNotSerialized() throws Exception {
    try (TransientKey key = new TransientKey("AES", new byte[16]);
        ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(key));
    }
  }

  @Test
  void printsItsAlgorithmOnly() {
    try (TransientKey key = new TransientKey("AES", new byte[] {9})) {
      assertEquals("TransientKey[AES]", key.toString());
    }
  }
}
