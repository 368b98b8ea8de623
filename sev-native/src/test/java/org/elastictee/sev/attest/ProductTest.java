package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductTest {
  @ParameterizedTest
  @CsvSource({
    // family, first model, last model
    "19, 00, 0F, MILAN",
    "19, 10, 1F, GENOA",
    "19, 20, 9F, ",
    "19, A0, AF, GENOA",
    "19, B0, FF, ",
    "1A, 00, 11, TURIN",
    "1A, 12, 4F, ",
    "1A, 50, 57, VENICE",
    "1A, 58, 8F, ",
    "1A, 90, AF, VENICE",
    "1A, B0, BF, ",
    "1A, C0, C7, VENICE",
    "1A, C8, FF, ",
    "17, 00, FF, ",
    "1B, 00, FF, "
  })
  void isToldByFamilyAndModel(String family, String first, String last, Product product) {
    for (int model = Integer.parseInt(first, 16); model <= Integer.parseInt(last, 16); model++) {
      assertEquals(
          Optional.ofNullable(product), Product.ofCpuid(Integer.parseInt(family, 16), model));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Milan,      MILAN",
    "Milan-B0,   MILAN",
    "Genoa,      GENOA",
    "Genoa-B2,   GENOA",
    "Turin,      TURIN",
    "Venice,     VENICE",
    "milan,      ",
    "MilanX,     ",
    "-Milan,     ",
    "'',         "
  })
  void isToldByTheNameInCertificatesWithoutItsStepping(String name, Product product) {
    assertEquals(Optional.ofNullable(product), Product.ofCertificate(name));
  }

  @ParameterizedTest
  @CsvSource({"MILAN, MILAN_GENOA, 64", "GENOA, MILAN_GENOA, 64", "TURIN, TURIN, 8"})
  void hasALayoutAndAChipIdOfItsOwn(Product product, TcbLayout layout, int chipIdBytes) {
    assertEquals(layout, product.tcb(1).layout());
    assertEquals(chipIdBytes, product.chipIdBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "MILAN, ARK-Milan, SEV-Milan, SEV-VLEK-Milan",
    "GENOA, ARK-Genoa, SEV-Genoa, SEV-VLEK-Genoa",
    "TURIN, ARK-Turin, SEV-Turin, SEV-VLEK-Turin"
  })
  void namesItsAuthoritiesAsAmdDoes(Product product, String ark, String ask, String asvk) {
    assertEquals(ark, product.rootName());
    assertEquals(ask, product.authorityName(SigningKey.VCEK));
    assertEquals(asvk, product.authorityName(SigningKey.VLEK));
    assertThrows(IllegalArgumentException.class, () -> product.authorityName(SigningKey.NONE));
  }
}
