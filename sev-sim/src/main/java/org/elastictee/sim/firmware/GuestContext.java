package org.elastictee.sim.firmware;

import java.security.SecureRandom;
import java.util.Arrays;
import org.elastictee.sev.attest.TcbVersion;

/** A launched guest: what it was launched with, and what the launch made. Immutable. */
final class GuestContext {
  private static final int VMRK_BYTES = 32;
  private static final int REPORT_ID_BYTES = 32;

  private final LaunchParameters launch;
  private final byte[] vmrk = new byte[VMRK_BYTES];
  private final byte[] reportId = new byte[REPORT_ID_BYTES];
  private final TcbVersion launchTcb;
  private final long launchMitVector;

  /** Launches a guest with a random VMRK and a random report id. */
  GuestContext(LaunchParameters launch, FirmwareLevel current, SecureRandom random) {
    this.launch = launch;
    this.launchTcb = current.tcb();
    this.launchMitVector = current.mitVector();
    random.nextBytes(vmrk);
    random.nextBytes(reportId);
  }

  LaunchParameters launch() {
    return launch;
  }

  byte[] vmrk() {
    return vmrk.clone();
  }

  byte[] reportId() {
    return reportId.clone();
  }

  /** Returns {@code REPORT_ID_MA}: all ones if there is no migration agent. */
  byte[] reportIdMa() {
    byte[] none = new byte[REPORT_ID_BYTES];
    Arrays.fill(none, (byte) 0xFF);
    return launch.reportIdMa().orElse(none);
  }

  TcbVersion launchTcb() {
    return launchTcb;
  }

  long launchMitVector() {
    return launchMitVector;
  }
}
