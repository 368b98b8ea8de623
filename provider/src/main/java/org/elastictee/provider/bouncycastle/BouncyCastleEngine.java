package org.elastictee.provider.bouncycastle;

import java.io.NotSerializableException;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * BouncyCastle as an engine: its own services, and where they know less than the JCA's standard
 * names and parameters ask for, services over its lightweight API in their place. Never registered;
 * safe for use by several threads.
 */
public final class BouncyCastleEngine extends Provider {
  private static final long serialVersionUID = 1L;

  /** The JCA's names of digests, as they stand in names of other services. */
  private static final Map<String, String> HMAC_DIGESTS =
      Map.ofEntries(
          Map.entry("SHA1", "SHA-1"),
          Map.entry("SHA224", "SHA-224"),
          Map.entry("SHA256", "SHA-256"),
          Map.entry("SHA384", "SHA-384"),
          Map.entry("SHA512", "SHA-512"),
          Map.entry("SHA512/224", "SHA-512/224"),
          Map.entry("SHA512/256", "SHA-512/256"),
          Map.entry("SHA3-224", "SHA3-224"),
          Map.entry("SHA3-256", "SHA3-256"),
          Map.entry("SHA3-384", "SHA3-384"),
          Map.entry("SHA3-512", "SHA3-512"));

  private static final List<String> PBKDF2_DIGESTS =
      List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256");

  private static final List<String> OAEP_DIGESTS =
      List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

  private final transient Provider bouncyCastle = new BouncyCastleProvider();

  /** Creates the engine. */
  public BouncyCastleEngine() {
    super("BC", "1", "BouncyCastle, with the JCA's standard names and parameters");
    add("Signature", "RSASSA-PSS", () -> new PssSignatureSpi(this));
    add("Signature", "EdDSA", () -> new EdDsaSignatureSpi(""));
    add("Signature", "Ed25519", () -> new EdDsaSignatureSpi("Ed25519"));
    add("Signature", "Ed448", () -> new EdDsaSignatureSpi("Ed448"));
    add("AlgorithmParameters", "RSASSA-PSS", PssParametersSpi::new);
    add("AlgorithmParameters", "OAEP", OaepParametersSpi::new);
    add("KeyFactory", "RSA", RsaKeyFactorySpi::new);
    add("KeyFactory", "RSASSA-PSS", RsaKeyFactorySpi::new);
    add("KeyFactory", "EC", EcKeyFactorySpi::new);
    add("KeyFactory", "XDH", XdhKeyFactorySpi::ofAny);
    add("KeyFactory", "X25519", XdhKeyFactorySpi::of25519);
    add("KeyFactory", "X448", XdhKeyFactorySpi::of448);
    add("Cipher", "RSA/ECB/PKCS1Padding", RsaBlockSpi::pkcs1);
    add("Cipher", "RSA/ECB/OAEPPadding", RsaBlockSpi::oaep);
    for (String digest : OAEP_DIGESTS) {
      add("Cipher", "RSA/ECB/OAEPWith" + digest + "AndMGF1Padding", RsaBlockSpi::oaep);
    }
    HMAC_DIGESTS.forEach(
        (part, digest) -> add("Mac", "Hmac" + part, () -> new CloneableHmacSpi(digest)));
    for (String part : PBKDF2_DIGESTS) {
      String name = "PBKDF2WithHmac" + part;
      String digest = HMAC_DIGESTS.get(part);
      add("SecretKeyFactory", name, () -> new PasswordKeysSpi(name, digest));
    }
  }

  private void add(String type, String algorithm, Supplier<Object> constructor) {
    putService(new OwnService(this, type, algorithm, constructor));
  }

  /** Returns the service of ours, or else BouncyCastle's. */
  @Override
  public Service getService(String type, String algorithm) {
    Service ours = super.getService(type, algorithm);
    return ours == null ? bouncyCastle.getService(type, algorithm) : ours;
  }

  /** Refuses: the engine is of the process. */
  private Object writeReplace() throws NotSerializableException {
    throw new NotSerializableException("an engine is not serialized");
  }

  private static final class OwnService extends Service {
    private final Supplier<Object> constructor;

    OwnService(Provider provider, String type, String algorithm, Supplier<Object> constructor) {
      super(provider, type, algorithm, OwnService.class.getName(), List.of(), Map.of());
      this.constructor = constructor;
    }

    @Override
    public Object newInstance(Object parameter) {
      if (parameter != null) {
        throw new InvalidParameterException("services of this engine take no parameter");
      }
      return constructor.get();
    }
  }
}
