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
import org.elastictee.provider.key.RootSource;

/**
 * {@code KeyManagerFactory} Elastic: the private keys of a key store of any type or, where none is
 * given, the derived identity.
 */
public final class ElasticKeyManagerFactorySpi extends KeyManagerFactorySpi {
  private final EngineTable engines;
  private final SecureRandom random;
  private final RootSource root;
  private ElasticKeyManager manager;

  /** Creates a factory. */
  public ElasticKeyManagerFactorySpi(EngineTable engines, SecureRandom random, RootSource root) {
    this.engines = engines;
    this.random = random;
    this.root = root;
  }

  @Override
  protected void engineInit(KeyStore keyStore, char[] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    manager =
        keyStore == null
            ? derivedIdentity(engines, random, root)
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
      EngineTable engines, SecureRandom random, RootSource root) {
    return new ElasticKeyManager(new DerivedIdentitySource(engines, random, root));
  }
}
