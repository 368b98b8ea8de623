package org.elastictee.sev.attest.verify;

/**
 * Whether the authorities are looked up in AMD's revocation lists. The lists of VCEKs and of VLEKs
 * do not say which of the two they are: whoever fetches them has to fetch that of the key in use.
 */
public enum CrlMode {
  /** Not at all. */
  OFF,
  /** In those that the evidence has. Whoever supplies the evidence can leave them out. */
  IF_AVAILABLE,
  /** In those that the evidence has, of which there must be one. */
  REQUIRED
}
