package org.elastictee.provider.key;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.elastictee.provider.Providers;

/** Every kind of key pair, one of each, made once: an RSA key takes its time. */
public enum KeyPairKind {
  P_256("EC", new ECGenParameterSpec("secp256r1"), "EC", "EC, 256 bits"),
  P_384("EC", new ECGenParameterSpec("secp384r1"), "EC", "EC, 384 bits"),
  P_521("EC", new ECGenParameterSpec("secp521r1"), "EC", "EC, 521 bits"),
  RSA("RSA", rsa(2048), "RSA", "RSA, 2048 bits"),
  RSA_OF_ODD_LENGTH("RSA", rsa(1029), "RSA", "RSA, 1029 bits"),
  RSASSA_PSS("RSASSA-PSS", rsa(2048), "RSASSA-PSS", "RSASSA-PSS, 2048 bits"),
  ED25519("Ed25519", NamedParameterSpec.ED25519, "EdDSA", "EdDSA, 255 bits"),
  ED448("Ed448", NamedParameterSpec.ED448, "EdDSA", "EdDSA, 448 bits"),
  X25519("X25519", NamedParameterSpec.X25519, "XDH", "XDH, 255 bits"),
  X448("X448", NamedParameterSpec.X448, "XDH", "XDH, 448 bits"),
  ML_DSA_44("ML-DSA-44", named("ML-DSA-44"), "ML-DSA-44", "ML-DSA-44, 10496 bits"),
  ML_DSA_65("ML-DSA-65", named("ML-DSA-65"), "ML-DSA-65", "ML-DSA-65, 15616 bits"),
  ML_DSA_87("ML-DSA-87", named("ML-DSA-87"), "ML-DSA-87", "ML-DSA-87, 20736 bits"),
  ML_KEM_512("ML-KEM-512", named("ML-KEM-512"), "ML-KEM-512", "ML-KEM-512, 6400 bits"),
  ML_KEM_768("ML-KEM-768", named("ML-KEM-768"), "ML-KEM-768", "ML-KEM-768, 9472 bits"),
  ML_KEM_1024("ML-KEM-1024", named("ML-KEM-1024"), "ML-KEM-1024", "ML-KEM-1024, 12544 bits");

  private final String generator;

  @SuppressWarnings("ImmutableEnumChecker") // the JDK's parameters are immutable
  private final AlgorithmParameterSpec parameters;

  private final String algorithm;
  private final String printed;

  @SuppressWarnings("ImmutableEnumChecker") // made once
  private KeyPair pair;

  KeyPairKind(
      String generator, AlgorithmParameterSpec parameters, String algorithm, String printed) {
    this.generator = generator;
    this.parameters = parameters;
    this.algorithm = algorithm;
    this.printed = printed;
  }

  private static AlgorithmParameterSpec rsa(int bits) {
    return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
  }

  private static AlgorithmParameterSpec named(String name) {
    return new NamedParameterSpec(name);
  }

  /** The name of the {@code KeyPairGenerator}. */
  public String generator() {
    return generator;
  }

  public AlgorithmParameterSpec parameters() {
    return parameters;
  }

  /** What sealed keys of the kind call themselves. */
  public String algorithm() {
    return algorithm;
  }

  /** What sealed keys of the kind print of themselves, before their policy. */
  String printed() {
    return printed;
  }

  /** An ordinary pair. */
  public synchronized KeyPair pair() throws Exception {
    if (pair == null) {
      KeyPairGenerator maker = KeyPairGenerator.getInstance(generator, Providers.standard());
      maker.initialize(parameters);
      pair = maker.generateKeyPair();
    }
    return pair;
  }
}
