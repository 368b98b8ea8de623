package org.elastictee.provider.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import org.elastictee.provider.Providers;
import org.elastictee.sev.seal.PrivateFiles;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SoftwareRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedEcKeysTest {
  private static final Provider SUN_EC = Security.getProvider("SunEC");

  @TempDir Path folder;
  private SoftwareRoot root;

  /** The bytes 1 to 32 as root, as in the tests of the root itself. */
  @BeforeEach
  void openKnownRoot() throws Exception {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    PrivateFiles.create(folder.resolve("root"), bytes);
    root = SoftwareRoot.open(folder.resolve("root"));
  }

  private SealedEcPrivateKey derive(SealingPolicy policy, String label) throws Exception {
    return DerivedEcKeys.p256(root, policy, label, SUN_EC);
  }

  /** Computed apart from this code, from the root's bytes by HKDF, FIPS 186-5 A.2.1 and P-256. */
  @Test
  void derivesWhatEarlierVersionsDerived() throws Exception {
    SealedEcPrivateKey key = derive(SealingPolicy.STRICT, "example");
    assertEquals(
        "4e457016fbf66197c038f670914f6a1f53c8c3603d147f7f83e0ab297a67d97d",
        key.publicKey().getW().getAffineX().toString(16));
    assertEquals(
        "b5e8f39c52b297e14cc21bbf4d6e48225af59997bc436de80f6c1fc7baaf242c",
        key.publicKey().getW().getAffineY().toString(16));
  }

  @Test
  void derivesAnotherKeyForAnotherLabelOrPolicy() throws Exception {
    SealedEcPrivateKey key = derive(SealingPolicy.STRICT, "a");
    assertNotEquals(key.publicKey(), derive(SealingPolicy.STRICT, "b").publicKey());
    assertNotEquals(key.publicKey(), derive(SealingPolicy.UPDATABLE, "a").publicKey());
  }

  @Test
  void signsSoThatOthersVerify() throws Exception {
    SealedEcPrivateKey key = derive(SealingPolicy.STRICT, "a");
    Signature signer = Signature.getInstance("SHA256withECDSA", Providers.standard());
    signer.initSign(key);
    signer.update(new byte[100]);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA", SUN_EC);
    verifier.initVerify(key.publicKey());
    verifier.update(new byte[100]);
    assertTrue(verifier.verify(signature));
  }

  @Test
  void showsItsCurveAndNotItsValue() throws Exception {
    SealedEcPrivateKey key = derive(SealingPolicy.STRICT, "a");
    assertEquals("EC", key.getAlgorithm());
    assertEquals(256, key.getParams().getOrder().bitLength());
    assertNull(key.getFormat());
    assertNull(key.getEncoded());
    assertEquals(
        "SealedKey[EC, 256 bits, STRICT, fingerprint " + key.fingerprint() + "]", key.toString());
  }
}
