package org.elastictee.sev.kds;

import java.util.List;
import org.elastictee.sev.attest.TcbComponent;
import org.elastictee.sev.attest.TcbLayout;

/**
 * A line of processors by AMD's name for it, {@code product_name} in the addresses of the key
 * server: AMD VCEK Certificate and KDS Interface Specification (document 57230).
 */
public enum ProductName {
  /** Milan. */
  MILAN("Milan", 64, TcbLayout.MILAN_GENOA),
  /** Genoa, Bergamo and Siena. */
  GENOA("Genoa", 64, TcbLayout.MILAN_GENOA),
  /** Turin, whose chips have short identifiers and one more component in their TCB. */
  TURIN("Turin", 8, TcbLayout.TURIN);

  private static final List<TcbComponent> MILAN_GENOA_COMPONENTS =
      List.of(TcbComponent.BOOT_LOADER, TcbComponent.TEE, TcbComponent.SNP, TcbComponent.MICROCODE);
  private static final List<TcbComponent> TURIN_COMPONENTS =
      List.of(
          TcbComponent.FMC,
          TcbComponent.BOOT_LOADER,
          TcbComponent.TEE,
          TcbComponent.SNP,
          TcbComponent.MICROCODE);

  private final String word;
  private final int hwidBytes;
  private final TcbLayout layout;

  ProductName(String word, int hwidBytes, TcbLayout layout) {
    this.word = word;
    this.hwidBytes = hwidBytes;
    this.layout = layout;
  }

  /** Returns AMD's name, such as {@code Milan}. */
  public String word() {
    return word;
  }

  /** Returns where the components lie in the {@code TCB_VERSION} of these processors. */
  public TcbLayout layout() {
    return layout;
  }

  /** Returns how many bytes of {@code CHIP_ID} identify a chip; the others are zero. */
  int hwidBytes() {
    return hwidBytes;
  }

  /** Returns the components that a VCEK is for, in the order in which they are asked for. */
  List<TcbComponent> components() {
    return layout == TcbLayout.TURIN ? TURIN_COMPONENTS : MILAN_GENOA_COMPONENTS;
  }
}
