package org.elastictee.sev.attest.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.CertificateTable;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.KeyInfo.SigningKey;

/**
 * Evidence that could be taken apart. A certificate that cannot be read is left out, and told where
 * one is missing. Immutable.
 */
final class ReadEvidence {
  private static final List<UUID> CERTIFICATES =
      List.of(
          CertificateTable.VCEK, CertificateTable.VLEK, CertificateTable.ASK, CertificateTable.ARK);

  private final AttestationReport report;
  private final Set<AmdCertificate> certificates = new LinkedHashSet<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<byte[]> crls;

  private ReadEvidence(AttestationReport report, List<byte[]> certificates, List<byte[]> crls) {
    this.report = report;
    for (byte[] derOrPem : certificates) {
      try {
        this.certificates.addAll(AmdCertificate.parse(derOrPem));
      } catch (EvidenceException e) {
        unreadable.add(e.getMessage());
      }
    }
    this.crls = List.copyOf(crls);
  }

  /** Step 1: the length of the report, and the certificate tables. */
  static ReadEvidence of(Evidence evidence) throws CheckException {
    byte[] bytes = evidence.report();
    CheckException.require(
        bytes.length >= AttestationReport.REPORT_BYTES,
        "the report is shorter than " + AttestationReport.REPORT_BYTES + " bytes");
    List<byte[]> tables = new ArrayList<>(evidence.certificateTables());
    tables.add(Arrays.copyOfRange(bytes, AttestationReport.REPORT_BYTES, bytes.length));
    List<byte[]> certificates = new ArrayList<>(evidence.certificates());
    List<byte[]> crls = new ArrayList<>(evidence.crls());
    for (byte[] table : tables) {
      CertificateTable read = read(table);
      CERTIFICATES.forEach(guid -> read.blob(guid).ifPresent(certificates::add));
      read.blob(CertificateTable.CRL).ifPresent(crls::add);
    }
    byte[] report = Arrays.copyOf(bytes, AttestationReport.REPORT_BYTES);
    return new ReadEvidence(AttestationReport.of(report), certificates, crls);
  }

  private static CertificateTable read(byte[] table) throws CheckException {
    try {
      return CertificateTable.parse(table);
    } catch (EvidenceException e) {
      throw CheckException.failed(e.getMessage(), e);
    }
  }

  AttestationReport report() {
    return report;
  }

  /** Returns the raw revocation lists. */
  List<byte[]> crls() {
    return crls;
  }

  /** Returns which key has signed, or lets the asking check be not asked. */
  SigningKey signingKey() throws CheckException {
    Optional<SigningKey> key = report.keyInfo().signingKey();
    return key.filter(k -> k != SigningKey.NONE)
        .orElseThrow(() -> CheckException.notAsked("the report names no key that signs it"));
  }

  /** Returns the certificate with this name, or empty if there is none. */
  Optional<AmdCertificate> find(String commonName) throws CheckException {
    List<AmdCertificate> named =
        certificates.stream()
            .filter(certificate -> certificate.commonName().equals(Optional.of(commonName)))
            .toList();
    CheckException.require(
        named.size() < 2, "the evidence has several different certificates " + commonName);
    return named.stream().findFirst();
  }

  /** Returns the certificate with this name, or lets the check fail. */
  AmdCertificate require(String commonName) throws CheckException {
    return find(commonName)
        .orElseThrow(
            () ->
                CheckException.failed(
                    "the evidence has no certificate "
                        + commonName
                        + (unreadable.isEmpty()
                            ? ""
                            : "; what cannot be read: " + String.join(", ", unreadable))));
  }

  /** Tells how much there is. */
  @Override
  public String toString() {
    return certificates.size() + " certificates, " + crls.size() + " revocation lists";
  }
}
