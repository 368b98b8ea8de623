package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EndorsementKey;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates in DER or PEM: {@link AmdCertificate} and {@link EndorsementKey}. */
class CertificateFuzzTest {
  private static final List<byte[]> GENUINE =
      List.of(Genuine.file(Genuine.VCEK), Genuine.file(Genuine.ASK), Genuine.file(Genuine.ARK));
  private static final Set<Reason> OF_ENDORSEMENT_KEYS =
      EnumSet.of(Reason.ENDORSEMENT_KEY, Reason.ENDORSEMENT_IDENTITY, Reason.ENDORSEMENT_TCB);

  private final List<PublicKey> authorities;

  CertificateFuzzTest() throws Exception {
    authorities =
        List.of(
            AmdCertificate.ofDer(Genuine.file(Genuine.ASK)).x509().getPublicKey(),
            AmdCertificate.ofDer(Genuine.file(Genuine.ARK)).x509().getPublicKey());
  }

  static List<byte[]> seeds() {
    String pem =
        "subject=text before\n-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(GENUINE.get(0))
            + "\n-----END CERTIFICATE-----\n";
    return List.of(
        GENUINE.get(0), GENUINE.get(1), GENUINE.get(2), pem.getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("seeds")
  @FuzzTest
  void noBitOfASignedOneCanBeChanged(byte[] bytes) throws Exception {
    Allocation.assertBounded(bytes, () -> read(bytes));
    for (AmdCertificate certificate : read(bytes)) {
      assertEquals(certificate, AmdCertificate.of(certificate.x509()));
      assertArrayEquals(certificate.der(), certificate.x509().getEncoded());
      requireEndorsementKeyOrItsReason(certificate);
      if (isSigned(certificate)) {
        assertTrue(GENUINE.stream().anyMatch(genuine -> Arrays.equals(genuine, certificate.der())));
      }
    }
  }

  private static List<AmdCertificate> read(byte[] bytes) {
    try {
      return AmdCertificate.parse(bytes);
    } catch (EvidenceException e) {
      assertEquals(Reason.CERTIFICATE, e.reason());
      return List.of();
    }
  }

  private static void requireEndorsementKeyOrItsReason(AmdCertificate certificate) {
    try {
      EndorsementKey key = EndorsementKey.of(certificate);
      assertTrue(key.hwId().isPresent() != key.cspId().isPresent());
      assertEquals(key.product().tcb(key.tcb().raw()), key.tcb());
    } catch (EvidenceException e) {
      assertTrue(OF_ENDORSEMENT_KEYS.contains(e.reason()), e::toString);
    }
  }

  private boolean isSigned(AmdCertificate certificate) {
    return authorities.stream().anyMatch(authority -> verifies(certificate, authority));
  }

  private static boolean verifies(AmdCertificate certificate, PublicKey authority) {
    try {
      certificate.x509().verify(authority, "SunRsaSign");
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
