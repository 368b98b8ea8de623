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
  AES_KEY("KeyGenerator", "AES", SUN_JCE, BOUNCY_CASTLE),
  SHA_256("MessageDigest", "SHA-256", SUN, BOUNCY_CASTLE),
  SHA_384("MessageDigest", "SHA-384", SUN, BOUNCY_CASTLE),
  SHA_512("MessageDigest", "SHA-512", SUN, BOUNCY_CASTLE),
  HMAC_SHA256("Mac", "HmacSHA256", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA384("Mac", "HmacSHA384", SUN_JCE, BOUNCY_CASTLE),
  HMAC_SHA512("Mac", "HmacSHA512", SUN_JCE, BOUNCY_CASTLE),
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
