package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What decryption gathers before the tag: how it grows, and that it is let go. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.cipher.AeadCase#withGcm")
class AeadMemoryTest {
  private static final int LONG_BYTES = 4 << 20;
  private static final int PIECE_BYTES = 512;
  private static final byte[] AAD = {1, 2, 3};

  private final AeadCase aead;

  AeadMemoryTest(AeadCase aead) {
    this.aead = aead;
  }

  private Cipher decrypting() throws Exception {
    Cipher cipher = aead.cipher(Cipher.DECRYPT_MODE, 1);
    cipher.updateAAD(AAD);
    return cipher;
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** A buffer that grew by each piece would be copied 8,192 times. */
  @Test
  void aMessageInPiecesCostsMemoryInProportionToItsLength() throws Exception {
    byte[] ciphertext = aead.encryptedByReference(1, AAD, data(LONG_BYTES));
    Cipher cipher = decrypting();
    long before = allocatedBytes();
    for (int i = 0; i < ciphertext.length; i += PIECE_BYTES) {
      cipher.update(ciphertext, i, Math.min(PIECE_BYTES, ciphertext.length - i));
    }
    assertEquals(LONG_BYTES, cipher.doFinal().length);
    long perByte = (allocatedBytes() - before) / LONG_BYTES;
    assertTrue(perByte < 32, () -> "allocated for each byte: " + perByte);
  }

  @Test
  void aCipherKeepsNothingOfALongMessageWhetherItVerifiesOrNot() throws Exception {
    byte[] ciphertext = aead.encryptedByReference(1, AAD, data(LONG_BYTES));
    List<Cipher> ciphers = new ArrayList<>();
    long before = usedBytes();
    for (int i = 0; i < 16; i++) {
      Cipher cipher = decrypting();
      cipher.update(ciphertext);
      if (i % 2 == 0) {
        cipher.doFinal();
      } else {
        assertThrows(AEADBadTagException.class, () -> cipher.doFinal(new byte[1]));
      }
      ciphers.add(cipher);
    }
    long grown = usedBytes() - before;
    assertTrue(grown < 4L * LONG_BYTES, () -> "kept: " + grown);
    assertEquals(16, ciphers.size());
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
