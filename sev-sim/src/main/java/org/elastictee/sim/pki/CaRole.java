package org.elastictee.sim.pki;

import java.math.BigInteger;
import org.elastictee.sim.firmware.EndorsementKey.Kind;
import org.elastictee.sim.firmware.Product;

/** AMD's authorities, by their names. */
public enum CaRole {
  /** The root key. */
  ARK("ARK-", "vcek"),
  /** The key that certifies VCEKs. */
  ASK("SEV-", "vcek"),
  /** The key that certifies VLEKs. */
  ASVK("SEV-VLEK-", "vlek");

  private static final int ASVK_SERIAL = 0x101;

  private final String namePrefix;
  private final String path;

  CaRole(String namePrefix, String path) {
    this.namePrefix = namePrefix;
    this.path = path;
  }

  /** Returns the authority that certifies keys of a kind. */
  public static CaRole issuerOf(Kind kind) {
    return kind == Kind.VCEK ? ASK : ASVK;
  }

  /** Returns the common name of the certificate. */
  public String commonName(Product product) {
    return namePrefix + product.productName();
  }

  /** Returns the serial number that AMD's own certificate has. */
  BigInteger serialNumber(Product product) {
    int ark =
        switch (product) {
          case MILAN -> 0x1_0000;
          case GENOA -> 0x2_0000;
          case TURIN -> 0x3_0000;
        };
    return BigInteger.valueOf(
        switch (this) {
          case ARK -> ark;
          case ASK -> ark + (product == Product.GENOA ? 2 : 1);
          case ASVK -> ark + ASVK_SERIAL;
        });
  }

  /** Returns where AMD publishes the revocation list: a name in a certificate, never fetched. */
  String crlUrl(Product product) {
    return "https://kdsintf.amd.com/" + path + "/v1/" + product.productName() + "/crl";
  }
}
