package org.elastictee.sim.attest;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.TrustAnchors;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;
import org.elastictee.sev.attest.verify.VerificationResult;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.elastictee.sim.pki.CaRole;
import org.elastictee.sim.pki.CertificateTemplate;
import org.elastictee.sim.pki.TestCertificateAuthority;

/**
 * Evidence of a simulated machine that is good, until something of it is forged: every change of
 * the report is signed anew, so that nothing else is wrong with it. Not safe for use by several
 * threads.
 */
final class Forgery {
  static final byte[] REPORT_DATA = reportData();

  private final PlatformState platform;
  private final TestCertificateAuthority authority;
  private final VerificationPolicyBuilder policy =
      VerificationPolicy.builder().reportData(REPORT_DATA);
  private byte[] report;
  private byte[] table = new byte[0];
  private byte[] leaf;
  private byte[] intermediate;
  private byte[] root;
  private byte[] crl = new byte[0];
  private X509Certificate testRoot;

  private Forgery(SimulatedMachine machine) throws Exception {
    platform = machine.firmware().platform();
    authority = machine.certificateAuthority();
    try (DeviceSevGuest guest = machine.sevGuest()) {
      report = guest.report(REPORT_DATA, 0).report();
    }
    leaf = authority.certify(key()).getEncoded();
    intermediate = authority.certificate(issuer()).getEncoded();
    testRoot = authority.ark();
    root = testRoot.getEncoded();
  }

  private static byte[] reportData() {
    byte[] data = new byte[64];
    Arrays.fill(data, (byte) 0x5A);
    return data;
  }

  static Forgery of(SimulatedMachine machine) throws Exception {
    return new Forgery(machine);
  }

  /** Begins with a Genoa machine, signed by its VCEK. */
  static Forgery of(UnaryOperator<PlatformState.Builder> change, LaunchParameters launch)
      throws Exception {
    return of(Product.GENOA, change, launch);
  }

  static Forgery of(
      Product product, UnaryOperator<PlatformState.Builder> change, LaunchParameters launch)
      throws Exception {
    PlatformState.Builder builder = PlatformState.builder(Chip.named(product, "default"));
    return of(
        SimulatedMachine.builder().platform(change.apply(builder).build()).launch(launch).start());
  }

  static Forgery of(Product product) throws Exception {
    return of(product, platform -> platform, LaunchParameters.builder().build());
  }

  static Forgery genoa() throws Exception {
    return of(Product.GENOA);
  }

  static Forgery genoaWith(LaunchParameters launch) throws Exception {
    return of(Product.GENOA, platform -> platform, launch);
  }

  static Forgery genoaVlek() throws Exception {
    return of(
        platform -> platform.vlek(Optional.of(Vlek.of("CN=cc-simulated"))),
        LaunchParameters.builder().build());
  }

  /** Returns the level of this product that makes reports of version 5. */
  static FirmwareLevel version5(Product product) {
    FirmwareLevel level = FirmwareLevel.initial(product);
    return new FirmwareLevel(level.version(), level.tcb(), 5, 0x0F);
  }

  EndorsementKey key() {
    TcbVersion tcb = platform.reportedTcb();
    return platform
        .vlek()
        .map(vlek -> EndorsementKey.vlek(vlek, platform.chip().product(), tcb))
        .orElseGet(() -> EndorsementKey.vcek(platform.chip(), tcb));
  }

  private CaRole issuer() {
    return platform.vlek().isPresent() ? CaRole.ASVK : CaRole.ASK;
  }

  TestCertificateAuthority authority() {
    return authority;
  }

  /** Changes the report, and signs it anew. */
  Forgery report(Consumer<ByteBuffer> change) {
    changeSigned(change);
    byte[] signature = key().sign(Arrays.copyOf(report, AttestationReport.SIGNED_BYTES));
    for (int i = 0; i < 48; i++) {
      report[AttestationReport.SIGNED_BYTES + i] = signature[47 - i];
      report[AttestationReport.SIGNED_BYTES + 72 + i] = signature[95 - i];
    }
    return this;
  }

  /** Changes the report, and leaves the signature as it is. */
  Forgery changeSigned(Consumer<ByteBuffer> change) {
    change.accept(ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN));
    return this;
  }

  Forgery cutReport(int length) {
    report = Arrays.copyOf(report, length);
    return this;
  }

  Forgery table(byte[] bytes) {
    table = bytes;
    return this;
  }

  Forgery leaf(UnaryOperator<CertificateTemplate> change) {
    return leaf(change, issuer());
  }

  Forgery leaf(UnaryOperator<CertificateTemplate> change, CaRole signer) {
    leaf = authority.issue(change.apply(authority.template(key())), signer);
    return this;
  }

  Forgery leaf(byte[] der) {
    leaf = der;
    return this;
  }

  Forgery intermediate(UnaryOperator<CertificateTemplate> change) {
    intermediate = authority.issue(change.apply(authority.template(issuer())), CaRole.ARK);
    return this;
  }

  Forgery intermediate(byte[] der) {
    intermediate = der;
    return this;
  }

  Forgery root(byte[] der) {
    root = der;
    return this;
  }

  /** Changes the root, and trusts it as a test root in the place of the other. */
  Forgery trustedRoot(UnaryOperator<CertificateTemplate> change) throws Exception {
    root = authority.issue(change.apply(authority.template(CaRole.ARK)), CaRole.ARK);
    testRoot = AmdCertificate.ofDer(root).x509();
    return this;
  }

  Forgery crl(byte[] derOrPem) {
    crl = derOrPem;
    return this;
  }

  Forgery revoked(BigInteger... serialNumbers) {
    return crl(authority.crl(Set.of(serialNumbers)));
  }

  Forgery policy(Consumer<VerificationPolicyBuilder> change) {
    change.accept(policy);
    return this;
  }

  byte[] report() {
    return report.clone();
  }

  Evidence evidence() {
    Evidence evidence = Evidence.of(report, table);
    for (byte[] certificate : new byte[][] {leaf, intermediate, root}) {
      if (certificate.length > 0) {
        evidence = evidence.withCertificates(certificate);
      }
    }
    return crl.length > 0 ? evidence.withCrls(crl) : evidence;
  }

  /** Verifies with the simulator's root as a test root. */
  VerificationResult verify() {
    org.elastictee.sev.attest.Product product =
        org.elastictee.sev.attest.Product.valueOf(platform.chip().product().name());
    return new ReportVerifier(TrustAnchors.amd().withTestRoot(product, testRoot), policy.build())
        .verify(evidence());
  }

  /** Verifies as production does. */
  VerificationResult verifyUnderAmdsRoots() {
    return ReportVerifier.of(policy.build()).verify(evidence());
  }
}
