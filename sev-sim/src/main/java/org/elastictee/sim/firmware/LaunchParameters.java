package org.elastictee.sim.firmware;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.sev.attest.GuestPolicy;

/**
 * What a guest is launched with: what the host chooses and, in the ID block, what the guest's owner
 * has signed. Immutable; arrays are copied.
 */
public final class LaunchParameters {
  private static final int ID_BYTES = 16;
  private static final int DIGEST_BYTES = 48;
  private static final int HOST_DATA_BYTES = 32;
  private static final int REPORT_ID_BYTES = 32;
  private static final long DEFAULT_POLICY = 0x30000;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final GuestPolicy policy;
  private final byte[] measurement;
  private final byte[] hostData;
  private final byte[] familyId;
  private final byte[] imageId;
  private final long guestSvn;
  private final byte[] idKeyDigest;
  private final byte[] authorKeyDigest;
  private final byte[] reportIdMa;

  private LaunchParameters(Builder builder) {
    this.policy = builder.policy;
    this.measurement = builder.measurement.clone();
    this.hostData = builder.hostData.clone();
    this.familyId = builder.familyId.clone();
    this.imageId = builder.imageId.clone();
    this.guestSvn = builder.guestSvn;
    this.idKeyDigest = builder.idKeyDigest.clone();
    this.authorKeyDigest = builder.authorKeyDigest.clone();
    this.reportIdMa = builder.reportIdMa;
  }

  /**
   * Returns a builder for a guest of policy 0x30000, with the measurement of an image that is not
   * one, host data of zeros, no ID block and no migration agent.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.policy = policy;
    builder.measurement = measurement.clone();
    builder.hostData = hostData.clone();
    builder.familyId = familyId.clone();
    builder.imageId = imageId.clone();
    builder.guestSvn = guestSvn;
    builder.idKeyDigest = idKeyDigest.clone();
    builder.authorKeyDigest = authorKeyDigest.clone();
    builder.reportIdMa = reportIdMa;
    return builder;
  }

  /** Returns {@code POLICY}. */
  public GuestPolicy policy() {
    return policy;
  }

  /** Returns {@code MEASUREMENT}, 48 bytes. */
  public byte[] measurement() {
    return measurement.clone();
  }

  /** Returns {@code HOST_DATA}, 32 bytes. */
  public byte[] hostData() {
    return hostData.clone();
  }

  /** Returns {@code FAMILY_ID}, 16 bytes; zero without an ID block. */
  public byte[] familyId() {
    return familyId.clone();
  }

  /** Returns {@code IMAGE_ID}, 16 bytes; zero without an ID block. */
  public byte[] imageId() {
    return imageId.clone();
  }

  /** Returns {@code GUEST_SVN}, unsigned 32 bits; 0 without an ID block. */
  public long guestSvn() {
    return guestSvn;
  }

  /** Returns {@code ID_KEY_DIGEST}, 48 bytes; zero without an ID block. */
  public byte[] idKeyDigest() {
    return idKeyDigest.clone();
  }

  /** Returns {@code AUTHOR_KEY_DIGEST}, 48 bytes; zero without an author key. */
  public byte[] authorKeyDigest() {
    return authorKeyDigest.clone();
  }

  /** Returns {@code REPORT_ID} of the migration agent that the guest is bound to, if to any. */
  public Optional<byte[]> reportIdMa() {
    return Optional.ofNullable(reportIdMa).map(byte[]::clone);
  }

  /** Returns whether there is an author key. */
  boolean authorKeyEn() {
    return !Bytes.isZero(authorKeyDigest);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof LaunchParameters other
        && policy.equals(other.policy)
        && Arrays.equals(measurement, other.measurement)
        && Arrays.equals(hostData, other.hostData)
        && Arrays.equals(familyId, other.familyId)
        && Arrays.equals(imageId, other.imageId)
        && guestSvn == other.guestSvn
        && Arrays.equals(idKeyDigest, other.idKeyDigest)
        && Arrays.equals(authorKeyDigest, other.authorKeyDigest)
        && Arrays.equals(reportIdMa, other.reportIdMa);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(measurement);
  }

