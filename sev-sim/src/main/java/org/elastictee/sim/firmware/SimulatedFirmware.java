package org.elastictee.sim.firmware;

import java.security.SecureRandom;
import java.util.Optional;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.FirmwareStatus;

/**
 * A simulated AMD-SP with one guest: the host's commands on one side, the guest's messages on the
 * other. Safe for use by several threads; a command that is refused changes nothing.
 *
 * <p>The guest's level is not kept here: each message tells it by the key that encrypts it.
 */
public final class SimulatedFirmware {
  private static final int MESSAGE_VERSION = 1;

  private final SecureRandom random = new SecureRandom();
  private PlatformState platform;
  private GuestContext guest;

  /**
   * Starts a platform and launches a guest on it.
   *
   * @throws FirmwareRefusedException as {@link #launch} does
   */
  public SimulatedFirmware(PlatformState platform, LaunchParameters launch)
      throws FirmwareRefusedException {
    reset(platform, launch);
  }

  /**
   * Replaces the platform and launches a guest on it.
   *
   * @throws FirmwareRefusedException as {@link #launch} does
   */
  public synchronized void reset(PlatformState newPlatform, LaunchParameters launch)
      throws FirmwareRefusedException {
    GuestContext launched = launched(newPlatform, launch);
    platform = newPlatform;
    guest = launched;
  }

  private GuestContext launched(PlatformState on, LaunchParameters launch)
      throws FirmwareRefusedException {
    LaunchCheck.check(launch, on);
    return new GuestContext(launch, on.current(), random);
  }

  /** Returns the platform as it is now. */
  public synchronized PlatformState platform() {
    return platform;
  }

  /** Returns what the guest was launched with. */
  public synchronized LaunchParameters launchParameters() {
    return guest.launch();
  }

  /**
   * Launches a guest in place of the one that is there: with a new VMRK and a new {@code
   * REPORT_ID}.
   *
   * @throws FirmwareRefusedException with {@code INVALID_PARAM} or {@code POLICY_FAILURE} if the
   *     platform is not what the policy asks for
   */
  public synchronized void launch(LaunchParameters launch) throws FirmwareRefusedException {
    guest = launched(platform, launch);
  }

  /**
   * Moves the guest to another chip that is set up like this one. A guest that is bound to a
   * migration agent keeps its VMRK, {@code REPORT_ID} and {@code LAUNCH_TCB}; any other one is
   * launched anew.
   *
   * @return whether the guest lives on
   * @throws FirmwareRefusedException as {@link #launch} does
   * @throws IllegalArgumentException if the chip is another kind of processor
   */
  public synchronized boolean migrate(Chip chip) throws FirmwareRefusedException {
    if (chip.product() != platform.chip().product()) {
      throw new IllegalArgumentException("a guest moves to the same kind of processor only");
    }
    PlatformState destination = platform.toBuilder().chip(chip).build();
    boolean livesOn = guest.launch().reportIdMa().isPresent();
    GuestContext moved = livesOn ? guest : launched(destination, guest.launch());
    platform = destination;
    guest = moved;
    return livesOn;
  }

  /**
   * Installs firmware without committing it.
   *
   * @throws FirmwareRefusedException with {@code BAD_SVN} if it is older than what is committed
   * @throws IllegalArgumentException if its TCB is of another kind of processor
   */
  public synchronized void update(FirmwareLevel level) throws FirmwareRefusedException {
    FirmwareLevel committed = platform.committed();
    if (!level.tcb().isAtLeast(committed.tcb())
        || level.version().compareTo(committed.version()) < 0) {
      throw new FirmwareRefusedException(
          FirmwareStatus.BAD_SVN, "the firmware is older than what is committed");
    }
    platform = platform.toBuilder().current(level).build();
  }

  /** {@code SNP_COMMIT}: what is current is committed and reported. */
  public synchronized void commit() {
    platform = platform.toBuilder().firmware(platform.current()).build();
  }

  /**
   * Goes back to the firmware that is committed.
   *
   * @throws FirmwareRefusedException with {@code BAD_SVN} if the current one is committed
   */
  public synchronized void rollBack() throws FirmwareRefusedException {
    if (platform.current().equals(platform.committed())) {
      throw new FirmwareRefusedException(
          FirmwareStatus.BAD_SVN, "there is nothing below what is committed");
    }
    platform = platform.toBuilder().current(platform.committed()).build();
  }

  /**
   * {@code SNP_CONFIG}: sets the TCB of the key that signs reports.
   *
   * @throws FirmwareRefusedException with {@code INVALID_PARAM} if it is above the committed one
   * @throws IllegalArgumentException if it is of another kind of processor
   */
  public synchronized void setReportedTcb(TcbVersion tcb) throws FirmwareRefusedException {
    if (!platform.committed().tcb().isAtLeast(tcb)) {
      throw new FirmwareRefusedException(
          FirmwareStatus.INVALID_PARAM, "the reported TCB is at most the committed one");
    }
    platform = platform.toBuilder().reportedTcb(tcb).build();
  }

  /** {@code SNP_CONFIG}: sets {@code MASK_CHIP_ID}. */
  public synchronized void maskChipId(boolean mask) {
    platform = platform.toBuilder().maskChipId(mask).build();
  }

  /** {@code SNP_CONFIG}: sets {@code MASK_CHIP_KEY}. */
  public synchronized void maskChipKey(boolean mask) {
    platform = platform.toBuilder().maskChipKey(mask).build();
  }

  /** {@code SNP_VLEK_LOAD}: installs a VLEK, or removes it where empty. */
  public synchronized void setVlek(Optional<Vlek> vlek) {
    platform = platform.toBuilder().vlek(vlek).build();
  }

  /**
   * {@code SNP_GUEST_REQUEST}: answers a message. What is wrong inside of a message is answered by
   * the status inside of the response.
   *
   * @throws FirmwareRefusedException with {@code INVALID_PARAM}, which is an assumption, if the
   *     type or the version of the message or the length of its payload is not known
   */
  public synchronized GuestMessage guestRequest(GuestMessage message)
      throws FirmwareRefusedException {
    int expected =
        switch (message.type()) {
          case GuestMessage.MSG_KEY_REQ -> KeyRequest.REQUEST_BYTES;
          case GuestMessage.MSG_REPORT_REQ -> ReportRequest.REQUEST_BYTES;
          default ->
              throw new FirmwareRefusedException(
                  FirmwareStatus.INVALID_PARAM, "no such message can be simulated");
        };
    if (message.version() != MESSAGE_VERSION || message.payload().length != expected) {
      throw new FirmwareRefusedException(
          FirmwareStatus.INVALID_PARAM, "a message of another version or length");
    }
    return message.response(
        message.type() == GuestMessage.MSG_KEY_REQ
            ? KeyRequest.answer(platform, guest, message)
            : ReportRequest.answer(platform, guest, message));
  }

  /** Tells the chip, and no secret. */
  @Override
  public synchronized String toString() {
    return "simulated firmware on " + platform.chip();
  }
}
