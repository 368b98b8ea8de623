package org.elastictee.sev.guest;

/**
 * The numbers of Linux {@code errno(3)} that the guest device and configfs-tsm are known to answer
 * with.
 */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EBADF = 9;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EFAULT = 14;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENOTTY = 25;
  static final int ETXTBSY = 26;
  static final int EFBIG = 27;
  static final int EROFS = 30;
  static final int EBADMSG = 74;
  static final int ETIMEDOUT = 110;

  private Errno() {}
}
