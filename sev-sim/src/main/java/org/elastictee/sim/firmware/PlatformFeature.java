package org.elastictee.sim.firmware;

/** What a platform has or does, by AMD's names: most of it shows in {@code PLATFORM_INFO}. */
public enum PlatformFeature {
  /** Simultaneous multithreading is on. */
  SMT_EN(0, 2),
  /** Transparent memory encryption is on. */
  TSME_EN(1, 2),
  /** The memory has error correction. */
  ECC_EN(2, 2),
  /** The power meter RAPL is off. */
  RAPL_DIS(3, 2),
  /** The host does not see ciphertext in memory. */
  CIPHERTEXT_HIDING_DRAM_EN(4, 2),
  /** The memory was checked for aliases. */
  ALIAS_CHECK_COMPLETE(5, FirmwareLevel.CPUID_REPORT_VERSION),
  /** Trusted devices are on. */
  SEV_TIO_EN(7, FirmwareLevel.MIT_REPORT_VERSION),
  /** Memory is encrypted with AES-256-XTS; not reported. */
  MEM_AES_256_XTS(PlatformFeature.NOT_REPORTED, 0),
  /** There is memory or there are devices on CXL; not reported. */
  CXL(PlatformFeature.NOT_REPORTED, 0),
  /** The guest runs on several sockets; not reported. */
  MULTI_SOCKET(PlatformFeature.NOT_REPORTED, 0);

  private static final int NOT_REPORTED = -1;

  private final int bit;
  private final int firstReportVersion;

  PlatformFeature(int bit, int firstReportVersion) {
    this.bit = bit;
    this.firstReportVersion = firstReportVersion;
  }

  /** Returns the bit in {@code PLATFORM_INFO} of reports of a version, 0 if they do not have it. */
  long platformInfo(int reportVersion) {
    return bit == NOT_REPORTED || reportVersion < firstReportVersion ? 0 : 1L << bit;
  }
}
