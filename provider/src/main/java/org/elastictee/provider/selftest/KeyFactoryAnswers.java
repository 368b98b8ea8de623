package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A stored key is read and written. Public keys have one encoding; private ones have several, and
 * the secret is in all of them. Engines do not read one another's private keys of ML-DSA, so there
 * it is the public key alone.
 */
record KeyFactoryAnswers(StoredKey key, boolean withPrivateKey) implements KnownAnswerTest {
  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(name, provider);
    byte[] publicBytes = key.publicBytes();
    byte[] written = factory.generatePublic(new X509EncodedKeySpec(publicBytes)).getEncoded();
    unless(Arrays.equals(written, publicBytes), "a public key is read or written wrongly");
    if (withPrivateKey) {
      byte[] secret =
          factory.generatePrivate(new PKCS8EncodedKeySpec(key.privateBytes())).getEncoded();
      unless(Bytes.contains(secret, key.secretBytes()), "a private key is read or written wrongly");
    }
  }
}
