package org.elastictee.sev.platform;

import java.io.IOException;

/** A TPM 2.0: one command, one response. The seam at which a test takes its place. */
interface Tpm {
  /**
   * Sends a command.
   *
   * @return the response, 4096 bytes at most, which nothing has checked
   * @throws IOException if the TPM cannot be opened or does not answer in time
   */
  byte[] transact(byte[] command) throws IOException;
}
