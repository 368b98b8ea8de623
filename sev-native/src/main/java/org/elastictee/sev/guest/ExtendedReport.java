package org.elastictee.sev.guest;

import java.util.Arrays;
import java.util.Objects;
import org.elastictee.sev.attest.AttestationReport;

/**
 * An attestation report, and the certificate table that the host put beside it. The table is the
 * host's word and authenticated by nobody. Immutable.
 */
public final class ExtendedReport {
  private final AttestationResponse response;
  private final byte[] certificateTable;

  ExtendedReport(AttestationResponse response, byte[] certificateTable) {
    this.response = Objects.requireNonNull(response, "response");
    this.certificateTable = certificateTable.clone();
  }

  /** Returns the report. */
  public AttestationResponse response() {
    return response;
  }

  /** Returns a copy of the raw report, {@value AttestationReport#REPORT_BYTES} bytes. */
  public byte[] report() {
    return response.report();
  }

  /** Returns a view of the raw report. */
  public AttestationReport fields() {
    return response.fields();
  }

  /**
   * Returns a copy of the raw table, 0 to 16384 bytes, with zeros behind it if it came by the guest
   * device; empty if the host gave none. GHCB specification (AMD document 56421), SNP Extended
   * Guest Request.
   */
  public byte[] certificateTable() {
    return certificateTable.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ExtendedReport other
        && response.equals(other.response)
        && Arrays.equals(certificateTable, other.certificateTable);
  }

  @Override
  public int hashCode() {
    return Objects.hash(response, Arrays.hashCode(certificateTable));
  }

  /** Tells the sizes only. */
  @Override
  public String toString() {
    return "ExtendedReport[" + certificateTable.length + " bytes of certificates]";
  }
}
