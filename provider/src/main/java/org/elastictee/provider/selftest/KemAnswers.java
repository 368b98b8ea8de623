package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Arrays;

/**
 * A stored ciphertext gives the known secret and, with one bit changed, the known one of implicit
 * rejection; and what the engine encapsulates, it decapsulates.
 */
record KemAnswers(StoredKey key) implements KnownAnswerTest {
  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    ReflectedKem kem = new ReflectedKem(provider, name);
    PrivateKey privateKey = key.privateKey(provider);
    byte[] ciphertext = answer("ciphertext");
    unless(
        Arrays.equals(kem.decapsulate(privateKey, ciphertext), answer("encapsulated")),
        "not the known secret");
    ciphertext[ciphertext.length / 2] ^= 1;
    unless(
        Arrays.equals(kem.decapsulate(privateKey, ciphertext), answer("rejection")),
        "a bad ciphertext is not rejected");
    unless(kem.agrees(key.publicKey(provider), privateKey), "it encapsulates wrongly");
  }

  private byte[] answer(String which) {
    return Answers.bytes("key." + key.name() + "." + which);
  }
}
