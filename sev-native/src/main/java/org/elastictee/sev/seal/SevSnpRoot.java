package org.elastictee.sev.seal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.TcbLayout;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.FirmwareStatus;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevSysfs;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SealingPolicy.TcbSelect;
import org.elastictee.sev.seal.SevSnpRequest.Circumstances;

/**
 * The root of trust of an SEV-SNP guest: keys that the firmware derives ({@code
 * SNP_GET_DERIVED_KEY}), then HKDF-SHA-256 with a label per purpose, since every process of the
 * guest is given the same key for the same request. Nothing is stored.
 *
 * <p>A request is checked against the guest's own report before the firmware is asked: a TCB that
 * is not committed, a {@code GUEST_SVN} above the launch's or a VMPL more privileged than the
 * guest's never reach it. Each key is asked for once in the life of this object.
 */
public final class SevSnpRoot implements RootOfTrust, AutoCloseable {
  private static final String SCHEME = "elastic sev-snp root v1";

  private final SevGuest guest;
  private final int vmpl;
  private final DerivedKeys keys;
  private volatile AttestationReport report;

  private SevSnpRoot(SevGuest guest, int vmpl, AttestationReport report) {
    this.guest = guest;
    this.vmpl = vmpl;
    this.keys = new DerivedKeys(guest);
    this.report = report;
  }

  /**
   * Opens the root of this machine by {@code /dev/sev-guest}, at the VMPL that the kernel names, or
   * at 0 where it names none.
   *
   * @throws RootOfTrustException with a reason {@code DEVICE_…} if the device cannot be opened, or
   *     the firmware gives no report
   */
  public static SevSnpRoot open() throws RootOfTrustException {
    DeviceSevGuest guest;
    try {
      guest = DeviceSevGuest.open();
    } catch (SevGuestException e) {
      throw refusal(e);
    }
    return open(guest, SevSysfs.currentVmpl().orElse(0));
  }

  /**
   * Opens the root, with one report of the guest.
   *
   * @param guest closed with this object, and at once if this fails
   * @param vmpl the level that this guest runs at, 0 to 3
   * @throws RootOfTrustException with a reason {@code DEVICE_…} if the firmware gives no report
   * @throws IllegalArgumentException if the VMPL is out of range
   */
  public static SevSnpRoot open(SevGuest guest, int vmpl) throws RootOfTrustException {
    try {
      return new SevSnpRoot(guest, vmpl, askForReport(guest, vmpl));
    } catch (RootOfTrustException | RuntimeException e) {
      guest.close();
      throw e;
    }
  }

  private static AttestationReport askForReport(SevGuest guest, int vmpl)
      throws RootOfTrustException {
    try {
      // The guest checks that the report answers this very request, so it is not an old one.
      return guest.report(JdkPrimitives.random(SevGuest.REPORT_DATA_BYTES), vmpl).fields();
    } catch (SevGuestException e) {
      throw refusal(e);
    }
  }

  /** Returns the guest's report of when this was opened or last refreshed. */
  public AttestationReport report() {
    return report;
  }

  @Override
  public RootKind kind() {
    return RootKind.SEV_SNP;
  }

  @Override
  public String statement() {
    AttestationReport now = report;
    if (now.policy().debug()) {
      return "AMD SEV-SNP with DEBUG allowed: protects against nothing, the host may read this guest";
    }
    boolean vlek = now.keyInfo().signingKey().equals(Optional.of(SigningKey.VLEK));
    return vlek
        ? "AMD SEV-SNP: keys derived by the firmware from the cloud's VLEK, which other chips have too"
        : "AMD SEV-SNP: keys derived by the firmware from this chip's VCEK, never stored";
  }

  @Override
  public void refresh() throws RootOfTrustException {
    report = askForReport(guest, vmpl);
  }

  @Override
  public DerivationRequest request(SealingPolicy policy) throws RootOfTrustException {
    AttestationReport now = report;
    DerivedKeyRequest keyRequest = keyRequest(policy, now);
    requirePossible(keyRequest, now);
    try {
      byte[] id = keys.id(keyRequest);
      return new DerivationRequest(
          RootKind.SEV_SNP,
          policy,
          new SevSnpRequest(keyRequest, id, Circumstances.of(now)).encode());
    } catch (SevGuestException e) {
      throw refusal(e);
    }
  }

