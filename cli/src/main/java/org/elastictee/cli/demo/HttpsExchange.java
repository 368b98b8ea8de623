package org.elastictee.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.elastictee.cli.Failure;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.keystore.DerivedIdentity;

/**
 * One file over HTTPS on the loopback interface, TLS 1.3 only, from a server with the derived
 * identity to a client that trusts it alone.
 */
public final class HttpsExchange {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String PATH = "/file";

  private final DemoStore store;
  private final String name;

  private HttpsExchange(DemoStore store, String name) {
    this.store = store;
    this.name = name;
  }

  /**
   * Serves the stored file, decrypted, and fetches it.
   *
   * @throws Failure if the stored file does not open
   * @throws IOException if the exchange fails
   */
  public static Result run(DemoStore store, String name)
      throws Failure, IOException, GeneralSecurityException, InterruptedException {
    return new HttpsExchange(store, name).run();
  }

  private Result run() throws Failure, IOException, GeneralSecurityException, InterruptedException {
    byte[] content = store.load(name);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new Tls13(serverContext()));
    server.createContext(PATH, exchange -> answer(exchange, content));
    server.start();
    try {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + PATH);
      HttpResponse<byte[]> response =
          client()
              .send(
                  HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("the server answers with status " + response.statusCode());
      }
      return new Result(uri, response);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, byte[] content) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private SSLContext serverContext() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("Elastic", ElasticProvider.NAME);
    keys.init(store.keyStore(), null);
    SSLContext context = SSLContext.getInstance("TLS", ElasticProvider.NAME);
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.keyStore().getCertificate(DerivedIdentity.ALIAS));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("Elastic", ElasticProvider.NAME);
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS", ElasticProvider.NAME);
    context.init(null, trust.getTrustManagers(), null);
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(PROTOCOLS);
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(parameters)
        .connectTimeout(TIMEOUT)
        .build();
  }

  /** Lets TLS 1.3 and nothing older in. */
  private static final class Tls13 extends HttpsConfigurator {
    Tls13(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters ours = getSSLContext().getDefaultSSLParameters();
      ours.setProtocols(PROTOCOLS);
      parameters.setSSLParameters(ours);
    }
  }

  /** What the client saw. */
  public static final class Result {
    private final URI uri;
    private final byte[] body;
    private final SSLSession session;
    private final X509Certificate certificate;

    private Result(URI uri, HttpResponse<byte[]> response) throws IOException {
      this.uri = uri;
      this.body = response.body();
      this.session =
          response
              .sslSession()
              .orElseThrow(() -> new IOException("the client tells of no TLS session"));
      this.certificate = (X509Certificate) session.getPeerCertificates()[0];
    }

    /** Returns where the file was fetched from. */
    public URI uri() {
      return uri;
    }

    /** Returns the file itself, not a copy: it may be large. */
    public byte[] body() {
      return body;
    }

    /** Returns the TLS protocol. */
    public String protocol() {
      return session.getProtocol();
    }

    /** Returns the TLS cipher suite. */
    public String cipherSuite() {
      return session.getCipherSuite();
    }

    /** Returns the server's name in its certificate. */
    public String subject() {
      return certificate.getSubjectX500Principal().getName();
    }

    /** Returns the server's public key. */
    public PublicKey publicKey() {
      return certificate.getPublicKey();
    }
  }
}
