package org.elastictee.sim.firmware;

import org.elastictee.sev.attest.TcbLayout;
import org.elastictee.sev.attest.TcbVersion;

/** The processors that can be simulated. */
public enum Product {
  /** Third generation EPYC. */
  MILAN("Milan", 0x19, 0x01, 0x01),
  /** Fourth generation EPYC. */
  GENOA("Genoa", 0x19, 0x11, 0x01),
  /** Fifth generation EPYC. */
  TURIN("Turin", 0x1A, 0x02, 0x01);

  private static final int CHIP_ID_BYTES = 64;
  private static final int TURIN_CHIP_ID_BYTES = 8;

  private final String productName;
  private final int family;
  private final int model;
  private final int stepping;

  Product(String productName, int family, int model, int stepping) {
    this.productName = productName;
    this.family = family;
    this.model = model;
    this.stepping = stepping;
  }

  /** Returns AMD's name, as it stands in certificates. */
  public String productName() {
    return productName;
  }

  /** Returns the combined family of CPUID. */
  public int family() {
    return family;
  }

  /** Returns the combined model of CPUID. */
  public int model() {
    return model;
  }

  /** Returns the stepping of CPUID. */
  public int stepping() {
    return stepping;
  }

  /** Returns where the components of a TCB version lie. */
  public TcbLayout tcbLayout() {
    return this == TURIN ? TcbLayout.TURIN : TcbLayout.MILAN_GENOA;
  }

  /** Returns how many bytes of {@code CHIP_ID} are used: 64, or 8 on Turin. */
  public int chipIdBytes() {
    return this == TURIN ? TURIN_CHIP_ID_BYTES : CHIP_ID_BYTES;
  }

  /** Returns the TCB version of this processor with these eight bytes. */
  public TcbVersion tcb(long raw) {
    return new TcbVersion(raw, tcbLayout());
  }
}
