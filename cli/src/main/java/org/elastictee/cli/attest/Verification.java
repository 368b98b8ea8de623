package org.elastictee.cli.attest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.elastictee.cli.Failure;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.HclReport;
import org.elastictee.sev.attest.Product;
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
      X509Certificate root =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
      String name = AmdCertificate.commonName(root.getSubjectX500Principal()).orElse("");
      Product of =
          Product.ofCertificate(name.replaceFirst("^ARK-", ""))
              .orElseThrow(() -> new Failure(file + ": this is not named as a root of AMD's is"));
      anchors = anchors.withTestRoot(of, root);
    } catch (IOException e) {
      throw new Failure(file, e);
    } catch (CertificateException e) {
      throw new Failure(file + ": this is not a certificate");
    }
  }

  /** Verifies with the certificates of a folder beside those of the file, and no network. */
  public VerificationView withFolder(EvidenceFile file, Path folder) throws Failure {
    Evidence evidence = CertificateFolder.read(folder).addTo(file.evidence(), file.report());
    return verify(file, evidence, List.of());
  }

  /** Verifies with what AMD's key server has beside the certificates of the file. */
  public VerificationView withKeyServer(EvidenceFile file, KeyServer keyServer) {
    MissingCertificates missing = new MissingCertificates(keyServer);
    Evidence evidence = missing.addTo(file, product, policy.build().crlMode());
    return verify(file, evidence, missing.problems());
  }

  private VerificationView verify(EvidenceFile file, Evidence evidence, List<String> notFetched) {
    // Azure's paravisor asked for the report, and its claims are all that REPORT_DATA can hold.
    file.hcl().map(HclReport::reportData).ifPresent(policy::reportData);
    VerificationPolicy demands = policy.build();
    VerificationResult result = new ReportVerifier(anchors, demands).verify(evidence);
    String claims =
        file.hcl().map(hcl -> new String(hcl.claims(), StandardCharsets.UTF_8)).orElse(null);
    return VerificationView.of(result, notFetched, claims);
  }
}
