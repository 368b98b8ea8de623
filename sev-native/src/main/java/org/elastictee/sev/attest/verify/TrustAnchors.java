package org.elastictee.sev.attest.verify;

import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.jdk.Sha256;

/**
 * The root keys that evidence may rest on: AMD's, each by the SHA-256 of its certificate, and none
 * else unless it is passed here. The certificates come with the evidence; one that is not pinned is
 * refused whoever supplied it. Immutable.
 *
 * <p>The fingerprints are those of the certificates that AMD's key server gives at {@code
 * https://kdsintf.amd.com/vcek/v1/{product}/cert_chain}.
 */
public final class TrustAnchors {
  private static final Map<Product, String> AMD =
      Map.of(
          Product.MILAN, "69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd",
          Product.GENOA, "4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1",
          Product.TURIN, "1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a");

  private static final TrustAnchors AMD_ONLY = new TrustAnchors(Map.of());

  private final Map<Product, AmdCertificate> testRoots;

  private TrustAnchors(Map<Product, AmdCertificate> testRoots) {
    this.testRoots = testRoots;
  }

  /** Returns AMD's root keys of Milan, Genoa and Turin. */
  public static TrustAnchors amd() {
    return AMD_ONLY;
  }

  /**
   * Returns the same, and a root for tests: what rests on it is nothing that AMD vouches for, and
   * {@link VerificationResult#usesTestRoots} says so. There is one for each product; another
   * replaces it.
   *
   * @param certificate named as AMD's root of this product is
   * @throws IllegalArgumentException if it is not a certificate in DER
   */
  public TrustAnchors withTestRoot(Product product, X509Certificate certificate) {
    Objects.requireNonNull(product, "product");
    Map<Product, AmdCertificate> more = new EnumMap<>(Product.class);
    more.putAll(testRoots);
    more.put(product, read(certificate));
    return new TrustAnchors(Map.copyOf(more));
  }

  private static AmdCertificate read(X509Certificate certificate) {
    try {
      return AmdCertificate.of(certificate);
    } catch (EvidenceException e) {
      throw new IllegalArgumentException("a test root is a certificate in DER", e);
    }
  }

  /** Returns the SHA-256 of the certificate of AMD's root key, in hexadecimal, if it is pinned. */
  public static Optional<String> amdFingerprint(Product product) {
    return Optional.ofNullable(AMD.get(product));
  }

  /** Returns whether there is a root for a product. */
  boolean has(Product product) {
    return AMD.containsKey(product) || testRoots.containsKey(product);
  }

  /** Returns a root's certificate as a root of a product, or empty if it is none of these. */
  Optional<Root> accept(Product product, AmdCertificate certificate) {
    if (fingerprint(certificate).equals(AMD.get(product))) {
      return Optional.of(new Root(product, certificate, false));
    }
    return certificate.equals(testRoots.get(product))
        ? Optional.of(new Root(product, certificate, true))
        : Optional.empty();
  }

  private static String fingerprint(AmdCertificate certificate) {
    return HexFormat.of().formatHex(Sha256.digest(certificate.der()));
  }

  /** Tells the products of the test roots. */
  @Override
  public String toString() {
    return "TrustAnchors[AMD"
        + (testRoots.isEmpty() ? "" : ", test roots " + testRoots.keySet())
        + "]";
  }
}
