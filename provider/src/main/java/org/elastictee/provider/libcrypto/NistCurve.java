package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** The curves of FIPS 186-4 that the JDK has: all of them with the cofactor 1. */
enum NistCurve {
  P_256("P-256"),
  P_384("P-384"),
  P_521("P-521");

  private final String openSslName;

  NistCurve(String name) {
    this.openSslName = name;
  }

  /** Returns the curve that has these numbers, all of them, or empty if none has. */
  static Optional<NistCurve> of(ECParameterSpec parameters) {
    return Arrays.stream(values()).filter(curve -> curve.has(parameters)).findFirst();
  }

  String openSslName() {
    return openSslName;
  }

  /** Returns the length in bytes of a coordinate, and of a number below the order. */
  int bytes() {
    return (order().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  BigInteger order() {
    return numbers().getN();
  }

  private X9ECParameters numbers() {
    return ECNamedCurveTable.getByName(openSslName);
  }

  private boolean has(ECParameterSpec other) {
    if (other == null || !(other.getCurve().getField() instanceof ECFieldFp field)) {
      return false;
    }
    X9ECParameters numbers = numbers();
    return other.getOrder().equals(numbers.getN())
        && other.getCofactor() == 1
        && field.getP().equals(numbers.getCurve().getField().getCharacteristic())
        && other.getCurve().getA().equals(numbers.getCurve().getA().toBigInteger())
        && other.getCurve().getB().equals(numbers.getCurve().getB().toBigInteger())
        && other.getGenerator().getAffineX().equals(numbers.getG().getAffineXCoord().toBigInteger())
        && other
            .getGenerator()
            .getAffineY()
            .equals(numbers.getG().getAffineYCoord().toBigInteger());
  }
}
