package org.elastictee.provider.signature;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import org.elastictee.provider.engine.EngineService;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * The engine of a signature: the first one, or where that is libcrypto and does not take the key or
 * the parameters, the one that serves on a machine without it. Not for use by several threads.
 */
final class SignatureEngine {
  private final Operation operation;
  private final EngineTable engines;
  private final Signature first;
  private Signature current;
  private AlgorithmParameterSpec parameters;
  private boolean firstTakesParameters = true;
  private Attempt lastStart;

  /** One engine's attempt with a key. */
  interface Attempt {
    void with(Signature candidate) throws InvalidKeyException;
  }

  /** Throws where there is no engine. */
  SignatureEngine(EngineTable engines, Operation operation) throws NoSuchAlgorithmException {
    this.operation = operation;
    this.engines = engines;
    this.first = Signature.getInstance(engines.algorithm(operation), engines.provider(operation));
    this.current = first;
  }

  /** Returns the engine that took the last key and the last parameters. */
  Signature current() {
    return current;
  }

  /** Returns the parameters that were set, or null. */
  AlgorithmParameterSpec parameters() {
    return parameters;
  }

  /**
   * Begins with a key.
   *
   * @param attempt is kept for parameters that come later
   * @throws InvalidKeyException if neither engine takes the key: what the first one says
   */
  void start(Attempt attempt) throws InvalidKeyException {
    current = firstTakesParameters ? startFirstOrNext(attempt) : startNext(attempt);
    lastStart = attempt;
  }

  /**
   * Puts the public key in the place of the private one, which libcrypto may have copied. An engine
   * that does not take it keeps what it has.
   */
  void forgetPrivateKey(PublicKey publicKey) {
    try {
      current.initVerify(publicKey);
    } catch (InvalidKeyException | IllegalArgumentException e) {
      // Not libcrypto, which takes every key whose private half it took.
    }
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

  /**
   * Sets parameters, before or after {@link #start}.
   *
   * @throws InvalidAlgorithmParameterException if neither engine takes them: what the first says
   */
  void setParameters(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    try {
      setParameters(first, params);
      if (current != first) {
        setParameters(current, params);
      }
      firstTakesParameters = true;
    } catch (InvalidAlgorithmParameterException e) {
      goOnWithNext(params, e);
    }
    parameters = params;
  }

  private static void setParameters(Signature candidate, AlgorithmParameterSpec params)
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
      current = next;
      firstTakesParameters = false;
    } catch (InvalidAlgorithmParameterException | InvalidKeyException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }
}
