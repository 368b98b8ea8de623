package org.elastictee.provider.key;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Where the sealed keys of one provider object come from; they end with it. Safe for use by several
 * threads.
 */
public final class SealedKeySource {
  private final SealedKeyDecoder decoder;
  private final RootSource root;
  private final LiveKeys live;

  /** Creates a source; nothing is asked of the root yet. */
  public SealedKeySource(EngineTable engines, RootSource root, LiveKeys live) {
    this.decoder = new SealedKeyDecoder(engines);
    this.root = root;
    this.live = live;
  }

  /** Imports a key: see {@link SealedKeys#seal}. */
  SealedKey seal(Key key, SealingPolicy policy) throws InvalidKeyException {
    return live.add(SealedKeys.seal(key, policy, decoder));
  }

  /**
   * Makes a secret key.
   *
   * @param bytes taken over and overwritten
   */
  SealedSecretKey secret(String algorithm, SealedKeySpec spec, byte[] bytes) {
    SealedSecretKey key = new SealedSecretKey(algorithm, spec.policy(), bytes);
    key.describe(spec.label(), "");
    return live.add(key);
  }

  /** Makes a sealed key of a generated one. */
  SealedPrivateKey generated(PrivateKey key, SealedKeySpec spec) throws InvalidKeyException {
    SealedPrivateKey sealed = (SealedPrivateKey) SealedKeys.seal(key, spec.policy(), decoder);
    sealed.describe(spec.label(), "");
    return live.add(sealed);
  }

  /** Derives a secret key. */
  SealedSecretKey derive(DerivedKeySpec spec) throws RootOfTrustException {
    RootOfTrust from = root.get();
    byte[] bytes = derive(from, spec.policy(), spec.derivationLabel(), spec.length() / Byte.SIZE);
    SealedSecretKey key = new SealedSecretKey(spec.algorithm(), spec.policy(), bytes);
    key.describe(spec.label(), origin(from));
    return live.add(key);
  }

  /** Derives a private key. */
  SealedPrivateKey derive(DerivedKeyPairSpec spec)
      throws RootOfTrustException, InvalidKeyException {
    RootOfTrust from = root.get();
    byte[] bytes = derive(from, spec.policy(), spec.derivationLabel(), spec.curve().derivedBytes());
    SealedPrivateKey key = decoder.privateKey(spec.curve().pkcs8(bytes), spec.policy());
    key.describe(spec.label(), origin(from));
    return live.add(key);
  }

  private static byte[] derive(RootOfTrust from, SealingPolicy policy, String label, int length)
      throws RootOfTrustException {
    try (SecretMemory derived = from.derive(from.request(policy), policy, label, length)) {
      return derived.copy();
    }
  }

  private static String origin(RootOfTrust root) {
    return "derived from the root of trust " + root.kind().displayName();
  }
}
