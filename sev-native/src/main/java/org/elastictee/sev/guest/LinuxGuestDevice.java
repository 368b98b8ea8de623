package org.elastictee.sev.guest;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.function.Supplier;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * The real guest device, by the system's C library: {@code open(2)}, {@code ioctl(2)} and {@code
 * close(2)}. JNA is first touched when a device is opened.
 */
final class LinuxGuestDevice implements GuestDevice {
  static final String PATH = "/dev/sev-guest";

  private static final int O_RDWR = 0x2;
  private static final int O_CLOEXEC = 0x8_0000;
  private static final int MAX_INTERRUPTIONS = 16;
  private static final int CLOSED = -1;

  private final SystemCalls systemCalls;
  private int descriptor;

  private LinuxGuestDevice(SystemCalls systemCalls, int descriptor) {
    this.systemCalls = systemCalls;
    this.descriptor = descriptor;
  }

  /** The three calls; each returns a negative {@code errno} where it fails. */
  interface SystemCalls {
    int open(String path, int flags);

    int ioctl(int descriptor, long request, Pointer argument);

    int close(int descriptor);
  }

  /**
   * Opens the device.
   *
   * @throws SevGuestException with {@link Reason#NO_DEVICE}, {@link Reason#NO_PERMISSION} or {@link
   *     Reason#IO}
   */
  static LinuxGuestDevice open() throws SevGuestException {
    return openReal(PATH);
  }

  static LinuxGuestDevice openReal(String path) throws SevGuestException {
    return open(path, LibC::load);
  }

  static LinuxGuestDevice open(String path, Supplier<SystemCalls> library)
      throws SevGuestException {
    SystemCalls systemCalls;
    try {
      systemCalls = library.get();
    } catch (LinkageError e) {
      // Its message holds paths of the host, so it is no cause.
      throw new SevGuestException(
          Reason.IO, "the C library cannot be called: " + e.getClass().getSimpleName());
    }
    int result;
    int interruptions = 0;
    do {
      result = systemCalls.open(path, O_RDWR | O_CLOEXEC);
    } while (result == -Errno.EINTR && interruptions++ < MAX_INTERRUPTIONS);
    if (result < 0) {
      throw refusal(-result);
    }
    return new LinuxGuestDevice(systemCalls, result);
  }

  private static SevGuestException refusal(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          new SevGuestException(Reason.NO_DEVICE, "there is no SEV-SNP guest device");
      case Errno.EACCES, Errno.EPERM ->
          new SevGuestException(
              Reason.NO_PERMISSION, "this process may not open the SEV-SNP guest device");
      default ->
          new SevGuestException(
              Reason.IO, "the SEV-SNP guest device cannot be opened, errno " + errno);
    };
  }

  @Override
  public int ioctl(long request, Pointer argument) {
    return descriptor == CLOSED ? -Errno.EBADF : systemCalls.ioctl(descriptor, request, argument);
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      int open = descriptor;
      descriptor = CLOSED;
      // Linux releases the descriptor whatever close(2) returns, and nothing was written to it.
      systemCalls.close(open);
    }
  }

  /** The C library of this process, glibc or musl. */
  private interface LibC extends Library {
    int open(String path, int flags);

    int ioctl(int descriptor, NativeLong request, Pointer argument);

    int close(int descriptor);

    static SystemCalls load() {
      LibC libc = Native.load(null, LibC.class);
      return new SystemCalls() {
        @Override
        public int open(String path, int flags) {
          return resultOf(libc.open(path, flags));
        }

        @Override
        public int ioctl(int descriptor, long request, Pointer argument) {
          return resultOf(libc.ioctl(descriptor, new NativeLong(request, true), argument));
        }

        @Override
        public int close(int descriptor) {
          return resultOf(libc.close(descriptor));
        }

        private int resultOf(int returned) {
          return returned < 0 ? -Native.getLastError() : returned;
        }
      };
    }
  }
}
