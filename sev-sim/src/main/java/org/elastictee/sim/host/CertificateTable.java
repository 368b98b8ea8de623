package org.elastictee.sim.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes certificate tables: GHCB specification (AMD document 56421), {@code MSG_REPORT_REQ}.
 *
 * <p>24 bytes for each certificate: its GUID in the order of its text, its offset from the start of
 * the table and its length, 4 bytes each, little-endian; then 24 zero bytes, then the certificates.
 * Not safe for use by several threads.
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

  private final List<UUID> guids = new ArrayList<>();
  private final List<byte[]> blobs = new ArrayList<>();

  /** Creates a table without entries. */
  public CertificateTable() {}

  /** Adds an entry. */
  public CertificateTable with(UUID guid, byte[] blob) {
    guids.add(guid);
    blobs.add(blob.clone());
    return this;
  }

  /** Returns the table. */
  public byte[] encode() {
    int offset = (guids.size() + 1) * ENTRY_BYTES;
    int size = offset + blobs.stream().mapToInt(blob -> blob.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (int i = 0; i < guids.size(); i++) {
      UUID guid = guids.get(i);
      byte[] blob = blobs.get(i);
      out.order(ByteOrder.BIG_ENDIAN)
          .putLong(guid.getMostSignificantBits())
          .putLong(guid.getLeastSignificantBits())
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(offset)
          .putInt(blob.length)
          .put(offset, blob);
      offset += blob.length;
    }
    return out.array();
  }
}
