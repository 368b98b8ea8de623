package org.elastictee.sev.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * The layout of sealed data, version 1. Integers are big-endian.
 *
 * <table>
 * <caption>Sealed blob, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, {@code ELSB} in ASCII</td></tr>
 * <tr><td>4</td><td>1</td><td>version, 1</td></tr>
 * <tr><td>5</td><td>1</td><td>{@link RootKind#code}</td></tr>
 * <tr><td>6</td><td>1</td><td>{@link SealingPolicy#code}</td></tr>
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
final class SealedBlob {
  static final int VERSION = 1;
  static final int SALT_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int KEY_BYTES = 32;
  static final int TAG_BYTES = 16;
  static final int WRAPPED_KEY_BYTES = KEY_BYTES + TAG_BYTES;

  private static final byte[] MAGIC = "ELSB".getBytes(StandardCharsets.US_ASCII);
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
          .put((byte) request.policy().code())
          .put((byte) 0)
          .putShort((short) encodedRequest.length)
          .put(encodedRequest)
          .putShort((short) encodedLabel.length)
          .put(encodedLabel)
          .array();
    }
  }

  static boolean hasMagic(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Finds the fields; nothing of them is authenticated yet. */
  static SealedBlob parse(byte[] blob) throws UnsealException {
    if (!hasMagic(blob)) {
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

  Header header() {
    return header;
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

  byte[] data() {
    int start = dataNonceStart() + NONCE_BYTES;
    return field(start, blob.length - start);
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
    Optional<SealingPolicy> policy = SealingPolicy.ofCode(in.get() & 0xFF);
    int reserved = in.get();
    int requestLength = in.getShort() & 0xFFFF;
    if (kind.isEmpty()
        || policy.isEmpty()
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
    return new Header(new DerivationRequest(kind.get(), policy.get(), request), label);
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

  private static UnsealException malformed() {
    return new UnsealException(Reason.MALFORMED, "sealed data is cut short or malformed");
  }
}
