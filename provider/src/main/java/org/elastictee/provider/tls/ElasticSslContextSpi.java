package org.elastictee.provider.tls;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;

/**
 * {@code SSLContext}: the JDK's protocol with the randomness of this provider and, where the caller
 * gives no key managers, the derived identity. Trust managers that are not given are the JDK's,
 * over the platform's trust store. Engines and sockets are the JDK's own objects.
 */
public final class ElasticSslContextSpi extends SSLContextSpi {
  private final EngineTable engines;
  private final SecureRandom ownRandom;
  private final RootSource root;
  private final LiveKeys live;
  private final SSLContext engine;
  private final boolean initializedAtBirth;

  private ElasticSslContextSpi(
      EngineTable engines,
      SecureRandom ownRandom,
      RootSource root,
      LiveKeys live,
      String protocol,
      boolean initializedAtBirth)
      throws NoSuchAlgorithmException {
    this.engines = engines;
    this.ownRandom = ownRandom;
    this.root = root;
    this.live = live;
    this.engine = SSLContext.getInstance(protocol, engines.provider(Operation.TLS));
    this.initializedAtBirth = initializedAtBirth;
  }

  /**
   * Creates a context that is to be initialized.
   *
   * @param protocol {@code TLS}, {@code TLSv1.2} or {@code TLSv1.3}
   * @param live takes the keys of the derived identity that it gives out
   * @throws NoSuchAlgorithmException if there is no engine
   */
  public static ElasticSslContextSpi of(
      String protocol, EngineTable engines, SecureRandom random, RootSource root, LiveKeys live)
      throws NoSuchAlgorithmException {
    return new ElasticSslContextSpi(engines, random, root, live, protocol, false);
  }

  /**
   * Creates the default context: initialized, with the key store that {@code
   * javax.net.ssl.keyStore} names or, if it names none, the derived identity.
   *
   * @throws NoSuchAlgorithmException if there is no engine, or that key store cannot be opened
   */
  public static ElasticSslContextSpi ofDefault(
      EngineTable engines, SecureRandom random, RootSource root, LiveKeys live)
      throws NoSuchAlgorithmException {
    ElasticSslContextSpi context =
        new ElasticSslContextSpi(engines, random, root, live, "TLS", true);
    try {
      context.initialize(DefaultKeyStore.keyManagers(), null, null);
      return context;
    } catch (KeyManagementException e) {
      throw new NoSuchAlgorithmException("the default context cannot be set up", e);
    }
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    if (initializedAtBirth) {
      throw new KeyManagementException("the default context is initialized already");
    }
    initialize(keys, trust, random);
  }

  private void initialize(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    KeyManager[] given =
        keys != null
            ? keys
            : new KeyManager[] {
              ElasticKeyManagerFactorySpi.derivedIdentity(engines, ownRandom, root, live)
            };
    TrustManager[] trusted = trust != null ? trust : platformTrust();
    engine.init(given, trusted, random == null ? ownRandom : random);
  }

  /**
   * The JDK would pass over a trust store that does not open, and reject every peer without saying
   * why.
   */
  private static TrustManager[] platformTrust() throws KeyManagementException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new KeyManagementException("the platform's trust store cannot be opened", e);
    }
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return engine.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return engine.getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return engine.createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return engine.createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return engine.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return engine.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return engine.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return engine.getSupportedSSLParameters();
  }
}
