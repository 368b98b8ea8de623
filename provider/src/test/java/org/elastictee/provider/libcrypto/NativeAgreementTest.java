package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.ShortBufferException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key agreement by libcrypto itself, with nothing of ours in front. */
class NativeAgreementTest {
  private static Provider libcrypto;
  private static Provider sunEc;

  @BeforeAll
  static void prepare() {
    libcrypto = Machine.libcrypto();
    sunEc = Security.getProvider("SunEC");
  }

  private static KeyPair pair(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, sunEc);
    generator.initialize(
        algorithm.equals("EC") ? new ECGenParameterSpec(curve) : new NamedParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] secret(Provider provider, String algorithm, Key mine, Key theirs)
      throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, provider);
    agreement.init(mine);
    agreement.doPhase(theirs, true);
    return agreement.generateSecret();
  }

  @ParameterizedTest
  @CsvSource({
    "ECDH, EC, secp256r1",
    "ECDH, EC, secp384r1",
    "ECDH, EC, secp521r1",
    "XDH, XDH, X25519",
    "XDH, XDH, X448",
    "X25519, X25519, X25519",
    "X448, X448, X448"
  })
  void agreesWithTheJdk(String algorithm, String keys, String curve) throws Exception {
    KeyPair alice = pair(keys, curve);
    KeyPair bob = pair(keys, curve);
    assertArrayEquals(
        secret(sunEc, algorithm, bob.getPrivate(), alice.getPublic()),
        secret(libcrypto, algorithm, alice.getPrivate(), bob.getPublic()));
  }

  @ParameterizedTest
  @CsvSource({
    "ECDH, EC, secp256r1, EC, secp384r1",
    "XDH, XDH, X25519, XDH, X448",
    "X25519, XDH, X25519, EC, secp256r1"
  })
  void refusesAPeerOnAnotherCurve(
      String algorithm, String mine, String myCurve, String theirs, String theirCurve)
      throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, libcrypto);
    agreement.init(pair(mine, myCurve).getPrivate());
    PublicKey peer = pair(theirs, theirCurve).getPublic();
    assertThrows(InvalidKeyException.class, () -> agreement.doPhase(peer, true));
  }

  /** RFC 7748 section 6.1. */
  @ParameterizedTest
  @CsvSource({"X25519, 0", "X25519, 1", "X448, 0", "X448, 1"})
  void refusesASecretThatIsZero(String curve, BigInteger u) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(curve, libcrypto);
    agreement.init(pair(curve, curve).getPrivate());
    PublicKey small =
        KeyFactory.getInstance(curve, sunEc)
            .generatePublic(new XECPublicKeySpec(new NamedParameterSpec(curve), u));
    assertThrows(InvalidKeyException.class, () -> agreement.doPhase(small, true));
  }

  @Test
  void aSecretIsGivenOnceAndWhole() throws Exception {
    KeyPair alice = pair("X25519", "X25519");
    KeyPair bob = pair("X25519", "X25519");
    KeyAgreement agreement = KeyAgreement.getInstance("X25519", libcrypto);
    agreement.init(alice.getPrivate());
    assertThrows(IllegalStateException.class, agreement::generateSecret);
    agreement.doPhase(bob.getPublic(), true);
    byte[] space = new byte[40];
    assertThrows(ShortBufferException.class, () -> agreement.generateSecret(space, 9));
    agreement.generateSecret(space, 8);
    assertArrayEquals(
        secret(sunEc, "X25519", bob.getPrivate(), alice.getPublic()),
        Arrays.copyOfRange(space, 8, 40));
    assertThrows(IllegalStateException.class, agreement::generateSecret);
  }
}
