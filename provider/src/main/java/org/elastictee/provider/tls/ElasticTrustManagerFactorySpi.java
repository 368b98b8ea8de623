package org.elastictee.provider.tls;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * {@code TrustManagerFactory} Elastic: the JDK's PKIX validation, over a key store's certificates
 * or the platform's.
 */
public final class ElasticTrustManagerFactorySpi extends TrustManagerFactorySpi {
  private final TrustManagerFactory engine;

  /**
   * Creates a factory.
   *
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public ElasticTrustManagerFactorySpi(EngineTable engines) throws NoSuchAlgorithmException {
    engine =
        TrustManagerFactory.getInstance(
            Operation.PKIX.algorithm(), engines.provider(Operation.PKIX));
  }

  @Override
  protected void engineInit(KeyStore keyStore) throws KeyStoreException {
    engine.init(keyStore);
  }

  @Override
  protected void engineInit(ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    engine.init(parameters);
  }

  @Override
  protected TrustManager[] engineGetTrustManagers() {
    return engine.getTrustManagers();
  }
}