  private DerivedKeyRequest keyRequest(SealingPolicy policy, AttestationReport now)
      throws RootOfTrustException {
    if (policy.needsIdBlock() && isZero(now.idKeyDigest())) {
      throw new RootOfTrustException(
          Reason.POLICY_UNAVAILABLE,
          "policy "
              + policy.name()
              + " names the image by its signed ID block, and this guest was launched without one");
    }
    DerivedKeyRequest.Builder request =
        DerivedKeyRequest.builder()
            .rootKeySelect(policy.rootKeySelect())
            .keySel(policy.keySel())
            .guestFieldSelect(policy.guestFieldSelect())
            .vmpl(policy.vmpl().orElse(vmpl));
    if (policy.guestFieldSelect().contains(GuestField.GUEST_SVN)) {
      request.guestSvn(now.guestSvn());
    }
    if (policy.guestFieldSelect().contains(GuestField.TCB_VERSION)) {
      boolean committed = policy.tcbSelect() == TcbSelect.COMMITTED_TCB;
      request.tcbVersion((committed ? now.committedTcb() : now.launchTcb()).raw());
    }
    return request.build();
  }

  /** The firmware's own limits: a request beyond them is not sent. */
  private void requirePossible(DerivedKeyRequest request, AttestationReport now)
      throws RootOfTrustException {
    if (request.vmpl() < vmpl) {
      throw new RootOfTrustException(
          Reason.MORE_PRIVILEGED, "the request is for a VMPL more privileged than this guest's");
    }
    if (request.guestSvn() > now.guestSvn()) {
      throw new RootOfTrustException(
          Reason.OLDER_IMAGE, "the request is for a GUEST_SVN above that of this image");
    }
    if (!isCommitted(request, now)) {
      throw new RootOfTrustException(
          Reason.OLDER_TCB, "the request is for a TCB that this firmware has not committed to");
    }
  }

  private static boolean isCommitted(DerivedKeyRequest request, AttestationReport now) {
    return now.committedTcb().isAtLeast(new TcbVersion(request.tcbVersion(), TcbLayout.UNKNOWN));
  }

  @Override
  public SecretMemory derive(DerivationRequest request, String label, int length)
      throws RootOfTrustException {
    if (request.kind() != RootKind.SEV_SNP) {
      throw new RootOfTrustException(
          Reason.FOREIGN_REQUEST, "it was a root of another kind, " + request.kind().displayName());
    }
    SevSnpRequest replayed = SevSnpRequest.decode(request.encoded());
    byte[] binding = replayed.keyRequest().encode();
    byte[] info = DerivationLabel.info(SCHEME, request, binding, label, length);
    if (!isCommitted(replayed.keyRequest(), report)) {
      // Another process may have seen an update that came after this object's report.
      refresh();
    }
    requirePossible(replayed.keyRequest(), report);
    byte[] pseudorandomKey = {};
    try {
      if (!replayed.isOfKey(keys.id(replayed.keyRequest()))) {
        throw foreign(replayed);
      }
      pseudorandomKey = keys.pseudorandomKey(replayed.keyRequest());
      return SecretMemory.takeFrom(Hkdf.expand(pseudorandomKey, info, length));
    } catch (SevGuestException e) {
      throw isUnavailable(e) ? foreign(replayed) : refusal(e);
    } finally {
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  /** Whether the firmware has no such key here, and the device is as good as before. */
  private boolean isUnavailable(SevGuestException e) {
    Optional<FirmwareStatus> status = e.firmwareStatus();
    return !guest.isDisabled()
        && (status.equals(Optional.of(FirmwareStatus.INVALID_PARAM))
            || status.equals(Optional.of(FirmwareStatus.INVALID_KEY)));
  }

  private RootOfTrustException foreign(SevSnpRequest replayed) {
    List<String> differences = replayed.circumstances().differencesFrom(Circumstances.of(report));
    return new RootOfTrustException(
        Reason.FOREIGN_REQUEST,
        differences.isEmpty()
            ? "it was an earlier launch, or an image of another signer, or the request was changed"
            : "its report differs in " + String.join(", ", differences));
  }

  private static RootOfTrustException refusal(SevGuestException e) {
    Reason reason =
        switch (e.reason()) {
          case NO_DEVICE -> Reason.DEVICE_MISSING;
          case NO_PERMISSION -> Reason.DEVICE_PERMISSION;
          case FIRMWARE -> Reason.DEVICE_REFUSED;
          default -> Reason.DEVICE_FAILED;
        };
    return new RootOfTrustException(reason, Objects.requireNonNull(e.getMessage()), e);
  }

  private static boolean isZero(byte[] bytes) {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }

  /** Overwrites the keys and gives the guest device back; a second call does nothing. */
  @Override
  public void close() {
    keys.close();
    guest.close();
  }

  /** Names the kind only. */
  @Override
  public String toString() {
    return "SevSnpRoot";
  }
}
