package org.elastictee.sev.guest;

import java.util.Objects;
import org.elastictee.sev.attest.AttestationReport;

/**
 * An attestation report as the firmware made it: the raw bytes, which are never encoded anew.
 *
 * @param fields a view of the raw bytes; nothing of them has been verified
 */
public record AttestationResponse(AttestationReport fields) {
  /** Refuses nulls. */
  public AttestationResponse {
    Objects.requireNonNull(fields, "fields");
  }

  /** Returns a copy of the raw report, {@value AttestationReport#REPORT_BYTES} bytes. */
  public byte[] report() {
    return fields.raw();
  }
}
