package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.EvidenceException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A complete verification of simulated evidence: reading it, three signatures of certificates with
 * RSA-4096, that of the report on P-384, and every check. Beside it the last signature alone, as
 * the JDK verifies it.
 *
 * <p>The JDK remembers the last 750 certificates that it has read, and whether their signatures
 * hold: evidence with certificates that it knows is measured apart from evidence without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReportVerificationBenchmark {
  private static final int COMPONENT_BYTES = 48;

  private SimulatedEvidence.Verification verification;
  private PublicKey vcek;
  private byte[] signedBytes;
  private byte[] signature;
  private Signature sunEc;

  /** Prepares the evidence and its signature. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    SimulatedEvidence evidence = new SimulatedEvidence();
    verification = evidence.verification();
    vcek = evidence.vcek().getPublicKey();
    AttestationReport report = evidence.report();
    signedBytes = report.signedBytes();
    signature = new byte[2 * COMPONENT_BYTES];
    for (int i = 0; i < COMPONENT_BYTES; i++) {
      signature[COMPONENT_BYTES - 1 - i] = report.signatureR()[i];
      signature[2 * COMPONENT_BYTES - 1 - i] = report.signatureS()[i];
    }
    sunEc = Signature.getInstance("SHA384withECDSAinP1363Format", "SunEC");
  }

  /** Evidence with certificates that the JDK has not read before. */
  @State(Scope.Thread)
  public static class NewCertificates {
    /** With three certificates each, all of them are forgotten before one comes again. */
    private static final int COUNT = 256;

    private final List<SimulatedEvidence.Verification> verifications = new ArrayList<>();
    private int next;

    /** Issues the certificates, which takes some seconds. */
    @Setup
    public void issue() throws GeneralSecurityException, EvidenceException {
      SimulatedEvidence evidence = new SimulatedEvidence();
      while (verifications.size() < COUNT) {
        verifications.add(evidence.verificationWithNewCertificates());
      }
    }

    private SimulatedEvidence.Verification next() {
      next = (next + 1) % COUNT;
      return verifications.get(next);
    }
  }

  /** Everything, with certificates that are new to the JDK. */
  @Benchmark
  public boolean verifyNewCertificates(NewCertificates certificates) {
    return certificates.next().run();
  }

  /** Everything, with certificates whose signatures the JDK has verified before. */
  @Benchmark
  public boolean verifyKnownCertificates() {
    return verification.run();
  }

  /** The signature of the report alone. */
  @Benchmark
  public boolean sunEcAlone() throws GeneralSecurityException {
    sunEc.initVerify(vcek);
    sunEc.update(signedBytes);
    if (!sunEc.verify(signature)) {
      throw new IllegalStateException("the signature of the report does not verify");
    }
    return true;
  }
}
