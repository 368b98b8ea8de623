package org.elastictee.sev.cpu;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.elastictee.sev.memory.SecretMemory;

/**
 * AES-GCM (NIST SP 800-38D) under one key, of whole messages: the expanded key in {@link
 * SecretMemory}, shared by all who use it. Safe for use by several threads, which do not wait for
 * one another. Input and output may overlap in every way.
 */
public final class NativeGcm implements AutoCloseable {
  private static final byte[] DIGEST_CONTEXT =
      "elastic IV digest v1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;

  private final SecretMemory key;
  private final byte[] digest;
  private final int length;

  /**
   * Prepares a key.
   *
   * @param bytes 16, 24 or 32 bytes; stay the caller's
   * @throws IllegalArgumentException if they are not so many
   * @throws IllegalStateException if {@link NativeLibrary} is not loaded
   */
  public NativeGcm(byte[] bytes) {
    this(
        memory -> LibElastic.gcmKeyInit(memory, LibElastic.BEST_KERNEL, bytes),
        () -> digest(bytes),
        bytes.length);
  }

  /**
   * Prepares a key that is not on the Java heap, and does not come there.
   *
   * @param bytes 16, 24 or 32 bytes; stay the caller's
   * @throws IllegalArgumentException if they are not so many
   * @throws IllegalStateException if {@link NativeLibrary} is not loaded, or the bytes were closed
   */
  public NativeGcm(SecretMemory bytes) {
    this(
        memory ->
            bytes.use(
                address ->
                    LibElastic.gcmKeyInitAt(
                        memory, LibElastic.BEST_KERNEL, address, bytes.length())),
        () ->
            bytes.use(
                address ->
                    digest(hash -> LibElastic.sha256UpdateAt(hash, address, bytes.length()))),
        bytes.length());
  }

  private NativeGcm(
      SecretMemory.Use<Integer, RuntimeException> expansion,
      Supplier<byte[]> keyDigest,
      int length) {
    if (!NativeLibrary.get().isLoaded()) {
      throw new IllegalStateException(NativeLibrary.get().toString());
    }
    this.length = length;
    key = SecretMemory.zeros(LibElastic.gcmKeyBytes());
    try {
      if (key.use(expansion) != LibElastic.OK) {
        throw new IllegalArgumentException("an AES key has 16, 24 or 32 bytes");
      }
      digest = keyDigest.get();
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
  }

  /** Returns a digest of key bytes: equal for equal keys, and without a way back. */
  public static byte[] digest(byte[] key) {
    return digest(hash -> LibElastic.sha256Update(hash, key, 0, key.length));
  }

  private static byte[] digest(LongConsumer key) {
    byte[] digest = new byte[DIGEST_BYTES];
    Scratch scratch = Scratch.take();
    LibElastic.sha256Init(scratch.address());
    LibElastic.sha256Update(scratch.address(), DIGEST_CONTEXT, 0, DIGEST_CONTEXT.length);
    key.accept(scratch.address());
    LibElastic.sha256Final(scratch.address(), digest, 0);
    scratch.giveBack();
    return digest;
  }

  /** Returns the {@link #digest(byte[])} of the key, not to be changed. */
  public byte[] digest() {
    return digest;
  }

  /** Returns the length of the key in bytes. */
  public int length() {
    return length;
  }

  /** Returns the address of the key for a use, which {@link #end} ends. */
  long begin() {
    return key.begin();
  }

  void end() {
    key.end();
  }

  /**
   * Encrypts a message: the ciphertext, as long as the message, and the tag after it.
   *
   * @param iv one byte or more, 12 being the quickest; never twice under one key
   * @param aadLength how much of {@code aad} is AAD
   * @param tagLength 12 to 16 bytes
   * @throws IndexOutOfBoundsException if something is not within its array
   * @throws IllegalArgumentException if the IV is empty or the tag length is another
   * @throws IllegalStateException if closed
   */
  public void seal(
      byte[] iv,
      byte[] aad,
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength) {
    Objects.checkFromIndexSize(0, aadLength, aad.length);
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, Math.addExact(length, tagLength), out.length);
    int result;
    long address = key.begin();
    try {
      if ((long) iv.length + aadLength + length + tagLength <= Scratch.BYTES) {
        result =
            sealShort(address, iv, aad, aadLength, in, inOffset, length, out, outOffset, tagLength);
      } else {
        result =
            LibElastic.gcmSeal(
                address, iv, iv.length, aad, 0, aadLength, in, inOffset, length, out, outOffset,
                tagLength);
      }
    } finally {
      key.end();
    }
    if (result == LibElastic.OVERLAP) {
      byte[] copy = Arrays.copyOfRange(in, inOffset, inOffset + length);
      seal(iv, aad, aadLength, copy, 0, length, out, outOffset, tagLength);
      Arrays.fill(copy, (byte) 0);
    } else {
      check(result);
    }
  }

