package org.elastictee.provider.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An ordinary key store such as applications have. */
final class TestCertificates {
  static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificates() {}

  /**
   * Returns a PKCS12 key store with one new key and a self-signed certificate under the alias
   * "own".
   */
  static KeyStore pkcs12(String keyAlgorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(keyAlgorithm).generateKeyPair();
    X500Name name = new X500Name("CN=" + keyAlgorithm);
    Instant now = Instant.now();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3600)),
                        name,
                        pair.getPublic())
                    .build(
                        new JcaContentSignerBuilder(
                                "SHA256with" + (keyAlgorithm.equals("EC") ? "ECDSA" : keyAlgorithm))
                            .build(pair.getPrivate())));
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    keyStore.load(null, null);
    keyStore.setKeyEntry("own", pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
    return keyStore;
  }
}
