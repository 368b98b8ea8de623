package org.elastictee.sim.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.EndorsementKey.Kind;
import org.elastictee.sim.firmware.Product;

/**
 * An authority that looks like AMD's and is not: same names, same extensions, same algorithms,
 * other keys, which are made at random and never leave the process. Safe for use by several
 * threads.
 */
public final class TestCertificateAuthority {
  private static final int RSA_BITS = 4096;
  private static final int CA_YEARS = 25;
  private static final int VCEK_YEARS = 7;
  private static final int VLEK_YEARS = 1;
  private static final int CRL_DAYS = 365;

  /** {@code keyCertSign} with a bit more than DER allows, as AMD's ASK and ASVK have it. */
  private static final DERBitString AMD_KEY_CERT_SIGN =
      new DERBitString(new byte[] {KeyUsage.keyCertSign}, 1);

  private static final Map<Product, TestCertificateAuthority> SHARED = new EnumMap<>(Product.class);

  private final Product product;
  private final Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Map<CaRole, KeyPair> keys = new EnumMap<>(CaRole.class);
  private final Map<CaRole, X509Certificate> authorities = new EnumMap<>(CaRole.class);
  private final Map<EndorsementKey, X509Certificate> leaves = new HashMap<>();

  private TestCertificateAuthority(Product product) {
    this.product = Objects.requireNonNull(product, "product");
  }

  /** Returns the one authority of this process for a product. */
  public static TestCertificateAuthority shared(Product product) {
    synchronized (SHARED) {
      return SHARED.computeIfAbsent(product, TestCertificateAuthority::new);
    }
  }

  /** Creates another authority: the same names over other keys, as an impostor would have it. */
  public static TestCertificateAuthority create(Product product) {
    return new TestCertificateAuthority(product);
  }

  /** Returns the product. */
  public Product product() {
    return product;
  }

  /** Returns the root's certificate. */
  public X509Certificate ark() {
    return certificate(CaRole.ARK);
  }

  /** Returns the certificate of the authority of VCEKs. */
  public X509Certificate ask() {
    return certificate(CaRole.ASK);
  }

  /** Returns the certificate of the authority of VLEKs. */
  public X509Certificate asvk() {
    return certificate(CaRole.ASVK);
  }

  /** Returns the certificate of an authority; the key is made when first needed, in a second. */
  public synchronized X509Certificate certificate(CaRole role) {
    X509Certificate certificate = authorities.get(role);
    if (certificate == null) {
      certificate = parse(issue(template(role), CaRole.ARK));
      authorities.put(role, certificate);
    }
    return certificate;
  }

