package org.elastictee.provider.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.libcrypto.LibcryptoProvider;
import org.elastictee.provider.libcrypto.OffHeapKey;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A private {@link SealedKey}, which knows its public key. It is what TLS asks for, such as an
 * {@link java.security.interfaces.ECKey}, and none of the JDK's interfaces for private keys, which
 * would make other providers ask for its value.
 */
public abstract sealed class SealedPrivateKey extends AbstractSealedKey implements PrivateKey
    permits SealedEcPrivateKey,
        SealedRsaPrivateKey,
        SealedEdEcPrivateKey,
        SealedXecPrivateKey,
        SealedLatticePrivateKey {
  private static final long serialVersionUID = 1L;

  private final transient PublicKey publicKey;

  /** Takes the secret over and overwrites it. */
  SealedPrivateKey(String algorithm, SealingPolicy policy, byte[] secret, PublicKey publicKey) {
    super(algorithm, policy, secret);
    this.publicKey = publicKey;
  }

  /** Returns the public key that belongs to this key, also after {@link #destroy}. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** Returns the {@code KeyFactory} of such keys. */
  abstract Operation keyFactory();

  /**
   * Returns the PKCS #8 encoding, to be overwritten by the caller.
   *
   * @throws IllegalStateException if the key was destroyed
   */
  abstract byte[] pkcs8();

  /** Returns the PKCS #8 encoding of a {@code privateKey} field, which is overwritten. */
  final byte[] pkcs8(byte[] content) {
    byte[] version = {0};
    return SecretDer.sequence(
        SecretDer.integer(version), algorithmIdentifier(), SecretDer.octetString(content));
  }

  private byte[] algorithmIdentifier() {
    try {
      return SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getAlgorithm().getEncoded();
    } catch (IOException e) {
      throw new ProviderException("the public key does not show its algorithm", e);
    }
  }

  /** Returns the key for libcrypto to read where it lies, or empty where it needs an encoding. */
  Optional<OffHeapKey> offHeap() {
    return Optional.empty();
  }

  /**
   * Returns the key as one that an engine takes: for libcrypto where it lies, for all others on the
   * heap.
   *
   * @throws InvalidKeyException if no engine takes it
   * @throws IllegalStateException if the key was destroyed
   */
  final PrivateKey open(EngineTable engines, Provider engine) throws InvalidKeyException {
    Optional<OffHeapKey> offHeap =
        engine instanceof LibcryptoProvider ? offHeap() : Optional.empty();
    return offHeap.isPresent() ? offHeap.get() : open(engines);
  }

  /**
   * Returns the key as one of an engine's.
   *
   * @throws InvalidKeyException if no engine takes it
   * @throws IllegalStateException if the key was destroyed
   */
  final PrivateKey open(EngineTable engines) throws InvalidKeyException {
    byte[] pkcs8 = pkcs8();
    try {
      KeyFactory engine =
          KeyFactory.getInstance(engines.algorithm(keyFactory()), engines.provider(keyFactory()));
      return LatticeEncodings.generatePrivate(engine, new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("the engine does not take the sealed key", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }
}
