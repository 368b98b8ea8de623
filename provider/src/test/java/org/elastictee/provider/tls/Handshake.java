package org.elastictee.provider.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One connection over the loopback interface: a byte there and a byte back. */
final class Handshake {
  /** What came of it, as the client saw it, and who the client was, as the server saw it. */
  record Outcome(SSLSession session, X509Certificate server, List<Certificate> client) {}

  private Handshake() {}

  static Outcome run(SSLContext server, SSLContext client, String protocol, boolean wantClientAuth)
      throws Exception {
    return run(server, client, protocol, null, wantClientAuth);
  }

  /** As above, with the only cipher suite that the client offers; null for its defaults. */
  static Outcome run(
      SSLContext server,
      SSLContext client,
      String protocol,
      String cipherSuite,
      boolean wantClientAuth)
      throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      listening.setWantClientAuth(wantClientAuth);
      CompletableFuture<List<Certificate>> serving =
          CompletableFuture.supplyAsync(() -> serve(listening));
      SSLSession session;
      X509Certificate certificate;
      try (SSLSocket socket =
          (SSLSocket) client.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
        socket.setEnabledProtocols(new String[] {protocol});
        if (cipherSuite != null) {
          socket.setEnabledCipherSuites(new String[] {cipherSuite});
        }
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(7);
        if (socket.getInputStream().read() != 7) {
          throw new IOException("the server does not answer");
        }
        session = socket.getSession();
        certificate = (X509Certificate) session.getPeerCertificates()[0];
      }
      return new Outcome(session, certificate, serving.get());
    }
  }

  private static List<Certificate> serve(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(socket.getInputStream().read());
      socket.getOutputStream().flush();
      return clientCertificates(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Certificate> clientCertificates(SSLSocket socket) {
    try {
      return List.of(socket.getSession().getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }
}
