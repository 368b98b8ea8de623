package org.elastictee.sim.firmware;

import java.util.Objects;
import org.elastictee.sev.guest.FirmwareStatus;

/** The simulated firmware refused a command of the host or of the guest; nothing was changed. */
public final class FirmwareRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FirmwareStatus status;

  FirmwareRefusedException(FirmwareStatus status, String message) {
    super("simulated firmware: " + Objects.requireNonNull(status, "status") + ": " + message);
    this.status = status;
  }

  /** Returns what the firmware answers. */
  public FirmwareStatus status() {
    return status;
  }
}
