package org.elastictee.sev.kds;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;

/** Whatever the server sends, it is taken or refused. */
class ResourceTest {
  private static final TcbVersion TCB =
      new TcbVersion(0x5200_0000_0401_0301L, Product.TURIN.tcbLayout());
  private static final byte[] HWID =
      HexFormat.of().parseHex(MadeCertificates.hwidHex(Product.TURIN));
  private static final List<Resource> RESOURCES =
      List.of(
          new VcekResource(Product.TURIN, HWID, TCB),
          new ChainResource(Product.TURIN, SigningKey.VCEK),
          new CrlResource(Product.TURIN, SigningKey.VCEK));
  private static final List<byte[]> CONTENTS =
      List.of(
          MadeCertificates.vcek(Product.TURIN, TCB),
          MadeCertificates.chain(Product.TURIN, SigningKey.VCEK),
          MadeCertificates.crl("ARK-Turin", MadeCertificates.NOT_AFTER));

  @Property(tries = 20_000)
  void changedBytesAreTakenOrRefused(
      @ForAll @IntRange(max = 2) int which,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 4000) Integer> positions,
      @ForAll byte value) {
    byte[] content = CONTENTS.get(which).clone();
    for (int position : positions) {
      content[position % content.length] = value;
    }
    assertTakenOrRefused(RESOURCES.get(which), content);
  }

  @Property
  void anyBytesAreTakenOrRefused(@ForAll @IntRange(max = 2) int which, @ForAll byte[] content) {
    assertTakenOrRefused(RESOURCES.get(which), content);
  }

  @Property
  void anyContentOfASequenceIsTakenOrRefused(
      @ForAll @IntRange(max = 2) int which, @ForAll byte[] content) {
    assertTakenOrRefused(RESOURCES.get(which), MadeCertificates.sequence(content));
  }

  private static void assertTakenOrRefused(Resource resource, byte[] content) {
    try {
      assertNotNull(resource.parse(content).expiry());
    } catch (BadContentException e) {
      assertTrue(e.getMessage().length() > 3, e.getMessage());
    }
  }
}
