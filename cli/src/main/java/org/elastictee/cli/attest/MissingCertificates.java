package org.elastictee.cli.attest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.CertificateTable;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.kds.CertificateChain;
import org.elastictee.sev.kds.KeyServer;
import org.elastictee.sev.kds.KeyServerException;

/** Completes evidence with what AMD's key server, or the cache before it, has. */
final class MissingCertificates {
  private final KeyServer keyServer;
  private final List<String> problems = new ArrayList<>();

  MissingCertificates(KeyServer keyServer) {
    this.keyServer = keyServer;
  }

  /** Returns what could not be fetched, and why: the verification goes on without it. */
  List<String> problems() {
    return problems;
  }

  /**
   * Returns evidence with what the certificate table of the file lacks.
   *
   * @param product what the report is of, if its caller knows
   */
  Evidence addTo(EvidenceFile file, Optional<Product> product, CrlMode crlMode) {
    Optional<AttestationReport> read = file.report();
    if (read.isEmpty()) {
      return file.evidence();
    }
    AttestationReport report = read.get();
    Table table = Table.of(file.certificateTable());
    Optional<Product> known = product.or(() -> productOf(report, table));
    if (known.isEmpty()) {
      problems.add("the report does not say of which product it is: --product does");
      return file.evidence();
    }
    return complete(file.evidence(), report, table, known.get(), crlMode);
  }

  private Evidence complete(
      Evidence evidence, AttestationReport report, Table table, Product product, CrlMode crlMode) {
    SigningKey key = report.keyInfo().signingKey().orElse(SigningKey.NONE);
    Evidence more = evidence;
    boolean isComplete = true;
    if (key == SigningKey.VCEK && !table.has(CertificateTable.VCEK)) {
      isComplete = false;
      try {
        more =
            more.withCertificates(keyServer.vcek(product, report.chipId(), report.reportedTcb()));
      } catch (KeyServerException | IllegalArgumentException e) {
        problems.add("VCEK: " + e.getMessage());
      }
    }
    if (!table.has(CertificateTable.ASK) || !table.has(CertificateTable.ARK)) {
      isComplete = false;
      try {
        CertificateChain chain = keyServer.certificateChain(product, key);
        more = more.withCertificates(chain.intermediate()).withCertificates(chain.root());
      } catch (KeyServerException e) {
        problems.add("ASK and ARK: " + e.getMessage());
      }
    }
    // A file that has its certificates takes no network, unless a list is demanded; and then the
    // one
    // of this very key, as the host's table may have another.
    if (crlMode == CrlMode.REQUIRED || (crlMode == CrlMode.IF_AVAILABLE && !isComplete)) {
      try {
        more = more.withCrls(keyServer.crl(product, key));
      } catch (KeyServerException e) {
        problems.add("revocation list: " + e.getMessage());
      }
    }
    return more;
  }

  private static Optional<Product> productOf(AttestationReport report, Table table) {
    if (report.cpuidFamId().isPresent() && report.cpuidModId().isPresent()) {
      return Product.ofCpuid(report.cpuidFamId().getAsInt(), report.cpuidModId().getAsInt());
    }
    return table
        .issuerOfEndorsementKey(report.keyInfo().signingKey().orElse(SigningKey.NONE))
        .flatMap(MissingCertificates::productOfAuthority);
  }

  /** Of the names SEV-Milan and SEV-VLEK-Milan, for example. */
  private static Optional<Product> productOfAuthority(String commonName) {
    return Product.ofCertificate(commonName.replaceFirst("^SEV-(VLEK-)?", ""));
  }

  /** The host's certificate table, or nothing where it cannot be read. */
  private record Table(Optional<CertificateTable> table) {
    static Table of(byte[] bytes) {
      try {
        return new Table(Optional.of(CertificateTable.parse(bytes)));
      } catch (EvidenceException e) {
        return new Table(Optional.empty());
      }
    }

    boolean has(UUID guid) {
      return blob(guid).isPresent();
    }

    private Optional<byte[]> blob(UUID guid) {
      return table.flatMap(readable -> readable.blob(guid));
    }

    Optional<String> issuerOfEndorsementKey(SigningKey key) {
      return blob(key == SigningKey.VLEK ? CertificateTable.VLEK : CertificateTable.VCEK)
          .flatMap(
              derOrPem -> {
                try {
                  return AmdCertificate.parse(derOrPem).stream()
                      .findFirst()
                      .flatMap(AmdCertificate::issuerCommonName);
                } catch (EvidenceException e) {
                  return Optional.empty();
                }
              });
    }
  }
}
