package org.elastictee.provider.cipher;

import static org.elastictee.provider.cipher.GcmMessages.data;
import static org.elastictee.provider.cipher.GcmMessages.spoiled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.ShortBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all AEADs say of bad input, on each engine: an IV, a buffer or an order that is wrong. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.cipher.AeadCase#withGcm")
class AeadPitfallsTest {
  private static final byte[] AAD = {1, 2, 3};

  private final AeadCase aead;

  AeadPitfallsTest(AeadCase aead) {
    this.aead = aead;
  }

  private byte[] encrypted(int length) throws Exception {
    return aead.encryptedByReference(1, AAD, data(length));
  }

  private Cipher encrypting() throws Exception {
    Cipher cipher = aead.cipher(Cipher.ENCRYPT_MODE, 1);
    cipher.updateAAD(AAD);
    return cipher;
  }

  private Cipher decrypting() throws Exception {
    Cipher cipher = aead.cipher(Cipher.DECRYPT_MODE, 1);
    cipher.updateAAD(AAD);
    return cipher;
  }

  // An IV serves once, whatever happens between

  private void assertRefusesItsIvAgain(Cipher cipher) {
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.WRAP_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(mode, aead.key(1), aead.iv(1)));
    }
  }

  @Test
  void theIvOfAnEncryptionThatNeverEndedIsUsedToo() throws Exception {
    Cipher cipher = encrypting();
    cipher.update(data(40));
    assertRefusesItsIvAgain(cipher);
  }

  @Test
  void aRefusedIvDoesNotMakeTheOneBeforeGood() throws Exception {
    Cipher cipher = encrypting();
    AlgorithmParameterSpec wrong = aead.iv(new byte[0]);
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      assertThrows(
          InvalidAlgorithmParameterException.class, () -> cipher.init(mode, aead.key(1), wrong));
      assertRefusesItsIvAgain(cipher);
    }
  }

  @Test
  void aRefusedKeyDoesNotMakeTheIvGood() throws Exception {
    Cipher cipher = encrypting();
    assertThrows(
        InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, null, aead.iv(2)));
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, aead.key(1)));
    assertRefusesItsIvAgain(cipher);
  }

  @Test
  void aFailedDecryptionDoesNotMakeTheIvGood() throws Exception {
    Cipher cipher = encrypting();
    cipher.doFinal(data(5));
    cipher.init(Cipher.UNWRAP_MODE, aead.key(1), aead.iv(2));
    assertThrows(
        InvalidKeyException.class, () -> cipher.unwrap(data(40), "AES", Cipher.SECRET_KEY));
    assertRefusesItsIvAgain(cipher);
  }

  @Test
  void theIvOfAKeyThatWasWrappedIsUsed() throws Exception {
    Cipher cipher = aead.cipher(Cipher.WRAP_MODE, 1);
    cipher.wrap(aead.key(2));
    assertRefusesItsIvAgain(cipher);
  }

  // Nothing leaves before the tag verifies

  @Test
  void aStreamGivesNothingOfAMessageThatDoesNotVerify() throws Exception {
    byte[] bad = spoiled(encrypted(100_000));
    try (InputStream stream = new CipherInputStream(new ByteArrayInputStream(bad), decrypting())) {
      IOException refusal = assertThrows(IOException.class, stream::read);
      assertTrue(refusal.getCause() instanceof AEADBadTagException);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingAroundOrInsideTheOutputChangesWhenTheTagIsBad(boolean direct) throws Exception {
    byte[] bad = spoiled(encrypted(100));
    ByteBuffer memory = direct ? ByteBuffer.allocateDirect(300) : ByteBuffer.allocate(300);
    byte[] before = new byte[300];
    Arrays.fill(before, (byte) 0x55);
    memory.put(before).clear();
    ByteBuffer output = memory.slice(100, 150).position(20);
    assertThrows(
        AEADBadTagException.class, () -> decrypting().doFinal(ByteBuffer.wrap(bad), output));
    byte[] after = new byte[300];
    memory.get(0, after);
    assertArrayEquals(before, after);
    assertEquals(20, output.position());
  }

  @Test
  void aCiphertextThatIsShorterThanItsTagIsABadTagAlsoInPieces() throws Exception {
    Cipher cipher = decrypting();
    cipher.update(new byte[7]);
    cipher.update(new byte[8]);
    assertThrows(AEADBadTagException.class, cipher::doFinal);
  }

  // Buffers

  @Test
  void aBufferThatIsTooShortForAPieceLeavesTheStateAsItWas() throws Exception {
    assumeFalse(aead.algorithm().contains("SIV"), "SIV gives nothing before the end");
    byte[] expected = encrypted(100);
    Cipher cipher = encrypting();
    ByteBuffer input = ByteBuffer.wrap(data(64));
    ByteBuffer tooShort = ByteBuffer.allocate(15);
    assertThrows(ShortBufferException.class, () -> cipher.update(data(64), 0, 64, new byte[15], 0));
    assertThrows(ShortBufferException.class, () -> cipher.update(input, tooShort));
    assertEquals(0, input.position());
    assertEquals(0, tooShort.position());
    byte[] output = new byte[116];
    int written = cipher.update(data(100), 0, 64, output, 0);
    cipher.doFinal(data(100), 64, 36, output, written);
    assertArrayEquals(expected, output);
  }

  @Test
  void aBufferThatIsTooShortLeavesItsPositions() throws Exception {
    byte[] expected = encrypted(100);
    for (Cipher cipher : new Cipher[] {encrypting(), decrypting()}) {
      boolean encrypts = cipher.getOutputSize(0) > 0;
      ByteBuffer input = ByteBuffer.wrap(encrypts ? data(100) : expected).asReadOnlyBuffer();
      ByteBuffer tooShort = ByteBuffer.allocateDirect(encrypts ? 115 : 99);
      assertThrows(ShortBufferException.class, () -> cipher.doFinal(input, tooShort));
      assertEquals(0, input.position());
      assertEquals(0, tooShort.position());
      ByteBuffer output = ByteBuffer.allocateDirect(encrypts ? 116 : 100);
      cipher.doFinal(input, output);
      byte[] got = new byte[output.position()];
      output.get(0, got);
      assertArrayEquals(encrypts ? expected : data(100), got);
    }
  }

  @Test
  void aReadOnlyOutputIsRefusedAndTheMessageGoesOn() throws Exception {
    byte[] expected = encrypted(20);
    ByteBuffer readOnly = ByteBuffer.allocate(100).asReadOnlyBuffer();
    for (Cipher cipher : new Cipher[] {encrypting(), decrypting()}) {
      boolean encrypts = cipher.getOutputSize(0) > 0;
      ByteBuffer input = ByteBuffer.wrap(encrypts ? data(20) : expected);
      assertThrows(ReadOnlyBufferException.class, () -> cipher.update(input, readOnly));
      assertThrows(ReadOnlyBufferException.class, () -> cipher.doFinal(input, readOnly));
      assertEquals(0, input.position());
      assertArrayEquals(encrypts ? expected : data(20), cipher.doFinal(input.array()));
    }
  }

  @Test
  void oneBufferIsNotInputAndOutputAtOnce() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    assertThrows(IllegalArgumentException.class, () -> encrypting().doFinal(buffer, buffer));
    assertThrows(IllegalArgumentException.class, () -> decrypting().doFinal(buffer, buffer));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 16})
  void noSizeIsNegativeNear2Gib(int length) throws Exception {
    for (Cipher cipher : new Cipher[] {encrypting(), decrypting()}) {
      cipher.update(new byte[48]);
      assertTrue(cipher.getOutputSize(length) > Integer.MAX_VALUE - 2048);
    }
  }

  // Order

  @Test
  void aadMayFollowAPieceOfNothing() throws Exception {
    Cipher encrypting = aead.cipher(Cipher.ENCRYPT_MODE, 1);
    encrypting.update(new byte[0]);
    encrypting.update(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
    encrypting.updateAAD(AAD);
    assertArrayEquals(encrypted(5), encrypting.doFinal(data(5)));
    Cipher decrypting = aead.cipher(Cipher.DECRYPT_MODE, 1);
    decrypting.update(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
    decrypting.updateAAD(AAD);
    assertArrayEquals(data(5), decrypting.doFinal(encrypted(5)));
  }

  @Test
  void aadIsGoneWithItsMessageWhereTheyCameInDirectBuffers() throws Exception {
    Cipher cipher = aead.cipher(Cipher.DECRYPT_MODE, 1);
    for (int i = 0; i < 3; i++) {
      cipher.updateAAD(ByteBuffer.allocateDirect(3).put(AAD).flip());
      ByteBuffer input = ByteBuffer.allocateDirect(116).put(encrypted(100)).flip();
      ByteBuffer output = ByteBuffer.allocateDirect(100);
      assertEquals(100, cipher.doFinal(input, output));
    }
  }

  @Test
  void theParametersOfTheCallerCanChangeAfterwards() throws Exception {
    byte[] iv = new byte[12];
    Arrays.fill(iv, (byte) 1);
    Cipher cipher = aead.cipher();
    cipher.init(Cipher.DECRYPT_MODE, aead.key(1), aead.iv(iv));
    Arrays.fill(iv, (byte) 9);
    for (int i = 0; i < 2; i++) {
      cipher.updateAAD(AAD);
      assertArrayEquals(data(5), cipher.doFinal(encrypted(5)));
    }
  }
}
