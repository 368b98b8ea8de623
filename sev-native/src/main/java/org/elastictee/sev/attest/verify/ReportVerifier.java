package org.elastictee.sev.attest.verify;

import java.util.Objects;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.attest.Product;

/**
 * Verifies evidence against pinned roots and a policy, without the network. Immutable and safe for
 * use by several threads.
 *
 * <p>Every check is carried out whose preconditions hold, so that each failing one is named.
 */
public final class ReportVerifier {
  private final TrustAnchors anchors;
  private final VerificationPolicy policy;

  /** Returns a verifier that trusts AMD's roots. */
  public static ReportVerifier of(VerificationPolicy policy) {
    return new ReportVerifier(TrustAnchors.amd(), policy);
  }

  /** Creates a verifier. */
  public ReportVerifier(TrustAnchors anchors, VerificationPolicy policy) {
    this.anchors = Objects.requireNonNull(anchors, "anchors");
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /**
   * Verifies evidence, however hostile.
   *
   * @return what was found, check by check; {@link VerificationResult#isTrusted} is the verdict
   */
  public VerificationResult verify(Evidence evidence) {
    Objects.requireNonNull(evidence, "evidence");
    Checklist list = new Checklist();
    Known<ReadEvidence> read = list.ask(Check.FORMAT, () -> ReadEvidence.of(evidence));
    list.ask(Check.REPORT_FIELDS, () -> ReportForm.require(read.get().report()));
    Known<Product> product = list.ask(Check.PRODUCT, () -> Authorities.product(read.get()));
    Known<Root> root =
        list.ask(Check.TRUST_ANCHOR, () -> Authorities.root(product.get(), read.get(), anchors));
    Known<AmdCertificate> authority =
        list.ask(Check.AUTHORITIES, () -> Authorities.authority(root.get(), read.get(), policy));
    Known<Leaf> leaf =
        list.ask(Check.ENDORSEMENT_KEY, () -> EndorsementSteps.leaf(read.get(), authority, policy));
    list.ask(
        Check.ENDORSEMENT_IDENTITY,
        () ->
            EndorsementSteps.identity(
                leaf.get().keyFailing(Reason.ENDORSEMENT_IDENTITY), product.get(), policy));
    list.ask(
        Check.ENDORSEMENT_TCB,
        () ->
            EndorsementSteps.tcb(
                leaf.get().keyFailing(Reason.ENDORSEMENT_TCB), read.get().report(), product.get()));
    list.ask(
        Check.CHIP_ID,
        () -> EndorsementSteps.chip(leaf.get().key(), read.get().report(), product.get(), policy));
    list.ask(Check.REVOCATION, () -> Revocation.require(read.get(), root.get(), authority, policy));
    list.ask(
        Check.SIGNATURE,
        () -> ReportSignature.require(read.get().report(), leaf.get().certificate()));
    list.ask(Check.BINDING, () -> GuestSteps.binding(read.get().report(), policy));
    list.ask(Check.GUEST_POLICY, () -> GuestSteps.guestPolicy(read.get().report(), policy));
    list.ask(Check.PLATFORM, () -> PlatformSteps.platform(read.get().report(), policy));
    list.ask(Check.TCB, () -> PlatformSteps.tcb(read.get().report(), product.get(), policy));
    list.ask(Check.MITIGATIONS, () -> PlatformSteps.mitigations(read.get().report(), policy));
    list.ask(Check.ID_BLOCK, () -> GuestSteps.idBlock(read.get().report(), policy));
    list.ask(Check.GUEST_SVN, () -> GuestSteps.guestSvn(read.get().report(), policy));
    return new VerificationResult(list, read, root);
  }
}
