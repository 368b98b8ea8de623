package org.elastictee.provider.libcrypto;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that Java and libcrypto share, of one object: it is overwritten by whoever has used it.
 * The first {@link #SLOT_BYTES} bytes are for a pointer or a length that libcrypto writes. Freed
 * when it is unreachable. Not for use by several threads at a time.
 */
final class NativeBuffer {
  /** Where {@link #slot()} ends and content begins. */
  static final int SLOT_BYTES = Long.BYTES;

  private static final int INITIAL_BYTES = 4096;
  private static final int KEPT_BYTES = 65_536;

  private ByteBuffer memory = allocate(INITIAL_BYTES);

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Returns the size in bytes. */
  int capacity() {
    return memory.capacity();
  }

  /** Makes the buffer at least so many bytes large; what was in it stays. */
  void reserve(int bytes) {
    if (bytes > memory.capacity()) {
      ByteBuffer larger = allocate(Math.max(bytes, (int) Math.min(2L * capacity(), 1L << 30)));
      larger.put(0, memory, 0, memory.capacity());
      overwrite(memory, memory.capacity());
      memory = larger;
    }
  }

  /** Returns the address of a byte. */
  long address(int index) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(memory)) + index;
  }

  /** Returns what libcrypto has written into the slot. */
  long slot() {
    return memory.getLong(0);
  }

  void setSlot(long value) {
    memory.putLong(0, value);
  }

  void putInt(int index, int value) {
    memory.putInt(index, value);
  }

  void putLong(int index, long value) {
    memory.putLong(index, value);
  }

  void put(int index, byte[] bytes, int offset, int length) {
    memory.put(index, bytes, offset, length);
  }

  void put(int index, byte[] bytes) {
    memory.put(index, bytes);
  }

  byte[] get(int index, int length) {
    byte[] bytes = new byte[length];
    memory.get(index, bytes);
    return bytes;
  }

  /** Overwrites the first bytes, and gives back memory beyond the ordinary size. */
  void wipe(int bytes) {
    overwrite(memory, bytes);
    if (memory.capacity() > KEPT_BYTES) {
      memory = allocate(INITIAL_BYTES);
    }
  }

  private static void overwrite(ByteBuffer memory, int bytes) {
    byte[] zeros = new byte[Math.min(bytes, INITIAL_BYTES)];
    for (int at = 0; at < bytes; at += zeros.length) {
      memory.put(at, zeros, 0, Math.min(zeros.length, bytes - at));
    }
  }
}
