package org.elastictee.provider.key;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * The private value of a key on a named elliptic curve.
 *
 * @param curve the curve's OID
 * @param parameters the curve
 * @param value from 1 to the order less one
 */
record EcScalar(ASN1ObjectIdentifier curve, X9ECParameters parameters, BigInteger value) {
  /**
   * Reads an ECPrivateKey of RFC 5915.
   *
   * @throws InvalidKeyException if the curve has no name or is not known, or the value is out of
   *     range
   */
  static EcScalar read(PrivateKeyInfo info, byte[] content)
      throws IOException, InvalidKeyException {
    X962Parameters named =
        X962Parameters.getInstance(info.getPrivateKeyAlgorithm().getParameters());
    if (!named.isNamedCurve()) {
      throw new InvalidKeyException("the curve of the key has no name");
    }
    ASN1ObjectIdentifier curve = ASN1ObjectIdentifier.getInstance(named.getParameters());
    X9ECParameters parameters = CustomNamedCurves.getByOID(curve);
    if (parameters == null) {
      parameters = ECNamedCurveTable.getByOID(curve);
    }
    if (parameters == null) {
      throw new InvalidKeyException("the curve of the key is not known");
    }
    BigInteger value = ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(content)).getKey();
    if (value.signum() <= 0 || value.compareTo(parameters.getN()) >= 0) {
      throw new InvalidKeyException("the private value is not one of the curve");
    }
    return new EcScalar(curve, parameters, value);
  }

  /** Returns the value in big-endian form, as long as the order of the curve. */
  byte[] bytes() {
    return BigIntegers.asUnsignedByteArray(
        BigIntegers.getUnsignedByteLength(parameters.getN()), value);
  }

  /** Computes the public key. */
  SubjectPublicKeyInfo publicKey() {
    byte[] point =
        new FixedPointCombMultiplier()
            .multiply(parameters.getG(), value)
            .normalize()
            .getEncoded(false);
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), point);
  }

  /** Names the curve only. */
  @Override
  public String toString() {
    return "EcScalar[" + curve + "]";
  }
}
