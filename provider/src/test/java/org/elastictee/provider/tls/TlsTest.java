package org.elastictee.provider.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.provider.tls.Handshake.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
  private static final TrustManager[] EVERYBODY = {new TrustEverybody()};

  private ElasticProvider provider;

  @BeforeEach
  void createProvider() {
    provider = new ElasticProvider();
  }

  @AfterEach
  void removeProvider() {
    Security.removeProvider("Elastic");
  }

  private void register(String position) {
    if (position.equals("first")) {
      Security.insertProviderAt(provider, 1);
    } else {
      Security.addProvider(provider);
    }
  }

  private SSLContext elastic(KeyManager[] keys, TrustManager[] trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", provider);
    context.init(keys, trust, null);
    return context;
  }

  private static SSLContext jdk(KeyManager[] keys, TrustManager[] trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys, trust, null);
    return context;
  }

  private X509Certificate identity() throws Exception {
    KeyStore keyStore = KeyStore.getInstance("Elastic", provider);
    keyStore.load(null, null);
    return (X509Certificate) keyStore.getCertificate("elastic-identity");
  }

  private KeyManager[] keyManagers(KeyStore keyStore, char[] password) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("Elastic", provider);
    factory.init(keyStore, password);
    return factory.getKeyManagers();
  }

  private static KeyManager[] jdkKeyManagers(KeyStore keyStore) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509", "SunJSSE");
    factory.init(keyStore, TestCertificates.PASSWORD);
    return factory.getKeyManagers();
  }

  @Nested
  class AsAServer {
    @ParameterizedTest
    @CsvSource({"TLSv1.3, first", "TLSv1.3, last", "TLSv1.2, first", "TLSv1.2, last"})
    void showsTheDerivedIdentityWhereNothingElseIsGiven(String protocol, String position)
        throws Exception {
      register(position);
      Outcome outcome = Handshake.run(elastic(null, null), jdk(null, EVERYBODY), protocol, false);
      assertEquals(protocol, outcome.session().getProtocol());
      assertEquals(identity().getPublicKey(), outcome.server().getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void offersEachProtocolByItsName(String name) throws Exception {
      register("last");
      SSLContext context = SSLContext.getInstance(name, provider);
      context.init(null, null, null);
      Outcome outcome = Handshake.run(context, jdk(null, EVERYBODY), name, false);
      assertEquals(name, outcome.session().getProtocol());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256"
        })
    void speaksEachSuiteOfTls13(String suite) throws Exception {
      register("first");
      Outcome outcome =
          Handshake.run(elastic(null, null), jdk(null, EVERYBODY), "TLSv1.3", suite, false);
      assertEquals(suite, outcome.session().getCipherSuite());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void showsTheCertificateOfAnOrdinaryKeyStore(String keyAlgorithm) throws Exception {
      register("first");
      KeyStore keyStore = TestCertificates.pkcs12(keyAlgorithm);
      SSLContext server = elastic(keyManagers(keyStore, TestCertificates.PASSWORD), null);
      Outcome outcome = Handshake.run(server, jdk(null, EVERYBODY), "TLSv1.3", false);
      assertEquals(keyStore.getCertificate("own"), outcome.server());
    }

    @Test
    void showsTheIdentityOfAnElasticKeyStore() throws Exception {
      register("last");
      KeyStore keyStore = KeyStore.getInstance("Elastic", provider);
      keyStore.load(null, null);
      SSLContext server = elastic(keyManagers(keyStore, null), null);
      Outcome outcome = Handshake.run(server, jdk(null, EVERYBODY), "TLSv1.3", false);
      assertEquals(keyStore.getCertificate("elastic-identity"), outcome.server());
    }

    @Test
    void showsNothingWhereTheCallerGivesNoKeys() throws Exception {
      register("first");
      SSLContext server = elastic(new KeyManager[0], null);
      assertThrows(
          SSLHandshakeException.class,
          () -> Handshake.run(server, jdk(null, EVERYBODY), "TLSv1.3", false));
    }
  }

  @Nested
  class AsAClient {
    private SSLContext server(X509Certificate... acceptedIssuers) throws Exception {
      return jdk(
          jdkKeyManagers(TestCertificates.pkcs12("EC")),
          new TrustManager[] {new TrustEverybody(acceptedIssuers)});
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsTheDerivedIdentityFromServersThatDoNotNameIt(String protocol) throws Exception {
      register("first");
      X509Certificate other = (X509Certificate) TestCertificates.pkcs12("EC").getCertificate("own");
      for (SSLContext server : List.of(server(), server(other))) {
        Outcome outcome = Handshake.run(server, elastic(null, EVERYBODY), protocol, true);
        assertEquals(List.of(), outcome.client());
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsTheDerivedIdentityToAServerThatNamesIt(String protocol) throws Exception {
      register("first");
      Outcome outcome = Handshake.run(server(identity()), elastic(null, EVERYBODY), protocol, true);
      assertEquals(identity().getPublicKey(), outcome.client().get(0).getPublicKey());
    }

    @Test
    void showsTheKeyThatTheCallerGives() throws Exception {
      register("first");
      KeyStore keyStore = TestCertificates.pkcs12("RSA");
      SSLContext client = elastic(keyManagers(keyStore, TestCertificates.PASSWORD), EVERYBODY);
      Outcome outcome = Handshake.run(server(), client, "TLSv1.3", true);
      assertEquals(List.of(keyStore.getCertificate("own")), outcome.client());
    }

    @Test
    void trustsWhatThePlatformTrustsAndNobodyElse() throws Exception {
      register("first");
      SSLContext client = elastic(null, null);
      assertThrows(
          SSLHandshakeException.class, () -> Handshake.run(server(), client, "TLSv1.3", false));
    }

    @Test
    void trustsWhatTheTrustManagerFactoryWasGiven() throws Exception {
      register("first");
      KeyStore own = TestCertificates.pkcs12("EC");
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", own.getCertificate("own"));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("Elastic", provider);
      factory.init(trusted);
      SSLContext client = elastic(null, factory.getTrustManagers());
      Outcome outcome = Handshake.run(jdk(jdkKeyManagers(own), null), client, "TLSv1.3", false);
      assertEquals(own.getCertificate("own"), outcome.server());
    }
  }

  @Nested
  class Randomness {
    @Test
    void isTheCallersWhereTheCallerGivesIt() throws Exception {
      register("last");
      AtomicInteger drawn = new AtomicInteger();
      SecureRandom counting =
          new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
              drawn.addAndGet(bytes.length);
              super.nextBytes(bytes);
            }
          };
      SSLContext client = SSLContext.getInstance("TLS", provider);
      client.init(null, EVERYBODY, counting);
      Handshake.run(elastic(null, null), client, "TLSv1.3", false);
      assertTrue(drawn.get() >= 32 + 32, "the client's random and session id at least");
    }
  }

  @Nested
  class TheDefaultContext {
    @TempDir Path folder;

    @AfterEach
    void clear() {
      for (String suffix : List.of("", "Type", "Password", "Provider")) {
        System.clearProperty("javax.net.ssl.keyStore" + suffix);
      }
    }

    private void nameKeyStore(KeyStore keyStore) throws Exception {
      Path file = folder.resolve("keystore");
      try (OutputStream out = Files.newOutputStream(file)) {
        keyStore.store(out, TestCertificates.PASSWORD);
      }
      System.setProperty("javax.net.ssl.keyStore", file.toString());
      System.setProperty("javax.net.ssl.keyStorePassword", "changeit");
    }

    @Test
    void isReadyAndCannotBeInitialized() throws Exception {
      SSLContext context = SSLContext.getInstance("Default", provider);
      assertNotNull(context.createSSLEngine("localhost", 443));
      assertThrows(KeyManagementException.class, () -> context.init(null, null, null));
    }

    @Test
    void servesTheDerivedIdentity() throws Exception {
      register("first");
      Outcome outcome =
          Handshake.run(SSLContext.getInstance("Default"), jdk(null, EVERYBODY), "TLSv1.3", false);
      assertEquals(identity().getPublicKey(), outcome.server().getPublicKey());
    }

    @Test
    void servesTheKeyStoreThatTheStandardPropertyNames() throws Exception {
      register("first");
      KeyStore keyStore = TestCertificates.pkcs12("EC");
      nameKeyStore(keyStore);
      SSLContext context = SSLContext.getInstance("Default", provider);
      Outcome outcome = Handshake.run(context, jdk(null, EVERYBODY), "TLSv1.3", false);
      assertEquals(keyStore.getCertificate("own"), outcome.server());
    }

    /**
     * A file each: the JDK tells of one that does not open the first time only, and is then without
     * anchors.
     */
    @Test
    void refusesATrustStoreThatDoesNotOpen() throws Exception {
      try {
        nameCorruptTrustStore("one");
        assertThrows(
            NoSuchAlgorithmException.class, () -> SSLContext.getInstance("Default", provider));
        nameCorruptTrustStore("two");
        assertThrows(KeyManagementException.class, () -> elastic(null, null));
      } finally {
        System.clearProperty("javax.net.ssl.trustStore");
      }
    }

    private void nameCorruptTrustStore(String name) throws Exception {
      Path corrupt = Files.writeString(folder.resolve(name), "no trust store");
      System.setProperty("javax.net.ssl.trustStore", corrupt.toString());
    }

    @Test
    void refusesAKeyStoreThatDoesNotOpen() throws Exception {
      nameKeyStore(TestCertificates.pkcs12("EC"));
      System.setProperty("javax.net.ssl.keyStorePassword", "wrong");
      assertThrows(
          NoSuchAlgorithmException.class, () -> SSLContext.getInstance("Default", provider));
      System.setProperty("javax.net.ssl.keyStore", folder.resolve("absent").toString());
      assertThrows(
          NoSuchAlgorithmException.class, () -> SSLContext.getInstance("Default", provider));
    }
  }

  @Nested
  class Managers {
    private X509ExtendedKeyManager derived() throws Exception {
      return assertInstanceOf(X509ExtendedKeyManager.class, keyManagers(null, null)[0]);
    }

    @ParameterizedTest
    @CsvSource({
      "EC, elastic-identity",
      "EC/secp256r1, elastic-identity",
      "RSA, ",
      "RSASSA-PSS, ",
      "EdDSA, "
    })
    void chooseByTheTypeOfTheKey(String keyType, String alias) throws Exception {
      assertEquals(alias, derived().chooseEngineServerAlias(keyType, null, null));
      assertEquals(alias, derived().chooseServerAlias(keyType, null, null));
    }

    @Test
    void chooseByTheIssuer() throws Exception {
      Principal own = identity().getIssuerX500Principal();
      Principal other =
          ((X509Certificate) TestCertificates.pkcs12("EC").getCertificate("own"))
              .getIssuerX500Principal();
      String[] types = {"RSA", "EC"};
      assertEquals(
          "elastic-identity",
          derived().chooseEngineClientAlias(types, new Principal[] {other, own}, null));
      assertNull(derived().chooseClientAlias(types, new Principal[] {other}, null));
      assertNull(derived().chooseServerAlias("EC", new Principal[] {other}, null));
    }

    @Test
    void knowNothingOfOtherAliases() throws Exception {
      assertNull(derived().getPrivateKey("other"));
      assertNull(derived().getCertificateChain("other"));
      assertArrayEquals(new String[] {"elastic-identity"}, derived().getServerAliases("EC", null));
      assertArrayEquals(new String[0], derived().getClientAliases("EC", null));
    }

    @Test
    void giveEachCallerAKeyOfItsOwn() throws Exception {
      X509ExtendedKeyManager manager = derived();
      ((SealedKey) manager.getPrivateKey("elastic-identity")).destroy();
      assertFalse(((SealedKey) manager.getPrivateKey("elastic-identity")).isDestroyed());
    }

    @Test
    void passOverAnEntryThatWasDeleted() throws Exception {
      KeyStore keyStore = TestCertificates.pkcs12("EC");
      X509ExtendedKeyManager manager =
          (X509ExtendedKeyManager) keyManagers(keyStore, TestCertificates.PASSWORD)[0];
      keyStore.deleteEntry("own");
      assertNull(manager.chooseEngineServerAlias("EC", null, null));
    }

    @Test
    void giveAKeyThatDoesNotShowItself() throws Exception {
      assertInstanceOf(SealedKey.class, derived().getPrivateKey("elastic-identity"));
    }

    @Test
    void areNotToBeHadBeforeInit() throws Exception {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("Elastic", provider);
      assertThrows(IllegalStateException.class, factory::getKeyManagers);
    }

    @Test
    void takeKeyStoresOnly() throws Exception {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("Elastic", provider);
      ManagerFactoryParameters parameters = new CertPathTrustManagerParameters(() -> null);
      assertThrows(InvalidAlgorithmParameterException.class, () -> factory.init(parameters));
    }

    @Test
    void trustThePlatformsAuthoritiesByDefault() throws Exception {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("Elastic", provider);
      factory.init((KeyStore) null);
      X509TrustManager manager =
          (X509TrustManager) Arrays.stream(factory.getTrustManagers()).findFirst().orElseThrow();
      assertFalse(manager.getAcceptedIssuers().length == 0);
    }
  }
}
