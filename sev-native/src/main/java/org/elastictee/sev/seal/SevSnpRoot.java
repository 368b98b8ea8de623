package org.elastictee.sev.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.TcbLayout;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DerivedKeyRequest.KeySel;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.FirmwareStatus;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.platform.SevSysfs;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.elastictee.sev.seal.SealingPolicy.TcbSelect;
import org.elastictee.sev.seal.SevSnpRequest.Circumstances;

/**
 * The root of trust of an SEV-SNP guest: keys that the firmware derives ({@code
 * SNP_GET_DERIVED_KEY}), then HKDF-SHA-256 with a label per purpose, since every process of the
 * guest is given the same key for the same request. Nothing is stored.
 *
 * <p>A request is checked against the policy that it is to carry out, and against the guest's own
 * report, before the firmware is asked: a TCB that is not committed, a {@code GUEST_SVN} above the
 * launch's or another VMPL than the guest's never reach it. Of the keys of this guest's own
 * requests each is asked for once, until the root is {@link #refresh refreshed}.
 *
 * <p>What stands on a disk can still name a TCB of the past, and make the firmware be asked for its
 * key.
 */
public final class SevSnpRoot implements RootOfTrust, AutoCloseable {
  static final String SCHEME = "elastic sev-snp root v1";

  /** How a simulated chip's {@code CHIP_ID} begins, in ASCII: no chip's of AMD does. */
  private static final byte[] SIMULATED = "SIMUL".getBytes(StandardCharsets.US_ASCII);

