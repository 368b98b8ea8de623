package org.elastictee.provider.agreement;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.KeyNumbers;

/**
 * {@code KeyAgreement} of two parties by an engine, with ordinary and with sealed keys. A peer's
 * key that is on another curve, on no curve, or of small order is refused (RFC 7748 section 6), and
 * ends the agreement. The secret is given once for each phase.
 */
public final class EngineKeyAgreementSpi extends KeyAgreementSpi {
  /** What the JDK makes of a secret that went through no key derivation. */
  private static final Set<String> SECRET_KEYS = Set.of("TlsPremasterSecret", "Generic");

  private final AgreementEngine engine;
  private final EngineTable engines;
  private final ForeignKeys foreignKeys;
  private final SecureRandom ownRandom;
  private PrivateKey ownKey;
  private boolean initialized;
  private boolean phaseDone;

  /**
   * Creates an agreement.
   *
   * @param keyFactory the {@code KeyFactory} of its keys
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public EngineKeyAgreementSpi(
      EngineTable engines, Operation operation, Operation keyFactory, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.engine = new AgreementEngine(engines, operation);
    this.engines = engines;
    this.foreignKeys = new ForeignKeys(engines, keyFactory);
    this.ownRandom = ownRandom;
  }

  @Override
  protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
    try {
      engineInit(key, null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("the key needs parameters", e);
    }
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (!(key instanceof PrivateKey privateKey)) {
      throw new InvalidKeyException("key agreement begins with a private key");
    }
    KeyNumbers.check(key);
    KeyAccess.requireAlive(privateKey);
    initialized = false;
    phaseDone = false;
    engine.start(
        candidate -> {
          PrivateKey opened = KeyAccess.open(privateKey, engines, candidate.getProvider());
          try {
            start(candidate, opened, params, random);
          } catch (InvalidKeyException e) {
            start(candidate, foreignKeys.translate(opened, e), params, random);
          }
        });
    ownKey = privateKey;
    initialized = true;
  }

  private void start(
      KeyAgreement candidate, PrivateKey key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    SecureRandom source = random == null ? ownRandom : random;
    try {
      if (params == null) {
        candidate.init(key, source);
      } else {
        candidate.init(key, params, source);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the engine does not take the private key", e);
    }
  }

  @Override
  protected Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
    if (!initialized) {
      throw new IllegalStateException("there is no private key: call init");
    }
    requireAlive();
    if (phaseDone) {
      throw new IllegalStateException("the peer's key was given already");
    }
    if (!lastPhase) {
      throw new IllegalStateException("the agreement is of two parties: lastPhase must be true");
    }
    if (!(key instanceof PublicKey publicKey)) {
      throw new InvalidKeyException("the peer's key must be a public key");
    }
    // The JDK keeps a peer's key that it refused: only init makes its engine usable again.
    initialized = false;
    KeyNumbers.check(publicKey);
    try {
      agree(publicKey);
    } catch (InvalidKeyException e) {
      agreeWithTranslated(publicKey, e);
    }
    initialized = true;
    phaseDone = true;
    return null;
  }

  /**
   * BouncyCastle says of a bad point what it says of a bad argument or state, and of a point of
   * another curve what Java says of its class.
   */
  private void agree(PublicKey key) throws InvalidKeyException {
    try {
      engine.current().doPhase(key, true);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new InvalidKeyException("the peer's key is not one to agree with", e);
    }
  }

  /** The first refusal stays: after it, the JDK may say of any key that the phase is over. */
  private void agreeWithTranslated(PublicKey key, InvalidKeyException refusal)
      throws InvalidKeyException {
    PublicKey translated = foreignKeys.translate(key, refusal);
    try {
      agree(translated);
    } catch (InvalidKeyException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private void requireAlive() {
    if (KeyAccess.isDestroyed(ownKey)) {
      engine.forgetKey();
    }
    KeyAccess.requireAlive(ownKey);
  }

  private void requirePhase() {
    if (!phaseDone) {
      throw new IllegalStateException("there is no peer's key: call init and doPhase");
    }
    requireAlive();
  }

  @Override
  protected byte[] engineGenerateSecret() {
    requirePhase();
    byte[] secret = engine.current().generateSecret();
    phaseDone = false;
    return secret;
  }

  @Override
  protected int engineGenerateSecret(byte[] sharedSecret, int offset) throws ShortBufferException {
    requirePhase();
    int length = engine.current().generateSecret(sharedSecret, offset);
    phaseDone = false;
    return length;
  }

  @Override
  protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
    requirePhase();
    if (algorithm == null || !SECRET_KEYS.contains(algorithm)) {
      throw new NoSuchAlgorithmException(
          "the secret is no key of " + algorithm + ": it needs a key derivation first");
    }
    byte[] secret = engineGenerateSecret();
    try {
      return new SecretKeySpec(secret, algorithm);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
