package org.elastictee.sim;

/** The kernel of the simulated guest, as a process meets it at the guest device. */
public interface GuestKernel {
  /**
   * {@code ioctl(2)} on the guest device. Calls of several threads are serialized, as the driver
   * does it.
   *
   * @param request the number, unsigned 32 bits
   * @param argument the address of {@code struct snp_guest_request_ioctl}
   * @param memory of the calling process
   * @return 0, or a negative {@code errno}
   */
  int ioctl(long request, long argument, UserMemory memory);
}