  /** Collects parameters; the setters of arrays check the length. Not for several threads. */
  public static final class Builder {
    private GuestPolicy policy = new GuestPolicy(DEFAULT_POLICY);
    private byte[] measurement = sha384("a simulated image");
    private byte[] hostData = new byte[HOST_DATA_BYTES];
    private byte[] familyId = new byte[ID_BYTES];
    private byte[] imageId = new byte[ID_BYTES];
    private long guestSvn;
    private byte[] idKeyDigest = new byte[DIGEST_BYTES];
    private byte[] authorKeyDigest = new byte[DIGEST_BYTES];
    private byte[] reportIdMa;

    private Builder() {}

    private static byte[] sha384(String text) {
      try {
        return MessageDigest.getInstance("SHA-384")
            .digest(text.getBytes(StandardCharsets.US_ASCII));
      } catch (NoSuchAlgorithmException e) {
        throw new ProviderException("SHA-384 is not there", e);
      }
    }

    /** Sets {@code POLICY}, which the launch checks. */
    public Builder policy(long value) {
      policy = new GuestPolicy(value);
      return this;
    }

    /** Sets {@code MEASUREMENT}, 48 bytes. */
    public Builder measurement(byte[] value) {
      measurement = Bytes.exactly(DIGEST_BYTES, value, "MEASUREMENT");
      return this;
    }

    /** Sets {@code HOST_DATA}, 32 bytes. */
    public Builder hostData(byte[] value) {
      hostData = Bytes.exactly(HOST_DATA_BYTES, value, "HOST_DATA");
      return this;
    }

    /** Sets {@code FAMILY_ID} of the ID block, 16 bytes. */
    public Builder familyId(byte[] value) {
      familyId = Bytes.exactly(ID_BYTES, value, "FAMILY_ID");
      return this;
    }

    /** Sets {@code IMAGE_ID} of the ID block, 16 bytes. */
    public Builder imageId(byte[] value) {
      imageId = Bytes.exactly(ID_BYTES, value, "IMAGE_ID");
      return this;
    }

    /**
     * Sets {@code GUEST_SVN} of the ID block.
     *
     * @throws IllegalArgumentException unless it fits into unsigned 32 bits
     */
    public Builder guestSvn(long value) {
      if (value < 0 || value > MAX_U32) {
        throw new IllegalArgumentException("GUEST_SVN is 0 to 2^32-1");
      }
      guestSvn = value;
      return this;
    }

    /** Sets the digest of the key that signed the ID block, 48 bytes; zeros for no ID block. */
    public Builder idKeyDigest(byte[] value) {
      idKeyDigest = Bytes.exactly(DIGEST_BYTES, value, "ID_KEY_DIGEST");
      return this;
    }

    /** Sets the digest of the key that signed the ID key, 48 bytes; zeros for none. */
    public Builder authorKeyDigest(byte[] value) {
      authorKeyDigest = Bytes.exactly(DIGEST_BYTES, value, "AUTHOR_KEY_DIGEST");
      return this;
    }

    /** Binds the guest to the migration agent with this {@code REPORT_ID}, 32 bytes. */
    public Builder reportIdMa(byte[] value) {
      reportIdMa = Bytes.exactly(REPORT_ID_BYTES, value, "REPORT_ID_MA");
      return this;
    }

    /**
     * Returns the parameters.
     *
     * @throws IllegalArgumentException if there is something of an ID block without an ID key
     */
    public LaunchParameters build() {
      boolean idBlock = !Bytes.isZero(idKeyDigest);
      boolean partOfIdBlock =
          guestSvn != 0
              || !Bytes.isZero(familyId)
              || !Bytes.isZero(imageId)
              || !Bytes.isZero(authorKeyDigest);
      if (partOfIdBlock && !idBlock) {
        throw new IllegalArgumentException(
            "FAMILY_ID, IMAGE_ID, GUEST_SVN and the author key come with an ID block: ID_KEY_DIGEST"
                + " is missing");
      }
      return new LaunchParameters(this);
    }
  }
}