  private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SevGuest guest;
  private final int vmpl;
  private final DerivedKeys keys;
  private final AtomicLong nextReplayRefresh = new AtomicLong(System.nanoTime());
  private volatile AttestationReport report;
  private volatile boolean keySelIsUnknown;

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
      throw refusal(e, false);
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
      throw refusal(e, guest.isDisabled());
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
    if (isSimulated(now)) {
      return "SIMULATED AMD SEV-SNP: protects against nothing, no hardware is behind it";
    }
    if (now.policy().debug()) {
      return "AMD SEV-SNP with DEBUG allowed: protects against nothing, the host may read this guest";
    }
    return "AMD SEV-SNP: keys derived by the firmware from this chip's VCEK, never stored";
  }

  private static boolean isSimulated(AttestationReport report) {
    return Arrays.equals(Arrays.copyOf(report.chipId(), SIMULATED.length), SIMULATED);
  }

  /**
   * Takes a new report, and forgets the keys that are known: a host can exchange what they are of.
   */
  @Override
  public void refresh() throws RootOfTrustException {
    report = askForReport(guest, vmpl);
    keys.forget();
  }

  @Override
  public DerivationRequest request(SealingPolicy policy) throws RootOfTrustException {
    AttestationReport now = report;
    requireAvailable(policy, now);
    boolean maySelect = policy.keySel() != KeySel.VCEK || !keySelIsUnknown;
    try {
      return request(policy, maySelect ? policy.keySel() : KeySel.VLEK_OR_VCEK, now);
    } catch (SevGuestException e) {
      if (!maySelect || !mayNotKnowKeySel(policy, now, e)) {
        throw refusal(e, guest.isDisabled());
      }
    }
    // Firmware that knows no VLEK has the VCEK only, and wants these bits to be zero.
    try {
      DerivationRequest request = request(policy, KeySel.VLEK_OR_VCEK, now);
      keySelIsUnknown = true;
      return request;
    } catch (SevGuestException e) {
      throw refusal(e, guest.isDisabled());
    }
  }

  private boolean mayNotKnowKeySel(
      SealingPolicy policy, AttestationReport now, SevGuestException refused) {
    return policy.keySel() == KeySel.VCEK
        && isSignedByVcek(now)
        && isStatus(refused, FirmwareStatus.INVALID_PARAM);
  }

  private static boolean isSignedByVcek(AttestationReport report) {
    return report.keyInfo().signingKey().equals(Optional.of(SigningKey.VCEK));
  }

  /** Whether a response said so, and the device is as good as before. */
  private boolean isStatus(SevGuestException e, FirmwareStatus status) {
    return !guest.isDisabled() && e.firmwareStatus().equals(Optional.of(status));
  }

  private DerivationRequest request(SealingPolicy policy, KeySel keySel, AttestationReport now)
      throws RootOfTrustException, SevGuestException {
    DerivedKeyRequest.Builder request =
        DerivedKeyRequest.builder()
            .rootKeySelect(policy.rootKeySelect())
            .keySel(keySel)
            .guestFieldSelect(policy.guestFieldSelect())
            .vmpl(policy.vmpl().orElse(vmpl));
    if (policy.guestFieldSelect().contains(GuestField.GUEST_SVN)) {
      request.guestSvn(now.guestSvn());
    }
    if (policy.guestFieldSelect().contains(GuestField.TCB_VERSION)) {
      boolean committed = policy.tcbSelect() == TcbSelect.COMMITTED_TCB;
      request.tcbVersion((committed ? now.committedTcb() : now.launchTcb()).raw());
    }
    DerivedKeyRequest keyRequest = request.build();
    requirePossible(keyRequest, now);
    byte[] encoded =
        new SevSnpRequest(keyRequest, keys.idOfOwn(keyRequest), Circumstances.of(now)).encode();
    return new DerivationRequest(RootKind.SEV_SNP, policy, encoded);
  }

  private static void requireAvailable(SealingPolicy policy, AttestationReport now)
      throws RootOfTrustException {
    if (policy.needsIdBlock() && isZero(now.idKeyDigest())) {
      throw new RootOfTrustException(
          Reason.POLICY_UNAVAILABLE,
          "policy "
              + policy.name()
              + " rests on the signed ID block, and this guest was launched without one");
    }
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
  public SecretMemory derive(
      DerivationRequest request, SealingPolicy policy, String label, int length)
      throws RootOfTrustException {
    if (request.kind() != RootKind.SEV_SNP) {
      throw new RootOfTrustException(
          Reason.FOREIGN_REQUEST, "it was a root of another kind, " + request.kind().displayName());
    }
    SevSnpRequest replayed = SevSnpRequest.decode(request.encoded());
    DerivedKeyRequest keyRequest = replayed.keyRequest();
    byte[] info = DerivationLabel.info(SCHEME, request, keyRequest.encode(), label, length);
    requireCarriesOut(policy, request, keyRequest);
    if (!isCommitted(keyRequest, report)) {
      refreshForReplay();
    }
    requirePossible(keyRequest, report);
    try (DerivedKeys.Key key = keys.replay(keyRequest)) {
      if (!replayed.isOfKey(key.id())) {
        throw foreign(replayed);
      }
      return key.expand(info, length);
    } catch (SevGuestException e) {
      throw isStatus(e, FirmwareStatus.INVALID_PARAM)
          ? foreign(replayed)
          : refusal(e, guest.isDisabled());
    }
  }

  /**
   * The request came with the data, and so from whoever wrote the disk: another image on this chip,
   * with DEBUG allowed perhaps, can ask for the keys of its own policies, and must not be taken for
   * this one.
   */
  private void requireCarriesOut(
      SealingPolicy policy, DerivationRequest request, DerivedKeyRequest keyRequest)
      throws RootOfTrustException {
    boolean keySelFits =
        keyRequest.keySel() == policy.keySel()
            || (policy.keySel() == KeySel.VCEK
                && keyRequest.keySel() == KeySel.VLEK_OR_VCEK
                && isSignedByVcek(report));
    if (request.policyCode() != policy.code()
        || keyRequest.rootKeySelect() != policy.rootKeySelect()
        || !keyRequest.guestFieldSelect().equals(policy.guestFieldSelect())
        || !keySelFits) {
      throw new RootOfTrustException(
          Reason.WRONG_POLICY,
          "the request carries out another policy than " + policy.name() + " here");
    }
    // One more privileged than the guest's is told as that, later.
    if (keyRequest.vmpl() != policy.vmpl().orElse(vmpl) && keyRequest.vmpl() >= vmpl) {
      throw new RootOfTrustException(
          Reason.WRONG_POLICY, "the request is for another VMPL than " + policy.name() + " here");
    }
  }

  /**
   * Another process may have seen an update that came after this object's report. Data on a disk
   * can pretend so, and is heard once a minute.
   */
  private void refreshForReplay() throws RootOfTrustException {
    long now = System.nanoTime();
    long next = nextReplayRefresh.get();
    if (now - next >= 0 && nextReplayRefresh.compareAndSet(next, now + REFRESH_NANOS)) {
      report = askForReport(guest, vmpl);
    }
  }

  private RootOfTrustException foreign(SevSnpRequest replayed) {
    List<String> differences = replayed.circumstances().differencesFrom(Circumstances.of(report));
    String why =
        differences.isEmpty()
            ? "it was an earlier launch, or an image of another signer, or the request was changed"
            : "its report differs in " + String.join(", ", differences);
    // A report that a VLEK signs, or whose CHIP_ID the host masks, does not name the chip.
    String chip = isZero(report.chipId()) ? ", or it was another chip" : "";
    return new RootOfTrustException(Reason.FOREIGN_REQUEST, why + chip);
  }

  private static RootOfTrustException refusal(SevGuestException e, boolean deviceIsLost) {
    Reason reason =
        switch (e.reason()) {
          case NO_DEVICE -> Reason.DEVICE_MISSING;
          case NO_PERMISSION -> Reason.DEVICE_PERMISSION;
          case FIRMWARE -> deviceIsLost ? Reason.DEVICE_FAILED : refusalByFirmware(e);
          default -> Reason.DEVICE_FAILED;
        };
    return new RootOfTrustException(reason, Objects.requireNonNull(e.getMessage()), e);
  }

  private static Reason refusalByFirmware(SevGuestException e) {
    boolean noKey = e.firmwareStatus().equals(Optional.of(FirmwareStatus.INVALID_KEY));
    return noKey ? Reason.ROOT_KEY_UNAVAILABLE : Reason.DEVICE_REFUSED;
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
