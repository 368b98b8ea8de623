package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.util.BigIntegers;

/** The keys that are looked for in dumps, and whether libcrypto keeps them out of core dumps. */
enum DumpedKey {
  P_256("EC", "secp256r1", "SHA256withECDSA", true),
  P_384("EC", "secp384r1", "SHA384withECDSA", true),
  /**
   * Like RSA's, its bytes lie in ordinary memory of libcrypto 3.0 as long as the signature object
   * does, and are overwritten with it.
   */
  ED25519("Ed25519", null, "Ed25519", false),
  RSA("RSA", null, "SHA256withRSA", false);

  private final String algorithm;
  private final String curve;
  private final String signature;
  private final boolean outOfCoreDumps;

  DumpedKey(String algorithm, String curve, String signature, boolean outOfCoreDumps) {
    this.algorithm = algorithm;
    this.curve = curve;
    this.signature = signature;
    this.outOfCoreDumps = outOfCoreDumps;
  }

  String algorithm() {
    return algorithm;
  }

  String signature() {
    return signature;
  }

  boolean isOutOfCoreDumps() {
    return outOfCoreDumps;
  }

  KeyPair generate() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (curve != null) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    return generator.generateKeyPair();
  }

  /** Returns the numbers of a key, big-endian, in the order of {@link OffHeapKey}. */
  static List<byte[]> numbers(KeyPair pair) {
    if (pair.getPrivate() instanceof ECPrivateKey ec) {
      int bytes = (ec.getParams().getOrder().bitLength() + 7) / 8;
      return List.of(BigIntegers.asUnsignedByteArray(bytes, ec.getS()));
    }
    if (pair.getPrivate() instanceof EdECPrivateKey edwards) {
      return List.of(edwards.getBytes().orElseThrow());
    }
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) pair.getPrivate();
    int modulusBytes = rsa.getModulus().bitLength() / 8;
    return List.of(
        BigIntegers.asUnsignedByteArray(modulusBytes, rsa.getPrivateExponent()),
        half(modulusBytes, rsa.getPrimeP()),
        half(modulusBytes, rsa.getPrimeQ()),
        half(modulusBytes, rsa.getPrimeExponentP()),
        half(modulusBytes, rsa.getPrimeExponentQ()),
        half(modulusBytes, rsa.getCrtCoefficient()));
  }

  private static byte[] half(int modulusBytes, BigInteger number) {
    return BigIntegers.asUnsignedByteArray(modulusBytes / 2, number);
  }

  static byte[] concatenation(List<byte[]> numbers) {
    ByteBuffer all = ByteBuffer.allocate(numbers.stream().mapToInt(n -> n.length).sum());
    numbers.forEach(all::put);
    return all.array();
  }
}
