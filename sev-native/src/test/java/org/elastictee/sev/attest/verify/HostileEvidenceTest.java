package org.elastictee.sev.attest.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.CapturedEvidence;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever comes, a verification ends with a result, and with a verdict of its own. */
class HostileEvidenceTest {
  private static final VerificationPolicy POLICY =
      VerificationPolicy.builder().clock(CapturedEvidence.CLOCK).build();

  private static Evidence good() throws Exception {
    Evidence evidence = Evidence.of(CapturedEvidence.AWS_VLEK.report());
    for (byte[] certificate : CapturedEvidence.AWS_VLEK.chain()) {
      evidence = evidence.withCertificates(certificate);
    }
    return evidence;
  }

  @Property
  void anyBytesAreNotTrusted(
      @ForAll @Size(max = 1300) byte[] report,
      @ForAll @Size(max = 100) byte[] table,
      @ForAll @Size(max = 100) byte[] certificate,
      @ForAll @Size(max = 100) byte[] crl) {
    Evidence evidence = Evidence.of(report, table).withCertificates(certificate).withCrls(crl);
    assertFalse(ReportVerifier.of(POLICY).verify(evidence).isTrusted());
  }

  /** No property of jqwik, which cannot be left out where nothing is captured. */
  @RepeatedTest(10)
  void whatIsAddedIsTakenForNothingOrRefused(RepetitionInfo repetition) throws Exception {
    Evidence good = good();
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 20; i++) {
      byte[] table = new byte[random.nextInt(100)];
      byte[] certificate = new byte[random.nextInt(100)];
      random.nextBytes(table);
      random.nextBytes(certificate);
      Evidence evidence = good.withCertificates(certificate);
      assertTrue(ReportVerifier.of(POLICY).verify(evidence).isTrusted());
      VerificationResult result =
          ReportVerifier.of(POLICY).verify(evidence.withCertificateTable(table));
      assertEquals(
          result.of(Check.FORMAT).outcome() == Outcome.PASSED,
          result.isTrusted(),
          result::toString);
    }
  }

  /** A provider in first place, which must not be asked for certificates and signatures. */
  private static final class First extends Provider {
    private static final long serialVersionUID = 1L;
    private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());

    First() {
      super("First", "1", "for tests");
      for (String service :
          List.of(
              "Signature.RSASSA-PSS",
              "Signature.SHA384withECDSAinP1363Format",
              "CertificateFactory.X.509")) {
        String[] typeAndName = service.split("\\.", 2);
        putService(
            new Service(this, typeAndName[0], typeAndName[1], "none", null, Map.of()) {
              @Override
              public Object newInstance(Object parameter) {
                ASKED.add(service);
                throw new UnsupportedOperationException(service);
              }
            });
      }
    }
  }

  @Test
  void aProviderInFirstPlaceIsNotAsked() throws Exception {
    Security.insertProviderAt(new First(), 1);
    try {
      VerificationResult result = ReportVerifier.of(POLICY).verify(good());
      assertTrue(result.isTrusted(), result::toString);
      assertEquals(List.of(), First.ASKED);
    } finally {
      Security.removeProvider("First");
    }
  }
}
