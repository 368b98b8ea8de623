package org.elastictee.provider.tls;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;

/**
 * {@code KeyManagerFactory} Elastic: the private keys of a key store of any type or, where none is
 * given, the derived identity.
 */
public final class ElasticKeyManagerFactorySpi extends KeyManagerFactorySpi {
  private final EngineTable engines;
  private final SecureRandom random;
  private final RootSource root;
  private final LiveKeys live;
  private ElasticKeyManager manager;

  /**
   * Creates a factory.
   *
   * @param live takes the keys of the derived identity that it gives out
   */
  public ElasticKeyManagerFactorySpi(
      EngineTable engines, SecureRandom random, RootSource root, LiveKeys live) {
    this.engines = engines;
    this.random = random;
    this.root = root;
    this.live = live;
  }

  @Override
  protected void engineInit(KeyStore keyStore, char[] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    manager =
        keyStore == null
            ? derivedIdentity(engines, random, root, live)
            : new ElasticKeyManager(new KeyStoreIdentities(keyStore, password));
  }

  @Override
  protected void engineInit(ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    throw new InvalidAlgorithmParameterException("this factory takes a key store, or null");
  }

  @Override
  protected KeyManager[] engineGetKeyManagers() {
    if (manager == null) {
      throw new IllegalStateException("the factory is not initialized");
    }
    return new KeyManager[] {manager};
  }

  /** Returns a key manager that has the derived identity and nothing else. */
  static ElasticKeyManager derivedIdentity(
      EngineTable engines, SecureRandom random, RootSource root, LiveKeys live) {
    return new ElasticKeyManager(new DerivedIdentitySource(engines, random, root, live));
  }
}
