package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.elastictee.sev.memory.SecretMemory;

/** Keys of RSA with two primes: a private key must tell them. */
final class RsaKeys implements KeyReader {
  private static final String ALGORITHM = "RSA";
  private static final String PSS_ALGORITHM = "RSASSA-PSS";

  /** What stands behind the private exponent. */
  private static final List<String> FACTORS =
      List.of("rsa-factor1", "rsa-factor2", "rsa-exponent1", "rsa-exponent2", "rsa-coefficient1");

  private final boolean takesPssKeys;

  /**
   * Creates a reader.
   *
   * @param takesPssKeys whether keys that are for RSASSA-PSS only are taken as well
   */
  RsaKeys(boolean takesPssKeys) {
    this.takesPssKeys = takesPssKeys;
  }

  /** Returns the length of the modulus, which is that of a signature. */
  static int modulusBytes(RSAKey key) {
    return (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * Returns the length of the modulus in bits.
   *
   * @throws InvalidKeyException if it is no key of RSA
   */
  static int modulusBits(Key key) throws InvalidKeyException {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    throw new InvalidKeyException("not a key of RSA");
  }

  static void requireLength(byte[] signature, int modulusBytes) throws SignatureException {
    if (signature.length != modulusBytes) {
      throw new SignatureException(
          "the signature has " + signature.length + " bytes, and not " + modulusBytes);
    }
  }

  private void check(RSAKey key, String algorithm) throws InvalidKeyException {
    if (!algorithm.equals(ALGORITHM) && !(takesPssKeys && algorithm.equals(PSS_ALGORITHM))) {
      throw new InvalidKeyException("the RSA key is for another algorithm: " + algorithm);
    }
    if (key.getModulus().signum() <= 0 || !key.getModulus().testBit(0)) {
      throw new InvalidKeyException("the modulus is not odd and positive");
    }
  }

  @Override
  public NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException {
    if (!(key instanceof RSAPublicKey rsa)) {
      throw new InvalidKeyException("not a public key of RSA");
    }
    check(rsa, rsa.getAlgorithm());
    if (!isBelow(rsa.getPublicExponent(), rsa.getModulus())) {
      throw new InvalidKeyException("the public exponent is not below the modulus");
    }
    return keys.publicKey(ALGORITHM, numbers(rsa.getModulus(), rsa.getPublicExponent()));
  }

  @Override
  public NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException {
    if (key instanceof OffHeapKey.Rsa offHeap) {
      check(offHeap, offHeap.getAlgorithm());
      return read(offHeap, keys);
    }
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw new InvalidKeyException("not a private key of RSA that tells its primes");
    }
    check(rsa, rsa.getAlgorithm());
    checkNumbers(rsa);
    return keys.privateKey(
        ALGORITHM,
        numbers(rsa.getModulus(), rsa.getPublicExponent())
            .number("d", rsa.getPrivateExponent())
            .number("rsa-factor1", rsa.getPrimeP())
            .number("rsa-factor2", rsa.getPrimeQ())
            .number("rsa-exponent1", rsa.getPrimeExponentP())
            .number("rsa-exponent2", rsa.getPrimeExponentQ())
            .number("rsa-coefficient1", rsa.getCrtCoefficient()));
  }

  /**
   * Where the numbers of the primes are wrong, libcrypto computes without them. The JDK refuses,
   * and so a key like that is the JDK's to judge.
   */
  private static void checkNumbers(RSAPrivateCrtKey key) throws InvalidKeyException {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger d = key.getPrivateExponent();
    boolean belongTogether =
        isBelow(BigInteger.ONE, p)
            && isBelow(BigInteger.ONE, q)
            && isBelow(d, key.getModulus())
            && p.multiply(q).equals(key.getModulus())
            && d.mod(p.subtract(BigInteger.ONE)).equals(key.getPrimeExponentP())
            && d.mod(q.subtract(BigInteger.ONE)).equals(key.getPrimeExponentQ())
            && isBelow(key.getCrtCoefficient(), p)
            && q.multiply(key.getCrtCoefficient()).mod(p).equals(BigInteger.ONE);
    if (!belongTogether) {
      throw new InvalidKeyException("the numbers of the key contradict one another");
    }
  }

  private static boolean isBelow(BigInteger number, BigInteger limit) {
    return number.signum() > 0 && number.compareTo(limit) < 0;
  }

  private static NativeHandle read(OffHeapKey.Rsa key, NativeKeys keys) throws InvalidKeyException {
    RSAPublicKey publicKey = key.publicKey();
    OsslParameters all = numbers(publicKey.getModulus(), publicKey.getPublicExponent());
    int exponentBytes = modulusBytes(key);
    int factorBytes = (key.secret().length() - exponentBytes) / FACTORS.size();
    // The last number comes first when all of it is turned round.
    try (SecretMemory littleEndian = key.secret().reversed()) {
      return littleEndian.use(
          address -> {
            long at = address + littleEndian.length() - exponentBytes;
            all.number("d", at, exponentBytes);
            for (String name : FACTORS) {
              at -= factorBytes;
              all.number(name, at, factorBytes);
            }
            return keys.privateKey(ALGORITHM, all);
          });
    }
  }

  private static OsslParameters numbers(BigInteger modulus, BigInteger exponent) {
    return new OsslParameters().number("n", modulus).number("e", exponent);
  }
}
