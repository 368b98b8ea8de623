package org.elastictee.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.Vlek;
import org.elastictee.sim.pki.HostCertificateKind;
import org.elastictee.sim.pki.TestCertificateAuthority;
import org.junit.jupiter.api.Test;

class CertificateTableTest {
  private static final String VCEK = "63da758de6644564adc5f4b93be8accd";
  private static final String VLEK = "a8074bc2a25a483eaae639c045a0b8a1";
  private static final String ASK = "4ab7b379bbac4fe4a02f05aef327c782";
  private static final String ARK = "c0b406a4a803495297433fb6014cd0ae";

  private final SimulatedMachine machine = SimulatedMachine.start();
  private final TestCertificateAuthority authority = machine.certificateAuthority();

  private byte[] table() throws Exception {
    try (DeviceSevGuest guest = machine.sevGuest()) {
      return guest.extendedReport(new byte[64], 0).certificateTable();
    }
  }

  /** Reads a table by the test's own rules. */
  private static Map<String, byte[]> entries(byte[] table) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int at = 0; ; at += 24) {
      String guid = HexFormat.of().formatHex(table, at, at + 16);
      int offset = u32(table, at + 16);
      int length = u32(table, at + 20);
      if (guid.equals("0".repeat(32)) && offset == 0 && length == 0) {
        return entries;
      }
      byte[] blob = new byte[length];
      System.arraycopy(table, offset, blob, 0, length);
      entries.put(guid, blob);
    }
  }

  private static int u32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private static X509Certificate parse(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  @Test
  void aTableIsEntriesAZeroEntryAndBlobs() {
    byte[] table =
        new CertificateTable()
            .with(CertificateTable.VCEK, new byte[] {1, 2, 3})
            .with(CertificateTable.CRL, new byte[] {4})
            .encode();
    assertEquals(
        VCEK
            + "48000000"
            + "03000000"
            + "92f81bc358114d3d97ffd19f88dc67ea"
            + "4b000000"
            + "01000000"
            + "00".repeat(24)
            + "01020304",
        HexFormat.of().formatHex(table));
    assertArrayEquals(new byte[24], new CertificateTable().encode());
  }

  @Test
  void aTableOfAVcekHoldsItsChain() throws Exception {
    machine.setCertificates(HostCertificateKind.VCEK);
    Map<String, byte[]> entries = entries(table());
    assertEquals(Set.of(VCEK, ASK, ARK), entries.keySet());
    PlatformState platform = machine.firmware().platform();
    EndorsementKey key = EndorsementKey.vcek(platform.chip(), platform.reportedTcb());
    assertEquals(authority.certify(key), parse(entries.get(VCEK)));
    assertEquals(authority.ask(), parse(entries.get(ASK)));
    assertEquals(authority.ark(), parse(entries.get(ARK)));
  }

  @Test
  void aTableOfAVcekFollowsThePlatform() throws Exception {
    machine.setCertificates(HostCertificateKind.VCEK);
    machine.setReportedTcb(Product.MILAN.tcb(3));
    machine.migrate(Chip.named(Product.MILAN, "other"));
    EndorsementKey key =
        EndorsementKey.vcek(Chip.named(Product.MILAN, "other"), Product.MILAN.tcb(3));
    assertEquals(key.publicKey(), parse(entries(table()).get(VCEK)).getPublicKey());
  }

  @Test
  void aTableOfAVlekHoldsItsChain() throws Exception {
    machine.setCertificates(HostCertificateKind.VLEK);
    assertEquals(Set.of(ASK, ARK), entries(table()).keySet());
    machine.installVlek(Vlek.of("CN=cloud.example"));
    Map<String, byte[]> entries = entries(table());
    assertEquals(Set.of(VLEK, ASK, ARK), entries.keySet());
    assertEquals(authority.asvk(), parse(entries.get(ASK)));
    parse(entries.get(VLEK)).verify(authority.asvk().getPublicKey());
  }

  @Test
  void anOversizeTableCannotBeHadAndCostsNothing() throws Exception {
    machine.setCertificates(HostCertificateKind.OVERSIZE);
    SevGuestException e = assertThrows(SevGuestException.class, this::table);
    assertEquals(Reason.CERTIFICATES_TOO_LARGE, e.reason());
    machine.setCertificates(HostCertificateKind.NONE);
    assertEquals(0, table().length);
  }

  @Test
  void aTableCanBeAnyBytes() throws Exception {
    byte[] garbage = {9, 9, 9};
    machine.setCertificates(() -> garbage);
    byte[] table = table();
    assertEquals(0x4000, table.length);
    assertTrue(HexFormat.of().formatHex(table).startsWith("09090900"));
  }
}
