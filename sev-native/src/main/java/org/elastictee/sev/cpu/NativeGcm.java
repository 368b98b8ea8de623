package org.elastictee.sev.cpu;

import java.lang.ref.Reference;
import java.security.ProviderException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.crypto.AEADBadTagException;

/**
 * AES-GCM (NIST SP 800-38D) under one key, of whole messages in arrays: the expanded key outside of
 * the Java heap, shared by all who use it. Safe for use by several threads; closing waits for
 * messages that are being worked on, so that none is worked on with a key of zeros.
 */
public final class NativeGcm implements AutoCloseable {
  private final NativeMemory key;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Prepares a key.
   *
   * @param bytes 16, 24 or 32 bytes; stay the caller's
   * @throws IllegalArgumentException if they are not so many
   * @throws IllegalStateException if {@link NativeLibrary} is not loaded
   */
  public NativeGcm(byte[] bytes) {
    if (!NativeLibrary.get().isLoaded()) {
      throw new IllegalStateException(NativeLibrary.get().toString());
    }
    key = new NativeMemory(LibElastic.gcmKeyBytes());
    if (LibElastic.gcmKeyInit(key.address(), LibElastic.BEST_KERNEL, bytes) != LibElastic.OK) {
      throw new IllegalArgumentException("an AES key has 16, 24 or 32 bytes");
    }
  }

  /**
   * Encrypts a message: the ciphertext, as long as the message, and the tag after it. The output
   * may be where the input is, or begin before it, but not within it.
   *
   * @param iv one byte or more, 12 being the quickest; never twice under one key
   * @param tagLength 12 to 16 bytes
   * @throws IndexOutOfBoundsException if something is not within its array
   * @throws IllegalArgumentException if the IV is empty, the tag length is another, or the output
   *     begins within the input
   * @throws IllegalStateException if closed
   */
  public void seal(
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength) {
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, Math.addExact(length, tagLength), out.length);
    check(
        locked(
            () ->
                LibElastic.gcmSeal(
                    key.address(),
                    iv,
                    iv.length,
                    aad,
                    0,
                    aad.length,
                    in,
                    inOffset,
                    length,
                    out,
                    outOffset,
                    tagLength)));
  }

  /**
   * Decrypts a message, after its tag was found right.
   *
   * @param length of the ciphertext, which the tag follows
   * @throws AEADBadTagException if the message is not authentic; nothing is changed then
   * @throws IndexOutOfBoundsException if something is not within its array
   * @throws IllegalArgumentException as {@link #seal}
   * @throws IllegalStateException if closed
   */
  public void open(
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength)
      throws AEADBadTagException {
    Objects.checkFromIndexSize(inOffset, Math.addExact(length, tagLength), in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    int result =
        locked(
            () ->
                LibElastic.gcmOpen(
                    key.address(),
                    iv,
                    iv.length,
                    aad,
                    0,
                    aad.length,
                    in,
                    inOffset,
                    length,
                    out,
                    outOffset,
                    tagLength));
    if (result == LibElastic.TAG_MISMATCH) {
      throw new AEADBadTagException("the message is not authentic");
    }
    check(result);
  }

  /** Overwrites the key; a second call does nothing. */
  @Override
  public void close() {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      closed = true;
      key.close();
    } finally {
      alone.unlock();
    }
  }

  /** A call of the library. */
  private interface Call {
    int run();
  }

  private int locked(Call call) {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the key has been destroyed");
      }
      return call.run();
    } finally {
      shared.unlock();
      Reference.reachabilityFence(this);
    }
  }

  private static void check(int result) {
    switch (result) {
      case LibElastic.OK -> {}
      case LibElastic.OVERLAP ->
          throw new IllegalArgumentException("the output begins within the input");
      case LibElastic.BAD_ARGUMENT ->
          throw new IllegalArgumentException("the IV is empty or the tag length is not 12 to 16");
      default -> throw new ProviderException("libelastic failed: " + result);
    }
  }
}
