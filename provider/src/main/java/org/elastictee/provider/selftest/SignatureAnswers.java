package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

/**
 * A stored signature verifies and, with one bit changed, does not; what the engine signs is the
 * stored signature where signing has no randomness, and verifies where it has. The digest inside
 * has a test of its own over all lengths.
 */
final class SignatureAnswers implements KnownAnswerTest {
  private static final int MESSAGE_BYTES = 511;

  /** What NONEwithECDSA signs is a digest. */
  private static final int DIGEST_BYTES = 32;

  private final String answer;
  private final StoredKey key;
  private final AlgorithmParameterSpec parameters;
  private final boolean deterministic;

  private SignatureAnswers(
      String answer, StoredKey key, AlgorithmParameterSpec parameters, boolean deterministic) {
    this.answer = answer;
    this.key = key;
    this.parameters = parameters;
    this.deterministic = deterministic;
  }

  static SignatureAnswers deterministic(String answer, StoredKey key) {
    return new SignatureAnswers(answer, key, null, true);
  }

  /** Signs with randomness, and with parameters if they are not null. */
  static SignatureAnswers randomized(
      String answer, StoredKey key, AlgorithmParameterSpec parameters) {
    return new SignatureAnswers(answer, key, parameters, false);
  }

  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    byte[] message = Pattern.bytes(answer.contains("NONE") ? DIGEST_BYTES : MESSAGE_BYTES);
    byte[] known = Answers.bytes(answer);
    PublicKey publicKey = key.publicKey(provider);
    unless(verifies(provider, name, publicKey, message, known), "a good signature is refused");
    byte[] changed = known.clone();
    changed[changed.length / 2] ^= 1;
    unless(!verifies(provider, name, publicKey, message, changed), "a bad signature is accepted");

    if (key.algorithm().startsWith("ML-DSA")) {
      // Engines do not read one another's private keys of ML-DSA.
      KeyPair pair =
          KeyPairGenerator.getInstance(key.algorithm(), key.maker(provider)).generateKeyPair();
      byte[] signature = sign(provider, name, pair.getPrivate(), message);
      unless(verifies(provider, name, pair.getPublic(), message, signature), "it signs wrongly");
      return;
    }
    byte[] signature = sign(provider, name, key.privateKey(provider), message);
    unless(
        deterministic
            ? Arrays.equals(signature, known)
            : verifies(provider, name, publicKey, message, signature),
        "it signs wrongly");
  }

  private Signature start(Provider provider, String name) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name, provider);
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    return signature;
  }

  private byte[] sign(Provider provider, String name, PrivateKey privateKey, byte[] message)
      throws GeneralSecurityException {
    Signature signature = start(provider, name);
    signature.initSign(privateKey);
    signature.update(message);
    return signature.sign();
  }

  private boolean verifies(
      Provider provider, String name, PublicKey publicKey, byte[] message, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = start(provider, name);
    signature.initVerify(publicKey);
    signature.update(message);
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false;
    }
  }
}
