package org.elastictee.sim;

import java.util.Objects;
import java.util.Optional;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.GuestDevice;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Product;
import org.elastictee.sim.firmware.SimulatedFirmware;
import org.elastictee.sim.firmware.Vlek;
import org.elastictee.sim.host.Fault;
import org.elastictee.sim.host.HostCertificates;
import org.elastictee.sim.host.SimulatedHypervisor;
import org.elastictee.sim.kernel.KernelClock;
import org.elastictee.sim.kernel.KernelVariant;
import org.elastictee.sim.kernel.SimulatedKernel;
import org.elastictee.sim.pki.HostCertificateKind;
import org.elastictee.sim.pki.TestCertificateAuthority;

/**
 * A simulated machine with one confidential guest: firmware, host and kernel, and the events that
 * can befall them. It protects nothing. Safe for use by several threads.
 *
 * <p>After {@link #relaunch}, {@link #migrate} of a guest without a migration agent, {@link
 * #reboot} and {@link #reset} the guest's kernel has booted anew: a {@link DeviceSevGuest} that was
 * given the device up must be opened again, as after any boot.
 */
public final class SimulatedMachine {
  private final PlatformState initialPlatform;
  private final LaunchParameters initialLaunch;
  private final int initialVmpl;
  private final SimulatedFirmware firmware;
  private final SimulatedHypervisor hypervisor;
  private final SimulatedKernel kernel;

  private SimulatedMachine(Builder builder) throws FirmwareRefusedException {
    this.initialPlatform = builder.platform;
    this.initialLaunch = builder.launch;
    this.initialVmpl = builder.vmpl;
    this.firmware = new SimulatedFirmware(initialPlatform, initialLaunch);
    this.hypervisor = new SimulatedHypervisor(firmware);
    this.kernel = new SimulatedKernel(hypervisor, builder.variant, builder.clock);
    kernel.setVmpl(initialVmpl);
  }

  /** Starts a Milan machine with the default values of {@link #builder}. */
  public static SimulatedMachine start() {
    try {
      return builder().start();
    } catch (FirmwareRefusedException e) {
      throw new IllegalStateException("the default launch is refused", e);
    }
  }

  /**
   * Returns a builder for the Milan chip named {@code default} with {@link PlatformState#builder},
   * {@link LaunchParameters#builder}, a kernel of Linux 6.15 at VMPL 0, and the system's clock.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the kernel that the guest's processes call. */
  public SimulatedKernel kernel() {
    return kernel;
  }

  /** Returns the firmware, to be looked at. */
  public SimulatedFirmware firmware() {
    return firmware;
  }

  /** Returns the hypervisor. */
  public SimulatedHypervisor hypervisor() {
    return hypervisor;
  }

  /**
   * Returns the authority that certifies the keys of this machine: one per kind of processor and
   * process, made when first asked for, which takes seconds.
   */
  public TestCertificateAuthority certificateAuthority() {
    return TestCertificateAuthority.shared(firmware.platform().chip().product());
  }

  /**
   * Opens the guest device.
   *
   * @throws SevGuestException with {@link Reason#NO_DEVICE} if it has vanished
   */
  public GuestDevice openDevice() throws SevGuestException {
    if (!kernel.isPresent()) {
      throw new SevGuestException(Reason.NO_DEVICE, "the simulated guest device has vanished");
    }
    return new SimulatedGuestDevice(kernel);
  }

  /**
   * Opens the guest device, with everything above it as in production.
   *
   * @throws SevGuestException with {@link Reason#NO_DEVICE} if it has vanished
   */
  public DeviceSevGuest sevGuest() throws SevGuestException {
    return DeviceSevGuest.over(openDevice());
  }

  /** Launches the guest anew with the same parameters: another VMRK, another {@code REPORT_ID}. */
  public synchronized void relaunch() throws FirmwareRefusedException {
    relaunch(firmware.launchParameters());
  }

  /**
   * Launches another guest in place of this one.
   *
   * @throws FirmwareRefusedException if the platform is not what the policy asks for
   */
  public synchronized void relaunch(LaunchParameters launch) throws FirmwareRefusedException {
    firmware.launch(launch);
    kernel.reboot();
  }

  /**
   * Moves the guest to another chip that is set up like this one: a guest that is bound to a
   * migration agent lives on, any other one is launched anew.
   *
   * @throws FirmwareRefusedException if the platform is not what the policy asks for
   * @throws IllegalArgumentException if the chip is another kind of processor
   */
  public synchronized void migrate(Chip chip) throws FirmwareRefusedException {
    if (!firmware.migrate(chip)) {
      kernel.reboot();
    }
  }

