package org.elastictee.sev.attest.verify;

import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EndorsementKey;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.EvidenceException.Reason;

/**
 * The certificate of the endorsement key, signed as it should be; and what could be read in it, or
 * why it could not. Immutable.
 */
final class Leaf {
  private final AmdCertificate certificate;
  private final EndorsementKey key;
  private final EvidenceException unread;

  private Leaf(AmdCertificate certificate, EndorsementKey key, EvidenceException unread) {
    this.certificate = certificate;
    this.key = key;
    this.unread = unread;
  }

  /** Reads a certificate; one that is not in AMD's form at all lets the check fail. */
  static Leaf of(AmdCertificate certificate) throws CheckException {
    try {
      return new Leaf(certificate, EndorsementKey.of(certificate), null);
    } catch (EvidenceException e) {
      if (e.reason() == Reason.ENDORSEMENT_KEY) {
        throw CheckException.failed(e.getMessage(), e);
      }
      return new Leaf(certificate, null, e);
    }
  }

  AmdCertificate certificate() {
    return certificate;
  }

  /** Returns what the certificate says, or lets the asking check be not asked. */
  EndorsementKey key() throws CheckException {
    if (key == null) {
      throw CheckException.notAsked("the certificate cannot be read: " + unread.getMessage());
    }
    return key;
  }

  /** Returns the same, or lets the asking check fail if this is why it could not be read. */
  EndorsementKey keyFailing(Reason mine) throws CheckException {
    if (key == null && unread.reason() == mine) {
      throw CheckException.failed(unread.getMessage(), unread);
    }
    return key();
  }

  /** Tells the name. */
  @Override
  public String toString() {
    return CertificateForm.name(certificate);
  }
}
