package org.elastictee.provider.keystore;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A program that has never heard of Elastic: it knows the JVM's default type of key store, a file
 * and a password. It encrypts under the key "secret", signs by "ec" and "rsa", and talks TLS to
 * itself with client authentication. Arguments: the file, then an algorithm of key managers.
 */
public final class PlainApplication {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  private PlainApplication() {}

  public static void main(String[] args) throws Exception {
    KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = new FileInputStream(args[0])) {
      keyStore.load(in, PASSWORD);
    }
    encrypt(keyStore.getKey("secret", PASSWORD));
    System.out.println("encrypted");
    sign(keyStore, "ec", "SHA256withECDSA");
    sign(keyStore, "rsa", "RSASSA-PSS");
    System.out.println("signed");
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      System.out.println(protocol + " " + handshake(keyStore, args[1], protocol));
    }
  }

  private static void encrypt(Key key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] encrypted = cipher.doFinal(DATA);
    Cipher decrypting = Cipher.getInstance("AES/GCM/NoPadding");
    decrypting.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
    check(Arrays.equals(DATA, decrypting.doFinal(encrypted)));
  }

  private static void sign(KeyStore keyStore, String alias, String algorithm) throws Exception {
    PSSParameterSpec pss = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    Signature signature = Signature.getInstance(algorithm);
    // Parameters that come before the key make the JCA settle on its first provider.
    signature.initSign((PrivateKey) keyStore.getKey(alias, PASSWORD));
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(pss);
    }
    signature.update(DATA);
    byte[] made = signature.sign();
    Signature verifying = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      verifying.setParameter(pss);
    }
    verifying.initVerify(keyStore.getCertificate(alias));
    verifying.update(DATA);
    check(verifying.verify(made));
  }

  /** Returns the algorithms of the server's and the client's keys. */
  private static String handshake(KeyStore keyStore, String algorithm, String protocol)
      throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(algorithm);
    keys.init(keyStore, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (String alias : Collections.list(keyStore.aliases())) {
      Certificate certificate = keyStore.getCertificate(alias);
      if (certificate != null) {
        trusted.setCertificateEntry(alias, certificate);
      }
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      server.setNeedClientAuth(true);
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> echo(server));
      try (SSLSocket client =
          (SSLSocket) context.getSocketFactory().createSocket(loopback, server.getLocalPort())) {
        client.setEnabledProtocols(new String[] {protocol});
        client.getOutputStream().write(42);
        check(client.getInputStream().read() == 42);
        X509Certificate peer = (X509Certificate) client.getSession().getPeerCertificates()[0];
        X509Certificate own = (X509Certificate) client.getSession().getLocalCertificates()[0];
        served.get();
        return peer.getPublicKey().getAlgorithm() + " " + own.getPublicKey().getAlgorithm();
      }
    }
  }

  private static void echo(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.getOutputStream().write(socket.getInputStream().read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("a result is wrong");
    }
  }
}
