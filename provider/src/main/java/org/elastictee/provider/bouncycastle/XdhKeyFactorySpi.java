package org.elastictee.provider.bouncycastle;

import java.io.IOException;
import java.math.BigInteger;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.provider.asymmetric.edec.KeyFactorySpi;
import org.bouncycastle.util.BigIntegers;

/**
 * {@code KeyFactory} XDH that knows {@link XECPublicKeySpec} and {@link XECPrivateKeySpec}, as
 * BouncyCastle's own service does not, and takes private keys in the form of RFC 8410 section 7
 * only.
 */
@SuppressWarnings("unchecked") // BouncyCastle has no type parameters
final class XdhKeyFactorySpi extends KeyFactorySpi {
  private static final BigInteger P_25519 =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger P_448 =
      BigInteger.ONE
          .shiftLeft(448)
          .subtract(BigInteger.ONE.shiftLeft(224))
          .subtract(BigInteger.ONE);

  private static final Curve X25519 =
      new Curve(new AlgorithmIdentifier(EdECObjectIdentifiers.id_X25519), P_25519, 32);
  private static final Curve X448 =
      new Curve(new AlgorithmIdentifier(EdECObjectIdentifiers.id_X448), P_448, 56);

  /** RFC 7748: keys are little-endian numbers below p, as long as p. */
  private record Curve(AlgorithmIdentifier id, BigInteger p, int bytes) {
    static Curve of(AlgorithmParameterSpec spec) throws InvalidKeySpecException {
      String name = spec instanceof NamedParameterSpec named ? named.getName() : "";
      if (name.equalsIgnoreCase("X25519")) {
        return X25519;
      }
      if (name.equalsIgnoreCase("X448")) {
        return X448;
      }
      throw new InvalidKeySpecException("not a curve of XDH");
    }
  }

  private XdhKeyFactorySpi(String algorithm, int type) {
    super(algorithm, true, type);
  }

  /** Returns a factory of keys of both curves. */
  static XdhKeyFactorySpi ofAny() {
    return new XdhKeyFactorySpi("XDH", 0);
  }

  /** Returns a factory of keys of X25519, which BouncyCastle numbers as its OID ends. */
  static XdhKeyFactorySpi of25519() {
    return new XdhKeyFactorySpi("X25519", 110);
  }

  /** Returns a factory of keys of X448, which BouncyCastle numbers as its OID ends. */
  static XdhKeyFactorySpi of448() {
    return new XdhKeyFactorySpi("X448", 111);
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof XECPublicKeySpec numbers)) {
      return super.engineGeneratePublic(keySpec);
    }
    Curve curve = Curve.of(numbers.getParams());
    byte[] u = BigIntegers.asUnsignedByteArray(curve.bytes(), numbers.getU().mod(curve.p()));
    byte[] key = org.bouncycastle.util.Arrays.reverse(u);
    try {
      byte[] encoded = new SubjectPublicKeyInfo(curve.id(), key).getEncoded();
      return super.engineGeneratePublic(new X509EncodedKeySpec(encoded));
    } catch (IOException e) {
      throw new InvalidKeySpecException("the key cannot be encoded", e);
    }
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof XECPrivateKeySpec numbers)) {
      return super.engineGeneratePrivate(keySpec);
    }
    Curve curve = Curve.of(numbers.getParams());
    byte[] scalar = numbers.getScalar();
    try {
      if (scalar.length != curve.bytes()) {
        throw new InvalidKeySpecException("the scalar is to have " + curve.bytes() + " bytes");
      }
      PrivateKeyInfo info = new PrivateKeyInfo(curve.id(), new DEROctetString(scalar));
      return super.engineGeneratePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (IOException e) {
      throw new InvalidKeySpecException("the key cannot be encoded", e);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  @Override
  public PrivateKey generatePrivate(PrivateKeyInfo info) throws IOException {
    if (!(info.parsePrivateKey() instanceof ASN1OctetString)) {
      throw new IOException("the private key is no octet string");
    }
    return super.generatePrivate(info);
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected KeySpec engineGetKeySpec(Key key, Class spec) throws InvalidKeySpecException {
    if (spec == XECPublicKeySpec.class && key instanceof XECPublicKey xec) {
      return new XECPublicKeySpec(xec.getParams(), xec.getU());
    }
    if (spec == XECPrivateKeySpec.class && key instanceof XECPrivateKey xec) {
      return new XECPrivateKeySpec(
          xec.getParams(),
          xec.getScalar()
              .orElseThrow(() -> new InvalidKeySpecException("the key does not show its scalar")));
    }
    return super.engineGetKeySpec(key, spec);
  }
}
