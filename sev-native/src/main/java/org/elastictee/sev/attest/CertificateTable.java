package org.elastictee.sev.attest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.elastictee.sev.attest.EvidenceException.Reason;

/**
 * A view of the certificate table that the host puts beside a report: GHCB specification (AMD
 * document 56421), SNP Extended Guest Request. Nobody has authenticated it. Immutable.
 *
 * <p>24 bytes an entry: a GUID in the order of its text, the offset of its blob from the start of
 * the table and its length, 4 bytes each, little-endian and unsigned. An entry of zeros ends them.
 */
public final class CertificateTable {
  /** The VCEK. */
  public static final UUID VCEK = UUID.fromString("63da758d-e664-4564-adc5-f4b93be8accd");

  /** The VLEK. */
  public static final UUID VLEK = UUID.fromString("a8074bc2-a25a-483e-aae6-39c045a0b8a1");

  /** The ASK or the ASVK. */
  public static final UUID ASK = UUID.fromString("4ab7b379-bbac-4fe4-a02f-05aef327c782");

  /** The ARK. */
  public static final UUID ARK = UUID.fromString("c0b406a4-a803-4952-9743-3fb6014cd0ae");

  /** A revocation list. */
  public static final UUID CRL = UUID.fromString("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

  private static final int ENTRY_BYTES = 24;
  private static final UUID NONE = new UUID(0, 0);

  private final byte[] table;
  private final List<Entry> entries;

  private record Entry(UUID guid, long offset, long length) {}

  private CertificateTable(byte[] table, List<Entry> entries) {
    this.table = table;
    this.entries = entries;
  }

  /**
   * Reads a table.
   *
   * @param table copied; if empty, there are no entries
   * @throws EvidenceException with {@link Reason#CERTIFICATE_TABLE} if it does not end, an entry
   *     lies outside of it or comes twice, or one without a GUID is not the last
   */
  public static CertificateTable parse(byte[] table) throws EvidenceException {
    byte[] copy = table.clone();
    List<Entry> entries = copy.length == 0 ? List.of() : entries(copy);
    long headerBytes = (entries.size() + 1L) * ENTRY_BYTES;
    for (Entry entry : entries) {
      if (entry.offset < headerBytes || entry.offset + entry.length > copy.length) {
        throw malformed("the blob of an entry lies outside of the certificate table");
      }
    }
    return new CertificateTable(copy, entries);
  }

  private static List<Entry> entries(byte[] table) throws EvidenceException {
    ByteBuffer in = ByteBuffer.wrap(table);
    List<Entry> entries = new ArrayList<>();
    Set<UUID> guids = new HashSet<>();
    while (in.remaining() >= ENTRY_BYTES) {
      in.order(ByteOrder.BIG_ENDIAN);
      UUID guid = new UUID(in.getLong(), in.getLong());
      in.order(ByteOrder.LITTLE_ENDIAN);
      long offset = Integer.toUnsignedLong(in.getInt());
      long length = Integer.toUnsignedLong(in.getInt());
      if (guid.equals(NONE)) {
        if (offset != 0 || length != 0) {
          throw malformed("an entry of the certificate table has no GUID");
        }
        return List.copyOf(entries);
      }
      if (!guids.add(guid)) {
        throw malformed("a GUID comes twice in the certificate table");
      }
      entries.add(new Entry(guid, offset, length));
    }
    throw malformed("the certificate table has no end");
  }

  private static EvidenceException malformed(String message) {
    return new EvidenceException(Reason.CERTIFICATE_TABLE, message);
  }

  /** Returns the GUIDs of all entries, in their order, unknown ones among them. */
  public List<UUID> guids() {
    return entries.stream().map(Entry::guid).toList();
  }

  /** Returns a copy of the blob of an entry, in DER or PEM if it is what its GUID says. */
  public Optional<byte[]> blob(UUID guid) {
    return entries.stream().filter(entry -> entry.guid.equals(guid)).findFirst().map(this::blob);
  }

  private byte[] blob(Entry entry) {
    return Arrays.copyOfRange(table, (int) entry.offset, (int) (entry.offset + entry.length));
  }

  /** Tells how many entries there are. */
  @Override
  public String toString() {
    return "CertificateTable[" + entries.size() + " entries]";
  }
}
