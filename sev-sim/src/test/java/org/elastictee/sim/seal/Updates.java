package org.elastictee.sim.seal;

import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.FirmwareLevel;

/** Firmware updates of a simulated Milan machine. */
final class Updates {
  private static final long ONE_MICROCODE_LEVEL = 1L << 56;

  private Updates() {}

  /** Firmware with a microcode level more than the current one. */
  static FirmwareLevel next(SimulatedMachine machine) {
    FirmwareLevel current = machine.firmware().platform().current();
    TcbVersion tcb = current.tcb();
    return current.withTcb(new TcbVersion(tcb.raw() + ONE_MICROCODE_LEVEL, tcb.layout()));
  }

  static void updateAndCommit(SimulatedMachine machine) throws Exception {
    machine.updateFirmware(next(machine));
    machine.commit();
  }
}
