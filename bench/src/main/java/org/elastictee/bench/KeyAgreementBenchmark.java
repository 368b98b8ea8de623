package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A secret agreed on with a peer's key, as in each TLS handshake: ECDH on P-256, and X25519. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyAgreementBenchmark {
  @Param({"Elastic", "SunEC", "ACCP", "BouncyCastle"})
  private String provider;

  @Param({"ECDH", "X25519"})
  private String algorithm;

  private KeyAgreement agreement;
  private KeyPair mine;
  private KeyPair theirs;

  /** Prepares two keys, of the JDK for all. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    mine = generate();
    theirs = generate();
    agreement = KeyAgreement.getInstance(algorithm, Peers.byName(provider));
  }

  private KeyPair generate() throws GeneralSecurityException {
    if (algorithm.equals("X25519")) {
      return KeyPairGenerator.getInstance("X25519", "SunEC").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A secret, agreed on. */
  @Benchmark
  public byte[] agree() throws GeneralSecurityException {
    agreement.init(mine.getPrivate());
    agreement.doPhase(theirs.getPublic(), true);
    return agreement.generateSecret();
  }
}
