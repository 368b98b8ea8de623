package org.elastictee.sev.kds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.kds.KeyServerException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyTest {
  private static final byte[] CHAIN = MadeCertificates.chain(Product.MILAN, SigningKey.VCEK);

  @TempDir Path folder;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = new RecordingProxy();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  /** Answers plain requests itself, and refuses to connect anywhere. */
  private static final class RecordingProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    RecordingProxy() throws IOException {
      new Thread(this::serve).start();
    }

    ProxySelector selector() {
      return ProxySelector.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          answer(connection);
        } catch (IOException e) {
          // The client or the test has gone; the next one may come.
        }
      }
    }

    private void answer(Socket connection) throws IOException {
      BufferedReader head =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      String request = head.readLine();
      requests.add(request);
      while (!head.readLine().isEmpty()) {
        // The fields of the head do not matter.
      }
      OutputStream out = connection.getOutputStream();
      if (request.startsWith("GET ")) {
        out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + CHAIN.length + "\r\n\r\n"));
        out.write(CHAIN);
      } else {
        out.write(ascii("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
      }
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private KeyServer.Builder builder() {
    return KeyServer.builder(folder).clock(new FakeTime());
  }

  private static CertificateChain chain(KeyServer client) throws KeyServerException {
    return client.certificateChain(Product.MILAN, SigningKey.VCEK);
  }

  @Test
  void asksThroughTheProxy() throws Exception {
    URI mirror = URI.create("http://mirror.example:8080/kds");
    KeyServer client = builder().baseUri(mirror).proxy(proxy.selector()).build();
    assertArrayEquals(MadeCertificates.root(Product.MILAN), chain(client).root());
    assertEquals(
        List.of("GET http://mirror.example:8080/kds/vcek/v1/Milan/cert_chain HTTP/1.1"),
        proxy.requests);
  }

  @Test
  void asksThroughTheDefaultProxyWhereNoneIsGiven() throws Exception {
    ProxySelector former = ProxySelector.getDefault();
    ProxySelector.setDefault(proxy.selector());
    try {
      chain(builder().baseUri(URI.create("http://mirror.example")).build());
    } finally {
      ProxySelector.setDefault(former);
    }
    assertEquals(
        List.of("GET http://mirror.example/vcek/v1/Milan/cert_chain HTTP/1.1"), proxy.requests);
  }

  @Test
  void amdsServerIsReachedByAnEncryptedConnectionThroughTheProxy() {
    KeyServer client = builder().proxy(proxy.selector()).build();
    KeyServerException e = assertThrows(KeyServerException.class, () -> chain(client));
    assertEquals(List.of("CONNECT kdsintf.amd.com:443 HTTP/1.1"), proxy.requests);
    assertEquals(Reason.UNREACHABLE, e.reason());
  }
}
