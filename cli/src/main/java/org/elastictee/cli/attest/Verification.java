package org.elastictee.cli.attest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.elastictee.cli.Failure;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.HclReport;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.Check;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.TrustAnchors;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sev.kds.KeyServer;

/** Verifies a file of evidence, with certificates from where they are asked to come from. */
public final class Verification {
  private final VerificationPolicyBuilder policy;
  private TrustAnchors anchors = TrustAnchors.amd();
  private Optional<Product> product = Optional.empty();

  /** Begins with a policy, to which what the file itself brings is added. */
  public Verification(VerificationPolicyBuilder policy) {
    this.policy = policy;
  }

  /** Says which product the report is of, for reports that do not. */
  public void product(Product value) {
    product = Optional.of(value);
  }

  /**
   * Takes a root for tests, named as AMD's.
   *
   * @throws Failure if it cannot be read, or is not named as a root of AMD's is
   */
  public void testRoot(Path file) throws Failure {
    try {
      List<AmdCertificate> read = AmdCertificate.parse(Files.readAllBytes(file));
      if (read.size() != 1) {
        throw new Failure(file + ": this is not one certificate");
      }
      AmdCertificate root = read.get(0);
      String name = root.commonName().orElse("");
      Product of =
          Product.ofCertificate(name.replaceFirst("^ARK-", ""))
              .orElseThrow(() -> new Failure(file + ": this is not named as a root of AMD's is"));
      anchors = anchors.withTestRoot(of, root.x509());
    } catch (IOException e) {
      throw new Failure(file, e);
    } catch (EvidenceException e) {
      throw new Failure(file, e);
    }
  }

  /**
   * Says whether the report turned out to be of the product that it was said to be of.
   *
   * @throws Failure if it is of another
   */
  private void requireProduct(VerificationResult result) throws Failure {
    if (product.isPresent() && result.product().isPresent() && !product.equals(result.product())) {
      throw new Failure("the report is of " + result.product().get() + ", not of " + product.get());
    }
  }

  /** Verifies with the certificates of a folder beside those of the file, and no network. */
  public VerificationView withFolder(EvidenceFile file, Path folder) throws Failure {
    Evidence evidence = CertificateFolder.read(folder).addTo(file);
    return verify(file, evidence, List.of());
  }

  /** Verifies with what AMD's key server has beside the certificates of the file. */
  public VerificationView withKeyServer(EvidenceFile file, KeyServer keyServer) throws Failure {
    VerificationView alone = verify(file, file.evidence(), List.of());
    if (alone.hasFailed(Check.FORMAT) || alone.hasFailed(Check.REPORT_FIELDS)) {
      // Nobody is asked for the certificates of what is no report.
      return alone;
    }
    MissingCertificates missing = new MissingCertificates(keyServer);
    Evidence evidence = missing.addTo(file, product, policy.build().crlMode());
    return verify(file, evidence, missing.problems());
  }

  private VerificationView verify(EvidenceFile file, Evidence evidence, List<String> notFetched)
      throws Failure {
    // Azure's paravisor asked for the report, and its claims are all that REPORT_DATA can hold;
    // what
    // the caller expects there comes first, and then does not hold.
    if (policy.build().reportData().isEmpty()) {
      file.hcl().map(HclReport::reportData).ifPresent(policy::reportData);
    }
    VerificationPolicy demands = policy.build();
    VerificationResult result = new ReportVerifier(anchors, demands).verify(evidence);
    requireProduct(result);
    String claims =
        file.hcl().map(hcl -> new String(hcl.claims(), StandardCharsets.UTF_8)).orElse(null);
    return VerificationView.of(result, demands, notFetched, claims);
  }
}
