package org.elastictee.sim.pki;

import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.elastictee.sim.firmware.Product;

/**
 * The identifiers of AMD's certificate extensions: Versioned Chip Endorsement Key Certificate and
 * KDS Interface Specification (AMD document 57230).
 */
public final class AmdOids {
  private static final ASN1ObjectIdentifier ARC = new ASN1ObjectIdentifier("1.3.6.1.4.1.3704.1");
  private static final ASN1ObjectIdentifier SPL = ARC.branch("3");

  /** {@code structVersion}. */
  public static final ASN1ObjectIdentifier STRUCT_VERSION = ARC.branch("1");

  /** {@code productName}. */
  public static final ASN1ObjectIdentifier PRODUCT_NAME = ARC.branch("2");

  /** {@code blSPL}. */
  public static final ASN1ObjectIdentifier BL_SPL = SPL.branch("1");

  /** {@code teeSPL}. */
  public static final ASN1ObjectIdentifier TEE_SPL = SPL.branch("2");

  /** {@code snpSPL}. */
  public static final ASN1ObjectIdentifier SNP_SPL = SPL.branch("3");

  /** {@code ucodeSPL}. */
  public static final ASN1ObjectIdentifier UCODE_SPL = SPL.branch("8");

  /** {@code fmcSPL}, on Turin. */
  public static final ASN1ObjectIdentifier FMC_SPL = SPL.branch("9");

  /** {@code hwID}, of a VCEK. */
  public static final ASN1ObjectIdentifier HW_ID = ARC.branch("4");

  /** {@code cspID}, of a VLEK. */
  public static final ASN1ObjectIdentifier CSP_ID = ARC.branch("5");

  private AmdOids() {}

  /** The extension of a byte of a TCB version. */
  record Spl(ASN1ObjectIdentifier oid, int tcbByte) {}

  /** Returns the extensions of a TCB version in AMD's order, reserved bytes among them. */
  static List<Spl> spls(Product product) {
    return product == Product.TURIN
        ? List.of(
            new Spl(FMC_SPL, 0),
            new Spl(BL_SPL, 1),
            new Spl(TEE_SPL, 2),
            new Spl(SNP_SPL, 3),
            new Spl(SPL.branch("5"), 4),
            new Spl(SPL.branch("6"), 5),
            new Spl(SPL.branch("7"), 6),
            new Spl(UCODE_SPL, 7))
        : List.of(
            new Spl(BL_SPL, 0),
            new Spl(TEE_SPL, 1),
            new Spl(SPL.branch("4"), 2),
            new Spl(SPL.branch("5"), 3),
            new Spl(SPL.branch("6"), 4),
            new Spl(SPL.branch("7"), 5),
            new Spl(SNP_SPL, 6),
            new Spl(UCODE_SPL, 7));
  }
}
