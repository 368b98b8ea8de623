package org.elastictee.provider.agreement;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.elastictee.provider.engine.EngineService;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.LibcryptoProvider;

/**
 * The engine of a key agreement: the first one, or where that is libcrypto and does not take the
 * key, as when its memory for secrets is full, the one that serves on a machine without it. Not for
 * use by several threads.
 */
final class AgreementEngine {
  private final EngineTable engines;
  private final Operation operation;
  private final KeyAgreement first;
  private KeyAgreement current;

  /** Throws where there is no engine. */
  AgreementEngine(EngineTable engines, Operation operation) throws NoSuchAlgorithmException {
    this.engines = engines;
    this.operation = operation;
    this.first =
        KeyAgreement.getInstance(engines.algorithm(operation), engines.provider(operation));
    this.current = first;
  }

  /** One engine's attempt with a key. */
  interface Attempt {
    void with(KeyAgreement candidate)
        throws InvalidKeyException, InvalidAlgorithmParameterException;
  }

  /** Returns the engine that took the last key. */
  KeyAgreement current() {
    return current;
  }

  /**
   * Takes the key out of libcrypto, which may have copied it. An engine of the JVM keeps its key on
   * the heap, where nothing ends it.
   */
  void forgetKey() {
    if (first.getProvider() instanceof LibcryptoProvider) {
      try {
        first.init(null);
      } catch (InvalidKeyException e) {
        // So it says that it has no key.
      }
    }
  }

  /**
   * Begins with a key.
   *
   * @throws InvalidKeyException if neither engine takes the key: what the first one says
   */
  void start(Attempt attempt) throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      attempt.with(first);
      current = first;
    } catch (InvalidKeyException refusal) {
      current = startBehind(attempt, refusal);
    }
  }

  private KeyAgreement startBehind(Attempt attempt, InvalidKeyException refusal)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    Optional<EngineService> behind = engines.behindLibcrypto(operation);
    if (behind.isEmpty()) {
      throw refusal;
    }
    try {
      KeyAgreement next =
          KeyAgreement.getInstance(behind.get().algorithm(), behind.get().provider());
      attempt.with(next);
      return next;
    } catch (InvalidKeyException | NoSuchAlgorithmException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }
}
