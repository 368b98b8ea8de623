package org.elastictee.sim;

import java.util.Objects;
import org.elastictee.sev.guest.AttestationResponse;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.memory.SecretMemory;

/**
 * A guest inside of this process: the production {@link DeviceSevGuest} over the simulated device,
 * and the machine beneath it. Safe for use by several threads. Closing it closes the device and
 * leaves the machine running.
 */
public final class SimulatedSevGuest implements SevGuest {
  private final SimulatedMachine machine;
  private final DeviceSevGuest guest;

  /**
   * Opens the device of a machine.
   *
   * @throws SevGuestException with {@link SevGuestException.Reason#NO_DEVICE} if it has vanished
   */
  public SimulatedSevGuest(SimulatedMachine machine) throws SevGuestException {
    this.machine = Objects.requireNonNull(machine, "machine");
    this.guest = DeviceSevGuest.over(machine.openDevice());
  }

  /** Starts a machine as {@link SimulatedMachine#start()} does, and opens its device. */
  public static SimulatedSevGuest start() throws SevGuestException {
    return new SimulatedSevGuest(SimulatedMachine.start());
  }

  /** Returns the machine. */
  public SimulatedMachine machine() {
    return machine;
  }

  @Override
  public boolean isDisabled() {
    return guest.isDisabled();
  }

  @Override
  public AttestationResponse report(byte[] reportData, int vmpl) throws SevGuestException {
    return guest.report(reportData, vmpl);
  }

  @Override
  public ExtendedReport extendedReport(byte[] reportData, int vmpl) throws SevGuestException {
    return guest.extendedReport(reportData, vmpl);
  }

  @Override
  public SecretMemory derivedKey(DerivedKeyRequest request) throws SevGuestException {
    return guest.derivedKey(request);
  }

  @Override
  public void close() {
    guest.close();
  }
}
