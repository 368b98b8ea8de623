package org.elastictee.sim.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERIA5String;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.EndorsementKey.Kind;
import org.elastictee.sim.firmware.Product;

/** The extensions of the certificate of a VCEK or VLEK, in AMD's order and encoding. */
final class LeafExtensions {
  private LeafExtensions() {}

  static void addTo(CertificateTemplate template, EndorsementKey key) {
    int structVersion = key.product() == Product.TURIN ? 1 : 0;
    template
        .with(AmdOids.STRUCT_VERSION, false, der(new ASN1Integer(structVersion)))
        .with(AmdOids.PRODUCT_NAME, false, der(new DERIA5String(productName(key))));
    for (AmdOids.Spl spl : AmdOids.spls(key.product())) {
      long value = key.tcb().raw() >>> (Byte.SIZE * spl.tcbByte()) & 0xFF;
      template.with(spl.oid(), false, der(new ASN1Integer(value)));
    }
    // hwID stands in the extension as it is, without a type around it.
    key.hwId().ifPresent(hwId -> template.with(AmdOids.HW_ID, false, hwId));
    key.cspId()
        .ifPresent(cspId -> template.with(AmdOids.CSP_ID, false, der(new DERIA5String(cspId))));
  }

  private static String productName(EndorsementKey key) {
    String name = key.product().productName();
    return key.kind() == Kind.VCEK
        ? switch (key.product()) {
          case MILAN -> name + "-B0";
          case GENOA -> name + "-B1";
          case TURIN -> name;
        }
        : name;
  }

  static byte[] der(ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("an extension cannot be encoded", e);
    }
  }
}