  private static int sealShort(
      long key,
      byte[] iv,
      byte[] aad,
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength) {
    Scratch scratch = Scratch.take();
    int text = iv.length + aadLength;
    scratch.put(0, iv, 0, iv.length);
    scratch.put(iv.length, aad, 0, aadLength);
    scratch.put(text, in, inOffset, length);
    int result =
        LibElastic.gcmSealShort(key, scratch.address(), iv.length, aadLength, length, tagLength);
    if (result == LibElastic.OK) {
      scratch.get(text, out, outOffset, length + tagLength);
    } else {
      scratch.wipe(text, length);
    }
    scratch.giveBack();
    return result;
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
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength)
      throws AEADBadTagException {
    Objects.checkFromIndexSize(0, aadLength, aad.length);
    Objects.checkFromIndexSize(inOffset, Math.addExact(length, tagLength), in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    int result;
    long address = key.begin();
    try {
      if ((long) iv.length + aadLength + length + tagLength <= Scratch.BYTES) {
        result =
            openShort(address, iv, aad, aadLength, in, inOffset, length, out, outOffset, tagLength);
      } else {
        result =
            LibElastic.gcmOpen(
                address, iv, iv.length, aad, 0, aadLength, in, inOffset, length, out, outOffset,
                tagLength);
      }
    } finally {
      key.end();
    }
    if (result == LibElastic.OVERLAP) {
      byte[] copy = Arrays.copyOfRange(in, inOffset, inOffset + length + tagLength);
      open(iv, aad, aadLength, copy, 0, length, out, outOffset, tagLength);
    } else {
      checkOpened(result);
    }
  }

  private static int openShort(
      long key,
      byte[] iv,
      byte[] aad,
      int aadLength,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int tagLength) {
    Scratch scratch = Scratch.take();
    int text = iv.length + aadLength;
    scratch.put(0, iv, 0, iv.length);
    scratch.put(iv.length, aad, 0, aadLength);
    scratch.put(text, in, inOffset, length + tagLength);
    int result =
        LibElastic.gcmOpenShort(key, scratch.address(), iv.length, aadLength, length, tagLength);
    if (result == LibElastic.OK) {
      scratch.get(text, out, outOffset, length);
      scratch.wipe(text, length);
    }
    scratch.giveBack();
    return result;
  }

  /**
   * Encrypts what remains of a buffer into another; positions move on success.
   *
   * @throws java.nio.BufferOverflowException if there is no room for the ciphertext and the tag
   * @throws IllegalArgumentException as the other {@link #seal}
   * @throws IllegalStateException if closed
   */
  public void seal(
      byte[] iv, byte[] aad, int aadLength, ByteBuffer in, ByteBuffer out, int tagLength) {
    int length = in.remaining();
    int produced = Math.addExact(length, tagLength);
    Direct.requireRoom(out, produced);
    if (in.hasArray() && out.hasArray()) {
      seal(
          iv,
          aad,
          aadLength,
          in.array(),
          in.arrayOffset() + in.position(),
          length,
          out.array(),
          out.arrayOffset() + out.position(),
          tagLength);
    } else if (!in.isDirect()
        || !out.isDirect()
        || !sealAt(iv, aad, aadLength, in, length, out, tagLength)) {
      byte[] copy = new byte[produced];
      in.get(in.position(), copy, 0, length);
      seal(iv, aad, aadLength, copy, 0, length, copy, 0, tagLength);
      out.put(out.position(), copy, 0, produced);
    }
    in.position(in.limit());
    out.position(out.position() + produced);
  }

  /** Returns whether it was done: not where the output begins within the input. */
  private boolean sealAt(
      byte[] iv, byte[] aad, int aadLength, ByteBuffer in, int length, ByteBuffer out, int tag) {
    long address = key.begin();
    int result;
    try {
      result =
          LibElastic.gcmSealAt(
              address,
              iv,
              iv.length,
              aad,
              0,
              aadLength,
              Direct.address(in),
              length,
              Direct.address(out),
              tag);
    } finally {
      key.end();
      Reference.reachabilityFence(in);
      Reference.reachabilityFence(out);
    }
    if (result != LibElastic.OVERLAP) {
      check(result);
    }
    return result == LibElastic.OK;
  }

  /**
   * Decrypts what remains of a buffer, the ciphertext and its tag, into another, after the tag was
   * found right; positions move on success.
   *
   * @throws AEADBadTagException if the message is not authentic; nothing is changed then
   * @throws java.nio.BufferOverflowException if there is no room for the message
   * @throws IllegalArgumentException as {@link #seal}, or if the input is shorter than the tag
   * @throws IllegalStateException if closed
   */
  public void open(
      byte[] iv, byte[] aad, int aadLength, ByteBuffer in, ByteBuffer out, int tagLength)
      throws AEADBadTagException {
    int length = in.remaining() - tagLength;
    if (length < 0) {
      throw new IllegalArgumentException("the input is shorter than the tag");
    }
    Direct.requireRoom(out, length);
    if (in.hasArray() && out.hasArray()) {
      open(
          iv,
          aad,
          aadLength,
          in.array(),
          in.arrayOffset() + in.position(),
          length,
          out.array(),
          out.arrayOffset() + out.position(),
          tagLength);
    } else if (!in.isDirect()
        || !out.isDirect()
        || !openAt(iv, aad, aadLength, in, length, out, tagLength)) {
      byte[] copy = new byte[length + tagLength];
      in.get(in.position(), copy);
      open(iv, aad, aadLength, copy, 0, length, copy, 0, tagLength);
      out.put(out.position(), copy, 0, length);
      Arrays.fill(copy, (byte) 0);
    }
    in.position(in.limit());
    out.position(out.position() + length);
  }

  /** As {@link #sealAt}. */
  private boolean openAt(
      byte[] iv, byte[] aad, int aadLength, ByteBuffer in, int length, ByteBuffer out, int tag)
      throws AEADBadTagException {
    long address = key.begin();
    int result;
    try {
      result =
          LibElastic.gcmOpenAt(
              address,
              iv,
              iv.length,
              aad,
              0,
              aadLength,
              Direct.address(in),
              length,
              Direct.address(out),
              tag);
    } finally {
      key.end();
      Reference.reachabilityFence(in);
      Reference.reachabilityFence(out);
    }
    if (result != LibElastic.OVERLAP) {
      checkOpened(result);
    }
    return result == LibElastic.OK;
  }

  /** Overwrites the key once nobody works with it any more; a second call does nothing. */
  @Override
  public void close() {
    key.close();
  }

  private static void checkOpened(int result) throws AEADBadTagException {
    if (result == LibElastic.TAG_MISMATCH) {
      throw new AEADBadTagException("the message is not authentic");
    }
    check(result);
  }

  static void check(int result) {
    switch (result) {
      case LibElastic.OK -> {}
      case LibElastic.BAD_ARGUMENT ->
          throw new IllegalArgumentException("the IV is empty or the tag length is not 12 to 16");
      default -> throw new ProviderException("libelastic failed: " + result);
    }
  }
}
