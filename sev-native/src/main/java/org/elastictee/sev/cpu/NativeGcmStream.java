package org.elastictee.sev.cpu;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.elastictee.sev.memory.SecretMemory;

/**
 * AES-GCM encryption of messages in pieces, one after another; input and output may overlap in
 * every way. What it is made of lies in {@link SecretMemory}. Not thread-safe.
 */
public final class NativeGcmStream {
  private final SecretMemory state = SecretMemory.zeros(LibElastic.gcmStreamBytes());
  private NativeGcm key;

  /**
   * Begins a message; another that was not ended is forgotten.
   *
   * @param iv one byte or more, never twice under one key
   * @param aadLength how much of {@code aad} is AAD
   * @throws IllegalArgumentException if the IV is empty
   * @throws IllegalStateException if the key was closed
   */
  public void begin(NativeGcm newKey, byte[] iv, byte[] aad, int aadLength) {
    long address = newKey.begin();
    long stream = state.begin();
    try {
      NativeGcm.check(LibElastic.gcmBegin(stream, address, LibElastic.ENCRYPT, iv, iv.length));
      NativeGcm.check(LibElastic.gcmAad(stream, aad, 0, aadLength));
    } finally {
      state.end();
      newKey.end();
    }
    key = newKey;
  }

  /**
   * Encrypts what remains of a buffer into another, as many bytes; positions move on success.
   *
   * @throws java.nio.BufferOverflowException if there is no room
   * @throws IllegalStateException if the key was closed
   */
  public void update(ByteBuffer in, ByteBuffer out) {
    int length = in.remaining();
    Direct.requireRoom(out, length);
    if (!updateInPlace(in, length, out)) {
      byte[] copy = new byte[length];
      in.get(in.position(), copy);
      updateInPlace(ByteBuffer.wrap(copy), length, ByteBuffer.wrap(copy));
      out.put(out.position(), copy);
    }
    in.position(in.limit());
    out.position(out.position() + length);
  }

  /** Returns whether it was done: not where the output begins within the input, or of two kinds. */
  private boolean updateInPlace(ByteBuffer in, int length, ByteBuffer out) {
    int result;
    key.begin();
    long stream = state.begin();
    try {
      if (in.hasArray() && out.hasArray()) {
        result =
            LibElastic.gcmUpdate(
                stream,
                in.array(),
                in.arrayOffset() + in.position(),
                length,
                out.array(),
                out.arrayOffset() + out.position());
      } else if (in.isDirect() && out.isDirect()) {
        result = LibElastic.gcmUpdateAt(stream, Direct.address(in), length, Direct.address(out));
      } else {
        return false;
      }
    } finally {
      state.end();
      key.end();
      Reference.reachabilityFence(in);
      Reference.reachabilityFence(out);
    }
    if (result != LibElastic.OVERLAP) {
      NativeGcm.check(result);
    }
    return result == LibElastic.OK;
  }

  /**
   * Ends the message.
   *
   * @param length of the tag, 12 to 16 bytes
   * @return the tag
   * @throws IllegalStateException if the key was closed
   */
  public byte[] end(int length) {
    byte[] tag = new byte[length];
    key.begin();
    long stream = state.begin();
    try {
      NativeGcm.check(LibElastic.gcmEndEncrypt(stream, tag, 0, length));
    } finally {
      state.end();
      key.end();
    }
    return tag;
  }
}
