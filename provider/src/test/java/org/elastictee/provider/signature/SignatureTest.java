package org.elastictee.provider.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures on each engine that can stand behind them. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class SignatureTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private static KeyPair ec;
  private static KeyPair rsa;

  private final ElasticProvider provider;

  SignatureTest(ElasticProvider provider) {
    this.provider = provider;
  }

  @BeforeAll
  static void generateKeys() throws Exception {
    KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
    ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
    ec = ecKeys.generateKeyPair();
    KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
    rsaKeys.initialize(2048);
    rsa = rsaKeys.generateKeyPair();
  }

  private static KeyPair keys(String algorithm) {
    return algorithm.endsWith("ECDSA") ? ec : rsa;
  }

  private static Signature with(String algorithm, Provider provider) throws Exception {
    Signature signature = Signature.getInstance(algorithm, provider);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(PSS);
    }
    return signature;
  }

  private byte[] sign(String algorithm) throws Exception {
    Signature signer = with(algorithm, provider);
    signer.initSign(keys(algorithm).getPrivate());
    signer.update(DATA);
    return signer.sign();
  }

  private Signature verifying(String algorithm) throws Exception {
    Signature verifier = with(algorithm, provider);
    verifier.initVerify(keys(algorithm).getPublic());
    return verifier;
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS"})
  void verifiesWhatItSignedAndSoDoesTheJdk(String algorithm) throws Exception {
    byte[] signature = sign(algorithm);
    Signature ours = verifying(algorithm);
    ours.update(ByteBuffer.wrap(DATA));
    assertTrue(ours.verify(signature));
    Signature jdks = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      jdks.setParameter(PSS);
    }
    jdks.initVerify(keys(algorithm).getPublic());
    jdks.update(DATA);
    assertTrue(jdks.verify(signature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS"})
  void refusesOtherDataAndServesAgain(String algorithm) throws Exception {
    byte[] signature = sign(algorithm);
    Signature verifier = verifying(algorithm);
    verifier.update(new byte[] {1});
    assertFalse(verifier.verify(signature));
    verifier.update(DATA[0]);
    verifier.update(DATA, 1, 3);
    assertTrue(verifier.verify(signature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS"})
  void drawsFromTheRandomnessItIsGivenUnlessLibcryptoSigns(String algorithm) throws Exception {
    AtomicInteger drawn = new AtomicInteger();
    SecureRandom counting =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            drawn.addAndGet(bytes.length);
            super.nextBytes(bytes);
          }
        };
    Signature signer = with(algorithm, provider);
    signer.initSign(keys(algorithm).getPrivate(), counting);
    signer.update(DATA);
    signer.sign();
    if (Providers.isOnLibcrypto(provider)) {
      assertEquals(0, drawn.get());
    } else {
      assertTrue(drawn.get() > 0 || algorithm.equals("SHA256withRSA"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS"})
  void refusesAKeyOfAnotherKind(String algorithm) throws Exception {
    Signature signature = with(algorithm, provider);
    KeyPair wrong = keys(algorithm) == ec ? rsa : ec;
    assertThrows(InvalidKeyException.class, () -> signature.initSign(wrong.getPrivate()));
    assertThrows(InvalidKeyException.class, () -> signature.initVerify(wrong.getPublic()));
  }

  /** libcrypto takes RSA keys with their primes only. */
  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "RSASSA-PSS"})
  void signsWithModulusAndPrivateExponentAlone(String algorithm) throws Exception {
    RSAPrivateKey whole = (RSAPrivateKey) rsa.getPrivate();
    PrivateKey bare =
        KeyFactory.getInstance("RSA", provider)
            .generatePrivate(new RSAPrivateKeySpec(whole.getModulus(), whole.getPrivateExponent()));
    Signature signature = with(algorithm, provider);
    for (PrivateKey key : new PrivateKey[] {bare, whole, bare}) {
      signature.initSign(key);
      signature.update(DATA);
      byte[] signed = signature.sign();
      signature.initVerify(rsa.getPublic());
      signature.update(DATA);
      assertTrue(signature.verify(signed));
    }
  }

  @Test
  void pssHasNoDefaultParameters() throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS", provider);
    signature.initSign(rsa.getPrivate());
    assertThrows(SignatureException.class, () -> signature.update(DATA));
    assertThrows(SignatureException.class, signature::sign);
  }

  @Test
  void pssTakesItsParametersAlsoAfterInit() throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS", provider);
    signature.initSign(rsa.getPrivate());
    signature.setParameter(PSS);
    signature.update(DATA);
    assertEquals(256, signature.sign().length);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA-1, SHA-512, 0",
    "SHA-256, SHA-1, 20",
    "SHA-512/224, SHA-512/256, 28",
    "SHA-512/256, SHA-512/224, 1",
    "SHA3-384, SHA3-384, 48"
  })
  void pssTakesAnyTwoDigestsAsTheJdkDoes(String digest, String mask, int salt) throws Exception {
    PSSParameterSpec spec =
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mask), salt, 1);
    Signature ours = Signature.getInstance("RSASSA-PSS", provider);
    Signature jdks = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
    for (Signature each : new Signature[] {ours, jdks}) {
      each.initSign(rsa.getPrivate());
      each.setParameter(spec);
      each.update(DATA);
    }
    byte[] byUs = ours.sign();
    byte[] byTheJdk = jdks.sign();
    ours.initVerify(rsa.getPublic());
    jdks.initVerify(rsa.getPublic());
    ours.update(DATA);
    jdks.update(DATA);
    assertTrue(ours.verify(byTheJdk));
    assertTrue(jdks.verify(byUs));
    PSSParameterSpec shown = ours.getParameters().getParameterSpec(PSSParameterSpec.class);
    assertEquals(digest, shown.getDigestAlgorithm());
    assertEquals(mask, ((MGF1ParameterSpec) shown.getMGFParameters()).getDigestAlgorithm());
    assertEquals(salt, shown.getSaltLength());
    assertArrayEquals(jdks.getParameters().getEncoded(), ours.getParameters().getEncoded());
  }

  @ParameterizedTest
  @CsvSource({
    "MGF2, SHA-256, 32, 1",
    "MGF1, SHA-0, 32, 1",
    "MGF1, SHA-256, 32, 2",
    "MGF1, SHA-256, 1000, 1"
  })
  void refusesParametersOfPssThatThereAreNot(String mask, String digest, int salt, int trailer)
      throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS", provider);
    signature.initSign(rsa.getPrivate());
    PSSParameterSpec spec =
        new PSSParameterSpec("SHA-256", mask, new MGF1ParameterSpec(digest), salt, trailer);
    assertThrows(GeneralSecurityException.class, () -> signWith(signature, spec));
    assertEquals(256, signWith(signature, PSS).length);
  }

  private static byte[] signWith(Signature signature, PSSParameterSpec spec) throws Exception {
    signature.setParameter(spec);
    signature.update(DATA);
    return signature.sign();
  }

  /** RFC 8032, sections 5.1 and 5.2: the context and the prehash are signed too. */
  @ParameterizedTest
  @CsvSource({
    "Ed25519, false, context", "Ed25519, true, context", "Ed25519, true,", "Ed25519, false, ''",
    "Ed448, false, context", "Ed448, true, context", "Ed448, true,", "Ed448, false, ''"
  })
  void edDsaTakesAContextAndAPrehashAsTheJdkDoes(String curve, boolean prehash, String context)
      throws Exception {
    EdDSAParameterSpec spec =
        context == null
            ? new EdDSAParameterSpec(prehash)
            : new EdDSAParameterSpec(prehash, context.getBytes(StandardCharsets.UTF_8));
    KeyPair keys = KeyPairGenerator.getInstance(curve).generateKeyPair();
    Signature jdks = Signature.getInstance("EdDSA", "SunEC");
    jdks.setParameter(spec);
    jdks.initSign(keys.getPrivate());
    jdks.update(DATA);
    byte[] expected = jdks.sign();
    Signature ours = Signature.getInstance("EdDSA", provider);
    ours.setParameter(spec);
    ours.initSign(keys.getPrivate());
    ours.update(DATA);
    assertArrayEquals(expected, ours.sign());
    ours.initVerify(keys.getPublic());
    ours.update(DATA);
    assertTrue(ours.verify(expected));
    EdDSAParameterSpec other = new EdDSAParameterSpec(prehash, new byte[] {1});
    ours.setParameter(other);
    ours.update(DATA);
    assertFalse(ours.verify(expected));
  }

  @Test
  void refusesParametersThatAreNotPsss() throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS", provider);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> signature.setParameter(new ECGenParameterSpec("secp256r1")));
  }

  /** RFC 3279: r is a positive INTEGER; without its leading zero it is another, negative one. */
  @Test
  void refusesAnIntegerWithoutItsLeadingZero() throws Exception {
    byte[] signed;
    do {
      signed = sign("SHA256withECDSA");
    } while (signed[3] != 33);
    Signature verifier = with("SHA256withECDSA", provider);
    verifier.initVerify(ec.getPublic());
    verifier.update(DATA);
    assertTrue(verifier.verify(signed));
    byte[] negative = new byte[signed.length - 1];
    System.arraycopy(signed, 0, negative, 0, 4);
    System.arraycopy(signed, 5, negative, 4, negative.length - 4);
    negative[1]--;
    negative[3]--;
    verifier.update(DATA);
    assertFalse(isAccepted(verifier, negative));
  }

  private static boolean isAccepted(Signature verifier, byte[] signature) {
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }
}
