package org.elastictee.sev.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * Sealed data. What it says of itself, the getters, is authenticated only once it has been {@link
 * Sealer#unseal unsealed}. Immutable.
 *
 * <p>The layout; integers are big-endian:
 *
 * <table>
 * <caption>Sealed blob, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, {@code ELSB} in ASCII</td></tr>
 * <tr><td>4</td><td>1</td><td>version, 1</td></tr>
 * <tr><td>5</td><td>1</td><td>kind of root: 1 software, 2 SEV-SNP</td></tr>
 * <tr><td>6</td><td>1</td><td>policy: 1 STRICT, 2 UPDATABLE, 3 EPHEMERAL, 4 custom</td></tr>
 * <tr><td>7</td><td>1</td><td>zero</td></tr>
 * <tr><td>8</td><td>2</td><td>R, length of the request, 0 to 1024</td></tr>
 * <tr><td>10</td><td>R</td><td>the request, in the root's own encoding</td></tr>
 * <tr><td>10+R</td><td>2</td><td>L, length of the label, 1 to 255</td></tr>
 * <tr><td>12+R</td><td>L</td><td>the label, UTF-8</td></tr>
 * <tr><td>12+R+L = K</td><td>32</td><td>salt of the key-encryption key, random</td></tr>
 * <tr><td>K+32</td><td>12</td><td>nonce of the wrapped key, random</td></tr>
 * <tr><td>K+44</td><td>48</td><td>the data key by AES-256-GCM under the key-encryption key; AAD: bytes 0 to K+32</td></tr>
 * <tr><td>K+92</td><td>12</td><td>nonce of the data, random</td></tr>
 * <tr><td>K+104</td><td>N+16</td><td>the data by AES-256-GCM under the data key, to the end; AAD: bytes 0 to K+92</td></tr>
 * </table>
 */
public final class SealedBlob {
  static final int VERSION = 1;
  static final int SALT_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int KEY_BYTES = 32;
  static final int TAG_BYTES = 16;
  static final int WRAPPED_KEY_BYTES = KEY_BYTES + TAG_BYTES;

  private static final byte[] MAGIC = "ELSB".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E]");
  private static final int AFTER_LABEL_BYTES =
      SALT_BYTES + NONCE_BYTES + WRAPPED_KEY_BYTES + NONCE_BYTES + TAG_BYTES;

  private final byte[] blob;
  private final Header header;
  private final int headerEnd;

  private SealedBlob(byte[] blob, Header header, int headerEnd) {
    this.blob = blob;
    this.header = header;
    this.headerEnd = headerEnd;
  }

  /** What stands before the salt. */
  record Header(DerivationRequest request, String label) {
    byte[] encode() {
      byte[] encodedRequest = request.encoded();
      byte[] encodedLabel = DerivationLabel.utf8(label);
      return ByteBuffer.allocate(12 + encodedRequest.length + encodedLabel.length)
          .put(MAGIC)
          .put((byte) VERSION)
          .put((byte) request.kind().code())
          .put((byte) request.policyCode())
          .put((byte) 0)
          .putShort((short) encodedRequest.length)
          .put(encodedRequest)
          .putShort((short) encodedLabel.length)
          .put(encodedLabel)
          .array();
    }
  }

  /** Returns whether bytes begin as sealed data does. */
  public static boolean isSealed(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Finds the fields of sealed data that may come from a hostile disk.
   *
   * @param blob copied
   * @throws UnsealException with {@link Reason#NOT_SEALED}, {@link Reason#UNSUPPORTED_VERSION} or
   *     {@link Reason#MALFORMED}
   */
  public static SealedBlob parse(byte[] blob) throws UnsealException {
    return ofOwn(blob.clone());
  }

  /** Like {@link #parse}, of an array that nobody else has. */
  static SealedBlob ofOwn(byte[] blob) throws UnsealException {
    if (!isSealed(blob)) {
      throw new UnsealException(Reason.NOT_SEALED, "this is not sealed data");
    }
    ByteBuffer in = ByteBuffer.wrap(blob);
    in.position(MAGIC.length);
    require(in, 1);
    int version = in.get() & 0xFF;
    if (version != VERSION) {
      throw new UnsealException(
          Reason.UNSUPPORTED_VERSION,
          "sealed data of version " + version + ", and this version of Elastic opens " + VERSION);
    }
    Header header = parseHeader(in);
    require(in, AFTER_LABEL_BYTES);
    return new SealedBlob(blob, header, in.position());
  }

  /** Returns a copy of the bytes. */
  public byte[] encoded() {
    return blob.clone();
  }

  /** Returns the number of bytes. */
  public int length() {
    return blob.length;
  }

  /** Returns the request that was made of the root of trust. */
  public DerivationRequest request() {
    return header.request();
  }

  /** Returns what the data is, in the words of whoever sealed it. */
  public String label() {
    return header.label();
  }

  byte[] salt() {
    return field(headerEnd, SALT_BYTES);
  }

  byte[] wrapAad() {
    return field(0, wrapNonceStart());
  }

  byte[] wrapNonce() {
    return field(wrapNonceStart(), NONCE_BYTES);
  }

  byte[] wrappedKey() {
    return field(wrapNonceStart() + NONCE_BYTES, WRAPPED_KEY_BYTES);
  }

  byte[] dataAad() {
    return field(0, dataNonceStart());
  }

  byte[] dataNonce() {
    return field(dataNonceStart(), NONCE_BYTES);
  }

  /** Returns the bytes themselves, which nobody writes to. */
  byte[] bytes() {
    return blob;
  }

  /** Returns where the ciphertext and its tag start. */
  int dataStart() {
    return dataNonceStart() + NONCE_BYTES;
  }

  private int wrapNonceStart() {
    return headerEnd + SALT_BYTES;
  }

  private int dataNonceStart() {
    return wrapNonceStart() + NONCE_BYTES + WRAPPED_KEY_BYTES;
  }

  private byte[] field(int start, int length) {
    return Arrays.copyOfRange(blob, start, start + length);
  }

  private static Header parseHeader(ByteBuffer in) throws UnsealException {
    require(in, 5);
    Optional<RootKind> kind = RootKind.ofCode(in.get() & 0xFF);
    int policyCode = in.get() & 0xFF;
    int reserved = in.get();
    int requestLength = in.getShort() & 0xFFFF;
    if (kind.isEmpty()
        || SealingPolicy.nameOf(policyCode) == null
        || reserved != 0
        || requestLength > DerivationRequest.MAX_ENCODED_BYTES) {
      throw malformed();
    }
    require(in, requestLength + 2);
    byte[] request = take(in, requestLength);
    int labelLength = in.getShort() & 0xFFFF;
    if (labelLength < 1 || labelLength > DerivationLabel.MAX_BYTES) {
      throw malformed();
    }
    require(in, labelLength);
    byte[] labelBytes = take(in, labelLength);
    String label = new String(labelBytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(labelBytes, label.getBytes(StandardCharsets.UTF_8))) {
      throw malformed();
    }
    return new Header(new DerivationRequest(kind.get(), policyCode, request), label);
  }

  private static void require(ByteBuffer in, int bytes) throws UnsealException {
    if (in.remaining() < bytes) {
      throw malformed();
    }
  }

  private static byte[] take(ByteBuffer in, int bytes) {
    byte[] taken = new byte[bytes];
    in.get(taken);
    return taken;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SealedBlob other && Arrays.equals(blob, other.blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  /** Tells the root, the policy, the label without what a terminal would obey, and the length. */
  @Override
  public String toString() {
    return "SealedBlob["
        + request().kind().displayName()
        + ", "
        + request().policyName()
        + ", "
        + UNPRINTABLE.matcher(label()).replaceAll("?")
        + ", "
        + blob.length
        + " bytes]";
  }

  private static UnsealException malformed() {
    return new UnsealException(Reason.MALFORMED, "sealed data is cut short or malformed");
  }
}
