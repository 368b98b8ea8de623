package org.elastictee.provider.signature;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.elastictee.provider.cipher.BoundedBuffer;
import org.elastictee.provider.engine.EngineService;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.KeyNumbers;
import org.elastictee.provider.key.LatticeKeys;

/**
 * {@code Signature} by an engine, with ordinary and with sealed keys. Where the caller names no
 * randomness, ours serves. The parameters of RSASSA-PSS have no default (RFC 8017 section 8.1):
 * without them it neither signs nor verifies. Signatures of RSA, EdDSA, ML-DSA and of ECDSA in the
 * format of IEEE P1363 that are not as long as their key says are a {@link SignatureException} on
 * every engine, and so are digests of more than 64 bytes given to NONEwithECDSA. A key that the
 * engine does not take is judged, where the engine is libcrypto, as on a machine without it: an RSA
 * key of modulus and private exponent alone is such a key, a context of EdDSA such a parameter.
 */
public final class EngineSignatureSpi extends SignatureSpi {
  private static final Set<Operation> RAW =
      EnumSet.of(Operation.ECDSA_NONE, Operation.ECDSA_P1363_NONE);

  /** The longest digest there is: SHA-512's. */
  private static final int MAX_RAW_BYTES = 64;

  private final Operation operation;
  private final EngineTable engines;
  private final Signature first;
  private final SecureRandom ownRandom;
  private final ForeignKeys foreignKeys;
  private final boolean needsParameters;
  private final boolean verifiesEcdsa;
  private final boolean needsMlDsaCheck;
  private final Optional<BoundedBuffer> raw;
  private Signature engine;
  private AlgorithmParameterSpec parameters;
  private boolean firstTakesParameters = true;
  private Attempt lastStart;
  private PublicKey verificationKey;

  /** Null while it verifies. */
  private PrivateKey signingKey;

  private boolean hasParameters;
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
    this.engines = engines;
    this.first = Signature.getInstance(engines.algorithm(operation), engines.provider(operation));
    this.engine = first;
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

  /** One engine's attempt with a key. */
  private interface Attempt {
    void with(Signature candidate) throws InvalidKeyException;
  }

  private void start(Attempt attempt) throws InvalidKeyException {
    engine = firstTakesParameters ? startFirstOrNext(attempt) : startNext(attempt);
    lastStart = attempt;
    hasData = false;
  }

  private Signature startFirstOrNext(Attempt attempt) throws InvalidKeyException {
    try {
      attempt.with(first);
      return first;
    } catch (InvalidKeyException refusal) {
      try {
        return startNext(attempt);
      } catch (InvalidKeyException e) {
        refusal.addSuppressed(e);
        throw refusal;
      }
    }
  }

  private Signature startNext(Attempt attempt) throws InvalidKeyException {
    try {
      Signature next = next(parameters);
      attempt.with(next);
      return next;
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("no engine takes the key with these parameters", e);
    }
  }

  private Signature next(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    EngineService service =
        engines
            .behindLibcrypto(operation)
            .orElseThrow(() -> new InvalidAlgorithmParameterException("there is no other engine"));
    try {
      Signature next = Signature.getInstance(service.algorithm(), service.provider());
      if (params != null) {
        next.setParameter(params);
      }
      return next;
    } catch (NoSuchAlgorithmException | UnsupportedOperationException e) {
      throw new InvalidAlgorithmParameterException("the other engine takes no parameters", e);
    }
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

  private void requireParameters() throws SignatureException {
    if (needsParameters && !hasParameters && !keyHasParameters) {
      throw new SignatureException("RSASSA-PSS needs a PSSParameterSpec: call setParameter");
    }
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
    KeyAccess.requireAlive(signingKey);
    requireParameters();
    hasData = true;
    if (raw.isPresent()) {
      raw.get().add(b, off, len);
    } else {
      engine.update(b, off, len);
    }
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    KeyAccess.requireAlive(signingKey);
    try {
      requireParameters();
      hasData = true;
      if (raw.isPresent()) {
        super.engineUpdate(input);
      } else {
        engine.update(input);
      }
    } catch (SignatureException e) {
      throw new ProviderException(e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    KeyAccess.requireAlive(signingKey);
    requireParameters();
    hasData = false;
    passOnRaw();
    try {
      return engine.sign();
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
      return engine.verify(sigBytes) && (!verifiesEcdsa || EcdsaIntegers.arePositive(sigBytes));
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
      engine.initVerify(verificationKey);
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
    engine.update(raw.get().take());
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params == null && needsParameters) {
      throw new InvalidAlgorithmParameterException("RSASSA-PSS takes a PSSParameterSpec");
    }
    if (params == null && parameters == null) {
      // Not for the engine: BouncyCastle's ML-DSA fails where it has no key.
      return;
    }
    if (hasData) {
      throw new ProviderException("parameters are set before the message");
    }
    try {
      setParameter(first, params);
      if (engine != first) {
        setParameter(engine, params);
      }
      firstTakesParameters = true;
    } catch (InvalidAlgorithmParameterException e) {
      goOnWithNext(params, e);
    }
    parameters = params;
    hasParameters = params != null;
  }

  private static void setParameter(Signature candidate, AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    try {
      candidate.setParameter(params);
    } catch (UnsupportedOperationException e) {
      if (params != null) {
        throw new InvalidAlgorithmParameterException("the engine takes no parameters", e);
      }
    }
  }

  private void goOnWithNext(
      AlgorithmParameterSpec params, InvalidAlgorithmParameterException refusal)
      throws InvalidAlgorithmParameterException {
    try {
      Signature next = next(params);
      if (lastStart != null) {
        lastStart.with(next);
      }
      engine = next;
      firstTakesParameters = false;
    } catch (InvalidAlgorithmParameterException | InvalidKeyException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return engine.getParameters();
  }

  /** Refuses: superseded by {@link #engineSetParameter(AlgorithmParameterSpec)} since Java 1.2. */
  @Override
  @Deprecated
  protected void engineSetParameter(String param, Object value) {
    throw new InvalidParameterException("parameters are set by an AlgorithmParameterSpec");
  }

  /** Refuses: superseded by {@link #engineGetParameters} since Java 1.2. */
  @Override
  @Deprecated
  protected Object engineGetParameter(String param) {
    throw new InvalidParameterException("parameters are read by getParameters()");
  }
}
