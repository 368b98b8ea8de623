package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorException;

/**
 * Keys of ML-DSA and ML-KEM from their raw forms, encoded as RFC 9881 and RFC 9935 say.
 *
 * @param name the parameter set
 */
record LatticeKeys(Provider provider, String name) {
  private static final int SEED = 0x80;

  private String algorithm() {
    return "060960864801650304"
        + switch (name) {
          case "ML-DSA-44" -> "0311";
          case "ML-DSA-65" -> "0312";
          case "ML-DSA-87" -> "0313";
          case "ML-KEM-512" -> "0401";
          case "ML-KEM-768" -> "0402";
          case "ML-KEM-1024" -> "0403";
          default -> throw new VectorException("unknown parameter set: " + name);
        };
  }

  private String factory() {
    return ServiceName.has(provider, "KeyFactory", name) ? name : name.substring(0, 6);
  }

  byte[] encodedPublic(byte[] key) {
    return Der.publicKey(algorithm(), key);
  }

  PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    return Keys.x509(provider, factory(), encodedPublic(key));
  }

  /** Returns a private key in its expanded form, which is the only one that JDK 25 reads. */
  PrivateKey expanded(byte[] key) throws GeneralSecurityException {
    return Keys.pkcs8(provider, factory(), Der.privateKey(algorithm(), Der.octetString(key)));
  }

  /**
   * Returns the private key of a seed: by the encoding that holds it, else by a generator that
   * draws it.
   *
   * @param seedBytes the right length of a seed in bytes
   * @throws GeneralSecurityException if the seed is refused
   * @throws InapplicableException if the provider takes no seeds
   */
  PrivateKey ofSeed(byte[] seed, int seedBytes) throws GeneralSecurityException {
    try {
      return encodedSeed(seed);
    } catch (InvalidKeySpecException e) {
      if (readsSeeds(seedBytes)) {
        throw e;
      }
    }
    if (seed.length != seedBytes) {
      throw new InapplicableException("the key factory takes no seeds");
    }
    return generate(seed).getPrivate();
  }

  private KeyPair generate(byte[] seed) throws GeneralSecurityException {
    FixedRandom random = new FixedRandom(seed);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
    generator.initialize(new NamedParameterSpec(name), random);
    KeyPair pair = generator.generateKeyPair();
    if (!random.wasDrawn()) {
      throw new InapplicableException("neither the key factory nor the generator takes a seed");
    }
    return pair;
  }

  private PrivateKey encodedSeed(byte[] seed) throws GeneralSecurityException {
    return Keys.pkcs8(provider, factory(), Der.privateKey(algorithm(), Der.tlv(SEED, seed)));
  }

  private boolean readsSeeds(int seedBytes) throws GeneralSecurityException {
    try {
      return encodedSeed(new byte[seedBytes]) != null;
    } catch (InvalidKeySpecException e) {
      return false;
    }
  }
}
