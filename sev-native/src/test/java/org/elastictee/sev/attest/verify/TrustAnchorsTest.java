package org.elastictee.sev.attest.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.CapturedEvidence;
import org.elastictee.sev.attest.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAnchorsTest {
  private static AmdCertificate certificate(String file, int index) throws Exception {
    return AmdCertificate.parse(CapturedEvidence.file(file)).get(index);
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, ask_ark_milan.pem",
    "MILAN, ask_ark_milan_vlek.pem",
    "GENOA, ask_ark_genoa.pem",
    "GENOA, ask_ark_genoa_vlek.pem",
    "TURIN, ask_ark_turin_vcek.pem",
    "TURIN, ask_ark_turin_vlek.pem"
  })
  void amdsRootIsThatOfItsProductOnly(Product product, String file) throws Exception {
    AmdCertificate ark = certificate(file, 1);
    for (Product each : Product.values()) {
      Optional<Root> root = TrustAnchors.amd().accept(each, ark);
      assertEquals(each == product, root.isPresent());
      root.ifPresent(r -> assertFalse(r.isTest()));
    }
    assertTrue(TrustAnchors.amd().accept(product, certificate(file, 0)).isEmpty());
  }

  @Test
  void ofVeniceNoRootIsPinned() {
    assertFalse(TrustAnchors.amd().has(Product.VENICE));
    assertEquals(Optional.empty(), TrustAnchors.amdFingerprint(Product.VENICE));
  }

  @Test
  void aTestRootIsAcceptedBesideAmdsAndSaysSo() throws Exception {
    AmdCertificate test = certificate("ask_ark_genoa.pem", 0);
    TrustAnchors anchors = TrustAnchors.amd().withTestRoot(Product.GENOA, test.x509());
    assertTrue(anchors.accept(Product.GENOA, test).orElseThrow().isTest());
    assertFalse(
        anchors.accept(Product.GENOA, certificate("ask_ark_genoa.pem", 1)).orElseThrow().isTest());
    assertTrue(anchors.accept(Product.MILAN, test).isEmpty());
    assertTrue(TrustAnchors.amd().accept(Product.GENOA, test).isEmpty());
  }
}
