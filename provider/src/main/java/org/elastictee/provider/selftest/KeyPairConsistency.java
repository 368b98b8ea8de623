package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A generated pair belongs together, as FIPS 140-3 (10.3.5) asks it of every pair: what the private
 * key signs, the public key verifies; or two pairs agree on one secret.
 *
 * @param parameters of the pair, or null where the algorithm's name says it all
 * @param use the algorithm of {@link Signature} or {@link KeyAgreement}
 * @param signs which of the two it is
 */
record KeyPairConsistency(AlgorithmParameterSpec parameters, String use, boolean signs)
    implements KnownAnswerTest {
  private static final int MESSAGE_BYTES = 32;

  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
    if (parameters != null) {
      generator.initialize(parameters);
    }
    KeyPair pair = generator.generateKeyPair();
    KeyPair other = generator.generateKeyPair();
    unless(
        !Arrays.equals(pair.getPublic().getEncoded(), other.getPublic().getEncoded()),
        "two pairs are the same");
    unless(
        signs
            ? verifies(provider, pair)
            : Arrays.equals(secret(provider, pair, other), secret(provider, other, pair)),
        "the pair does not belong together");
  }

  private boolean verifies(Provider provider, KeyPair pair) throws GeneralSecurityException {
    byte[] message = Pattern.bytes(MESSAGE_BYTES);
    Signature signature = Signature.getInstance(use, provider);
    signature.initSign(pair.getPrivate());
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(message);
    return signature.verify(signed);
  }

  private byte[] secret(Provider provider, KeyPair own, KeyPair peer)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(use, provider);
    agreement.init(own.getPrivate());
    agreement.doPhase(peer.getPublic(), true);
    return agreement.generateSecret();
  }
}
