package org.elastictee.sim;

import com.sun.jna.Pointer;

/**
 * The memory of this process, for a device that is simulated inside of it. The lowest addresses and
 * those of the kernel are refused; any other address that is not mapped ends the JVM, as it does
 * wherever native memory is touched.
 */
final class NativeUserMemory implements UserMemory {
  /** {@code vm.mmap_min_addr}: nothing is mapped below. */
  private static final long LOWEST_ADDRESS = 0x1_0000;

  /** {@code TASK_SIZE}: what is not the process's begins here. */
  private static final long TASK_SIZE = 0x7FFF_FFFF_F000L;

  @Override
  public byte[] read(long address, int length) throws BadAddressException {
    return pointer(address, length).getByteArray(0, length);
  }

  @Override
  public void write(long address, byte[] bytes) throws BadAddressException {
    pointer(address, bytes.length).write(0, bytes, 0, bytes.length);
  }

  private static Pointer pointer(long address, int length) throws BadAddressException {
    if (address < LOWEST_ADDRESS || address > TASK_SIZE - length) {
      throw new BadAddressException();
    }
    return new Pointer(address);
  }
}
