package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.util.Optional;

/**
 * What is done with one key: an EVP_PKEY_CTX(3), which keeps the key alive. Safe for use by several
 * threads in so far as each has a buffer of its own.
 */
final class KeyOperation implements AutoCloseable {
  private static final int OK = 1;

  private final NativeHandle context;

  private KeyOperation(NativeHandle context) {
    this.context = context;
  }

  /** What starts the operation or changes it: returns 1 where it has worked. */
  @FunctionalInterface
  interface Step {
    int with(long keyContext);
  }

  /** A step with parameters, by their address: returns 1 where it has worked. */
  @FunctionalInterface
  interface ParameterStep {
    int with(long keyContext, long parameters);
  }

  /**
   * Begins an operation.
   *
   * @param key is used by the operation and stays the caller's
   * @param steps are taken one after the other
   * @throws InvalidKeyException if a step does not work
   */
  static KeyOperation of(Libcrypto libcrypto, NativeHandle key, Step... steps)
      throws InvalidKeyException {
    KeyOperation operation =
        new KeyOperation(
            NativeHandle.of(
                key.use(
                    pointer ->
                        Calls.EVP_PKEY_CTX_new_from_pkey(libcrypto.context(), pointer, null)),
                Calls::EVP_PKEY_CTX_free));
    for (Step step : steps) {
      if (!operation.take(step)) {
        operation.close();
        throw new InvalidKeyException("libcrypto does not take the key for this");
      }
    }
    return operation;
  }

  /** Takes a step, and returns whether it has worked. */
  boolean take(Step step) {
    boolean works = context.use(pointer -> step.with(pointer) == OK);
    if (!works) {
      NativeErrors.drain();
    }
    return works;
  }

  /** What makes an output of an input: returns 1 where it has worked. */
  @FunctionalInterface
  interface Conversion {
    int with(long keyContext, long output, long lengthPointer, long input, long inputLength);
  }

  /**
   * Signs.
   *
   * @param longest how long the signature can be, in bytes
   * @return empty if libcrypto does not sign the input with this key
   */
  Optional<byte[]> sign(NativeBuffer buffer, byte[] input, int longest) {
    return convert(Calls::EVP_PKEY_sign, buffer, input, longest);
  }

  /**
   * Makes an output of an input.
   *
   * @param longest how long the output can be, in bytes
   * @return empty if libcrypto does not do it with this key and this input
   */
  Optional<byte[]> convert(Conversion conversion, NativeBuffer buffer, byte[] input, int longest) {
    int outputAt = NativeBuffer.SLOT_BYTES + input.length;
    return output(
        buffer,
        input,
        longest,
        pointer ->
            conversion.with(
                pointer,
                buffer.address(outputAt),
                buffer.address(0),
                buffer.address(NativeBuffer.SLOT_BYTES),
                input.length));
  }

  /**
   * Takes a step that reads parameters.
   *
   * @param buffer holds them on the way
   */
  boolean take(NativeBuffer buffer, OsslParameters parameters, ParameterStep step) {
    int size = parameters.size();
    buffer.reserve(size);
    parameters.moveTo(buffer, 0);
    try {
      return take(pointer -> step.with(pointer, buffer.address(0)));
    } finally {
      buffer.wipe(size);
    }
  }

  /**
   * Agrees on a secret.
   *
   * @param longest how long the secret can be, in bytes
   * @return empty if there is none with the peer, or if it is zero (RFC 7748 section 6.1)
   */
  Optional<byte[]> derive(NativeBuffer buffer, int longest) {
    return output(
        buffer,
        new byte[0],
        longest,
        pointer ->
            Calls.EVP_PKEY_derive(
                pointer, buffer.address(NativeBuffer.SLOT_BYTES), buffer.address(0)));
  }

  private Optional<byte[]> output(NativeBuffer buffer, byte[] input, int longest, Step step) {
    int outputAt = NativeBuffer.SLOT_BYTES + input.length;
    buffer.reserve(outputAt + longest);
    buffer.setSlot(longest);
    buffer.put(NativeBuffer.SLOT_BYTES, input);
    try {
      return take(step) ? Optional.of(buffer.get(outputAt, (int) buffer.slot())) : Optional.empty();
    } finally {
      buffer.wipe(outputAt + longest);
    }
  }

  /** Returns 1 for a signature that verifies, 0 for one that does not, less for a malformed one. */
  int verify(NativeBuffer buffer, byte[] input, byte[] signature) {
    int signatureAt = NativeBuffer.SLOT_BYTES + input.length;
    int end = signatureAt + signature.length;
    buffer.reserve(end);
    buffer.put(NativeBuffer.SLOT_BYTES, input);
    buffer.put(signatureAt, signature);
    int result =
        context.use(
            pointer ->
                Calls.EVP_PKEY_verify(
                    pointer,
                    buffer.address(signatureAt),
                    signature.length,
                    buffer.address(NativeBuffer.SLOT_BYTES),
                    input.length));
    if (result != OK) {
      NativeErrors.drain();
    }
    buffer.wipe(end);
    return result;
  }

  @Override
  public void close() {
    context.close();
  }
}
