package org.elastictee.sev.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.jdk.Sha256;
import org.elastictee.sev.seal.RootOfTrustException.Reason;

/**
 * The request of {@link SevSnpRoot} as it is kept beside sealed data. Integers are big-endian, but
 * for {@code MSG_KEY_REQ}, which is as it was sent.
 *
 * <table>
 * <caption>Request of an SEV-SNP root, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>1</td><td>version, 1</td></tr>
 * <tr><td>1</td><td>1</td><td>message version of {@code MSG_KEY_REQ}, 1</td></tr>
 * <tr><td>2</td><td>32</td><td>{@code MSG_KEY_REQ}: {@link DerivedKeyRequest#encode}</td></tr>
 * <tr><td>34</td><td>16</td><td>identifier of the derived key, by HKDF of it: tells nothing of it</td></tr>
 * <tr><td>50</td><td>1</td><td>{@code VERSION} of the report at the time</td></tr>
 * <tr><td>51</td><td>1</td><td>{@code SIGNING_KEY} of the report</td></tr>
 * <tr><td>52</td><td>8</td><td>{@code POLICY} of the report</td></tr>
 * <tr><td>60</td><td>16</td><td>SHA-256 of {@code MEASUREMENT}, cut to 16 bytes</td></tr>
 * <tr><td>76</td><td>16</td><td>SHA-256 of {@code CHIP_ID}, cut</td></tr>
 * <tr><td>92</td><td>16</td><td>SHA-256 of {@code HOST_DATA}, cut</td></tr>
 * </table>
 *
 * <p>The key depends on {@code MSG_KEY_REQ} alone. What stands behind the identifier is there to
 * say why a key differs, and decides nothing.
 */
final class SevSnpRequest {
  static final int BYTES = 108;
  static final int KEY_ID_BYTES = 16;

  private static final int VERSION = 1;
  private static final int MESSAGE_VERSION = 1;
  private static final int DIGEST_BYTES = 16;

  private final DerivedKeyRequest keyRequest;
  private final byte[] keyId;
  private final Circumstances circumstances;

  SevSnpRequest(DerivedKeyRequest keyRequest, byte[] keyId, Circumstances circumstances) {
    this.keyRequest = Objects.requireNonNull(keyRequest, "keyRequest");
    this.keyId = keyId.clone();
    this.circumstances = Objects.requireNonNull(circumstances, "circumstances");
  }

  /**
   * Reads a request that may come from a hostile disk.
   *
   * @throws RootOfTrustException with {@link Reason#MALFORMED_REQUEST}
   */
  static SevSnpRequest decode(byte[] encoded) throws RootOfTrustException {
    if (encoded.length != BYTES || encoded[0] != VERSION || encoded[1] != MESSAGE_VERSION) {
      throw malformed(null);
    }
    ByteBuffer in = ByteBuffer.wrap(encoded).position(2);
    try {
      return new SevSnpRequest(
          DerivedKeyRequest.decode(take(in, DerivedKeyRequest.BYTES)),
          take(in, KEY_ID_BYTES),
          Circumstances.decode(in));
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /** Says what an encoded request asks for, if it is one. */
  static String describe(byte[] encoded) {
    try {
      return decode(encoded).keyRequest().toString();
    } catch (RootOfTrustException e) {
      return "a malformed request";
    }
  }

  private static RootOfTrustException malformed(Throwable cause) {
    return new RootOfTrustException(
        Reason.MALFORMED_REQUEST, "this is no request of an SEV-SNP root", cause);
  }

  private static byte[] take(ByteBuffer in, int bytes) {
    byte[] taken = new byte[bytes];
    in.get(taken);
    return taken;
  }

  byte[] encode() {
    ByteBuffer out =
        ByteBuffer.allocate(BYTES)
            .put((byte) VERSION)
            .put((byte) MESSAGE_VERSION)
            .put(keyRequest.encode())
            .put(keyId);
    circumstances.encode(out);
    return out.array();
  }

  DerivedKeyRequest keyRequest() {
    return keyRequest;
  }

  boolean isOfKey(byte[] id) {
    return MessageDigest.isEqual(keyId, id);
  }

  Circumstances circumstances() {
    return circumstances;
  }

  /** What the report said when the request was made. */
  static final class Circumstances {
    private final int reportVersion;
    private final int signingKey;
    private final long policy;
    private final byte[] measurement;
    private final byte[] chipId;
    private final byte[] hostData;

    private Circumstances(ByteBuffer in) {
      this.reportVersion = in.get();
      this.signingKey = in.get();
      this.policy = in.getLong();
      this.measurement = take(in, DIGEST_BYTES);
      this.chipId = take(in, DIGEST_BYTES);
      this.hostData = take(in, DIGEST_BYTES);
    }

    static Circumstances of(AttestationReport report) {
      return decode(
          ByteBuffer.allocate(BYTES)
              .put((byte) report.version())
              .put((byte) report.keyInfo().signingKeyCode())
              .putLong(report.policy().raw())
              .put(digest(report.measurement()))
              .put(digest(report.chipId()))
              .put(digest(report.hostData()))
              .flip());
    }

    private static Circumstances decode(ByteBuffer in) {
      return new Circumstances(in);
    }

    private void encode(ByteBuffer out) {
      out.put((byte) reportVersion)
          .put((byte) signingKey)
          .putLong(policy)
          .put(measurement)
          .put(chipId)
          .put(hostData);
    }

    /** Names the fields of the report that differ, in the order of the report. */
    List<String> differencesFrom(Circumstances other) {
      List<String> fields = new ArrayList<>();
      if (policy != other.policy) {
        fields.add("POLICY");
      }
      if (signingKey != other.signingKey) {
        fields.add("SIGNING_KEY");
      }
      if (!Arrays.equals(measurement, other.measurement)) {
        fields.add("MEASUREMENT");
      }
      if (!Arrays.equals(hostData, other.hostData)) {
        fields.add("HOST_DATA");
      }
      if (!Arrays.equals(chipId, other.chipId)) {
        fields.add("CHIP_ID");
      }
      return fields;
    }

    private static byte[] digest(byte[] field) {
      return Arrays.copyOf(Sha256.digest(field), DIGEST_BYTES);
    }
  }
}
