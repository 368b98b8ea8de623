package org.elastictee.sim.main;

import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.supervisor.DeviceNode;

/** The node of a machine's guest device: it is there until the device vanishes. */
public final class SimulatedDeviceNode implements DeviceNode {
  private static final int ENOENT = 2;

  private final SimulatedMachine machine;

  /** Creates the node of a machine. */
  public SimulatedDeviceNode(SimulatedMachine machine) {
    this.machine = machine;
  }

  @Override
  public int look() {
    return machine.kernel().isPresent() ? 0 : -ENOENT;
  }

  @Override
  public int open() {
    return look();
  }
}
