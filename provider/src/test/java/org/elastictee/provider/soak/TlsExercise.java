package org.elastictee.provider.soak;

import static org.elastictee.provider.soak.Exercises.check;

import java.nio.ByteBuffer;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.elastictee.provider.tls.TrustEverybody;

/** A TLS connection in memory, up to a byte that arrives. */
final class TlsExercise {
  /** The derived identity is of this machine, and no authority knows it. */
  private static final TrustManager[] EVERYBODY = {new TrustEverybody()};

  private final Provider provider;
  private final SSLContext server;

  TlsExercise(Provider provider) throws Exception {
    this.provider = provider;
    this.server = SSLContext.getInstance("TLS", provider);
    server.init(null, EVERYBODY, null);
  }

  void connect(String name) throws Exception {
    SSLContext client = SSLContext.getInstance(name, provider);
    if (name.equals("Default")) {
      // It trusts nobody but the JDK's authorities, so it does not connect to our server.
      check(client.createSSLEngine().getSupportedProtocols().length > 0);
      return;
    }
    client.init(null, EVERYBODY, null);
    Peer ours = new Peer(client.createSSLEngine(), true);
    Peer theirs = new Peer(server.createSSLEngine(), false);
    for (int round = 0; round < 30 && theirs.received == 0; round++) {
      ours.send(theirs);
      theirs.receive();
      theirs.send(ours);
      ours.receive();
    }
    check(theirs.received > 0);
    ours.engine.closeOutbound();
    ours.engine.getSession().invalidate();
  }

  /** One end, and what is on its way to it. */
  private static final class Peer {
    private final SSLEngine engine;
    private final ByteBuffer incoming = ByteBuffer.allocate(40_000);
    private int received;

    Peer(SSLEngine engine, boolean isClient) {
      this.engine = engine;
      engine.setUseClientMode(isClient);
    }

    void send(Peer to) throws SSLException {
      HandshakeStatus before;
      do {
        runTasks();
        before = engine.getHandshakeStatus();
        if (before != HandshakeStatus.NEED_UNWRAP) {
          engine.wrap(ByteBuffer.allocate(1), to.incoming);
        }
      } while (before == HandshakeStatus.NEED_WRAP);
    }

    void receive() throws SSLException {
      incoming.flip();
      int before;
      do {
        before = incoming.remaining();
        ByteBuffer plaintext = ByteBuffer.allocate(40_000);
        engine.unwrap(incoming, plaintext);
        received += plaintext.position();
        runTasks();
      } while (incoming.remaining() < before
          && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
      incoming.compact();
    }

    private void runTasks() {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    }
  }
}
