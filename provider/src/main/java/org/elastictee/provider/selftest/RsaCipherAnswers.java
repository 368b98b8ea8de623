package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * A stored ciphertext decrypts, and so does what the engine encrypts.
 *
 * @param parameters of OAEP, or null for PKCS #1 v1.5
 */
record RsaCipherAnswers(String answer, StoredKey key, AlgorithmParameterSpec parameters)
    implements KnownAnswerTest {
  private static final int MESSAGE_BYTES = 32;

  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    byte[] message = Pattern.bytes(MESSAGE_BYTES);
    Key privateKey = key.privateKey(provider);
    byte[] known = call(provider, name, Cipher.DECRYPT_MODE, privateKey, Answers.bytes(answer));
    unless(Arrays.equals(known, message), "the known ciphertext decrypts wrongly");
    byte[] encrypted = call(provider, name, Cipher.ENCRYPT_MODE, key.publicKey(provider), message);
    byte[] again = call(provider, name, Cipher.DECRYPT_MODE, privateKey, encrypted);
    unless(Arrays.equals(again, message), "it encrypts wrongly");
  }

  private byte[] call(Provider provider, String name, int mode, Key rsa, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name, provider);
    if (parameters == null) {
      cipher.init(mode, rsa);
    } else {
      cipher.init(mode, rsa, parameters);
    }
    return cipher.doFinal(input);
  }
}
