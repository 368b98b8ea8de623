package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.elastictee.provider.libcrypto.Probes.Probe;

/** What {@link LibcryptoProvider} offers where the library does it. */
final class LibcryptoServices {
  /** The digests of ECDSA, in the JCA's names of signatures. */
  private static final List<Digest> ECDSA_DIGESTS =
      List.of(
          Digest.SHA_1,
          Digest.SHA_224,
          Digest.SHA_256,
          Digest.SHA_384,
          Digest.SHA_512,
          Digest.SHA3_224,
          Digest.SHA3_256,
          Digest.SHA3_384,
          Digest.SHA3_512);

  private static final List<Digest> RSA_DIGESTS =
      List.of(
          Digest.SHA_1,
          Digest.SHA_224,
          Digest.SHA_256,
          Digest.SHA_384,
          Digest.SHA_512,
          Digest.SHA_512_224,
          Digest.SHA_512_256,
          Digest.SHA3_224,
          Digest.SHA3_256,
          Digest.SHA3_384,
          Digest.SHA3_512);

  /** The digests that have a transformation of OAEP of their own. */
  private static final List<Digest> OAEP_DIGESTS =
      List.of(Digest.SHA_1, Digest.SHA_224, Digest.SHA_256, Digest.SHA_384, Digest.SHA_512);

  private static final Probe ED25519 = Probes.edwards("Ed25519", 32);
  private static final Probe ED448 = Probes.edwards("Ed448", 57);
  private static final Probe X25519 = Probes.montgomery("X25519", 32);
  private static final Probe X448 = Probes.montgomery("X448", 56);

  static final List<Row> ROWS = rows();

  private LibcryptoServices() {}

  /**
   * A service.
   *
   * @param constructor makes its SPI object
   * @param probe fails where the library does not do it
   */
  record Row(String type, String algorithm, Function<Libcrypto, Object> constructor, Probe probe) {
    boolean isServed(Libcrypto libcrypto) {
      try {
        probe.run(libcrypto);
        return true;
      } catch (InvalidKeyException | ProviderException e) {
        return false;
      }
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(ecdsa("NONE", Optional.empty()));
    ECDSA_DIGESTS.forEach(digest -> rows.addAll(ecdsa(digest.inSignatures(), Optional.of(digest))));
    RSA_DIGESTS.forEach(
        digest ->
            rows.add(
                signature(
                    digest.inSignatures() + "withRSA",
                    libcrypto -> new RsaSpi(libcrypto, digest),
                    Probes.rsa(digest))));
    rows.add(signature("RSASSA-PSS", PssSpi::new, Probes.pss()));
    rows.add(edwards("EdDSA", Set.of("Ed25519", "Ed448"), Probes.both(ED25519, ED448)));
    rows.add(edwards("Ed25519", Set.of("Ed25519"), ED25519));
    rows.add(edwards("Ed448", Set.of("Ed448"), ED448));
    rows.add(lattice("ML-DSA", Set.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")));
    rows.add(lattice("ML-DSA-44", Set.of("ML-DSA-44")));
    rows.add(lattice("ML-DSA-65", Set.of("ML-DSA-65")));
    rows.add(lattice("ML-DSA-87", Set.of("ML-DSA-87")));
    rows.add(agreement("ECDH", new EcKeys(), Probes.ecdh()));
    rows.add(
        agreement("XDH", new MontgomeryKeys(Set.of("X25519", "X448")), Probes.both(X25519, X448)));
    rows.add(agreement("X25519", new MontgomeryKeys(Set.of("X25519")), X25519));
    rows.add(agreement("X448", new MontgomeryKeys(Set.of("X448")), X448));
    rows.add(
        cipher("PKCS1Padding", RsaCipherSpi::pkcs1, Probes.encryption(RsaTransformation::pkcs1)));
    rows.add(oaep("OAEPPadding", Digest.SHA_1));
    OAEP_DIGESTS.forEach(
        digest -> rows.add(oaep("OAEPWith" + digest.jcaName() + "AndMGF1Padding", digest)));
    rows.addAll(kems());
    return List.copyOf(rows);
  }

  private static List<Row> ecdsa(String prefix, Optional<Digest> digest) {
    String name = prefix + "withECDSA";
    Probe probe = Probes.ecdsa(digest);
    return List.of(
        signature(name, libcrypto -> new EcdsaSpi(libcrypto, digest, false), probe),
        signature(
            name + "inP1363Format", libcrypto -> new EcdsaSpi(libcrypto, digest, true), probe));
  }

  private static Row edwards(String name, Set<String> curves, Probe probe) {
    EdwardsKeys reader = new EdwardsKeys(curves);
    return signature(name, libcrypto -> new OneShotSpi(libcrypto, reader), probe);
  }

  private static Row lattice(String name, Set<String> parameterSets) {
    EncodedKeys reader = new EncodedKeys(parameterSets);
    return signature(
        name, libcrypto -> new OneShotSpi(libcrypto, reader), Probes.keysOf(parameterSets));
  }

  /** There where the JVM has the type: updates of Java 17, and Java 21. */
  private static List<Row> kems() {
    return KemSpis.areSupported()
        ? List.of(
            kem("ML-KEM", Set.of("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")),
            kem("ML-KEM-512", Set.of("ML-KEM-512")),
            kem("ML-KEM-768", Set.of("ML-KEM-768")),
            kem("ML-KEM-1024", Set.of("ML-KEM-1024")))
        : List.of();
  }

  private static Row kem(String name, Set<String> parameterSets) {
    EncodedKeys reader = new EncodedKeys(parameterSets);
    return new Row(
        "KEM", name, libcrypto -> KemSpis.create(libcrypto, reader), Probes.keysOf(parameterSets));
  }

  private static Row oaep(String padding, Digest digest) {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            digest.jcaName(), "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
    OaepParameters parameters = new OaepParameters(spec, digest, Digest.SHA_1);
    return cipher(padding, RsaCipherSpi::oaep, Probes.encryption(parameters::forLibcrypto));
  }

  private static Row cipher(String padding, Function<Libcrypto, Object> constructor, Probe probe) {
    return new Row("Cipher", "RSA/ECB/" + padding, constructor, probe);
  }

  private static Row signature(String name, Function<Libcrypto, Object> constructor, Probe probe) {
    return new Row("Signature", name, constructor, probe);
  }

  private static Row agreement(String name, KeyReader reader, Probe probe) {
    return new Row("KeyAgreement", name, libcrypto -> new AgreementSpi(libcrypto, reader), probe);
  }
}
