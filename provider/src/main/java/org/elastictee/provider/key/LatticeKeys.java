package org.elastictee.provider.key;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What engines leave unchecked of keys of ML-DSA and ML-KEM in their encodings (RFC 9881, RFC
 * 9935): that they are as long as their parameter set says, and that the coefficients of s1 and s2
 * of an expanded ML-DSA private key are in their range (FIPS 204 section 7.2, skDecode).
 */
public final class LatticeKeys {
  private static final String NIST = "2.16.840.1.101.3.4.";

  /** The hashes rho, K and tr, which come before s1. */
  private static final int HASHES_BYTES = 32 + 32 + 64;

  private static final int POLYNOMIAL_COEFFICIENTS = 256;

  private static final Map<String, ParameterSet> PARAMETER_SETS =
      Map.of(
          NIST + "3.17", new ParameterSet("ML-DSA-44", 1312, 2560, 32, 4 + 4, 2),
          NIST + "3.18", new ParameterSet("ML-DSA-65", 1952, 4032, 32, 5 + 6, 4),
          NIST + "3.19", new ParameterSet("ML-DSA-87", 2592, 4896, 32, 7 + 8, 2),
          NIST + "4.1", new ParameterSet("ML-KEM-512", 800, 1632, 64, 0, 0),
          NIST + "4.2", new ParameterSet("ML-KEM-768", 1184, 2400, 64, 0, 0),
          NIST + "4.3", new ParameterSet("ML-KEM-1024", 1568, 3168, 64, 0, 0));

  private LatticeKeys() {}

  /**
   * A row of FIPS 204 tables 1 and 2, or of FIPS 203 table 3.
   *
   * @param name the JCA's standard name
   * @param polynomials how many s1 and s2 have together: l + k; 0 for ML-KEM
   * @param eta the largest absolute value of their coefficients
   */
  private record ParameterSet(
      String name, int publicBytes, int privateBytes, int seedBytes, int polynomials, int eta) {
    static ParameterSet of(AlgorithmIdentifier algorithm) throws InvalidKeyException {
      ParameterSet set = PARAMETER_SETS.get(algorithm.getAlgorithm().getId());
      if (set == null) {
        throw new InvalidKeyException("not a key of ML-DSA or ML-KEM");
      }
      return set;
    }

    int coefficientBits() {
      return eta == 2 ? 3 : 4;
    }
  }

  /** Tells whether an algorithm is one of those looked at here. */
  static boolean isLattice(AlgorithmIdentifier algorithm) {
    return PARAMETER_SETS.containsKey(algorithm.getAlgorithm().getId());
  }

  /** Returns the JCA's name of the parameter set, such as ML-DSA-65. */
  static String nameOf(AlgorithmIdentifier algorithm) throws InvalidKeyException {
    return ParameterSet.of(algorithm).name();
  }

  /**
   * Lets a key pass, or refuses it. A sealed one was looked at when it was sealed.
   *
   * @throws InvalidKeyException if it has no encoding, or one that is wrong
   */
  public static void check(Key key) throws InvalidKeyException {
    if (key instanceof SealedKey) {
      return;
    }
    byte[] encoded = KeyAccess.encoding(key);
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("the key does not show its bytes");
    }
    try {
      if (key instanceof PrivateKey) {
        checkPrivate(PrivateKeyInfo.getInstance(encoded));
      } else {
        checkPublic(SubjectPublicKeyInfo.getInstance(encoded));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not the encoding of a key", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static void checkPublic(SubjectPublicKeyInfo key) throws InvalidKeyException {
    ParameterSet set = ParameterSet.of(key.getAlgorithm());
    requireLength(key.getPublicKeyData().getOctets().length, set.publicBytes());
  }

  /**
   * Lets a private key pass, or refuses it; overwrites it in either case.
   *
   * @throws InvalidKeyException if it is wrong
   */
  static void checkPrivate(PrivateKeyInfo key) throws InvalidKeyException {
    ParameterSet set = ParameterSet.of(key.getPrivateKeyAlgorithm());
    byte[] content = key.getPrivateKey().getOctets();
    try {
      if (content.length == set.privateBytes()) {
        checkExpanded(content, set);
      } else {
        checkChoice(content, set);
      }
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * The three forms of RFC 9881 section 6 and RFC 9935 section 6: a seed, an expanded key, or both.
   */
  private static void checkChoice(byte[] content, ParameterSet set) throws InvalidKeyException {
    try {
      ASN1Primitive choice = ASN1Primitive.fromByteArray(content);
      if (choice instanceof ASN1TaggedObject seed) {
        requireLength(ASN1OctetString.getInstance(seed, false).getOctets().length, set.seedBytes());
      } else if (choice instanceof ASN1Sequence both && both.size() == 2) {
        requireLength(octets(both, 0).length, set.seedBytes());
        checkAndOverwrite(octets(both, 1), set);
      } else if (choice instanceof ASN1OctetString expanded) {
        checkAndOverwrite(expanded.getOctets(), set);
      } else {
        throw new InvalidKeyException("neither a seed nor an expanded key");
      }
    } catch (IOException e) {
      throw new InvalidKeyException("not the encoding of a private key", e);
    }
  }

  private static void checkAndOverwrite(byte[] expanded, ParameterSet set)
      throws InvalidKeyException {
    try {
      checkExpanded(expanded, set);
    } finally {
      Arrays.fill(expanded, (byte) 0);
    }
  }

  private static byte[] octets(ASN1Sequence sequence, int index) {
    return ASN1OctetString.getInstance(sequence.getObjectAt(index)).getOctets();
  }

  private static void requireLength(int length, int wanted) throws InvalidKeyException {
    if (length != wanted) {
      throw new InvalidKeyException("the key has " + length + " bytes, and not " + wanted);
    }
  }

  /** In time that does not depend on the coefficients: they are secret. */
  private static void checkExpanded(byte[] key, ParameterSet set) throws InvalidKeyException {
    requireLength(key.length, set.privateBytes());
    int bits = set.coefficientBits();
    int outOfRange = 0;
    for (int i = 0; i < set.polynomials() * POLYNOMIAL_COEFFICIENTS; i++) {
      int at = 8 * HASHES_BYTES + bits * i;
      int twoBytes = (key[at / 8] & 0xff) | (key[at / 8 + 1] & 0xff) << 8;
      int coefficient = (twoBytes >> at % 8) & ((1 << bits) - 1);
      outOfRange |= 2 * set.eta() - coefficient;
    }
    if (outOfRange < 0) {
      throw new InvalidKeyException("a coefficient of s1 or s2 is out of range");
    }
  }
}
