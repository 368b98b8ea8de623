package org.elastictee.sev.platform;

/**
 * Tells the platform from what only root and the guest's kernel can put there: device nodes, {@code
 * /sys} and {@code /proc}. It reads no environment variable and starts no process.
 *
 * <ul>
 *   <li>The guest device is looked at and not opened. It must be of the misc driver, and where the
 *       kernel names the device of that number, it must name this one.
 *   <li>Where configfs-tsm has its folder, an entry is made there, which needs root, and removed
 *       again: that tells the provider of attestation reports.
 *   <li>Only where the DMI strings say Azure and nothing else says what the machine is, the TPM is
 *       asked whether an NV index exists. The DMI strings are the hypervisor's word and can do no
 *       more than name a platform that derives no keys.
 *   <li>What cannot be examined, and signs that contradict each other, lead to {@link
 *       Platform#UNDETERMINED}.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class PlatformDetector {
  private PlatformDetector() {}

  /**
   * Looks at this machine. Never throws: what can't be read is a fact too. It takes some
   * milliseconds; a TPM that does not answer is given up after five seconds. Whether the thread is
   * interrupted makes no difference, and it stays so.
   */
  public static PlatformEvidence detect() {
    return detect(Machine.real());
  }

  static PlatformEvidence detect(Machine machine) {
    boolean interrupted = Thread.interrupted();
    try {
      return new MachineExamination(machine).examine();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