  /**
   * Installs firmware, not committed yet.
   *
   * @throws FirmwareRefusedException if it is older than what is committed
   */
  public void updateFirmware(FirmwareLevel level) throws FirmwareRefusedException {
    firmware.update(level);
  }

  /** Commits the current firmware, and reports it. */
  public void commit() {
    firmware.commit();
  }

  /**
   * Goes back to the committed firmware.
   *
   * @throws FirmwareRefusedException if the current one is committed
   */
  public void rollBack() throws FirmwareRefusedException {
    firmware.rollBack();
  }

  /**
   * Sets the TCB of the key that signs reports.
   *
   * @throws FirmwareRefusedException if it is above the committed one
   */
  public void setReportedTcb(TcbVersion tcb) throws FirmwareRefusedException {
    firmware.setReportedTcb(tcb);
  }

  /** Sets {@code MASK_CHIP_ID}. */
  public void maskChipId(boolean mask) {
    firmware.maskChipId(mask);
  }

  /** Sets {@code MASK_CHIP_KEY}. */
  public void maskChipKey(boolean mask) {
    firmware.maskChipKey(mask);
  }

  /** Installs a VLEK. */
  public void installVlek(Vlek vlek) {
    firmware.setVlek(Optional.of(vlek));
  }

  /** Removes the VLEK. */
  public void removeVlek() {
    firmware.setVlek(Optional.empty());
  }

  /** Puts certificates of this kind beside reports, made anew as the platform changes. */
  public void setCertificates(HostCertificateKind kind) {
    Objects.requireNonNull(kind, "kind");
    hypervisor.setCertificates(() -> kind.table(firmware.platform(), this::certificateAuthority));
  }

  /** Puts these certificates beside reports. */
  public void setCertificates(HostCertificates source) {
    hypervisor.setCertificates(source);
  }

  /** Throttles the next exits to the hypervisor. */
  public void throttle(int exits) {
    hypervisor.throttle(exits);
  }

  /** Does this to each of the next requests. */
  public void inject(Fault fault, int requests) {
    hypervisor.inject(fault, requests);
  }

  /** Reboots the guest's kernel: the same launch, the same VMRK, a device that works again. */
  public void reboot() {
    kernel.reboot();
  }

  /** Takes the guest device away until the next boot. */
  public void vanish() {
    kernel.vanish();
  }

  /** Sets the level that the guest's kernel runs at, 0 to 3. */
  public void setVmpl(int vmpl) {
    kernel.setVmpl(vmpl);
  }

  /** Goes back to the machine that was started, with a new launch and all counts at zero. */
  public synchronized void reset() {
    try {
      firmware.reset(initialPlatform, initialLaunch);
    } catch (FirmwareRefusedException e) {
      throw new IllegalStateException("a launch is refused that was not before", e);
    }
    hypervisor.reset();
    kernel.setVmpl(initialVmpl);
    kernel.reboot();
  }

  /** Tells the chip, and no secret. */
  @Override
  public String toString() {
    return "simulated machine: " + firmware.platform().chip();
  }

  /** Collects what a machine begins with. Not safe for use by several threads. */
  public static final class Builder {
    private PlatformState platform =
        PlatformState.builder(Chip.named(Product.MILAN, "default")).build();
    private LaunchParameters launch = LaunchParameters.builder().build();
    private KernelVariant variant = KernelVariant.LINUX_6_15;
    private KernelClock clock = KernelClock.system();
    private int vmpl;

    private Builder() {}

    /** Sets the platform. */
    public Builder platform(PlatformState value) {
      platform = Objects.requireNonNull(value, "platform");
      return this;
    }

    /** Sets the platform to the chip named {@code default} of a product, and nothing else. */
    public Builder product(Product product) {
      return platform(PlatformState.builder(Chip.named(product, "default")).build());
    }

    /** Sets what the guest is launched with. */
    public Builder launch(LaunchParameters value) {
      launch = Objects.requireNonNull(value, "launch");
      return this;
    }

    /** Sets the kernel. */
    public Builder kernel(KernelVariant value) {
      variant = Objects.requireNonNull(value, "kernel");
      return this;
    }

    /** Sets the time by which the kernel waits. */
    public Builder clock(KernelClock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Sets the level that the guest's kernel runs at, 0 to 3. */
    public Builder vmpl(int value) {
      vmpl = value;
      return this;
    }

    /**
     * Starts the machine.
     *
     * @throws FirmwareRefusedException if the platform is not what the policy asks for
     * @throws IllegalArgumentException if the VMPL is out of range
     */
    public SimulatedMachine start() throws FirmwareRefusedException {
      return new SimulatedMachine(this);
    }
  }
}
