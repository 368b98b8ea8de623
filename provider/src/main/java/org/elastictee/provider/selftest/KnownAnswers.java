package org.elastictee.provider.selftest;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.elastictee.provider.selftest.KeyPairConsistency.Proof;

/** Which test goes with which operation. */
public final class KnownAnswers {
  private static final StoredKey RSA = new StoredKey("rsa2048", "RSA");
  private static final StoredKey PSS = new StoredKey("pss2048", "RSASSA-PSS");
  private static final StoredKey P_256 = new StoredKey("p256", "EC");
  private static final StoredKey P_384 = new StoredKey("p384", "EC");
  private static final StoredKey P_521 = new StoredKey("p521", "EC");

  private static final PSSParameterSpec PSS_SHA256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** No HMAC has a block of more than 144 bytes (SHA3-224). */
  private static final int[] HMAC_KEY_BYTES = {32, 200};

  private static final int[] AES_KEY_BYTES = {16, 24, 32};

  private static final Map<String, String> REASONS =
      Map.of(
          "SecureRandom", "randomness has no known answer",
          "SSLContext", "a protocol has no known answer",
          "TrustManagerFactory", "validation has no known answer",
          "KeyPairGenerator", "a pair of RSA keys takes too long to make");

  private KnownAnswers() {}

  /**
   * Returns the test of an operation, or empty if there is none: see {@link #whyNone}.
   *
   * @param type of the service
   * @param algorithm by its standard name
   */
  public static Optional<KnownAnswerTest> test(String type, String algorithm) {
    String answers = type + "." + algorithm;
    return Optional.ofNullable(
        switch (type) {
          case "MessageDigest" -> new DigestAnswers(answers);
          case "Mac" ->
              new MacAnswers(answers, algorithm.equals("AESCMAC") ? AES_KEY_BYTES : HMAC_KEY_BYTES);
          case "SecretKeyFactory" -> new PasswordAnswers(answers);
          case "Cipher" -> cipher(answers, algorithm);
          case "AlgorithmParameters" -> new ParameterAnswers(answers, parameters(algorithm));
          case "Signature" -> signature(answers, algorithm);
          case "KeyAgreement" -> new AgreementAnswers(answers, agreementKey(algorithm));
          case "KEM" -> new KemAnswers(moduleLatticeKey(algorithm));
          case "KeyFactory" -> keys(algorithm);
          case "KeyPairGenerator" -> pairs(algorithm);
          default -> null;
        });
  }

  /** Returns why an operation of this type has no test, for people. */
  public static String whyNone(String type) {
    return REASONS.getOrDefault(type, "there is no test of its kind");
  }

  private static KnownAnswerTest cipher(String answers, String algorithm) {
    return switch (algorithm) {
      case "AES/GCM/NoPadding" -> AeadAnswers.gcm(answers);
      case "AES/GCM-SIV/NoPadding" -> AeadAnswers.gcmSiv(answers);
      case "ChaCha20-Poly1305" -> AeadAnswers.chaCha20Poly1305(answers);
      case "AES/CBC/NoPadding" -> AesModeAnswers.ofWholeBlocks(answers);
      case "AES/CBC/ISO10126Padding" -> AesModeAnswers.withRandomPadding(answers);
      case "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding" -> AesModeAnswers.ofAnyLength(answers);
      case "AESWrap" -> KeyWrapAnswers.unpadded(answers);
      case "AESWrapPad" -> KeyWrapAnswers.padded(answers);
      case "RSA/ECB/PKCS1Padding" -> new RsaCipherAnswers(answers, RSA, null);
      default -> new RsaCipherAnswers(answers, RSA, oaep(algorithm));
    };
  }

