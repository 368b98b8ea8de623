package org.elastictee.sim;

import com.sun.jna.Pointer;
import java.util.Objects;
import org.elastictee.sev.guest.GuestDevice;
import org.elastictee.sim.kernel.Errno;

/**
 * The guest device inside of this process: what is above the system call runs as in production, and
 * speaks to a simulated kernel. Safe for use by several threads.
 */
public final class SimulatedGuestDevice implements GuestDevice {
  private static final UserMemory MEMORY = new NativeUserMemory();

  private final GuestKernel kernel;
  private volatile boolean closed;

  /** Opens the device of a kernel. */
  public SimulatedGuestDevice(GuestKernel kernel) {
    this.kernel = Objects.requireNonNull(kernel, "kernel");
  }

  @Override
  public int ioctl(long request, Pointer argument) {
    return closed ? -Errno.EBADF : kernel.ioctl(request, Pointer.nativeValue(argument), MEMORY);
  }

  @Override
  public void close() {
    closed = true;
  }
}
