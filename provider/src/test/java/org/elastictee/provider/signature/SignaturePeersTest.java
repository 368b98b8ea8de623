package org.elastictee.provider.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.engine.Operation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each signature algorithm, between Elastic on each engine and every other provider that has it.
 */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class SignaturePeersTest {
  /** As long as a SHA-256 digest, so that NONEwithECDSA takes it whole. */
  private static final byte[] DATA =
      "thirty-two bytes of input, exact".getBytes(StandardCharsets.US_ASCII);

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final Map<String, KeyPair> KEYS = new HashMap<>();

  private final ElasticProvider provider;

  SignaturePeersTest(ElasticProvider provider) {
    this.provider = provider;
  }

  static Stream<String> algorithms() {
    return Stream.concat(
        Arrays.stream(Operation.values())
            .filter(operation -> operation.type().equals("Signature"))
            .map(Operation::algorithm),
        Stream.of("NONEwithRSA"));
  }

  private static String keyAlgorithm(String algorithm) {
    if (algorithm.contains("withECDSA")) {
      return "EC";
    }
    if (algorithm.equals("EdDSA")) {
      return "Ed25519";
    }
    return algorithm.endsWith("withRSA") ? "RSA" : algorithm;
  }

  private static KeyPair keys(String algorithm, Provider maker) throws Exception {
    String name = keyAlgorithm(algorithm);
    String id = maker.getName() + " " + System.identityHashCode(maker) + " " + name;
    if (!KEYS.containsKey(id)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name, maker);
      if (name.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      KEYS.put(id, generator.generateKeyPair());
    }
    return KEYS.get(id);
  }

  private static List<Provider> peers(String algorithm) {
    if (algorithm.equals("NONEwithRSA")) {
      // BouncyCastle's takes a DigestInfo only.
      return List.of(Security.getProvider("SunJCE"));
    }
    return Stream.of(
            Security.getProvider("SUN"),
            Security.getProvider("SunRsaSign"),
            Security.getProvider("SunEC"),
            BOUNCY_CASTLE)
        .filter(peer -> peer.getService("Signature", algorithm) != null)
        .toList();
  }

  private static Provider keyMaker(String algorithm, Provider peer) {
    return algorithm.equals("NONEwithRSA") ? Security.getProvider("SunRsaSign") : peer;
  }

  /**
   * BouncyCastle has no bare digest in the format of P1363; that the standard engine has it says
   * ServiceTableTest.
   */
  private boolean isThere(String algorithm) {
    try {
      Signature.getInstance(algorithm, provider);
      return true;
    } catch (NoSuchAlgorithmException e) {
      assertEquals("NONEwithECDSAinP1363Format", algorithm);
      return false;
    }
  }

  private static Signature with(String algorithm, Provider provider) throws Exception {
    Signature signature = Signature.getInstance(algorithm, provider);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 17, 1));
    }
    return signature;
  }

  private static byte[] sign(String algorithm, Provider provider, KeyPair keys) throws Exception {
    Signature signer = with(algorithm, provider);
    signer.initSign(keys.getPrivate());
    signer.update(DATA, 0, 5);
    signer.update(DATA[5]);
    signer.update(ByteBuffer.wrap(DATA, 6, DATA.length - 6));
    return signer.sign();
  }

  private static boolean verifies(
      String algorithm, Provider provider, PublicKey key, byte[] data, byte[] signature)
      throws Exception {
    Signature verifier = with(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(data);
    return verifier.verify(signature);
  }

  /** The peer gets the public key as it would arrive: encoded. */
  private static PublicKey arrived(PublicKey key, String algorithm, Provider peer)
      throws Exception {
    return KeyFactory.getInstance(keyAlgorithm(algorithm), keyMaker(algorithm, peer))
        .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void peersVerifyWhatWeSign(String algorithm) throws Exception {
    assumeTrue(isThere(algorithm));
    KeyPair keys = keys(algorithm, provider);
    byte[] signature = sign(algorithm, provider, keys);
    assertFalse(peers(algorithm).isEmpty());
    for (Provider peer : peers(algorithm)) {
      PublicKey theirs = arrived(keys.getPublic(), algorithm, peer);
      assertTrue(verifies(algorithm, peer, theirs, DATA, signature), peer.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void weVerifyWhatPeersSign(String algorithm) throws Exception {
    assumeTrue(isThere(algorithm));
    for (Provider peer : peers(algorithm)) {
      KeyPair keys = keys(algorithm, keyMaker(algorithm, peer));
      byte[] signature = sign(algorithm, peer, keys);
      assertTrue(verifies(algorithm, provider, keys.getPublic(), DATA, signature));
      byte[] other = DATA.clone();
      other[31] ^= 1;
      assertFalse(verifies(algorithm, provider, keys.getPublic(), other, signature));
    }
  }

  /** ML-DSA apart: JDK 24 and 25 cannot read the private keys that BouncyCastle writes. */
  @ParameterizedTest
  @MethodSource("algorithms")
  void signsWithThePrivateKeysOfPeers(String algorithm) throws Exception {
    assumeTrue(isThere(algorithm));
    for (Provider peer : peers(algorithm)) {
      if (!algorithm.startsWith("ML-DSA")) {
        KeyPair keys = keys(algorithm, keyMaker(algorithm, peer));
        byte[] signature = sign(algorithm, provider, keys);
        assertTrue(verifies(algorithm, peer, keys.getPublic(), DATA, signature), peer.getName());
      }
    }
  }
}
