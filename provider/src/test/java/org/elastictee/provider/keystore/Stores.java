package org.elastictee.provider.keystore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.sev.seal.SoftwareRoot;

/** Key stores over roots of the tests' own, and what goes into them. */
final class Stores {
  static final ElasticProvider PROVIDER = Providers.standard();

  private Stores() {}

  static RootSource root(Path file) throws Exception {
    SoftwareRoot opened = SoftwareRoot.open(file);
    return () -> opened;
  }

  /** A key store that is not loaded yet. */
  static KeyStore over(RootSource root) {
    return over(root, new LiveKeys());
  }

  /** A key store that is not loaded yet, of a provider with these keys. */
  static KeyStore over(RootSource root, LiveKeys live) {
    return new KeyStore(
        new ElasticKeyStoreSpi(
            EngineTable.standard(), new SecureRandom(), root, Clock.systemUTC(), live),
        PROVIDER,
        "Elastic") {};
  }

  static KeyStore empty(RootSource root) throws Exception {
    KeyStore keyStore = over(root);
    keyStore.load(null, null);
    return keyStore;
  }

  static KeyStore load(RootSource root, byte[] file) throws Exception {
    KeyStore keyStore = over(root);
    keyStore.load(new ByteArrayInputStream(file), null);
    return keyStore;
  }

  static KeyStore load(RootSource root, ElasticLoadStoreParameter file) throws Exception {
    KeyStore keyStore = over(root);
    keyStore.load(file);
    return keyStore;
  }

  static byte[] bytes(KeyStore keyStore) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    keyStore.store(file, null);
    return file.toByteArray();
  }

  static SecretKey aes(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return new SecretKeySpec(bytes, "AES");
  }

  static KeyPair pair(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  /** A self-signed certificate. */
  static X509Certificate certificate(String name, KeyPair pair) throws Exception {
    String algorithm = pair.getPrivate().getAlgorithm();
    String signature =
        algorithm.equals("EC")
            ? "SHA256withECDSA"
            : algorithm.equals("RSA")
                ? "SHA256withRSA"
                : algorithm.startsWith("ML-DSA") ? "ML-DSA-65" : "Ed25519";
    return new JcaX509CertificateConverter()
        .getCertificate(selfSigned(new X500Name("CN=" + name), pair, signature));
  }

  /** A self-signed certificate of EC whose subject and issuer are empty, as BouncyCastle's. */
  static X509Certificate namelessCertificate(KeyPair pair) throws Exception {
    return new JcaX509CertificateConverter()
        .setProvider(new BouncyCastleProvider())
        .getCertificate(selfSigned(new X500Name(new RDN[0]), pair, "SHA256withECDSA"));
  }

  private static X509CertificateHolder selfSigned(X500Name subject, KeyPair pair, String signature)
      throws Exception {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(3600)),
            subject,
            pair.getPublic())
        .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
  }
}
