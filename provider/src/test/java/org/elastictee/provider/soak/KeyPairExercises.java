package org.elastictee.provider.soak;

import static org.elastictee.provider.soak.Exercises.check;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/** One use of a service for key pairs. Keys are made once for each algorithm and serve all. */
final class KeyPairExercises {
  private static final byte[] DATA = new byte[32];

  private final Provider provider;
  private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

  KeyPairExercises(Provider provider) {
    this.provider = provider;
  }

  private KeyPair pair(String algorithm) throws Exception {
    KeyPair found = pairs.get(algorithm);
    if (found == null) {
      found = newPair(algorithm, 2048);
      pairs.put(algorithm, found);
    }
    return found;
  }

  private KeyPair newPair(String algorithm, int rsaBits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else if (algorithm.startsWith("RSA")) {
      generator.initialize(rsaBits);
    }
    return generator.generateKeyPair();
  }

  private static String keysOf(String signature) {
    if (signature.contains("ECDSA")) {
      return "EC";
    }
    return signature.endsWith("withRSA") ? "RSA" : signature;
  }

  void sign(String name) throws Exception {
    KeyPair pair = pair(keysOf(name));
    Signature signing = signature(name);
    signing.initSign(pair.getPrivate());
    signing.update(DATA);
    byte[] signed = signing.sign();
    Signature verifying = signature(name);
    verifying.initVerify(pair.getPublic());
    verifying.update(DATA);
    check(verifying.verify(signed));
    verifying.update((byte) 1);
    check(!verifying.verify(signed));
  }

  private Signature signature(String name) throws Exception {
    Signature signature = Signature.getInstance(name, provider);
    if (name.equals("RSASSA-PSS")) {
      signature.setParameter(Exercises.pss());
    }
    return signature;
  }

  void agree(String name) throws Exception {
    String keys = name.equals("ECDH") ? "EC" : name;
    KeyPair ours = pair(keys);
    KeyPair theirs = newPair(keys, 0);
    byte[] one = agreed(name, ours.getPrivate(), theirs.getPublic());
    check(Arrays.equals(one, agreed(name, theirs.getPrivate(), ours.getPublic())));
  }

  private byte[] agreed(String name, PrivateKey own, PublicKey peer) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(name, provider);
    agreement.init(own);
    agreement.doPhase(peer, true);
    return agreement.generateSecret();
  }

  /** RSA in the shortest size that all engines make, so that it does not take all of the time. */
  void generate(String name) throws Exception {
    check(newPair(name, 1024).getPublic().getEncoded() != null);
  }

  void importKey(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", provider);
    KeyFactory.getInstance(name, provider).translateKey(generator.generateKeyPair().getPrivate());
  }

  void convert(String name) throws Exception {
    KeyPair pair = pair(name);
    KeyFactory factory = KeyFactory.getInstance(name, provider);
    byte[] spki = pair.getPublic().getEncoded();
    PublicKey read = factory.generatePublic(new X509EncodedKeySpec(spki));
    check(Arrays.equals(spki, read.getEncoded()));
    check(factory.getKeySpec(read, X509EncodedKeySpec.class) != null);
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    check(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)).getEncoded() != null);
    check(factory.translateKey(pair.getPublic()) != null);
  }

  void encrypt(String name) throws Exception {
    KeyPair pair = pair("RSA");
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    byte[] encrypted = cipher.doFinal(DATA);
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), cipher.getParameters());
    check(Arrays.equals(DATA, cipher.doFinal(encrypted)));
  }
}