  /**
   * Returns the certificate of a VCEK by the ASK, or of a VLEK by the ASVK: the same each time.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public synchronized X509Certificate certify(EndorsementKey key) {
    X509Certificate certificate = leaves.get(key);
    if (certificate == null) {
      certificate = parse(issue(template(key), CaRole.issuerOf(key.kind())));
      leaves.put(key, certificate);
    }
    return certificate;
  }

  /** Returns what stands in the certificate of an authority, to be changed and issued. */
  public synchronized CertificateTemplate template(CaRole role) {
    Instant from = notBefore();
    CertificateTemplate template =
        new CertificateTemplate(key(role).getPublic())
            .serialNumber(role.serialNumber(product))
            .issuer(CertificateTemplate.amdName(CaRole.ARK.commonName(product)))
            .subject(CertificateTemplate.amdName(role.commonName(product)))
            .validity(from, plusYears(from, CA_YEARS));
    if (role == CaRole.ARK) {
      return template
          .with(
              Extension.keyUsage,
              true,
              LeafExtensions.der(new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)))
          .with(Extension.subjectKeyIdentifier, false, LeafExtensions.der(keyIdentifier(role)))
          .with(Extension.basicConstraints, true, LeafExtensions.der(new BasicConstraints(true)))
          .with(Extension.cRLDistributionPoints, false, LeafExtensions.der(crlUrl(role)));
    }
    return template
        .with(Extension.subjectKeyIdentifier, false, LeafExtensions.der(keyIdentifier(role)))
        .with(
            Extension.authorityKeyIdentifier,
            false,
            LeafExtensions.der(
                new AuthorityKeyIdentifier(keyIdentifier(CaRole.ARK).getKeyIdentifier())))
        .with(Extension.basicConstraints, true, LeafExtensions.der(new BasicConstraints(0)))
        .with(Extension.keyUsage, true, LeafExtensions.der(AMD_KEY_CERT_SIGN))
        .with(Extension.cRLDistributionPoints, false, LeafExtensions.der(crlUrl(role)));
  }

  /**
   * Returns what stands in the certificate of a VCEK or VLEK, to be changed and issued: valid from
   * a day before this authority was made, for 7 years or 1.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public CertificateTemplate template(EndorsementKey key) {
    if (key.product() != product) {
      throw new IllegalArgumentException("the key is of another product");
    }
    Instant from = created.minus(1, ChronoUnit.DAYS);
    boolean vcek = key.kind() == Kind.VCEK;
    CertificateTemplate template =
        new CertificateTemplate(key.publicKey())
            .serialNumber(BigInteger.ZERO)
            .issuer(CertificateTemplate.amdName(CaRole.issuerOf(key.kind()).commonName(product)))
            .subject(CertificateTemplate.amdName("SEV-" + key.kind()))
            .validity(from, plusYears(from, vcek ? VCEK_YEARS : VLEK_YEARS))
            .writesTrailerField(vcek && product != Product.TURIN);
    LeafExtensions.addTo(template, key);
    return template;
  }

  /** Returns a certificate, in DER unless it deviates from it, signed by one of the authorities. */
  public byte[] issue(CertificateTemplate template, CaRole signer) {
    return template.sign(key(signer).getPrivate());
  }

  /**
   * Returns a revocation list by the root, in DER, valid for a year from when this authority was
   * made.
   *
   * @param revoked serial numbers
   */
  public byte[] crl(Set<BigInteger> revoked) {
    Instant from = created.minus(1, ChronoUnit.DAYS);
    return crl(revoked, from, from.plus(CRL_DAYS, ChronoUnit.DAYS));
  }

  /** Returns a revocation list by the root, in DER, of this time. */
  public byte[] crl(Set<BigInteger> revoked, Instant thisUpdate, Instant nextUpdate) {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(
            CertificateTemplate.amdName(CaRole.ARK.commonName(product)), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    for (BigInteger serialNumber : revoked) {
      builder.addCRLEntry(serialNumber, Date.from(thisUpdate), CRLReason.keyCompromise);
    }
    try {
      return builder.build(new PssSigner(key(CaRole.ARK).getPrivate(), true)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("a revocation list cannot be encoded", e);
    }
  }

  private synchronized KeyPair key(CaRole role) {
    return keys.computeIfAbsent(role, r -> generate());
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("RSA is not there", e);
    }
  }

  private SubjectKeyIdentifier keyIdentifier(CaRole role) {
    try {
      return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key(role).getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("SHA-1 is not there", e);
    }
  }

  private CRLDistPoint crlUrl(CaRole role) {
    GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, role.crlUrl(product));
    return new CRLDistPoint(
        new DistributionPoint[] {
          new DistributionPoint(new DistributionPointName(new GeneralNames(url)), null, null)
        });
  }

  private Instant notBefore() {
    return switch (product) {
      case MILAN -> Instant.parse("2020-10-22T18:24:20Z");
      case GENOA -> Instant.parse("2022-01-26T15:34:37Z");
      case TURIN -> Instant.parse("2023-05-15T20:03:12Z");
    };
  }

  private static Instant plusYears(Instant instant, int years) {
    return instant.atZone(ZoneOffset.UTC).plusYears(years).toInstant();
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new ProviderException("a certificate that was just made cannot be read", e);
    }
  }
}
