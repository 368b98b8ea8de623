package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.UUID;
import org.elastictee.sev.attest.CertificateTable;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.junit.jupiter.params.provider.MethodSource;

/** The host's certificate table: {@link CertificateTable}. */
class CertificateTableFuzzTest {
  static List<byte[]> seeds() {
    var table =
        new org.elastictee.sim.host.CertificateTable()
            .with(CertificateTable.VCEK, new byte[] {1, 2, 3})
            .with(CertificateTable.CRL, new byte[0])
            .with(new UUID(1, 2), new byte[] {4});
    return List.of(table.encode(), new byte[24]);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrSaysTheSameWrittenAnew(byte[] bytes) throws Exception {
    Allocation.assertBounded(bytes, () -> isReadable(bytes));
    if (!isReadable(bytes)) {
      return;
    }
    CertificateTable table = CertificateTable.parse(bytes);
    var writer = new org.elastictee.sim.host.CertificateTable();
    table.guids().forEach(guid -> writer.with(guid, table.blob(guid).orElseThrow()));
    CertificateTable again = CertificateTable.parse(writer.encode());
    assertEquals(table.guids(), again.guids());
    for (UUID guid : table.guids()) {
      assertArrayEquals(table.blob(guid).orElseThrow(), again.blob(guid).orElseThrow());
    }
  }

  private static boolean isReadable(byte[] bytes) {
    try {
      CertificateTable.parse(bytes);
      return true;
    } catch (EvidenceException e) {
      assertEquals(Reason.CERTIFICATE_TABLE, e.reason());
      return false;
    }
  }
}
