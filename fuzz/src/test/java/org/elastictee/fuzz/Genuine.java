package org.elastictee.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.Evidence;
import org.elastictee.sev.attest.verify.ReportVerifier;
import org.elastictee.sev.attest.verify.TrustAnchors;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.seal.SoftwareRoot;
import org.elastictee.sim.SimulatedMachine;

/**
 * Evidence of a simulated machine that holds under the simulator's root, and data that was sealed:
 * what the fuzzer mutates, and the only bytes that may pass. {@link Seeds} has written it.
 */
final class Genuine {
  static final String REPORT = "report.bin";
  static final String VCEK = "vcek.der";
  static final String ASK = "ask.der";
  static final String ARK = "ark.der";
  static final String CRL = "crl.der";
  static final String SEALED_SOFTWARE = "sealed-software.bin";
  static final String SEALED_SEV_SNP = "sealed-sev-snp.bin";

  static final String LABEL = "fuzz";
  static final byte[] REPORT_DATA = filled(64);

  /** A time at which all of it is valid. */
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T00:00:00Z"), ZoneOffset.UTC);

  private Genuine() {}

  static byte[] file(String name) {
    try (InputStream in = Genuine.class.getResourceAsStream("genuine/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static VerificationPolicy policy(CrlMode crlMode) {
    return VerificationPolicy.builder()
        .reportData(REPORT_DATA)
        .clock(CLOCK)
        .crlMode(crlMode)
        .build();
  }

  /** Returns a verifier for which the simulator's root is as good as AMD's. */
  static ReportVerifier verifierWithTestRoot(VerificationPolicy policy) {
    try {
      AmdCertificate ark = AmdCertificate.ofDer(file(ARK));
      return new ReportVerifier(TrustAnchors.amd().withTestRoot(Product.MILAN, ark.x509()), policy);
    } catch (EvidenceException e) {
      throw new IllegalStateException("the genuine root cannot be read", e);
    }
  }

  /** Returns the evidence with all certificates that belong to the genuine report. */
  static Evidence certified(Evidence evidence) {
    return evidence
        .withCertificates(file(VCEK))
        .withCertificates(file(ASK))
        .withCertificates(file(ARK));
  }

  /** Starts the machine that it is of: a chip's keys follow from its name. */
  static SimulatedMachine machine() {
    return SimulatedMachine.start();
  }

  /** Opens the root that has sealed {@link #SEALED_SOFTWARE}, from a file in this folder. */
  static SoftwareRoot softwareRoot(Path folder) throws Exception {
    Path file = folder.resolve("root");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, filled(SoftwareRoot.FILE_BYTES));
    return SoftwareRoot.open(file);
  }

  static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x5A);
    return bytes;
  }
}
