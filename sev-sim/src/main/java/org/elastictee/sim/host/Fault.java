package org.elastictee.sim.host;

/**
 * What the host does to one request instead of carrying it out.
 *
 * @param kind what happens
 * @param value the number that {@link Kind#EXITINFO2} and {@link Kind#STATUS} need, or else 0
 */
public record Fault(Kind kind, long value) {
  /** What happens. */
  public enum Kind {
    /** The firmware is not called, and the hypervisor answers with this {@code exitinfo2}. */
    EXITINFO2,
    /** The firmware answers with this status inside of the message. */
    STATUS,
    /** The response does not authenticate. */
    BAD_TAG,
    /** The response has another sequence number. */
    BAD_SEQUENCE_NUMBER,
    /** The response is of another type. */
    BAD_TYPE,
    /** The response is of another message version. */
    BAD_VERSION
  }

  private static final long SEV_RET_NO_FW_CALL = -1;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if the kind needs a value other than zero and has none, or a
   *     status does not fit into unsigned 32 bits, or the kind needs none and has one
   */
  public Fault {
    boolean needsValue = kind == Kind.EXITINFO2 || kind == Kind.STATUS;
    if (needsValue == (value == 0)) {
      throw new IllegalArgumentException(
          needsValue ? kind + " needs a value other than zero" : kind + " has no value");
    }
    if (kind == Kind.STATUS && (value & ~MAX_U32) != 0) {
      throw new IllegalArgumentException("a status has 32 bits");
    }
  }

  /** The hypervisor answers with {@code exitinfo2}: its own error above, the firmware's below. */
  public static Fault exitinfo2(long value) {
    return new Fault(Kind.EXITINFO2, value);
  }

  /** The exit to the hypervisor fails: {@code SEV_RET_NO_FW_CALL}. */
  public static Fault ghcbFailure() {
    return exitinfo2(SEV_RET_NO_FW_CALL);
  }

  /** The firmware answers with a status inside of the message. */
  public static Fault status(int status) {
    return new Fault(Kind.STATUS, Integer.toUnsignedLong(status));
  }

  /** The response is spoilt on its way. */
  public static Fault badMessage(Kind kind) {
    return new Fault(kind, 0);
  }
}
