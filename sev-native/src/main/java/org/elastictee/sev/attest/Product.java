package org.elastictee.sev.attest;

import java.util.Optional;
import org.elastictee.sev.attest.KeyInfo.SigningKey;

/**
 * A line of processors with a root key of its own. Bergamo and Siena are of the line of Genoa.
 *
 * <p>The numbers of CPUID are those of AMD's processor programming references, as virtee/sev has
 * them.
 */
public enum Product {
  /** EPYC 7003. */
  MILAN("Milan", TcbLayout.MILAN_GENOA),
  /** EPYC 9004, 8004. */
  GENOA("Genoa", TcbLayout.MILAN_GENOA),
  /** EPYC 9005. */
  TURIN("Turin", TcbLayout.TURIN),
  /** The line after Turin: told apart, and without a root key that could be pinned. */
  VENICE("Venice", TcbLayout.TURIN);

  private static final int CHIP_ID_BYTES = 64;
  private static final int TURIN_CHIP_ID_BYTES = 8;

  private final String productName;
  private final TcbLayout tcbLayout;

  Product(String productName, TcbLayout tcbLayout) {
    this.productName = productName;
    this.tcbLayout = tcbLayout;
  }

  /** Returns AMD's name, as it stands in the names of certificates and the URLs of its server. */
  public String productName() {
    return productName;
  }

  /** Returns the common name of the root of its keys, the ARK, such as {@code ARK-Milan}. */
  public String rootName() {
    return "ARK-" + productName;
  }

  /**
   * Returns the common name of what issues its keys: the ASK, such as {@code SEV-Milan}, or the
   * ASVK, such as {@code SEV-VLEK-Milan}.
   *
   * @throws IllegalArgumentException for {@link SigningKey#NONE}, which nobody issues
   */
  public String authorityName(SigningKey key) {
    return switch (key) {
      case VCEK -> "SEV-" + productName;
      case VLEK -> "SEV-VLEK-" + productName;
      case NONE -> throw new IllegalArgumentException("nobody issues no key");
    };
  }

  /** Returns where the components of a TCB version lie. */
  public TcbLayout tcbLayout() {
    return tcbLayout;
  }

  /** Returns how many bytes of {@code CHIP_ID} are used, and how many {@code hwID} has: 64 or 8. */
  public int chipIdBytes() {
    return tcbLayout == TcbLayout.TURIN ? TURIN_CHIP_ID_BYTES : CHIP_ID_BYTES;
  }

  /** Returns the TCB version of this processor with these eight bytes. */
  public TcbVersion tcb(long raw) {
    return new TcbVersion(raw, tcbLayout);
  }

  /**
   * Returns the product of a processor, or empty if it is none that is known.
   *
   * @param family the combined family of CPUID
   * @param model the combined model of CPUID
   */
  public static Optional<Product> ofCpuid(int family, int model) {
    return switch (family) {
      case 0x19 -> ofFamily19(model);
      case 0x1A -> ofFamily1A(model);
      default -> Optional.empty();
    };
  }

  private static Optional<Product> ofFamily19(int model) {
    if (isIn(model, 0x00, 0x0F)) {
      return Optional.of(MILAN);
    }
    return isIn(model, 0x10, 0x1F) || isIn(model, 0xA0, 0xAF)
        ? Optional.of(GENOA)
        : Optional.empty();
  }

  private static Optional<Product> ofFamily1A(int model) {
    if (isIn(model, 0x00, 0x11)) {
      return Optional.of(TURIN);
    }
    return isIn(model, 0x50, 0x57) || isIn(model, 0x90, 0xAF) || isIn(model, 0xC0, 0xC7)
        ? Optional.of(VENICE)
        : Optional.empty();
  }

  private static boolean isIn(int model, int first, int last) {
    return first <= model && model <= last;
  }

  /**
   * Returns the product of {@code productName} in a certificate, with or without a stepping behind
   * a hyphen; the stepping is not looked at, as AMD's own certificates have it wrong.
   */
  public static Optional<Product> ofCertificate(String name) {
    for (Product product : values()) {
      if (name.equals(product.productName) || name.startsWith(product.productName + "-")) {
        return Optional.of(product);
      }
    }
    return Optional.empty();
  }
}
