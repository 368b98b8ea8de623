package org.elastictee.provider.keystore;

import java.io.IOException;
import java.util.Objects;

/**
 * A key store file was not read or written, for a reason that has nothing to do with its seal:
 * {@link #reason()} says which. The file and the key store in memory are as they were.
 */
public final class KeyStoreFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why the file was not read or written. */
  public enum Reason {
    /**
     * The file is not the one that was loaded: another process or object stored it, or sealed it
     * under another policy, so load again.
     */
    CHANGED,
    /** The file is older than one of the same key store that this process has seen. */
    OLDER,
    /** Another process or thread held the lock for too long. */
    LOCKED,
    /** There is no file, and none is to be created. */
    MISSING,
    /** The file, or its folder, cannot be read or written, or it is no regular file. */
    INACCESSIBLE,
    /** The key store has another recovery recipient than the one that is asked for, or none. */
    RECIPIENT,
    /** The key is not that of the file's recovery recipient, or the file has none. */
    RECOVERY_KEY,
    /** The entries were loaded under another policy than the one that is asked for. */
    POLICY,
    /** The file belongs to another user or group, which this process cannot give a new file to. */
    OWNER,
    /** The key store is of generation 2^63-1, which has no next. */
    EXHAUSTED
  }

  private final Reason reason;

  KeyStoreFileException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** The message must hold no paths of the host. */
  KeyStoreFileException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
