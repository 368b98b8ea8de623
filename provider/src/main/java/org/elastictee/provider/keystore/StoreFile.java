package org.elastictee.provider.keystore;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * A key store file of version 2, taken apart and put together; opened by {@link ContentSealer}.
 * What it says of itself is authenticated only then. Immutable.
 *
 * <p>The layout; integers are big-endian:
 *
 * <table>
 * <caption>Key store, version 2</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, {@code ELKS} in ASCII</td></tr>
 * <tr><td>4</td><td>1</td><td>version, 2</td></tr>
 * <tr><td>5</td><td>1</td><td>recovery: 0 no recipient, 1 a recovery slot</td></tr>
 * <tr><td>6</td><td>2</td><td>zero</td></tr>
 * <tr><td>8</td><td>16</td><td>identifier of the key store, random</td></tr>
 * <tr><td>24</td><td>8</td><td>generation, 1 to 2^63-1</td></tr>
 * <tr><td>32</td><td>0 or 112</td><td>the recovery slot: see {@link RecoverySlot}</td></tr>
 * <tr><td>K = 32 or 144</td><td>12</td><td>nonce of the content, random</td></tr>
 * <tr><td>K+12</td><td>2</td><td>S, length of the slot, 1 to 2048</td></tr>
 * <tr><td>K+14</td><td>S</td><td>the slot: a {@link SealedBlob} with label {@code keystore content key} that holds
 *     the identifier, 16 bytes, and the content key, 32 bytes</td></tr>
 * <tr><td>K+14+S</td><td>N+16</td><td>the entries (see {@link EntriesFormat}) by AES-256-GCM under the content key,
 *     to the end; AAD: bytes 0 to K+12</td></tr>
 * </table>
 *
 * <p>The slot is not in the AAD, so that it can be sealed anew with the rest of the file untouched.
 * It authenticates itself, names its key store, and holds the one key that opens the content: each
 * store makes a new one.
 */
final class StoreFile {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** The version of a file that is one sealed blob: see {@link EntriesFormat} for its content. */
  static final int VERSION_1 = 1;

  /** The most bytes that a file has, of version 1 or 2. */
  static final int MAX_BYTES = Sealer.MAX_PLAINTEXT_BYTES + 4096;

  private static final int MAX_SLOT_BYTES = 2048;

  private final StoreHeader header;
  private final byte[] authenticated;
  private final SealedBlob slot;
  private final byte[] content;

  /**
   * Puts a file together.
   *
   * @param authenticated what stands before the slot
   * @param content the ciphertext with its tag
   */
  StoreFile(StoreHeader header, byte[] authenticated, SealedBlob slot, byte[] content) {
    this.header = header;
    this.authenticated = authenticated;
    this.slot = slot;
    this.content = content;
  }

  /** Returns what stands before the slot. */
  static byte[] authenticated(StoreHeader header, Optional<RecoverySlot> recovery, byte[] nonce) {
    byte[] recoveryBytes = recovery.map(RecoverySlot::encode).orElse(new byte[0]);
    return ByteBuffer.allocate(StoreHeader.BYTES + recoveryBytes.length + NONCE_BYTES)
        .put(header.encode())
        .put(recoveryBytes)
        .put(nonce)
        .array();
  }

  /**
   * Takes a file apart that may come from a hostile disk.
   *
   * @throws UnsealException with {@link Reason#NOT_SEALED}, {@link Reason#UNSUPPORTED_VERSION} or
   *     {@link Reason#MALFORMED}
   */
  static StoreFile parse(byte[] file) throws UnsealException {
    StoreHeader header = StoreHeader.read(file);
    ByteBuffer in = ByteBuffer.wrap(file);
    int recoveryBytes = header.recipient().isPresent() ? RecoverySlot.BYTES : 0;
    int authenticatedBytes = StoreHeader.BYTES + recoveryBytes + NONCE_BYTES;
    if (file.length < authenticatedBytes + Short.BYTES) {
      throw malformed();
    }
    in.position(authenticatedBytes);
    int slotBytes = in.getShort() & 0xFFFF;
    if (slotBytes > MAX_SLOT_BYTES || in.remaining() < slotBytes + TAG_BYTES) {
      throw malformed();
    }
    byte[] slot = new byte[slotBytes];
    in.get(slot);
    byte[] content = new byte[in.remaining()];
    in.get(content);
    SealedBlob parsed;
    try {
      parsed = SealedBlob.parse(slot);
    } catch (UnsealException e) {
      throw new UnsealException(Reason.MALFORMED, "the key store is malformed", e);
    }
    return new StoreFile(header, Arrays.copyOf(file, authenticatedBytes), parsed, content);
  }

  byte[] encode() {
    return ByteBuffer.allocate(authenticated.length + Short.BYTES + slot.length() + content.length)
        .put(authenticated)
        .putShort((short) slot.length())
        .put(slot.encoded())
        .put(content)
        .array();
  }

  StoreFile withSlot(SealedBlob newSlot) {
    return new StoreFile(header, authenticated, newSlot, content);
  }

  StoreHeader header() {
    return header;
  }

  SealedBlob slot() {
    return slot;
  }

  byte[] authenticated() {
    return authenticated.clone();
  }

  /** Returns where the recovery slot is, if there is one. */
  Optional<RecoverySlot> recovery() {
    return header
        .recipient()
        .map(recipient -> RecoverySlot.decode(authenticated, StoreHeader.BYTES, recipient));
  }

  byte[] nonce() {
    return Arrays.copyOfRange(
        authenticated, authenticated.length - NONCE_BYTES, authenticated.length);
  }

  /** Returns the ciphertext with its tag. */
  byte[] content() {
    return content.clone();
  }

  /**
   * Returns what tells the content of a file, of version 1 or 2, from that of any other: its tag,
   * which a new slot leaves as it is.
   */
  static String tag(byte[] file) {
    return HexFormat.of().formatHex(file, Math.max(0, file.length - TAG_BYTES), file.length);
  }

  static UnsealException malformed() {
    return new UnsealException(Reason.MALFORMED, "the key store is cut short or malformed");
  }
}
