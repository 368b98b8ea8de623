package org.elastictee.sim.supervisor;

/**
 * What becomes of system calls that name {@code /dev/sev-guest}. Each returns 0 or a negative
 * {@code errno}, at least -4095: for example -13, {@code EACCES}, at {@link #open}, or -2, {@code
 * ENOENT}, at both where the device has vanished. The calls of one program come one at a time, and
 * while the device itself is busy too.
 */
public interface DeviceNode {
  /** The node of a working device: it is there and can be opened. */
  DeviceNode PRESENT =
      new DeviceNode() {
        @Override
        public int look() {
          return 0;
        }

        @Override
        public int open() {
          return 0;
        }
      };

  /** The program looks at the node: {@code stat(2)}, {@code access(2)} and the like. */
  int look();

  /** The program opens the device: {@code open(2)} and the like. */
  int open();
}
