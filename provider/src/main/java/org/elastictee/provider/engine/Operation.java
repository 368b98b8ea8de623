package org.elastictee.provider.engine;

import static org.elastictee.provider.engine.Engine.BOUNCY_CASTLE;
import static org.elastictee.provider.engine.Engine.LIBCRYPTO;
import static org.elastictee.provider.engine.Engine.LIBELASTIC;
import static org.elastictee.provider.engine.Engine.SUN;
import static org.elastictee.provider.engine.Engine.SUN_EC;
import static org.elastictee.provider.engine.Engine.SUN_JCE;
import static org.elastictee.provider.engine.Engine.SUN_JSSE;
import static org.elastictee.provider.engine.Engine.SUN_RSA_SIGN;

import java.util.List;

/**
 * The engine table: each operation, its standard name, BouncyCastle's name where that is another,
 * and the engines in the order they are asked.
 */
public enum Operation {
  AES_GCM("Cipher", "AES/GCM/NoPadding", LIBELASTIC, SUN_JCE, BOUNCY_CASTLE),
  AES_GCM_SIV("Cipher", "AES/GCM-SIV/NoPadding", BOUNCY_CASTLE),
  AES_CBC("Cipher", "AES/CBC/NoPadding", SUN_JCE, BOUNCY_CASTLE),
  AES_CBC_PKCS5("Cipher", "AES/CBC/PKCS5Padding", SUN_JCE, BOUNCY_CASTLE),
  AES_CBC_ISO10126("Cipher", "AES/CBC/ISO10126Padding", SUN_JCE, BOUNCY_CASTLE),
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
  PBKDF2_SHA512_224("SecretKeyFactory", "PBKDF2WithHmacSHA512/224", SUN_JCE, BOUNCY_CASTLE),
  PBKDF2_SHA512_256("SecretKeyFactory", "PBKDF2WithHmacSHA512/256", SUN_JCE, BOUNCY_CASTLE),
  AES_PARAMETERS("AlgorithmParameters", "AES", SUN_JCE, BOUNCY_CASTLE),
  GCM_PARAMETERS("AlgorithmParameters", "GCM", SUN_JCE, BOUNCY_CASTLE),
  CHACHA20_POLY1305_PARAMETERS("AlgorithmParameters", "ChaCha20-Poly1305", SUN_JCE, BOUNCY_CASTLE),
  ECDSA_NONE("Signature", "NONEwithECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA1("Signature", "SHA1withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA224("Signature", "SHA224withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA256("Signature", "SHA256withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA384("Signature", "SHA384withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA512("Signature", "SHA512withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA3_224("Signature", "SHA3-224withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA3_256("Signature", "SHA3-256withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA3_384("Signature", "SHA3-384withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_SHA3_512("Signature", "SHA3-512withECDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ECDSA_P1363_NONE("Signature", "NONEwithECDSAinP1363Format", LIBCRYPTO, SUN_EC),
  ECDSA_P1363_SHA1(
      "Signature",
      "SHA1withECDSAinP1363Format",
      "SHA1WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA224(
      "Signature",
      "SHA224withECDSAinP1363Format",
      "SHA224WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA256(
      "Signature",
      "SHA256withECDSAinP1363Format",
      "SHA256WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA384(
      "Signature",
      "SHA384withECDSAinP1363Format",
      "SHA384WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA512(
      "Signature",
      "SHA512withECDSAinP1363Format",
      "SHA512WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA3_224(
      "Signature",
      "SHA3-224withECDSAinP1363Format",
      "SHA3-224WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA3_256(
      "Signature",
      "SHA3-256withECDSAinP1363Format",
      "SHA3-256WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA3_384(
      "Signature",
      "SHA3-384withECDSAinP1363Format",
      "SHA3-384WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  ECDSA_P1363_SHA3_512(
      "Signature",
      "SHA3-512withECDSAinP1363Format",
      "SHA3-512WITHPLAIN-ECDSA",
      LIBCRYPTO,
      SUN_EC,
      BOUNCY_CASTLE),
  RSA_SHA1("Signature", "SHA1withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA224("Signature", "SHA224withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA256("Signature", "SHA256withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA384("Signature", "SHA384withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA512("Signature", "SHA512withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA512_224(
      "Signature",
      "SHA512/224withRSA",
      "SHA512(224)WITHRSA",
      LIBCRYPTO,
      SUN_RSA_SIGN,
      BOUNCY_CASTLE),
  RSA_SHA512_256(
      "Signature",
      "SHA512/256withRSA",
      "SHA512(256)WITHRSA",
      LIBCRYPTO,
      SUN_RSA_SIGN,
      BOUNCY_CASTLE),
  RSA_SHA3_224("Signature", "SHA3-224withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA3_256("Signature", "SHA3-256withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA3_384("Signature", "SHA3-384withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSA_SHA3_512("Signature", "SHA3-512withRSA", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSASSA_PSS("Signature", "RSASSA-PSS", LIBCRYPTO, SUN_RSA_SIGN, BOUNCY_CASTLE),
  EDDSA("Signature", "EdDSA", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ED25519("Signature", "Ed25519", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ED448("Signature", "Ed448", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  ML_DSA("Signature", "ML-DSA", LIBCRYPTO, SUN, BOUNCY_CASTLE),
  ML_DSA_44("Signature", "ML-DSA-44", LIBCRYPTO, SUN, BOUNCY_CASTLE),
  ML_DSA_65("Signature", "ML-DSA-65", LIBCRYPTO, SUN, BOUNCY_CASTLE),
  ML_DSA_87("Signature", "ML-DSA-87", LIBCRYPTO, SUN, BOUNCY_CASTLE),
  ECDH("KeyAgreement", "ECDH", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  XDH("KeyAgreement", "XDH", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  X25519("KeyAgreement", "X25519", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  X448("KeyAgreement", "X448", LIBCRYPTO, SUN_EC, BOUNCY_CASTLE),
  RSA_KEY("KeyFactory", "RSA", SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSASSA_PSS_KEY("KeyFactory", "RSASSA-PSS", SUN_RSA_SIGN, BOUNCY_CASTLE),
  EC_KEY("KeyFactory", "EC", SUN_EC, BOUNCY_CASTLE),
  EDDSA_KEY("KeyFactory", "EdDSA", SUN_EC, BOUNCY_CASTLE),
  ED25519_KEY("KeyFactory", "Ed25519", SUN_EC, BOUNCY_CASTLE),
  ED448_KEY("KeyFactory", "Ed448", SUN_EC, BOUNCY_CASTLE),
  XDH_KEY("KeyFactory", "XDH", SUN_EC, BOUNCY_CASTLE),
  X25519_KEY("KeyFactory", "X25519", SUN_EC, BOUNCY_CASTLE),
  X448_KEY("KeyFactory", "X448", SUN_EC, BOUNCY_CASTLE),
  ML_DSA_KEY("KeyFactory", "ML-DSA", SUN, BOUNCY_CASTLE),
  ML_DSA_44_KEY("KeyFactory", "ML-DSA-44", SUN, BOUNCY_CASTLE),
  ML_DSA_65_KEY("KeyFactory", "ML-DSA-65", SUN, BOUNCY_CASTLE),
  ML_DSA_87_KEY("KeyFactory", "ML-DSA-87", SUN, BOUNCY_CASTLE),
  RSA_PAIR("KeyPairGenerator", "RSA", SUN_RSA_SIGN, BOUNCY_CASTLE),
  RSASSA_PSS_PAIR("KeyPairGenerator", "RSASSA-PSS", SUN_RSA_SIGN, BOUNCY_CASTLE),
  EC_PAIR("KeyPairGenerator", "EC", SUN_EC, BOUNCY_CASTLE),
  EDDSA_PAIR("KeyPairGenerator", "EdDSA", SUN_EC, BOUNCY_CASTLE),
  ED25519_PAIR("KeyPairGenerator", "Ed25519", SUN_EC, BOUNCY_CASTLE),
  ED448_PAIR("KeyPairGenerator", "Ed448", SUN_EC, BOUNCY_CASTLE),
  XDH_PAIR("KeyPairGenerator", "XDH", SUN_EC, BOUNCY_CASTLE),
  X25519_PAIR("KeyPairGenerator", "X25519", SUN_EC, BOUNCY_CASTLE),
  X448_PAIR("KeyPairGenerator", "X448", SUN_EC, BOUNCY_CASTLE),
  ML_DSA_PAIR("KeyPairGenerator", "ML-DSA", SUN, BOUNCY_CASTLE),
  ML_DSA_44_PAIR("KeyPairGenerator", "ML-DSA-44", SUN, BOUNCY_CASTLE),
  ML_DSA_65_PAIR("KeyPairGenerator", "ML-DSA-65", SUN, BOUNCY_CASTLE),
  ML_DSA_87_PAIR("KeyPairGenerator", "ML-DSA-87", SUN, BOUNCY_CASTLE),
  ML_KEM("KEM", "ML-KEM", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_512("KEM", "ML-KEM-512", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_768("KEM", "ML-KEM-768", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_1024("KEM", "ML-KEM-1024", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_KEY("KeyFactory", "ML-KEM", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_512_KEY("KeyFactory", "ML-KEM-512", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_768_KEY("KeyFactory", "ML-KEM-768", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_1024_KEY("KeyFactory", "ML-KEM-1024", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_PAIR("KeyPairGenerator", "ML-KEM", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_512_PAIR("KeyPairGenerator", "ML-KEM-512", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_768_PAIR("KeyPairGenerator", "ML-KEM-768", SUN_JCE, BOUNCY_CASTLE),
  ML_KEM_1024_PAIR("KeyPairGenerator", "ML-KEM-1024", SUN_JCE, BOUNCY_CASTLE),
  EC_PARAMETERS("AlgorithmParameters", "EC", SUN_EC, BOUNCY_CASTLE),
  PSS_PARAMETERS("AlgorithmParameters", "RSASSA-PSS", SUN_RSA_SIGN, BOUNCY_CASTLE),
  OAEP_PARAMETERS("AlgorithmParameters", "OAEP", SUN_JCE, BOUNCY_CASTLE),
  RSA_PKCS1("Cipher", "RSA/ECB/PKCS1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP("Cipher", "RSA/ECB/OAEPPadding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP_SHA1("Cipher", "RSA/ECB/OAEPWithSHA-1AndMGF1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP_SHA224(
      "Cipher", "RSA/ECB/OAEPWithSHA-224AndMGF1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP_SHA256(
      "Cipher", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP_SHA384(
      "Cipher", "RSA/ECB/OAEPWithSHA-384AndMGF1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  RSA_OAEP_SHA512(
      "Cipher", "RSA/ECB/OAEPWithSHA-512AndMGF1Padding", LIBCRYPTO, SUN_JCE, BOUNCY_CASTLE),
  KERNEL_RANDOM("SecureRandom", "NativePRNGNonBlocking", SUN),
  DRBG("SecureRandom", "DRBG", SUN),
  TLS("SSLContext", "TLS", SUN_JSSE),
  PKIX("TrustManagerFactory", "PKIX", SUN_JSSE);

  private final String type;
  private final String algorithm;
  private final String bouncyCastleName;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Engine> engines;

  Operation(String type, String algorithm, Engine... engines) {
    this(type, algorithm, algorithm, engines);
  }

  Operation(String type, String algorithm, String bouncyCastleName, Engine... engines) {
    this.type = type;
    this.algorithm = algorithm;
    this.bouncyCastleName = bouncyCastleName;
    this.engines = List.of(engines);
  }

  /** Returns the JCA service type. */
  public String type() {
    return type;
  }

  /** Returns the JCA's standard name of the algorithm. */
  public String algorithm() {
    return algorithm;
  }

  /** Returns the name by which an engine knows the algorithm. */
  String algorithm(Engine engine) {
    return engine == BOUNCY_CASTLE ? bouncyCastleName : algorithm;
  }

  /** Returns the engines, the one to ask first in front. */
  public List<Engine> engines() {
    return engines;
  }
}
