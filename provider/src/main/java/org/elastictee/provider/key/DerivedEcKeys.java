package org.elastictee.provider.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Elliptic-curve keys that are the same whenever the same root of trust is asked, with nothing
 * stored: the private value is made of derived bits by FIPS 186-5, appendix A.2.1 (key pair
 * generation using extra random bits).
 */
public final class DerivedEcKeys {
  /** FIPS 186-5, A.2.1: 64 bits more than the order has. */
  private static final int EXTRA_BYTES = 8;

  private DerivedEcKeys() {}

  /**
   * Derives a P-256 key.
   *
   * @param root the root of trust
   * @param policy what it is bound to
   * @param label what the key is for, 1 to 250 bytes of UTF-8
   * @param ecKeyFactory the provider that makes the public key
   * @throws RootOfTrustException if the root refuses
   */
  public static SealedEcPrivateKey p256(
      RootOfTrust root, SealingPolicy policy, String label, Provider ecKeyFactory)
      throws RootOfTrustException {
    X9ECParameters curve = CustomNamedCurves.getByName("P-256");
    int orderBytes = BigIntegers.getUnsignedByteLength(curve.getN());
    byte[] bits;
    try (SecretMemory derived =
        root.derive(root.request(policy), policy, "ec/" + label, orderBytes + EXTRA_BYTES)) {
      bits = derived.copy();
    }
    byte[] scalar = scalar(curve, bits);
    ECPublicKey publicKey = publicKey(curve, new BigInteger(1, scalar), ecKeyFactory);
    return new SealedEcPrivateKey(policy, scalar, publicKey);
  }

  /**
   * Returns the private value of derived bits, in big-endian form, as long as the order.
   *
   * @param bits 64 more than the order has, and overwritten
   */
  static byte[] scalar(X9ECParameters curve, byte[] bits) {
    BigInteger order = curve.getN();
    BigInteger d = new BigInteger(1, bits).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    Arrays.fill(bits, (byte) 0);
    return BigIntegers.asUnsignedByteArray(BigIntegers.getUnsignedByteLength(order), d);
  }

  private static ECPublicKey publicKey(X9ECParameters curve, BigInteger d, Provider ecKeyFactory) {
    ECPoint point =
        EC5Util.convertPoint(new FixedPointCombMultiplier().multiply(curve.getG(), d).normalize());
    ECParameterSpec parameters = EC5Util.convertToSpec(curve);
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC", ecKeyFactory)
              .generatePublic(new ECPublicKeySpec(point, parameters));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the engine does not take a P-256 public key", e);
    }
  }
}
