package org.elastictee.provider.key;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * Keys by an engine, of any algorithm, where those of ML-DSA (RFC 9881) and ML-KEM (RFC 9935) are
 * read alike on every engine: private ones in each of their forms, of which JDK 24 and 25 know the
 * expanded one only; and checked by {@link LatticeKeys}.
 */
final class LatticeEncodings {
  private LatticeEncodings() {}

  /**
   * Returns a public key by an engine.
   *
   * @throws InvalidKeySpecException if the engine does not take it, or {@link LatticeKeys} does not
   */
  static PublicKey generatePublic(KeyFactory engine, KeySpec spec) throws InvalidKeySpecException {
    return checked(engine.generatePublic(spec));
  }

  /**
   * Returns a private key by an engine: of its encoding as it is, else of its expanded form.
   *
   * @throws InvalidKeySpecException what the engine said of the encoding as it is, if there is no
   *     seed in it, or the seed is not that of the expanded form beside it; or if {@link
   *     LatticeKeys} does not take it
   */
  static PrivateKey generatePrivate(KeyFactory engine, KeySpec spec)
      throws InvalidKeySpecException {
    return checked(asItIsOrExpanded(engine, spec));
  }

  private static <K extends Key> K checked(K key) throws InvalidKeySpecException {
    if (key.getAlgorithm().startsWith("ML-")) {
      try {
        LatticeKeys.check(key);
      } catch (InvalidKeyException e) {
        throw new InvalidKeySpecException(e.getMessage(), e);
      }
    }
    return key;
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
      if (!LatticeKeys.isLattice(info.getPrivateKeyAlgorithm())) {
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
