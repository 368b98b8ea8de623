package org.elastictee.cli.attest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.elastictee.cli.Failure;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.CertificateTable;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.HclReport;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.verify.Evidence;

/**
 * A file of evidence: a report, 1184 bytes, and the host's certificate table behind it, if there is
 * any; the same in hexadecimal; or the blob that Azure's paravisor leaves in the vTPM.
 */
public final class EvidenceFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final byte[] HCL_MAGIC = "HCLA".getBytes(StandardCharsets.US_ASCII);

  private final Evidence evidence;
  private final HclReport hcl;

  private EvidenceFile(Evidence evidence, HclReport hcl) {
    this.evidence = evidence;
    this.hcl = hcl;
  }

  /**
   * Reads a file.
   *
   * @throws Failure if it cannot be read, is larger than 1 MiB, or is a malformed blob of Azure's
   */
  public static EvidenceFile read(Path file) throws Failure {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new Failure(file, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new Failure(file + ": evidence has 1 MiB at most");
    }
    byte[] raw = fromHex(bytes).orElse(bytes);
    if (!isHcl(raw)) {
      return new EvidenceFile(Evidence.of(raw), null);
    }
    try {
      HclReport hcl = HclReport.parse(raw);
      return new EvidenceFile(Evidence.of(hcl.report().raw()), hcl);
    } catch (EvidenceException e) {
      throw new Failure(file, e);
    }
  }

  private static boolean isHcl(byte[] bytes) {
    return bytes.length >= HCL_MAGIC.length
        && Arrays.equals(bytes, 0, HCL_MAGIC.length, HCL_MAGIC, 0, HCL_MAGIC.length);
  }

  /** A report has zeros in it, which no hexadecimal text has. */
  private static Optional<byte[]> fromHex(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the evidence as the file has it. */
  public Evidence evidence() {
    return evidence;
  }

  /** Returns Azure's blob, whose claims are bound to the report, if the file is one. */
  public Optional<HclReport> hcl() {
    return Optional.ofNullable(hcl);
  }

  /** Returns the report, or empty if the file is too short for one. */
  public Optional<AttestationReport> report() {
    byte[] bytes = evidence.report();
    return bytes.length < AttestationReport.REPORT_BYTES
        ? Optional.empty()
        : Optional.of(AttestationReport.of(Arrays.copyOf(bytes, AttestationReport.REPORT_BYTES)));
  }

  /** Returns whether the host's table has the certificate of the key that signs the report. */
  boolean hasEndorsementKey() {
    try {
      CertificateTable table = CertificateTable.parse(certificateTable());
      boolean isVlek =
          report()
              .flatMap(report -> report.keyInfo().signingKey())
              .equals(Optional.of(SigningKey.VLEK));
      return table.blob(isVlek ? CertificateTable.VLEK : CertificateTable.VCEK).isPresent();
    } catch (EvidenceException e) {
      return false;
    }
  }

  /** Returns what is behind the report, 0 bytes or more. */
  public byte[] certificateTable() {
    byte[] bytes = evidence.report();
    int end = Math.min(bytes.length, AttestationReport.REPORT_BYTES);
    return Arrays.copyOfRange(bytes, end, bytes.length);
  }
}
