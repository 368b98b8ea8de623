package org.elastictee.cli.attest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.elastictee.cli.Failure;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.EndorsementKey;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.verify.Evidence;

/**
 * A folder of certificates, files {@code .der}, {@code .crt}, {@code .cer} and {@code .pem}, and of
 * revocation lists, files {@code .crl}. Of several endorsement keys, which all have the same name,
 * the one is taken that the report is of.
 */
final class CertificateFolder {
  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> CERTIFICATES = List.of(".der", ".crt", ".cer", ".pem");
  private static final String REVOCATION_LIST = ".crl";

  private final List<AmdCertificate> authorities = new ArrayList<>();
  private final List<AmdCertificate> endorsementKeys = new ArrayList<>();
  private final List<byte[]> crls = new ArrayList<>();

  private CertificateFolder() {}

  /**
   * Reads a folder, and not those in it.
   *
   * @throws Failure if the folder or a file cannot be read, or is no certificate
   */
  static CertificateFolder read(Path folder) throws Failure {
    CertificateFolder read = new CertificateFolder();
    List<Path> files;
    try (Stream<Path> paths = Files.list(folder)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new Failure(folder, e);
    }
    for (Path file : files) {
      read.add(file);
    }
    return read;
  }

  private void add(Path file) throws Failure {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(REVOCATION_LIST)) {
        crls.add(bytes(file));
      } else if (CERTIFICATES.stream().anyMatch(name::endsWith)) {
        for (AmdCertificate certificate : AmdCertificate.parse(bytes(file))) {
          boolean isLeaf = certificate.commonName().orElse("").matches("SEV-V[CL]EK");
          (isLeaf ? endorsementKeys : authorities).add(certificate);
        }
      }
    } catch (IOException | EvidenceException e) {
      throw new Failure(file, e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("certificates have 1 MiB at most");
    }
    return Files.readAllBytes(file);
  }

  /** Returns the evidence of a file with what is here; a key that the file has stays the one. */
  Evidence addTo(EvidenceFile file) {
    Evidence more = file.evidence();
    for (AmdCertificate authority : authorities) {
      more = more.withCertificates(authority.der());
    }
    for (byte[] crl : crls) {
      more = more.withCrls(crl);
    }
    return file.hasEndorsementKey()
        ? more
        : endorsementKey(file.report())
            .map(AmdCertificate::der)
            .map(more::withCertificates)
            .orElse(more);
  }

  /** Where none fits, one is taken all the same: the verifier then tells why it does not. */
  private Optional<AmdCertificate> endorsementKey(Optional<AttestationReport> report) {
    return endorsementKeys.stream()
        .filter(key -> report.isPresent() && fits(key, report.get()))
        .findFirst()
        .or(() -> endorsementKeys.stream().findFirst());
  }

  private static boolean fits(AmdCertificate certificate, AttestationReport report) {
    try {
      EndorsementKey key = EndorsementKey.of(certificate);
      boolean isOfChip =
          key.hwId().isEmpty()
              || Arrays.equals(
                  key.hwId().get(), Arrays.copyOf(report.chipId(), key.hwId().get().length));
      return report.keyInfo().signingKey().equals(Optional.of(key.kind()))
          && key.tcb().raw() == report.reportedTcb().raw()
          && isOfChip;
    } catch (EvidenceException e) {
      return false;
    }
  }
}
