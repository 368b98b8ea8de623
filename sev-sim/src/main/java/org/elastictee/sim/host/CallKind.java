package org.elastictee.sim.host;

/** The requests of a guest that are counted when the firmware carries them out. */
public enum CallKind {
  /** A report, also where too little room was given for certificates. */
  REPORT,
  /** A report with certificates, or with none because the host has none. */
  EXTENDED_REPORT,
  /** A derived key. */
  KEY
}
