package org.elastictee.cli.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import org.elastictee.provider.key.DerivedCurve;
import org.elastictee.provider.key.DerivedKeyPairSpec;
import org.elastictee.provider.key.DerivedKeySpec;
import org.elastictee.provider.key.SealedKeySpec;
import org.elastictee.sev.seal.SealingPolicy;

/** What keys can be made: sealed from the start, or derived. */
enum KeyAlgorithm {
  AES_128("AES-128", "AES", 128),
  AES_192("AES-192", "AES", 192),
  AES_256("AES-256", "AES", 256),
  CHACHA20("ChaCha20", "ChaCha20", 256),
  HMAC_SHA256("HmacSHA256", "HmacSHA256", 256),
  P_256("P-256", "secp256r1", Optional.of(DerivedCurve.P_256)),
  P_384("P-384", "secp384r1", Optional.of(DerivedCurve.P_384)),
  P_521("P-521", "secp521r1", Optional.empty()),
  RSA_2048("RSA-2048", 2048),
  RSA_3072("RSA-3072", 3072),
  RSA_4096("RSA-4096", 4096),
  ED25519("Ed25519", DerivedCurve.ED25519),
  X25519("X25519", DerivedCurve.X25519);

  private final String displayName;

  private final String generator;
  private final boolean secret;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable
  private final OptionalInt bits;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable
  private final Optional<String> curveName;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable
  private final Optional<DerivedCurve> derivedCurve;

  /** Secret keys. */
  KeyAlgorithm(String displayName, String generator, int bits) {
    this.displayName = displayName;
    this.generator = generator;
    this.secret = true;
    this.bits = OptionalInt.of(bits);
    this.curveName = Optional.empty();
    this.derivedCurve = Optional.empty();
  }

  /** Pairs on NIST's curves. */
  KeyAlgorithm(String displayName, String curveName, Optional<DerivedCurve> derivedCurve) {
    this.displayName = displayName;
    this.generator = "EC";
    this.secret = false;
    this.bits = OptionalInt.empty();
    this.curveName = Optional.of(curveName);
    this.derivedCurve = derivedCurve;
  }

  /** Pairs of RSA. */
  KeyAlgorithm(String displayName, int bits) {
    this.displayName = displayName;
    this.generator = "RSA";
    this.secret = false;
    this.bits = OptionalInt.of(bits);
    this.curveName = Optional.empty();
    this.derivedCurve = Optional.empty();
  }

  /** Pairs on curves that are algorithms of their own. */
  KeyAlgorithm(String displayName, DerivedCurve derivedCurve) {
    this.displayName = displayName;
    this.generator = displayName;
    this.secret = false;
    this.bits = OptionalInt.empty();
    this.curveName = Optional.empty();
    this.derivedCurve = Optional.of(derivedCurve);
  }

  /** Returns whether it is a secret key, and not a pair. */
  boolean isSecret() {
    return secret;
  }

  /** Returns whether a pair signs, so that it can have a certificate that it signs itself. */
  boolean signs() {
    return !secret && this != X25519;
  }

  /** Returns whether the root of trust derives such keys. */
  boolean isDerivable() {
    return secret || derivedCurve.isPresent();
  }

  SecretKey generateSecret(Provider provider, SealingPolicy policy)
      throws GeneralSecurityException {
    KeyGenerator keys = KeyGenerator.getInstance(generator, provider);
    keys.init(SealedKeySpec.builder(policy).keySize(bits.orElseThrow()).build());
    return keys.generateKey();
  }

  KeyPair generatePair(Provider provider, SealingPolicy policy) throws GeneralSecurityException {
    SealedKeySpec.Builder spec = SealedKeySpec.builder(policy);
    bits.ifPresent(spec::keySize);
    curveName.map(ECGenParameterSpec::new).ifPresent(spec::parameters);
    KeyPairGenerator pairs = KeyPairGenerator.getInstance(generator, provider);
    pairs.initialize(spec.build());
    return pairs.generateKeyPair();
  }

  SecretKey deriveSecret(Provider provider, SealingPolicy policy, String label)
      throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("SevSnpDerived", provider)
        .generateSecret(new DerivedKeySpec(policy, label, bits.orElseThrow(), generator));
  }

  KeyPair derivePair(Provider provider, SealingPolicy policy, String label)
      throws GeneralSecurityException {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance(generator, provider);
    pairs.initialize(new DerivedKeyPairSpec(policy, label, derivedCurve.orElseThrow()));
    return pairs.generateKeyPair();
  }

  /** Returns the name as it is given on the command line. */
  @Override
  public String toString() {
    return displayName;
  }
}
