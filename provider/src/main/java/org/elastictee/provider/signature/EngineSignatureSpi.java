package org.elastictee.provider.signature;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.elastictee.provider.cipher.BoundedBuffer;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.KeyNumbers;
import org.elastictee.provider.key.LatticeKeys;
import org.elastictee.provider.key.SealedPrivateKey;
import org.elastictee.provider.spi.SpecSignatureSpi;

/**
 * {@code Signature} by an engine, with ordinary and with sealed keys. Where the caller names no
 * randomness, ours serves. The parameters of RSASSA-PSS have no default (RFC 8017 section 8.1):
 * without them it neither signs nor verifies. Signatures of RSA, EdDSA, ML-DSA and of ECDSA in the
 * format of IEEE P1363 that are not as long as their key says are a {@link SignatureException} on
 * every engine, and so are digests of more than 64 bytes given to NONEwithECDSA. A key that the
 * engine does not take is judged, where the engine is libcrypto, as on a machine without it: an RSA
 * key of modulus and private exponent alone is such a key, a context of EdDSA such a parameter.
 */
public final class EngineSignatureSpi extends SpecSignatureSpi {
  private static final Set<Operation> RAW =
      EnumSet.of(Operation.ECDSA_NONE, Operation.ECDSA_P1363_NONE);

  /** The longest digest there is: SHA-512's. */
  private static final int MAX_RAW_BYTES = 64;

  private final Operation operation;
  private final SignatureEngine engine;
  private final EngineTable engines;
  private final SecureRandom ownRandom;
  private final ForeignKeys foreignKeys;
  private final boolean needsParameters;
  private final boolean verifiesEcdsa;
  private final boolean needsMlDsaCheck;
  private final Optional<BoundedBuffer> raw;
  private PublicKey verificationKey;

  /** Null while it verifies. */
  private PrivateKey signingKey;

  private boolean keyHasParameters;
  private boolean hasData;

  /** How long signatures are, or 0 where they differ in length. */
  private int signatureBytes;

  /**
   * Creates a signature.
   *
   * @param keyFactory the {@code KeyFactory} of its keys
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public EngineSignatureSpi(
      EngineTable engines, Operation operation, Operation keyFactory, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    this.operation = operation;
    this.engine = new SignatureEngine(engines, operation);
    this.engines = engines;
    this.ownRandom = ownRandom;
    this.foreignKeys = new ForeignKeys(engines, keyFactory);
    this.needsParameters = operation == Operation.RSASSA_PSS;
    this.verifiesEcdsa = operation.algorithm().endsWith("withECDSA");
    this.needsMlDsaCheck = operation.algorithm().startsWith("ML-DSA");
    this.raw =
        RAW.contains(operation) ? Optional.of(new BoundedBuffer(MAX_RAW_BYTES)) : Optional.empty();
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    requireKey(publicKey);
    start(
        candidate -> {
          try {
            startVerifying(candidate, publicKey);
          } catch (InvalidKeyException e) {
            startVerifying(candidate, foreignKeys.translate(publicKey, e));
          }
        });
  }

  private void start(SignatureEngine.Attempt attempt) throws InvalidKeyException {
    engine.start(attempt);
    hasData = false;
  }

  private void startVerifying(Signature candidate, PublicKey publicKey) throws InvalidKeyException {
    try {
      candidate.initVerify(publicKey);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the engine does not take the public key", e);
    }
    verificationKey = publicKey;
    signingKey = null;
    keyHasParameters = hasParameters(publicKey);
    signatureBytes = SignatureLength.of(operation, publicKey);
    raw.ifPresent(BoundedBuffer::clear);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    engineInitSign(privateKey, ownRandom);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    requireKey(privateKey);
    SecureRandom source = random == null ? ownRandom : random;
    // Opened anew each time: what is kept for another engine is the sealed key, not its content.
    start(
        candidate -> {
          PrivateKey opened = KeyAccess.open(privateKey, engines, candidate.getProvider());
          try {
            startSigning(candidate, opened, source);
          } catch (InvalidKeyException e) {
            startSigning(candidate, foreignKeys.translate(opened, e), source);
          }
        });
    signingKey = privateKey;
  }

  private void startSigning(Signature candidate, PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    try {
      candidate.initSign(privateKey, random);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the engine does not take the private key", e);
    }
    keyHasParameters = hasParameters(privateKey);
    raw.ifPresent(BoundedBuffer::clear);
  }

  private void requireKey(Key key) throws InvalidKeyException {
    KeyNumbers.check(key);
    if (needsMlDsaCheck) {
      LatticeKeys.check(key);
    }
  }

  private static boolean hasParameters(Object key) {
    return key instanceof RSAKey rsa && rsa.getParams() != null;
  }

  private void requireAlive() {
    if (signingKey instanceof SealedPrivateKey sealed && sealed.isDestroyed()) {
      engine.forgetPrivateKey(sealed.publicKey());
    }
    KeyAccess.requireAlive(signingKey);
  }

  private void requireParameters() throws SignatureException {
    if (needsParameters && engine.parameters() == null && !keyHasParameters) {
      throw new SignatureException("RSASSA-PSS needs a PSSParameterSpec: call setParameter");
    }
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
    requireAlive();
    requireParameters();
    hasData = true;
    if (raw.isPresent()) {
      raw.get().add(b, off, len);
    } else {
      engine.current().update(b, off, len);
    }
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    requireAlive();
    try {
      requireParameters();
      hasData = true;
      if (raw.isPresent()) {
        super.engineUpdate(input);
      } else {
        engine.current().update(input);
      }
    } catch (SignatureException e) {
      throw new ProviderException(e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    requireAlive();
    requireParameters();
    hasData = false;
    passOnRaw();
    try {
      return engine.current().sign();
    } catch (IllegalStateException | ArithmeticException e) {
      // So BouncyCastle says of a private key whose numbers do not belong together.
      throw new SignatureException("the key does not sign", e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
    requireParameters();
    hasData = false;
    passOnRaw();
    try {
      requireLength(sigBytes);
      return engine.current().verify(sigBytes)
          && (!verifiesEcdsa || EcdsaIntegers.arePositive(sigBytes));
    } catch (SignatureException e) {
      forgetMessage(e);
      throw e;
    }
  }

  private void requireLength(byte[] sigBytes) throws SignatureException {
    if (signatureBytes != 0 && sigBytes.length != signatureBytes) {
      throw new SignatureException(
          "the signature has " + sigBytes.length + " bytes, and not " + signatureBytes);
    }
  }

  /** SunEC keeps a message whose EdDSA signature it cannot read, before the next one. */
  private void forgetMessage(SignatureException refusal) {
    try {
      engine.current().initVerify(verificationKey);
    } catch (InvalidKeyException e) {
      refusal.addSuppressed(e);
    }
  }

  private void passOnRaw() throws SignatureException {
    if (raw.isEmpty()) {
      return;
    }
    if (raw.get().overflowed()) {
      raw.get().clear();
      throw new SignatureException("a digest has no more than " + MAX_RAW_BYTES + " bytes");
    }
    engine.current().update(raw.get().take());
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params == null && needsParameters) {
      throw new InvalidAlgorithmParameterException("RSASSA-PSS takes a PSSParameterSpec");
    }
    if (params == null && engine.parameters() == null) {
      // Not for the engine: BouncyCastle's ML-DSA fails where it has no key.
      return;
    }
    if (hasData) {
      throw new ProviderException("parameters are set before the message");
    }
    engine.setParameters(params);
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return engine.current().getParameters();
  }
}
