package org.elastictee.provider.key;

/** Which sizes the keys of an algorithm have. */
public enum SecretKeySizes {
  AES("AES", 256, 128, 192, 256),
  CHACHA20("ChaCha20", 256, 256),
  HMAC_SHA1("HmacSHA1", 160),
  HMAC_SHA224("HmacSHA224", 224),
  HMAC_SHA256("HmacSHA256", 256),
  HMAC_SHA384("HmacSHA384", 384),
  HMAC_SHA512("HmacSHA512", 512),
  HMAC_SHA512_224("HmacSHA512/224", 224),
  HMAC_SHA512_256("HmacSHA512/256", 256),
  HMAC_SHA3_224("HmacSHA3-224", 224),
  HMAC_SHA3_256("HmacSHA3-256", 256),
  HMAC_SHA3_384("HmacSHA3-384", 384),
  HMAC_SHA3_512("HmacSHA3-512", 512);

  /** The JDK's lower bound for keys of HMAC; there is no upper one. */
  private static final int SHORTEST_HMAC_BITS = 40;

  /** What the JDK calls a key of no algorithm. */
  private static final String GENERIC = "Generic";

  private final String algorithm;
  private final int defaultBits;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final int[] sizes;

  /** No sizes: any size, as HMAC has it. */
  SecretKeySizes(String algorithm, int defaultBits, int... sizes) {
    this.algorithm = algorithm;
    this.defaultBits = defaultBits;
    this.sizes = sizes;
  }

  /** Returns the JCA name of the algorithm. */
  public String algorithm() {
    return algorithm;
  }

  int defaultBits() {
    return defaultBits;
  }

  /**
   * Returns the JCA's spelling of the name of an algorithm, or of Generic, which has any size.
   *
   * @throws IllegalArgumentException if there is no such algorithm, or its keys have no such size
   */
  static String nameOf(String algorithm, int bits) {
    if (algorithm.equalsIgnoreCase(GENERIC)) {
      return GENERIC;
    }
    for (SecretKeySizes sizes : values()) {
      if (sizes.algorithm.equalsIgnoreCase(algorithm)) {
        if (!sizes.allow(bits)) {
          throw new IllegalArgumentException("keys of " + sizes.algorithm + " have no such size");
        }
        return sizes.algorithm;
      }
    }
    throw new IllegalArgumentException("no algorithm of secret keys has this name");
  }

  boolean allow(int bits) {
    if (sizes.length == 0) {
      return bits >= SHORTEST_HMAC_BITS;
    }
    for (int size : sizes) {
      if (size == bits) {
        return true;
      }
    }
    return false;
  }
}
