package org.elastictee.sim;

/** The memory of the process that makes a system call, as the kernel reaches it. */
public interface UserMemory {
  /**
   * {@code copy_from_user}.
   *
   * @throws BadAddressException if any byte of the range cannot be read
   */
  byte[] read(long address, int length) throws BadAddressException;

  /**
   * {@code copy_to_user}.
   *
   * @throws BadAddressException if any byte of the range cannot be written
   */
  void write(long address, byte[] bytes) throws BadAddressException;

  /** The address is not the process's: {@code EFAULT}. */
  final class BadAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception. */
    public BadAddressException() {
      super("a bad address");
    }
  }
}
