package org.elastictee.sim.kernel;

/** The numbers of Linux {@code errno(3)} that the driver and its device answer with. */
public final class Errno {
  /** An error of the hypervisor, of the firmware, or on the way to them. */
  public static final int EIO = 5;

  /** The descriptor is closed. */
  public static final int EBADF = 9;

  /** An address is not the process's. */
  public static final int EFAULT = 14;

  /** The device has vanished. */
  public static final int ENODEV = 19;

  /** The argument is wrong. */
  public static final int EINVAL = 22;

  /** No such request; or the driver has no key to the firmware any more. */
  public static final int ENOTTY = 25;

  /** The response does not authenticate, or does not belong to the request. */
  public static final int EBADMSG = 74;

  /** The hypervisor throttled for too long. */
  public static final int ETIMEDOUT = 110;

  private Errno() {}
}
