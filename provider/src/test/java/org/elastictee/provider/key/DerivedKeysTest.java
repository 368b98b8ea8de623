package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.PrivateFiles;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SoftwareRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedKeysTest {
  private static final SealingPolicy STRICT = SealingPolicy.STRICT;

  @TempDir Path folder;
  private SealedKeySource keys;

  /** The bytes 1 to 32 as root, as in the tests of the root itself. */
  @BeforeEach
  void openKnownRoot() throws Exception {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    PrivateFiles.create(folder.resolve("root"), bytes);
    SoftwareRoot root = SoftwareRoot.open(folder.resolve("root"));
    keys = new SealedKeySource(EngineTable.standard(), () -> root, new LiveKeys());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private String secret(DerivedKeySpec spec) throws Exception {
    return hex(KeyAccess.bytes(keys.derive(spec)));
  }

  /** Computed apart from this code, from the root's bytes by HKDF. */
  @Test
  void derivesTheSecretKeysThatEarlierVersionsDerived() throws Exception {
    assertEquals(
        "4e49fb1e7b6260dd4c5c78f2bb821eb3fa103d2a1ef260e2fdafd305c3e6ec97",
        secret(new DerivedKeySpec(STRICT, "example", 256)));
    assertEquals(
        "7faa095fdb9a12f5677442f2ce8dd33051a18fdd56e57ade135347c6dc7c9aea",
        secret(new DerivedKeySpec(SealingPolicy.UPDATABLE, "example", 256, "hmacsha256")));
  }

  /** Public keys, computed apart from this code by the arithmetic of the curves. */
  @ParameterizedTest
  @CsvSource({
    "P_256, 044f3fd420c3e93b5958c2c33e2883939b4ef4233b8674abdd982913fae36e249f"
        + "c324d0462eaaf37b2388e866087197826406edfd68b95d2b076451b4cd7e7b2d",
    "P_384, 0450a883e4355585fe3fab6806bf1e764a66434d2dd31655a67a36657b3990b2d64d076edf827707459e18"
        + "c51e09a8df91d6a7f1deac26bc37d6c8cc2f35a714c59ca366fc50ca3598eaa442abe7b9f5d58a69a68323"
        + "0b8953e655e5e002011280",
    "ED25519, 889e215b92324079d76478dc834912adeed904a2a7f163e29d2a9fad372a40f3",
    "X25519, a1faf106ac1363eb330ae8664a38d101bed3a59941244129aac452b6e64a6552"
  })
  void derivesTheKeyPairsThatEarlierVersionsDerived(DerivedCurve curve, String publicKey)
      throws Exception {
    byte[] encoded =
        pair(new DerivedKeyPairSpec(STRICT, "example", curve)).getPublic().getEncoded();
    int length = publicKey.length() / 2;
    assertEquals(
        publicKey, hex(Arrays.copyOfRange(encoded, encoded.length - length, encoded.length)));
  }

  private KeyPair pair(DerivedKeyPairSpec spec) throws Exception {
    SealedPrivateKey key = keys.derive(spec);
    return new KeyPair(key.publicKey(), key);
  }

  @Test
  void givesUnrelatedKeysForWhateverDiffers() throws Exception {
    List<DerivedKeySpec> specs =
        List.of(
            new DerivedKeySpec(STRICT, "a", 256),
            new DerivedKeySpec(STRICT, "b", 256),
            new DerivedKeySpec(STRICT, "a", 128),
            new DerivedKeySpec(STRICT, "a", 192),
            new DerivedKeySpec(SealingPolicy.UPDATABLE, "a", 256),
            new DerivedKeySpec(SealingPolicy.EPHEMERAL, "a", 256),
            new DerivedKeySpec(STRICT, "a", 256, "ChaCha20"),
            new DerivedKeySpec(STRICT, "a", 256, "Generic"),
            new DerivedKeySpec(STRICT, "a", 256, "HmacSHA512/224"),
            new DerivedKeySpec(STRICT, "224/a", 256, "HmacSHA512"));
    Set<String> beginnings = new TreeSet<>();
    for (DerivedKeySpec spec : specs) {
      beginnings.add(secret(spec).substring(0, 32));
    }
    assertEquals(specs.size(), beginnings.size());
  }

  @Test
  void givesAnotherKeyPairForAnotherLabelPolicyOrCurve() throws Exception {
    Set<String> publicKeys = new TreeSet<>();
    for (DerivedCurve curve : DerivedCurve.values()) {
      for (String label : List.of("a", "b")) {
        for (SealingPolicy policy : List.of(STRICT, SealingPolicy.UPDATABLE)) {
          byte[] key = KeyAccess.bytes(keys.derive(new DerivedKeyPairSpec(policy, label, curve)));
          publicKeys.add(hex(Arrays.copyOfRange(key, key.length - 16, key.length)));
        }
      }
    }
    assertEquals(16, publicKeys.size());
  }

  /** What an application names cannot reach the key of the identity. */
  @Test
  void isNotTheKeyOfTheIdentity() throws Exception {
    SoftwareRoot root = SoftwareRoot.open(folder.resolve("root"));
    SealedEcPrivateKey other =
        DerivedEcKeys.p256(root, STRICT, "a", EngineTable.standard().provider(Operation.EC_KEY));
    DerivedKeyPairSpec spec = new DerivedKeyPairSpec(STRICT, "a", DerivedCurve.P_256);
    assertTrue(!other.publicKey().equals(pair(spec).getPublic()));
  }

  @Test
  void saysWhatItIsAndWhichRootItCameFrom() throws Exception {
    SealedKey key = keys.derive(new DerivedKeySpec(STRICT, "a", 256));
    assertEquals(
        "SealedKey[AES, 256 bits, STRICT, derived from the root of trust software, fingerprint "
            + key.fingerprint()
            + "]",
        key.toString());
    assertEquals("a", key.label());
    assertEquals(key.toString(), KeyAccess.copy(key).toString());
  }

  /** Else the count of encryptions would begin again with each derivation. */
  @Test
  void countsItsEncryptionsOverAllDerivations() throws Exception {
    DerivedKeySpec spec = new DerivedKeySpec(STRICT, "counted", 256);
    assertSame(KeyAccess.encryptions(keys.derive(spec)), KeyAccess.encryptions(keys.derive(spec)));
  }

  @ParameterizedTest
  @CsvSource({
    "a, 255, AES",
    "a, 512, AES",
    "a, 120, Generic",
    "a, 65288, Generic",
    "a, 128, ChaCha20",
    "a, 256, Camellia",
    "'', 256, AES"
  })
  void refusesWhatIsNoKey(String label, int length, String algorithm) {
    assertThrows(
        IllegalArgumentException.class, () -> new DerivedKeySpec(STRICT, label, length, algorithm));
  }

  @Test
  void refusesLabelsThatAreTooLongOrNoUnicode() {
    for (String label : List.of("x".repeat(201), "\ud800")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new DerivedKeyPairSpec(STRICT, label, DerivedCurve.P_256));
    }
  }

  @Test
  void hasNoWayBackAndTakesNoOtherSpecification() throws Exception {
    DerivedSecretKeySpi factory = new DerivedSecretKeySpi(keys);
    SealedSecretKey key = keys.derive(new DerivedKeySpec(STRICT, "a", 256));
    assertThrows(
        InvalidKeySpecException.class,
        () -> factory.engineGenerateSecret(new PBEKeySpec(new char[] {'a'})));
    assertThrows(
        InvalidKeySpecException.class, () -> factory.engineGetKeySpec(key, DerivedKeySpec.class));
    assertThrows(
        InvalidKeyException.class,
        () -> factory.engineTranslateKey(new SecretKeySpec(new byte[16], "AES")));
  }

  @Test
  void saysThatTheRootRefuses() {
    SealedKeySource rootless =
        new SealedKeySource(
            EngineTable.standard(),
            () -> {
              throw new RootOfTrustException(RootOfTrustException.Reason.DEVICE_MISSING, "gone");
            },
            new LiveKeys());
    InvalidKeySpecException refusal =
        assertThrows(
            InvalidKeySpecException.class,
            () ->
                new DerivedSecretKeySpi(rootless)
                    .engineGenerateSecret(new DerivedKeySpec(STRICT, "a", 256)));
    assertSame(RootOfTrustException.class, refusal.getCause().getClass());
  }

  @ParameterizedTest
  @CsvSource({"RSA, P_256", "EC, ED25519", "Ed448, ED25519", "Ed25519, X25519", "X448, X25519"})
  void isOfferedByTheGeneratorsOfItsCurveOnly(String generator, DerivedCurve curve)
      throws Exception {
    KeyPairGenerator other = KeyPairGenerator.getInstance(generator, Providers.standard());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> other.initialize(new DerivedKeyPairSpec(STRICT, "a", curve)));
  }

  @Test
  void endsWithItsProvider() throws Exception {
    LiveKeys live = new LiveKeys();
    SealedKeySource source =
        new SealedKeySource(
            EngineTable.standard(), () -> SoftwareRoot.open(folder.resolve("root")), live);
    SealedKey derived = source.derive(new DerivedKeySpec(STRICT, "a", 256));
    SealedKey imported = source.seal(new SecretKeySpec(new byte[16], "AES"), STRICT);
    SealedKey ofAnother = keys.derive(new DerivedKeySpec(STRICT, "a", 256));
    live.close();
    live.close();
    assertTrue(derived.isDestroyed());
    assertTrue(imported.isDestroyed());
    assertEquals(32, KeyAccess.bytes(ofAnother).length);
    assertThrows(
        IllegalStateException.class, () -> source.derive(new DerivedKeySpec(STRICT, "a", 256)));
  }
}
