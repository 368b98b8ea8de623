package org.elastictee.sev.attest;

import java.util.Objects;

/** Evidence cannot be read: it is cut, malformed, or of a kind that is not supported. */
public final class EvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What of the evidence cannot be read. */
  public enum Reason {
    /** The host's certificate table. */
    CERTIFICATE_TABLE,
    /** Something that should be a certificate or a revocation list in DER or PEM. */
    CERTIFICATE,
    /**
     * The name of an endorsement key's certificate, or an extension unknown, twice or malformed.
     */
    ENDORSEMENT_KEY,
    /** What an endorsement key's certificate says of the product, the chip or the cloud. */
    ENDORSEMENT_IDENTITY,
    /** What an endorsement key's certificate says of the TCB version. */
    ENDORSEMENT_TCB,
    /** Azure's blob. */
    HCL_BLOB,
    /** Azure's blob is of another hardware than SEV-SNP. */
    HCL_REPORT_TYPE,
    /** Azure's blob binds its claims with another hash than SHA-256. */
    HCL_HASH_TYPE,
    /** Azure's blob does not bind its claims. */
    HCL_CLAIMS
  }

  /**
   * Creates an exception.
   *
   * @param message what is wrong, without any content of the evidence but numbers
   */
  public EvidenceException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Creates an exception with its cause. */
  public EvidenceException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns what cannot be read. */
  public Reason reason() {
    return reason;
  }
}
