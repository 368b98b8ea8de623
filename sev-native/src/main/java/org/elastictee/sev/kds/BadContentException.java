package org.elastictee.sev.kds;

import org.elastictee.sev.attest.EvidenceException;

/** Bytes are not what they should be, whether the server sent them or the cache kept them. */
final class BadContentException extends Exception {
  private static final long serialVersionUID = 1L;

  BadContentException(String message) {
    super(message);
  }

  BadContentException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns what to throw where evidence of this kind cannot be read. */
  static BadContentException of(EvidenceException unreadable) {
    return new BadContentException(unreadable.getMessage(), unreadable);
  }
}
