package org.elastictee.provider.key;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * Keys by an engine, of any algorithm, where those of ML-DSA (RFC 9881) and ML-KEM (RFC 9935) are
 * read alike on every engine: private ones in each of their forms, of which JDK 24 and 25 know the
 * expanded one only; and of the right length, which BouncyCastle does not look at.
 */
final class LatticeEncodings {
  /** Lengths in bytes. */
  private record Sizes(int publicKey, int expandedKey) {}

  private static final String NIST = "2.16.840.1.101.3.4.";

  private static final Map<String, Sizes> SIZES =
      Map.of(
          NIST + "3.17", new Sizes(1312, 2560),
          NIST + "3.18", new Sizes(1952, 4032),
          NIST + "3.19", new Sizes(2592, 4896),
          NIST + "4.1", new Sizes(800, 1632),
          NIST + "4.2", new Sizes(1184, 2400),
          NIST + "4.3", new Sizes(1568, 3168));

  private LatticeEncodings() {}

  /**
   * Returns a public key by an engine.
   *
   * @throws InvalidKeySpecException if the engine does not take it, or its length is wrong
   */
  static PublicKey generatePublic(KeyFactory engine, KeySpec spec) throws InvalidKeySpecException {
    PublicKey key = engine.generatePublic(spec);
    if (isLattice(key.getAlgorithm()) && spec instanceof X509EncodedKeySpec x509) {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(x509.getEncoded());
      requireLength(
          info.getPublicKeyData().getOctets().length, sizes(info.getAlgorithm()).publicKey());
    }
    return key;
  }

  /**
   * Returns a private key by an engine: of its encoding as it is, else of its expanded form.
   *
   * @throws InvalidKeySpecException what the engine said of the encoding as it is, if there is no
   *     seed in it, or the seed is not that of the expanded form beside it; or if the length of an
   *     expanded form is wrong
   */
  static PrivateKey generatePrivate(KeyFactory engine, KeySpec spec)
      throws InvalidKeySpecException {
    PrivateKey key = asItIsOrExpanded(engine, spec);
    if (isLattice(key.getAlgorithm()) && spec instanceof PKCS8EncodedKeySpec pkcs8) {
      byte[] encoded = pkcs8.getEncoded();
      try {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
        if (info.parsePrivateKey() instanceof ASN1OctetString expanded) {
          requireLength(
              expanded.getOctets().length, sizes(info.getPrivateKeyAlgorithm()).expandedKey());
        }
      } catch (IOException e) {
        throw new InvalidKeySpecException("not a private key of this algorithm", e);
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
    }
    return key;
  }

  private static boolean isLattice(String algorithm) {
    return algorithm.startsWith("ML-");
  }

  private static Sizes sizes(AlgorithmIdentifier algorithm) throws InvalidKeySpecException {
    Sizes sizes = SIZES.get(algorithm.getAlgorithm().getId());
    if (sizes == null) {
      throw new InvalidKeySpecException("not a key of ML-DSA or ML-KEM");
    }
    return sizes;
  }

  private static void requireLength(int actual, int expected) throws InvalidKeySpecException {
    if (actual != expected) {
      throw new InvalidKeySpecException(
          "the key has " + actual + " bytes, and not " + expected + " bytes");
    }
  }

  private static PrivateKey asItIsOrExpanded(KeyFactory engine, KeySpec spec)
      throws InvalidKeySpecException {
    try {
      return engine.generatePrivate(spec);
    } catch (InvalidKeySpecException refusal) {
      if (!(spec instanceof PKCS8EncodedKeySpec pkcs8)) {
        throw refusal;
      }
      byte[] encoded = pkcs8.getEncoded();
      byte[] expanded = expand(encoded).orElse(null);
      Arrays.fill(encoded, (byte) 0);
      if (expanded == null) {
        throw refusal;
      }
      try {
        return engine.generatePrivate(new PKCS8EncodedKeySpec(expanded));
      } finally {
        Arrays.fill(expanded, (byte) 0);
      }
    }
  }

  private static Optional<byte[]> expand(byte[] encoded) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
      if (!SIZES.containsKey(info.getPrivateKeyAlgorithm().getAlgorithm().getId())) {
        return Optional.empty();
      }
      byte[] expanded = expand(PrivateKeyFactory.createKey(info));
      if (expanded == null) {
        return Optional.empty();
      }
      try {
        DEROctetString key = new DEROctetString(expanded);
        return Optional.of(new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), key).getEncoded());
      } finally {
        Arrays.fill(expanded, (byte) 0);
      }
    } catch (IOException | RuntimeException e) {
      // Of bytes that are no key, BouncyCastle's parser throws what happens to come.
      return Optional.empty();
    }
  }

  /** Returns null where there is no seed: BouncyCastle has compared it with what stands beside. */
  private static byte[] expand(AsymmetricKeyParameter key) {
    if (key instanceof MLKEMPrivateKeyParameters kem && kem.getSeed() != null) {
      return kem.getEncoded();
    }
    if (key instanceof MLDSAPrivateKeyParameters dsa && dsa.getSeed() != null) {
      return dsa.getEncoded();
    }
    return null;
  }
}
