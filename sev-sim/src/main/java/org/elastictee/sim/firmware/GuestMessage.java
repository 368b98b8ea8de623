package org.elastictee.sim.firmware;

/**
 * A message between the guest and the firmware, as it is inside of its encryption: AMD SEV-SNP
 * Firmware ABI (document 56860), guest messages. Immutable; the payload is copied.
 */
public final class GuestMessage {
  /** {@code MSG_KEY_REQ}; the response is one more. */
  public static final int MSG_KEY_REQ = 3;

  /** {@code MSG_REPORT_REQ}; the response is one more. */
  public static final int MSG_REPORT_REQ = 5;

  private final int type;
  private final int version;
  private final long sequenceNumber;
  private final int vmpl;
  private final byte[] payload;

  /**
   * Creates a message.
   *
   * @param type {@code MSG_TYPE}
   * @param version {@code MSG_VERSION}, 0 to 255
   * @param sequenceNumber {@code MSG_SEQNO}
   * @param vmpl {@code MSG_VMPCK}: the level whose key encrypts the message, 0 to 3
   */
  public GuestMessage(int type, int version, long sequenceNumber, int vmpl, byte[] payload) {
    this.type = type;
    this.version = version;
    this.sequenceNumber = sequenceNumber;
    this.vmpl = vmpl;
    this.payload = payload.clone();
  }

  /** Returns the response to this message with a payload. */
  GuestMessage response(byte[] responsePayload) {
    return new GuestMessage(type + 1, version, sequenceNumber + 1, vmpl, responsePayload);
  }

  /** Returns the same message of another type. */
  public GuestMessage withType(int otherType) {
    return new GuestMessage(otherType, version, sequenceNumber, vmpl, payload);
  }

  /** Returns the same message of another version. */
  public GuestMessage withVersion(int otherVersion) {
    return new GuestMessage(type, otherVersion, sequenceNumber, vmpl, payload);
  }

  /** Returns the same message with another sequence number. */
  public GuestMessage withSequenceNumber(long other) {
    return new GuestMessage(type, version, other, vmpl, payload);
  }

  /** Returns the same message with another payload. */
  public GuestMessage withPayload(byte[] otherPayload) {
    return new GuestMessage(type, version, sequenceNumber, vmpl, otherPayload);
  }

  /** Returns {@code MSG_TYPE}. */
  public int type() {
    return type;
  }

  /** Returns {@code MSG_VERSION}. */
  public int version() {
    return version;
  }

  /** Returns {@code MSG_SEQNO}. */
  public long sequenceNumber() {
    return sequenceNumber;
  }

  /** Returns {@code MSG_VMPCK}. */
  public int vmpl() {
    return vmpl;
  }

  /** Returns a copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  /** Tells the header; a payload may hold a key. */
  @Override
  public String toString() {
    return "GuestMessage[type "
        + type
        + ", version "
        + version
        + ", sequence number "
        + sequenceNumber
        + ", VMPL "
        + vmpl
        + "]";
  }
}
