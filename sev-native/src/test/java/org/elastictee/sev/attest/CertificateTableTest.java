package org.elastictee.sev.attest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTableTest {
  private static final UUID UNKNOWN = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");

  /** A table of this many bytes with room for entries, which are written as they come. */
  private static final class Table {
    private final ByteBuffer out;

    Table(int bytes) {
      out = ByteBuffer.allocate(bytes);
    }

    Table entry(UUID guid, int offset, int length) {
      out.order(ByteOrder.BIG_ENDIAN)
          .putLong(guid.getMostSignificantBits())
          .putLong(guid.getLeastSignificantBits());
      out.order(ByteOrder.LITTLE_ENDIAN).putInt(offset).putInt(length);
      return this;
    }

    Table at(int offset, byte... bytes) {
      out.put(offset, bytes);
      return this;
    }

    byte[] bytes() {
      return Arrays.copyOf(out.array(), out.capacity());
    }

    CertificateTable parse() throws EvidenceException {
      return CertificateTable.parse(bytes());
    }
  }

  private static void assertMalformed(byte[] table) {
    assertEquals(
        Reason.CERTIFICATE_TABLE,
        assertThrows(EvidenceException.class, () -> CertificateTable.parse(table)).reason());
  }

  @Test
  void findsBlobsByTheirGuid() throws Exception {
    CertificateTable table =
        new Table(80)
            .entry(CertificateTable.VCEK, 72, 3)
            .entry(CertificateTable.ARK, 75, 5)
            .at(72, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7, (byte) 8)
            .parse();
    assertArrayEquals(new byte[] {1, 2, 3}, table.blob(CertificateTable.VCEK).orElseThrow());
    assertArrayEquals(new byte[] {4, 5, 6, 7, 8}, table.blob(CertificateTable.ARK).orElseThrow());
    assertEquals(Optional.empty(), table.blob(CertificateTable.ASK));
  }

  @Test
  void keepsEntriesThatNobodyKnows() throws Exception {
    CertificateTable table = new Table(49).entry(UNKNOWN, 48, 1).at(48, (byte) 9).parse();
    assertEquals(List.of(UNKNOWN), table.guids());
    assertArrayEquals(new byte[] {9}, table.blob(UNKNOWN).orElseThrow());
  }

  @Test
  void theBytesOfAGuidAreInTheOrderOfItsText() throws Exception {
    byte[] table = new byte[48];
    for (int i = 0; i < 16; i++) {
      table[i] = (byte) i;
    }
    table[16] = 48;
    assertEquals(List.of(UNKNOWN), CertificateTable.parse(table).guids());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24, 4096, 16384})
  void nothingAndNothingButZerosHaveNoEntries(int length) throws Exception {
    assertEquals(List.of(), CertificateTable.parse(new byte[length]).guids());
  }

  @Test
  void whatIsBehindTheEndIsNoEntry() throws Exception {
    CertificateTable table =
        new Table(96)
            .entry(UNKNOWN, 96, 0)
            .entry(new UUID(0, 0), 0, 0)
            .entry(UNKNOWN, 1, 1)
            .parse();
    assertEquals(List.of(UNKNOWN), table.guids());
  }

  @Test
  void aGuidComesOnce() {
    assertMalformed(new Table(72).entry(UNKNOWN, 72, 0).entry(UNKNOWN, 72, 0).bytes());
  }

  @ParameterizedTest
  @CsvSource({"24, 0", "0, 24", "0xFFFFFFFF, 0"})
  void anEntryWithoutGuidIsNoEnd(String offset, String length) {
    assertMalformed(
        new Table(72)
            .entry(UNKNOWN, 72, 0)
            .entry(new UUID(0, 0), Long.decode(offset).intValue(), Long.decode(length).intValue())
            .bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 25, 47})
  void aTableHasAnEnd(int length) {
    byte[] table = new byte[length];
    Arrays.fill(table, 0, Math.min(length, 24), (byte) 1);
    assertMalformed(table);
  }

  @ParameterizedTest
  @CsvSource({
    // offset, length: of a table of 64 bytes whose entries end at 48
    "0x00000000, 0x00000001",
    "0x0000002F, 0x00000001",
    "0x00000030, 0x00000011",
    "0x00000041, 0x00000000",
    "0x00000030, 0xFFFFFFFF",
    "0xFFFFFFFF, 0x00000001",
    "0xFFFFFFF8, 0x00000010",
    "0x80000000, 0x80000000"
  })
  void aBlobLiesBehindTheEntriesAndInsideOfTheTable(String offset, String length) {
    assertMalformed(
        new Table(64)
            .entry(UNKNOWN, Long.decode(offset).intValue(), Long.decode(length).intValue())
            .bytes());
  }

  @Test
  void nobodyCanChangeIt() throws Exception {
    byte[] bytes = new Table(49).entry(UNKNOWN, 48, 1).at(48, (byte) 9).bytes();
    CertificateTable table = CertificateTable.parse(bytes);
    bytes[48]++;
    table.blob(UNKNOWN).orElseThrow()[0]++;
    assertArrayEquals(new byte[] {9}, table.blob(UNKNOWN).orElseThrow());
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property
  void anyEntryIsReadOrRefused(
      @ForAll int offset, @ForAll int length, @ForAll @Size(max = 100) byte[] more) {
    byte[] table = new Table(48 + more.length).entry(UNKNOWN, offset, length).at(48, more).bytes();
    readOrRefuse(table);
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      CertificateTable table = CertificateTable.parse(bytes);
      for (UUID guid : table.guids()) {
        byte[] blob = table.blob(guid).orElseThrow();
        assertEquals(true, blob.length <= bytes.length);
      }
    } catch (EvidenceException e) {
      assertEquals(Reason.CERTIFICATE_TABLE, e.reason());
    }
  }
}
