package org.elastictee.provider.cipher;

import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.provider.Providers;

/** An AEAD beside AES/GCM on an engine, and another implementation to compare it with. */
record AeadCase(String algorithm, String keyAlgorithm, Provider provider, Provider reference) {
  static Stream<AeadCase> all() {
    Provider bouncyCastle = new BouncyCastleProvider();
    return Stream.of(
        chaCha(Providers.standard(), bouncyCastle),
        chaCha(Providers.onBouncyCastle(), Security.getProvider("SunJCE")),
        new AeadCase("AES/GCM-SIV/NoPadding", "AES", Providers.standard(), bouncyCastle));
  }

  /** The same, and AES/GCM on each of its engines. */
  static Stream<AeadCase> withGcm() {
    return Stream.concat(
        all(),
        Providers.onEachEngine()
            .map(p -> new AeadCase("AES/GCM/NoPadding", "AES", p, new BouncyCastleProvider())));
  }

  private static AeadCase chaCha(Provider provider, Provider reference) {
    return new AeadCase("ChaCha20-Poly1305", "ChaCha20", provider, reference);
  }

  Cipher cipher() throws Exception {
    return Cipher.getInstance(algorithm, provider);
  }

  Cipher cipher(int mode, int seed) throws Exception {
    Cipher cipher = cipher();
    cipher.init(mode, key(seed), iv(seed));
    return cipher;
  }

  SecretKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SecretKeySpec(bytes, keyAlgorithm);
  }

  AlgorithmParameterSpec iv(int seed) {
    byte[] iv = new byte[12];
    Arrays.fill(iv, (byte) seed);
    return iv(iv);
  }

  AlgorithmParameterSpec iv(byte[] iv) {
    return keyAlgorithm.equals("AES") ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv);
  }

  /** What the other implementation makes of it, under key and IV of this seed. */
  byte[] encryptedByReference(int seed, byte[] aad, byte[] plaintext) throws Exception {
    Cipher cipher = Cipher.getInstance(algorithm, reference);
    cipher.init(Cipher.ENCRYPT_MODE, key(seed), iv(seed));
    cipher.updateAAD(aad);
    return cipher.doFinal(plaintext);
  }

  @Override
  public String toString() {
    return algorithm + " beside " + reference.getName();
  }
}
