package org.elastictee.sev.seal;

import java.security.GeneralSecurityException;
import java.util.Objects;

/** There is no root of trust, or it refuses: {@link #reason()} says why. Nothing was changed. */
public final class RootOfTrustException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  /** Why there is no root of trust. */
  public enum Reason {
    /** A setting has a value that means nothing. */
    CONFIGURATION,
    /** SEV-SNP was asked for and the guest device is missing, or it has vanished. */
    DEVICE_MISSING,
    /** This process may not open or use the guest device. */
    DEVICE_PERMISSION,
    /** The firmware refused what was asked; the cause names the status. */
    DEVICE_REFUSED,
    /** The guest device failed; the cause says whether only a reboot of the guest helps. */
    DEVICE_FAILED,
    /** The firmware has no such root key here: the host masks it, or has not installed it. */
    ROOT_KEY_UNAVAILABLE,
    /** The guest was not launched so that this policy means anything in it. */
    POLICY_UNAVAILABLE,
    /** This version cannot use what the machine offers. */
    UNSUPPORTED,
    /** The root file, or its folder, cannot be read, created or examined. */
    FILE_INACCESSIBLE,
    /** The root file is a symbolic link or something else that is not a regular file. */
    FILE_TYPE,
    /** The root file belongs to another user. */
    FILE_OWNER,
    /** Others than the owner have rights on the root file. */
    FILE_PERMISSIONS,
    /** The root file does not hold exactly 32 bytes that are not all zero. */
    FILE_CONTENT,
    /** The file was replaced while it was read. */
    FILE_CHANGED,
    /** The request to replay was made by another root of trust. */
    FOREIGN_REQUEST,
    /** The request to replay carries out another policy than the one that is asked for. */
    WRONG_POLICY,
    /** The request to replay is none that any root made. */
    MALFORMED_REQUEST,
    /** The request to replay names a TCB that this firmware has not committed to. */
    OLDER_TCB,
    /** The request to replay names a {@code GUEST_SVN} above that of this image. */
    OLDER_IMAGE,
    /** The request to replay is for a VMPL more privileged than this one. */
    MORE_PRIVILEGED
  }

  private final Reason reason;

  /** Creates an exception; the message must hold neither secrets nor paths of the host. */
  public RootOfTrustException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Creates an exception with a cause; the message must hold neither secrets nor paths of the host.
   */
  public RootOfTrustException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