  /** As Elastic gives them to engines: the mask is made with SHA-1, whatever hashes the label. */
  private static OAEPParameterSpec oaep(String algorithm) {
    String digest =
        algorithm.equals("RSA/ECB/OAEPPadding")
            ? "SHA-1"
            : algorithm.replaceFirst("RSA/ECB/OAEPWith(.*)AndMGF1Padding", "$1");
    return new OAEPParameterSpec(
        digest, "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
  }

  private static AlgorithmParameterSpec parameters(String algorithm) {
    return switch (algorithm) {
      case "AES" -> new IvParameterSpec(Pattern.bytes(16));
      case "GCM" -> new GCMParameterSpec(128, Pattern.bytes(12));
      case "ChaCha20-Poly1305" -> new IvParameterSpec(Pattern.bytes(12));
      case "EC" -> new ECGenParameterSpec("secp256r1");
      case "RSASSA-PSS" -> PSS_SHA256;
      // With a label: what is the default may be written or left out.
      default ->
          new OAEPParameterSpec(
              "SHA-256",
              "MGF1",
              MGF1ParameterSpec.SHA256,
              new PSource.PSpecified(Pattern.bytes(4)));
    };
  }

  private static KnownAnswerTest signature(String answers, String algorithm) {
    if (algorithm.equals("RSASSA-PSS")) {
      return SignatureAnswers.randomized(answers, RSA, PSS_SHA256);
    }
    if (algorithm.endsWith("withRSA")) {
      return SignatureAnswers.deterministic(answers, RSA);
    }
    if (algorithm.startsWith("Ed")) {
      return SignatureAnswers.deterministic(answers, edwardsKey(algorithm));
    }
    if (algorithm.startsWith("ML-DSA")) {
      return SignatureAnswers.randomized(answers, moduleLatticeKey(algorithm), null);
    }
    return SignatureAnswers.randomized(answers, curveFor(algorithm), null);
  }

  /** The curve that has the strength of the digest. */
  private static StoredKey curveFor(String signature) {
    if (signature.contains("512")) {
      return P_521;
    }
    return signature.contains("384") ? P_384 : P_256;
  }

  private static StoredKey edwardsKey(String algorithm) {
    return new StoredKey(algorithm.equals("Ed448") ? "ed448" : "ed25519", algorithm);
  }

  private static StoredKey montgomeryKey(String algorithm) {
    return new StoredKey(algorithm.equals("X448") ? "x448" : "x25519", algorithm);
  }

  private static StoredKey moduleLatticeKey(String algorithm) {
    String set =
        switch (algorithm) {
          case "ML-DSA" -> "ML-DSA-65";
          case "ML-KEM" -> "ML-KEM-768";
          default -> algorithm;
        };
    return new StoredKey(set, set);
  }

  private static StoredKey agreementKey(String algorithm) {
    return algorithm.equals("ECDH") ? P_256 : montgomeryKey(algorithm);
  }

  private static KnownAnswerTest keys(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> new KeyFactoryAnswers(RSA, true);
      case "RSASSA-PSS" -> new KeyFactoryAnswers(PSS, true);
      case "EC" -> new KeyFactoryAnswers(P_256, true);
      case "EdDSA", "Ed25519", "Ed448" -> new KeyFactoryAnswers(edwardsKey(algorithm), true);
      case "XDH", "X25519", "X448" -> new KeyFactoryAnswers(montgomeryKey(algorithm), true);
      default -> new KeyFactoryAnswers(moduleLatticeKey(algorithm), algorithm.startsWith("ML-KEM"));
    };
  }

  private static KnownAnswerTest pairs(String algorithm) {
    return switch (algorithm) {
      case "RSA", "RSASSA-PSS" -> null;
      case "EC" ->
          new KeyPairConsistency(
              new ECGenParameterSpec("secp256r1"), Proof.SIGNATURE, "SHA256withECDSA");
      case "EdDSA" ->
          new KeyPairConsistency(NamedParameterSpec.ED25519, Proof.SIGNATURE, algorithm);
      case "XDH" -> new KeyPairConsistency(NamedParameterSpec.X25519, Proof.AGREEMENT, algorithm);
      case "X25519", "X448" -> new KeyPairConsistency(null, Proof.AGREEMENT, algorithm);
      default -> new KeyPairConsistency(null, proof(algorithm), algorithm);
    };
  }

  private static Proof proof(String algorithm) {
    if (!algorithm.startsWith("ML-KEM")) {
      return Proof.SIGNATURE;
    }
    return ReflectedKem.isSupported() ? Proof.ENCAPSULATION : Proof.ENCODING;
  }
}
