package org.elastictee.sim.host;

/** Where the host takes the certificate table from that it puts beside a report. */
public interface HostCertificates {
  /** Returns the table as it is now, empty if the host gives none. */
  byte[] table();
}
