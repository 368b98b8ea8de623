package org.elastictee.provider.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.elastictee.provider.key.DerivedKeySpec;
import org.elastictee.provider.key.SealedSecretKey;
import org.elastictee.sev.seal.SealingPolicy;

/** One use of a service, with new objects, from getInstance to a result that is checked. */
final class Exercises {
  /** Types newer than Java 17: their objects are made, and their API is not called from here. */
  private static final Set<String> ONLY_MADE = Set.of("KDF", "KEM");

  private static final byte[] DATA = new byte[96];
  private static final byte[] KEY_BYTES = new byte[32];

  private final Provider provider;
  private final KeyPairExercises keyPairs;
  private final TlsExercise tls;

  Exercises(Provider provider) throws Exception {
    this.provider = provider;
    this.keyPairs = new KeyPairExercises(provider);
    this.tls = new TlsExercise(provider);
  }

  /** Uses a service once; throws where it does anything but what it should. */
  void run(Provider.Service service) throws Exception {
    String name = service.getAlgorithm();
    switch (service.getType()) {
      case "Cipher" -> cipher(name);
      case "Mac" -> mac(name);
      case "MessageDigest" -> digest(name);
      case "KeyGenerator" -> keyGenerator(name);
      case "SecretKeyFactory" -> secretKey(name);
      case "AlgorithmParameters" -> parameters(name);
      case "SecureRandom" -> random(name);
      case "KeyStore" -> keyStore(name);
      case "Signature" -> keyPairs.sign(name);
      case "KeyAgreement" -> keyPairs.agree(name);
      case "KeyPairGenerator" -> keyPairs.generate(name);
      case "KeyFactory" -> {
        if (name.equals("ElasticSealed")) {
          keyPairs.importKey(name);
        } else {
          keyPairs.convert(name);
        }
      }
      case "SSLContext" -> tls.connect(name);
      case "KeyManagerFactory" -> KeyManagerFactory.getInstance(name, provider).init(null, null);
      case "TrustManagerFactory" ->
          TrustManagerFactory.getInstance(name, provider).init((KeyStore) null);
      default -> make(service);
    }
  }

  private static void make(Provider.Service service) throws Exception {
    check(ONLY_MADE.contains(service.getType()));
    check(service.newInstance(null) != null);
  }

  static void check(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("a result is wrong");
    }
  }

  private void cipher(String name) throws Exception {
    if (name.startsWith("RSA")) {
      keyPairs.encrypt(name);
    } else if (name.contains("/KW")) {
      wrap(name);
    } else {
      encrypt(name, new SecretKeySpec(keyBytes(name), "AES"));
      SealedSecretKey sealed =
          new SealedSecretKey("AES", SealingPolicy.STRICT, keyBytes(name).clone());
      encrypt(name, sealed);
      sealed.destroy();
    }
  }

  private static byte[] keyBytes(String name) {
    int bytes = name.startsWith("AES_") ? Integer.parseInt(name.substring(4, 7)) / 8 : 32;
    return Arrays.copyOf(KEY_BYTES, bytes);
  }

  private void encrypt(String name, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] encrypted = cipher.doFinal(DATA);
    AlgorithmParameters parameters = cipher.getParameters();
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    check(Arrays.equals(DATA, cipher.doFinal(encrypted)));
    ByteBuffer direct = ByteBuffer.wrap(new byte[DATA.length + 16]);
    check(cipher.doFinal(ByteBuffer.wrap(encrypted).asReadOnlyBuffer(), direct) == DATA.length);
    if (encrypted.length == DATA.length + 16 && !name.contains("CBC")) {
      encrypted[0] ^= 1;
      try {
        cipher.doFinal(encrypted);
        check(false);
      } catch (AEADBadTagException e) {
        check(Arrays.equals(DATA, decryptedAgain(cipher, encrypted)));
      }
    }
  }

  private static byte[] decryptedAgain(Cipher cipher, byte[] encrypted) throws Exception {
    encrypted[0] ^= 1;
    return cipher.doFinal(encrypted);
  }

  private void wrap(String name) throws Exception {
    Key key = new SecretKeySpec(keyBytes(name), "AES");
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.WRAP_MODE, key);
    byte[] wrapped = cipher.wrap(key);
    cipher.init(Cipher.UNWRAP_MODE, key);
    check(key.equals(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY)));
  }

  private void mac(String name) throws Exception {
    Mac mac = Mac.getInstance(name, provider);
    mac.init(new SecretKeySpec(KEY_BYTES, "AES"));
    byte[] expected = mac.doFinal(DATA);
    mac.update(DATA, 0, 50);
    Mac copy = (Mac) mac.clone();
    copy.update(DATA, 50, DATA.length - 50);
    check(Arrays.equals(expected, copy.doFinal()));
  }

  private void digest(String name) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(name, provider);
    byte[] expected = digest.digest(DATA);
    digest.update(DATA, 0, 50);
    MessageDigest copy = (MessageDigest) digest.clone();
    check(Arrays.equals(expected, copy.digest(Arrays.copyOfRange(DATA, 50, DATA.length))));
  }

  private void keyGenerator(String name) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance(name, provider);
    check(!generator.generateKey().equals(generator.generateKey()));
  }

  private void secretKey(String name) throws Exception {
    SecretKeyFactory factory = SecretKeyFactory.getInstance(name, provider);
    switch (name) {
      case "SevSnpDerived" ->
          factory.generateSecret(new DerivedKeySpec(SealingPolicy.STRICT, "soak", 256));
      case "ElasticSealed" -> factory.translateKey(new SecretKeySpec(new byte[16], "AES"));
      default -> passwordKey(name);
    }
  }

  private void passwordKey(String name) throws Exception {
    SecretKeyFactory factory = SecretKeyFactory.getInstance(name, provider);
    PBEKeySpec spec = new PBEKeySpec("password".toCharArray(), new byte[16], 10, 256);
    check(factory.generateSecret(spec).getEncoded().length == 32);
  }

  private void parameters(String name) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance(name, provider);
    parameters.init(spec(name));
    byte[] encoded = parameters.getEncoded();
    AlgorithmParameters back = AlgorithmParameters.getInstance(name, provider);
    back.init(encoded);
    check(Arrays.equals(encoded, back.getEncoded()));
  }

  private static AlgorithmParameterSpec spec(String name) {
    return switch (name) {
      case "AES" -> new IvParameterSpec(new byte[16]);
      case "GCM" -> new GCMParameterSpec(128, new byte[12]);
      case "ChaCha20-Poly1305" -> new IvParameterSpec(new byte[12]);
      case "EC" -> new ECGenParameterSpec("secp256r1");
      case "RSASSA-PSS" -> pss();
      case "OAEP" ->
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
      default -> throw new IllegalStateException("no exercise for parameters " + name);
    };
  }

  static PSSParameterSpec pss() {
    return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  }

  private void random(String name) throws Exception {
    SecureRandom random = SecureRandom.getInstance(name, provider);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    random.setSeed(bytes);
    random.reseed();
    check(!Arrays.equals(bytes, new byte[32]));
    check(random.generateSeed(8).length == 8);
  }

  private void keyStore(String name) throws Exception {
    KeyStore keyStore = KeyStore.getInstance(name, provider);
    keyStore.load(null, null);
    keyStore.setKeyEntry("one", new SecretKeySpec(KEY_BYTES, "AES"), null, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    keyStore.store(file, null);
    KeyStore read = KeyStore.getInstance(name, provider);
    read.load(new ByteArrayInputStream(file.toByteArray()), null);
    check(Collections.list(read.aliases()).contains("one"));
    check(read.getKey("one", null) != null);
  }
}
