package org.elastictee.sev.guest;

import com.sun.jna.Pointer;

/**
 * The open guest device as the kernel shows it: the one system call that is made on it. This is the
 * seam at which a simulator takes the kernel's place, so that everything above it runs unchanged.
 *
 * <p>Implementations need not be safe for use by several threads: the one owner serializes the
 * calls.
 */
public interface GuestDevice extends AutoCloseable {
  /**
   * {@code ioctl(2)} on the device.
   *
   * @param request the number, unsigned 32 bits: one of {@code SNP_GET_REPORT} (0xC0205300), {@code
   *     SNP_GET_DERIVED_KEY} (0xC0205301) and {@code SNP_GET_EXT_REPORT} (0xC0205302) of Linux
   *     {@code include/uapi/linux/sev-guest.h}
   * @param argument {@code struct snp_guest_request_ioctl}, 32 bytes; the addresses in it are of
   *     this process
   * @return 0 or, as the kernel has it inside, a negative {@code errno}
   */
  int ioctl(long request, Pointer argument);

  /** Closes the device; a second call does nothing. */
  @Override
  void close();
}
