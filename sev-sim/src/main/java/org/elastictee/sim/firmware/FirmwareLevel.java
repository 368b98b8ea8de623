package org.elastictee.sim.firmware;

import java.util.Objects;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.TcbVersion;

/**
 * Firmware that can be installed, with the microcode that comes with it.
 *
 * @param version of the firmware, also the highest ABI version that a guest policy may ask for
 * @param tcb the security version numbers
 * @param reportVersion of the reports that it makes: 2, 3 or 5
 * @param mitVector the mitigations that it has, a bit each; reported from version 5 on
 */
public record FirmwareLevel(
    FirmwareVersion version, TcbVersion tcb, int reportVersion, long mitVector) {
  /** The first version of reports with {@code CPUID} and {@code ALIAS_CHECK_COMPLETE}. */
  static final int CPUID_REPORT_VERSION = 3;

  /** The first version of reports with mitigation vectors. */
  static final int MIT_REPORT_VERSION = 5;

  private static final FirmwareVersion FIRST_VERSION_WITH_VLEK = new FirmwareVersion(1, 54, 0);

  /**
   * Checks the report version.
   *
   * @throws IllegalArgumentException unless it is 2, 3 or 5, and a mitigation vector is zero before
   *     version 5
   */
  public FirmwareLevel {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(tcb, "tcb");
    if (reportVersion != 2
        && reportVersion != CPUID_REPORT_VERSION
        && reportVersion != MIT_REPORT_VERSION) {
      throw new IllegalArgumentException("reports of version 2, 3 and 5 can be simulated");
    }
    if (mitVector != 0 && reportVersion < MIT_REPORT_VERSION) {
      throw new IllegalArgumentException("mitigation vectors come with reports of version 5");
    }
  }

  /** Returns firmware like that of late 2025: reports of version 3, no known weakness. */
  public static FirmwareLevel initial(Product product) {
    long tcb =
        switch (product) {
          case MILAN -> 0xDB18_0000_0000_0004L;
          case GENOA -> 0x5417_0000_0000_000AL;
          case TURIN -> 0x4500_0000_0401_0101L;
        };
    return new FirmwareLevel(new FirmwareVersion(1, 55, 39), product.tcb(tcb), 3, 0);
  }

  /** Returns whether {@code KEY_SEL} may be set; assumed of version 1.54 and later. */
  boolean knowsVlek() {
    return version.compareTo(FIRST_VERSION_WITH_VLEK) >= 0;
  }

  /** Returns the same with other security version numbers. */
  public FirmwareLevel withTcb(TcbVersion other) {
    return new FirmwareLevel(version, other, reportVersion, mitVector);
  }
}
