package org.elastictee.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.elastictee.cli.Failure;

/**
 * What a PEM file holds (RFC 7468): at most one private key, of PKCS #8, encrypted or not, or of
 * OpenSSL's older forms without encryption, and certificates.
 *
 * @param privateKey it shows its bytes
 * @param isEncrypted whether the private key was
 */
record PemFile(
    Optional<PrivateKey> privateKey, boolean isEncrypted, List<X509Certificate> certificates) {
  private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

  /** Returns whether bytes are PEM. */
  static boolean isPem(byte[] content) {
    for (int i = 0; i + BEGIN.length <= content.length; i++) {
      if (Arrays.equals(content, i, i + BEGIN.length, BEGIN, 0, BEGIN.length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads PEM.
   *
   * @param file where it is from, for messages and to ask for its password
   * @param passwordFile may be null
   * @throws Failure if something in it is none of these, or the password is wrong
   */
  static PemFile parse(Path file, byte[] content, Path passwordFile) throws Failure {
    Collector found = new Collector(file, passwordFile);
    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(
                new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        found.add(part);
      }
    } catch (IOException | CertificateException | RuntimeException e) {
      throw new Failure(file + ": this is no PEM of a key or a certificate that can be read");
    }
    return new PemFile(
        Optional.ofNullable(found.privateKey), found.encrypted, List.copyOf(found.certificates));
  }

  private static final class Collector {
    private final Path file;
    private final Path passwordFile;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private PrivateKey privateKey;
    private boolean encrypted;

    Collector(Path file, Path passwordFile) {
      this.file = file;
      this.passwordFile = passwordFile;
    }

    void add(Object part) throws Failure, IOException, CertificateException {
      if (part instanceof X509CertificateHolder certificate) {
        certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
      } else if (part instanceof PrivateKeyInfo key) {
        add(key);
      } else if (part instanceof PEMKeyPair pair) {
        add(pair.getPrivateKeyInfo());
      } else if (part instanceof PKCS8EncryptedPrivateKeyInfo key) {
        add(decrypt(key));
        encrypted = true;
      } else if (part instanceof PEMEncryptedKeyPair) {
        throw new Failure(
            file
                + ": the key is encrypted in OpenSSL's old way; openssl pkcs8 -topk8 makes PKCS #8");
      } else if (!(part instanceof ASN1ObjectIdentifier || part instanceof X9ECParameters)) {
        throw new Failure(file + ": there is something in it that is no key and no certificate");
      }
    }

    private void add(PrivateKeyInfo key) throws Failure, IOException {
      if (privateKey != null) {
        throw new Failure(file + ": there are several private keys in it");
      }
      privateKey =
          new JcaPEMKeyConverter().setProvider(new BouncyCastleProvider()).getPrivateKey(key);
    }

    private PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo key) throws Failure {
      char[] password = Password.read(passwordFile, file.toString(), "--password-file");
      try {
        return key.decryptPrivateKeyInfo(
            new JceOpenSSLPKCS8DecryptorProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(password));
      } catch (PKCSException | OperatorCreationException | RuntimeException e) {
        throw new Failure(file + ": the password is wrong, or the key was changed");
      } finally {
        Arrays.fill(password, '\0');
      }
    }
  }
}
