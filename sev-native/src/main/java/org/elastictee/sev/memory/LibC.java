package org.elastictee.sev.memory;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The system calls by the C library of this process, glibc or musl, on 64-bit Linux. */
final class LibC implements MemoryCalls {
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
  private static final int MADV_DONTDUMP = 16;
  private static final int MADV_WIPEONFORK = 18;
  private static final int MAX_INTERRUPTIONS = 16;

  private final int pageBytes;

  private LibC(int pageBytes) {
    this.pageBytes = pageBytes;
  }

  /** Returns the calls, or empty where JNA is missing or does not work. */
  static Optional<MemoryCalls> load() {
    try {
      if (Native.POINTER_SIZE != Long.BYTES) {
        return Optional.empty();
      }
      Functions.bind();
      return Optional.of(new LibC(Functions.getpagesize()));
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  @Override
  public int pageBytes() {
    return pageBytes;
  }

  @Override
  public long map(long bytes) {
    return Functions.mmap(0, bytes, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  }

  @Override
  public boolean makeWritable(long address, long bytes) {
    return Functions.mprotect(address, bytes, PROT_READ_WRITE) == 0;
  }

  @Override
  public boolean lock(long address, long bytes) {
    return Functions.mlock(address, bytes) == 0;
  }

  @Override
  public boolean excludeFromDumps(long address, long bytes) {
    return Functions.madvise(address, bytes, MADV_DONTDUMP) == 0;
  }

  @Override
  public boolean wipeOnFork(long address, long bytes) {
    return Functions.madvise(address, bytes, MADV_WIPEONFORK) == 0;
  }

  @Override
  public void unmap(long address, long bytes) {
    Functions.munmap(address, bytes);
  }

  /** Up to 256 bytes come at once; of more, a signal may have it return a part. */
  @Override
  public boolean fillRandomly(long address, int bytes) {
    int done = 0;
    int interruptions = 0;
    while (done < bytes && interruptions < MAX_INTERRUPTIONS) {
      long got = Functions.getrandom(address + done, bytes - done, 0);
      if (got > 0) {
        done += (int) got;
      } else {
        interruptions++;
      }
    }
    return done == bytes;
  }

  @Override
  public ByteBuffer view(long address, long bytes) {
    return new Pointer(address).getByteBuffer(0, bytes);
  }

  @Override
  public long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  /** The functions by their C names; pointers and sizes are {@code long}. */
  @SuppressWarnings("MemberName")
  private static final class Functions {
    private Functions() {}

    static void bind() {
      Native.register(Functions.class, NativeLibrary.getProcess());
    }

    static native int getpagesize();

    static native long mmap(
        long address, long bytes, int protection, int flags, int descriptor, long offset);

    static native int mprotect(long address, long bytes, int protection);

    static native int mlock(long address, long bytes);

    static native int madvise(long address, long bytes, int advice);

    static native int munmap(long address, long bytes);

    static native long getrandom(long address, long bytes, int flags);
  }
}
