package org.elastictee.sev.attest.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be verified: a report and, wherever they come from, the certificates and revocation
 * lists that go with it. All of it is raw, and none of it is trusted or even looked at before
 * {@link ReportVerifier} does. Immutable; arrays are copied, and none is longer than {@value
 * #MAX_PART_BYTES} bytes: {@link IllegalArgumentException}.
 *
 * <p>Which certificate is which follows from the name in it, not from where it was found.
 */
public final class Evidence {
  /** The most bytes that the report, or any other part, may have: 1 MiB. */
  public static final int MAX_PART_BYTES = 1 << 20;

  private final byte[] report;
  private final List<byte[]> certificateTables;
  private final List<byte[]> certificates;
  private final List<byte[]> crls;

  private Evidence(
      byte[] report, List<byte[]> certificateTables, List<byte[]> certificates, List<byte[]> crls) {
    this.report = report;
    this.certificateTables = certificateTables;
    this.certificates = certificates;
    this.crls = crls;
  }

  /**
   * Returns evidence of a report alone.
   *
   * @param report 1184 bytes; what is behind them is taken for a certificate table
   */
  public static Evidence of(byte[] report) {
    return new Evidence(bounded(report).clone(), List.of(), List.of(), List.of());
  }

  private static byte[] bounded(byte[] part) {
    if (part.length > MAX_PART_BYTES) {
      throw new IllegalArgumentException("no part of evidence has more than 1 MiB");
    }
    return part;
  }

  /**
   * Returns evidence of an extended report.
   *
   * @param report 1184 bytes
   * @param certificateTable the host's, as {@code SNP_GET_EXT_REPORT} or {@code auxblob} of
   *     configfs-tsm give it; empty if there is none
   */
  public static Evidence of(byte[] report, byte[] certificateTable) {
    return of(report).withCertificateTable(certificateTable);
  }

  /** Returns the same with one more certificate table. */
  public Evidence withCertificateTable(byte[] table) {
    return new Evidence(report, plus(certificateTables, table), certificates, crls);
  }

  /** Returns the same with more certificates, one in DER or any number in PEM. */
  public Evidence withCertificates(byte[] derOrPem) {
    return new Evidence(report, certificateTables, plus(certificates, derOrPem), crls);
  }

  /** Returns the same with more revocation lists, one in DER or any number in PEM. */
  public Evidence withCrls(byte[] derOrPem) {
    return new Evidence(report, certificateTables, certificates, plus(crls, derOrPem));
  }

  private static List<byte[]> plus(List<byte[]> list, byte[] bytes) {
    List<byte[]> longer = new ArrayList<>(list);
    longer.add(bounded(bytes).clone());
    return List.copyOf(longer);
  }

  /** Returns a copy of the report, and of what is behind it. */
  public byte[] report() {
    return report.clone();
  }

  List<byte[]> certificateTables() {
    return certificateTables;
  }

  List<byte[]> certificates() {
    return certificates;
  }

  List<byte[]> crls() {
    return crls;
  }

  /** Tells the sizes only. */
  @Override
  public String toString() {
    return "Evidence[report of "
        + report.length
        + " bytes, "
        + certificateTables.size()
        + " tables, "
        + certificates.size()
        + " certificates, "
        + crls.size()
        + " revocation lists]";
  }
}
