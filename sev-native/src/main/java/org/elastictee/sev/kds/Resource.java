package org.elastictee.sev.kds;

import java.time.Instant;
import java.util.List;

/** One thing that the key server has, and what it must look like. Immutable. */
interface Resource {
  /** Returns the address below the server's base address: a path, with its query if it has one. */
  String path();

  /** Returns what tells it from all others, and is fit for a file's name. */
  String name();

  /** Returns how many bytes it has at most. */
  int maxBytes();

  /**
   * Checks bytes to be this resource as the key server sends it. No signature is verified.
   *
   * @throws BadContentException if they are something else
   */
  Parsed parse(byte[] content) throws BadContentException;

  /**
   * What the bytes hold.
   *
   * @param encodings the certificates or the list, each in DER
   * @param expiry when they cease to be of use
   */
  record Parsed(List<byte[]> encodings, Instant expiry) {
    /** Returns whether it is still of use. */
    boolean isCurrent(Instant now) {
      return now.isBefore(expiry);
    }
  }
}
