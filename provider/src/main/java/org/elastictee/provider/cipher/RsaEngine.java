package org.elastictee.provider.cipher;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.elastictee.provider.engine.EngineService;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * The RSA cipher of an engine. What libcrypto does not take is judged as on a machine without it:
 * keys of modulus and private exponent alone, digests that it lacks, and what PKCS #1 v1.5 is to
 * unwrap.
 */
public final class RsaEngine {
  private final EngineTable engines;
  private final Operation operation;
  private final Cipher first;
  private Cipher current;

  /**
   * Takes the cipher of the engine.
   *
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public RsaEngine(EngineTable engines, Operation operation) throws NoSuchAlgorithmException {
    this.engines = engines;
    this.operation = operation;
    this.first = new EngineCipher(engines, operation).create();
    this.current = first;
  }

  /** One engine's attempt with a key. */
  public interface Attempt {
    /** Initializes the cipher. */
    void with(Cipher candidate) throws InvalidKeyException, InvalidAlgorithmParameterException;
  }

  /** Returns the cipher that was initialized last. */
  public Cipher cipher() {
    return current;
  }

  /**
   * Puts the public key in the place of the private one, which libcrypto may have copied. An engine
   * that does not take it keeps what it has.
   */
  public void forgetPrivateKey(PublicKey publicKey) {
    try {
      current.init(Cipher.ENCRYPT_MODE, publicKey);
    } catch (InvalidKeyException | IllegalArgumentException e) {
      // Not libcrypto, which takes every key whose private half it took.
    }
  }

  /** Initializes the engine's cipher or, where libcrypto refuses, that of the engine behind it. */
  public void start(Attempt attempt)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      attempt.with(first);
      current = first;
    } catch (InvalidKeyException
        | InvalidAlgorithmParameterException
        | UnsupportedOperationException refusal) {
      Optional<Cipher> behind = behindLibcrypto();
      if (behind.isEmpty()) {
        throw refusal;
      }
      attempt.with(behind.get());
      current = behind.get();
    }
  }

  private Optional<Cipher> behindLibcrypto() throws InvalidKeyException {
    Optional<EngineService> behind = engines.behindLibcrypto(operation);
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cipher.getInstance(behind.get().algorithm(), behind.get().provider()));
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw new InvalidKeyException("the other engine does not have the cipher", e);
    }
  }
}
