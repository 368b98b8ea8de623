package org.elastictee.provider.install;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.net.ssl.SSLContext;

/**
 * A program that has never heard of Elastic: encrypts, signs, hashes, authenticates and draws
 * random bytes, checks the results and prints which provider served it.
 */
public final class PlainJcaProgram {
  private PlainJcaProgram() {}

  public static void main(String[] args) throws Exception {
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);

    KeyGenerator generator = KeyGenerator.getInstance("AES");
    generator.init(256);
    SecretKey key = generator.generateKey();
    report("KeyGenerator", generator.getProvider());

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] encrypted = cipher.doFinal(data);
    report("Cipher", cipher.getProvider());
    cipher.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
    check(Arrays.equals(data, cipher.doFinal(encrypted)));
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, cipher.getIV()));
    check(Arrays.equals(data, cipher.doFinal(encrypted)));

    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(256);
    KeyPair pair = pairs.generateKeyPair();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(data);
    byte[] signed = signature.sign();
    report("Signature", signature.getProvider());
    signature.initVerify(pair.getPublic());
    signature.update(data);
    check(signature.verify(signed));

    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    check(digest.digest(data).length == 32);
    report("MessageDigest", digest.getProvider());

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    check(mac.doFinal(data).length == 32);
    report("Mac", mac.getProvider());

    SecureRandom random = new SecureRandom();
    check(!Arrays.equals(random.generateSeed(16), random.generateSeed(16)));
    report("SecureRandom", random.getProvider());

    SSLContext tls = SSLContext.getDefault();
    check(tls.createSSLEngine().getSupportedProtocols().length > 0);
    report("SSLContext", tls.getProvider());

    System.out.println("installed at " + position("Elastic"));
  }

  private static int position(String name) {
    return Arrays.stream(Security.getProviders()).map(Provider::getName).toList().indexOf(name) + 1;
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new AssertionError("a result is wrong");
    }
  }

  private static void report(String service, Provider provider) {
    System.out.printf(Locale.ROOT, "%s: %s%n", service, provider.getName());
  }

  /** The same program behind {@code Security.addProvider}. */
  public static final class Added {
    public static void main(String[] args) throws Exception {
      Security.addProvider(new org.elastictee.provider.ElasticProvider());
      PlainJcaProgram.main(args);
      System.out.println(
          "named: " + Cipher.getInstance("AES/GCM/NoPadding", "Elastic").getProvider().getName());
    }
  }

  /** The same program behind {@code Security.insertProviderAt}. */
  public static final class Inserted {
    public static void main(String[] args) throws Exception {
      Security.insertProviderAt(new org.elastictee.provider.ElasticProvider(), 1);
      PlainJcaProgram.main(args);
    }
  }

  /** The same program, which then looks where its provider came from. */
  public static final class Located {
    public static void main(String[] args) throws Exception {
      PlainJcaProgram.main(args);
      System.out.println("in " + Security.getProvider("Elastic").getClass().getModule().getName());
    }
  }
}
