package org.elastictee.sim.supervisor;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/** Linux system calls by their numbers on x86-64; each returns a negative errno if it fails. */
final class SystemCalls {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 0x2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_DIRECTORY = 0x1_0000;
  static final int O_CLOEXEC = 0x8_0000;
  static final int AT_FDCWD = -100;
  static final int PAGE_BYTES = 4096;

  private static final LibC LIBC = Native.load(null, LibC.class);
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 3;
  private static final int MMAP = 9;
  private static final int MPROTECT = 10;
  private static final int IOCTL = 16;
  private static final int ACCESS = 21;
  private static final int KILL = 62;
  private static final int FCNTL = 72;
  private static final int FLOCK = 73;
  private static final int CREAT = 85;
  private static final int MOUNT = 165;
  private static final int GETTID = 186;
  private static final int TGKILL = 234;
  private static final int OPENAT = 257;
  private static final int OPENAT2 = 437;
  private static final int FACCESSAT2 = 439;
  private static final int F_GETFL = 3;
  private static final int LOCK_EX_NB = 6;
  private static final int PROT_READ = 1;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

  private SystemCalls() {}

  private interface LibC extends Library {
    NativeLong syscall(NativeLong number, Object... arguments);

    int system(String command);
  }

  private static long call(int number, Object... arguments) {
    long result = LIBC.syscall(new NativeLong(number), arguments).longValue();
    return result == -1 ? -Native.getLastError() : result;
  }

  static long open(Pointer path, int flags) {
    return call(OPEN, path, flags, 0);
  }

  static long open(String path, int flags) {
    return open(text(path), flags);
  }

  static long creat(String path) {
    return call(CREAT, text(path), 0600);
  }

  static long openat(int folder, String path, int flags) {
    return call(OPENAT, folder, text(path), flags, 0);
  }

  /** Opens by {@code struct open_how}, of which so many bytes are given; the last is behind it. */
  static long openat2(String path, long flags, long resolve, long howBytes, int last) {
    Memory how = new Memory(32);
    how.clear();
    how.setLong(0, flags);
    how.setLong(16, resolve);
    how.setByte(31, (byte) last);
    return call(OPENAT2, AT_FDCWD, text(path), how, howBytes);
  }

  static long close(long descriptor) {
    return call(CLOSE, (int) descriptor);
  }

  static long read(long descriptor, Memory bytes) {
    return call(READ, (int) descriptor, bytes, bytes.size());
  }

  static long write(long descriptor, Memory bytes) {
    return call(WRITE, (int) descriptor, bytes, bytes.size());
  }

  static long statusFlags(long descriptor) {
    return call(FCNTL, (int) descriptor, F_GETFL);
  }

  /** {@code flock(2)}, exclusive and without waiting. */
  static long lock(long descriptor) {
    return call(FLOCK, (int) descriptor, LOCK_EX_NB);
  }

  static long mount(Path folder, String type, String options) {
    return call(MOUNT, text("none"), text(folder.toString()), text(type), 0L, text(options));
  }

  static long access(String path, int mode) {
    return call(ACCESS, text(path), mode);
  }

  static long faccessat2(String path, int mode, int flags) {
    return call(FACCESSAT2, AT_FDCWD, text(path), mode, flags);
  }

  static long ioctl(long descriptor, long request, Pointer argument) {
    return call(IOCTL, (int) descriptor, request, argument);
  }

  static int threadId() {
    return (int) call(GETTID);
  }

  static long signal(int thread, int signal) {
    return call(TGKILL, (int) ProcessHandle.current().pid(), thread, signal);
  }

  static long signalProcess(long process, int signal) {
    return call(KILL, (int) process, signal);
  }

  /** Two pages, of which the second cannot be touched. */
  static Pointer pageBeforeAGap() {
    Pointer pages =
        new Pointer(
            call(MMAP, 0L, 2L * PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L));
    call(MPROTECT, pages.share(PAGE_BYTES), (long) PAGE_BYTES, 0);
    return pages;
  }

  static void makeReadOnly(Pointer page) {
    call(MPROTECT, page, (long) PAGE_BYTES, PROT_READ);
  }

  /** {@code system(3)}: a shell that inherits every descriptor that is not closed by exec. */
  static int system(String command) {
    return LIBC.system(command);
  }

  static Memory text(String text) {
    Memory memory = new Memory(text.length() + 1L);
    memory.setString(0, text);
    return memory;
  }
}
