package org.elastictee.sim.kernel;

/** The two shapes of the driver, which differ in what they write back where nothing was sent. */
public enum KernelVariant {
  /** Linux 6.12 and its like: {@code drivers/virt/coco/sev-guest/sev-guest.c}. */
  LINUX_6_12(0xFF),
  /** Linux from 6.15 on: {@code arch/x86/coco/sev/core.c}. */
  LINUX_6_15(0);

  private final long unsentExitinfo2;

  KernelVariant(long unsentExitinfo2) {
    this.unsentExitinfo2 = unsentExitinfo2;
  }

  /** Returns {@code exitinfo2} after a message that could not be sent. */
  long unsentExitinfo2() {
    return unsentExitinfo2;
  }
}
