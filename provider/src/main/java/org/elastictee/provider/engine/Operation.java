package org.elastictee.provider.engine;

import static org.elastictee.provider.engine.Engine.BOUNCY_CASTLE;
import static org.elastictee.provider.engine.Engine.SUN;
import static org.elastictee.provider.engine.Engine.SUN_EC;
import static org.elastictee.provider.engine.Engine.SUN_JCE;
import static org.elastictee.provider.engine.Engine.SUN_JSSE;
import static org.elastictee.provider.engine.Engine.SUN_RSA_SIGN;

import java.util.List;

/**
 * The engine table: each operation, the name an engine knows it by, and the engines in the order
 * they are asked.
 */
public enum Operation {
  AES_GCM("Cipher", "AES/GCM/NoPadding", SUN_JCE, BOUNCY_CASTLE),
  AES_GCM_SIV("Cipher", "AES/GCM-SIV/NoPadding", BOUNCY_CASTLE),
  AES_CBC("Cipher", "AES/CBC/NoPadding", SUN_JCE, BOUNCY_CASTLE),
  AES_CBC_PKCS5("Cipher", "AES/CBC/PKCS5Padding", SUN_JCE, BOUNCY_CASTLE),
  AES_CTR("Cipher", "AES/CTR/NoPadding", SUN_JCE, BOUNCY_CASTLE),
  AES_KW("Cipher", "AESWrap", SUN_JCE, BOUNCY_CASTLE),
  AES_KWP("Cipher", "AESWrapPad", SUN_JCE, BOUNCY_CASTLE),
  CHACHA20_POLY1305("Cipher", "ChaCha20-Poly1305", SUN_JCE, BOUNCY_CASTLE),
  SHA_1("MessageDigest", "SHA-1", SUN, BOUNCY_CASTLE),
  SHA_224("MessageDigest", "SHA-224", SUN, BOUNCY_CASTLE),
  SHA_256("MessageDigest", "SHA-256", SUN, BOUNCY_CASTLE),
  SHA_384("MessageDigest", "SHA-384", SUN, BOUNCY_CASTLE),
  SHA_512("MessageDigest", "SHA-512", SUN, BOUNCY_CASTLE),
  SHA_512_224("MessageDigest", "SHA-512/224", SUN, BOUNCY_CASTLE),
  SHA_512_256("MessageDigest", "SHA-512/256", SUN, BOUNCY_CASTLE),
  SHA3_224("MessageDigest", "SHA3-224", SUN, BOUNCY_CASTLE),
  SHA3_256("MessageDigest", "SHA3-256", SUN, BOUNCY_CASTLE),
  SHA3_384("MessageDigest", "SHA3-384", SUN, BOUNCY_CASTLE),
  SHA3_512("MessageDigest", "SHA3-512", SUN, BOUNCY_CASTLE),
  HMAC_SHA1("Mac", "HmacSHA1", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA224("Mac", "HmacSHA224", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA256("Mac", "HmacSHA256", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA384("Mac", "HmacSHA384", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA512("Mac", "HmacSHA512", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA512_224("Mac", "HmacSHA512/224", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA512_256("Mac", "HmacSHA512/256", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA3_224("Mac", "HmacSHA3-224", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA3_256("Mac", "HmacSHA3-256", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA3_384("Mac", "HmacSHA3-384", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA3_512("Mac", "HmacSHA3-512", SUN_JCE, BOUNCY_CASTLE),
  AES_CMAC("Mac", "AESCMAC", BOUNCY_CASTLE),
  PBKDF2_SHA1("SecretKeyFactory", "PBKDF2WithHmacSHA1", SUN_JCE, BOUNCY_CASTLE),
  PBKDF2_SHA224("SecretKeyFactory", "PBKDF2WithHmacSHA224", SUN_JCE, BOUNCY_CASTLE),
  PBKDF2_SHA256("SecretKeyFactory", "PBKDF2WithHmacSHA256", SUN_JCE, BOUNCY_CASTLE),
  PBKDF2_SHA384("SecretKeyFactory", "PBKDF2WithHmacSHA384", SUN_JCE, BOUNCY_CASTLE),
  PBKDF2_SHA512("SecretKeyFactory", "PBKDF2WithHmacSHA512", SUN_JCE, BOUNCY_CASTLE),
  AES_PARAMETERS("AlgorithmParameters", "AES", SUN_JCE, BOUNCY_CASTLE),
  GCM_PARAMETERS("AlgorithmParameters", "GCM", SUN_JCE, BOUNCY_CASTLE),
  CHACHA20_POLY1305_PARAMETERS("AlgorithmParameters", "ChaCha20-Poly1305", SUN_JCE, BOUNCY_CASTLE),
  ECDSA_SHA256("Signature", "SHA256withECDSA", SUN_EC, BOUNCY_CASTLE),
  RSA_SHA256("Signature", "SHA256withRSA", SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSASSA_PSS("Signature", "RSASSA-PSS", SUN_RSA_SIGN, BOUNCY_CASTLE),
  EC_KEY("KeyFactory", "EC", SUN_EC, BOUNCY_CASTLE),
  KERNEL_RANDOM("SecureRandom", "NativePRNGNonBlocking", SUN),
  DRBG("SecureRandom", "DRBG", SUN),
  TLS("SSLContext", "TLS", SUN_JSSE),
  PKIX("TrustManagerFactory", "PKIX", SUN_JSSE);

  private final String type;
  private final String algorithm;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Engine> engines;

  Operation(String type, String algorithm, Engine... engines) {
    this.type = type;
    this.algorithm = algorithm;
    this.engines = List.of(engines);
  }

  /** Returns the JCA service type. */
  public String type() {
    return type;
  }

  /** Returns the JCA algorithm name under which the engines know the operation. */
  public String algorithm() {
    return algorithm;
  }

  /** Returns the engines, the one to ask first in front. */
  public List<Engine> engines() {
    return engines;
  }
}
