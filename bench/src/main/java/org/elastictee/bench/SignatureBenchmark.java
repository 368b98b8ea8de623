package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.concurrent.TimeUnit;
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

/**
 * Signatures of 256 bytes as TLS makes and checks them: the key is given anew each time. "JDK" is
 * SunEC or SunRsaSign, "Elastic" what its engine table takes: {@code elastic status} says what.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SignatureBenchmark {
  private static final int RSA_BITS = 2048;

  @Param({"Elastic", "JDK", "ACCP", "BouncyCastle"})
  private String provider;

  @Param({"SHA256withECDSA", "Ed25519", "SHA256withRSA", "RSASSA-PSS"})
  private String algorithm;

  private final byte[] message = new byte[256];
  private KeyPair keys;
  private Signature signer;
  private Signature verifier;
  private byte[] signature;

  /** Prepares a key, of the JDK for all, and a signature to verify. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    keys = generate();
    signer = start();
    verifier = start();
    signature = sign();
  }

  private KeyPair generate() throws GeneralSecurityException {
    if (algorithm.equals("SHA256withECDSA")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    }
    if (algorithm.equals("Ed25519")) {
      return KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(RSA_BITS);
    return generator.generateKeyPair();
  }

  private Provider engine() {
    if (!provider.equals("JDK")) {
      return Peers.byName(provider);
    }
    boolean rsa = algorithm.equals("SHA256withRSA") || algorithm.equals("RSASSA-PSS");
    return Security.getProvider(rsa ? "SunRsaSign" : "SunEC");
  }

  private Signature start() throws GeneralSecurityException {
    Signature started = Signature.getInstance(algorithm, engine());
    if (algorithm.equals("RSASSA-PSS")) {
      setPss(started);
    }
    return started;
  }

  private static void setPss(Signature started) throws InvalidAlgorithmParameterException {
    started.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
  }

  /** A signature, made. */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    signer.initSign(keys.getPrivate());
    signer.update(message);
    return signer.sign();
  }

  /** A signature, verified. */
  @Benchmark
  public boolean verify() throws GeneralSecurityException {
    verifier.initVerify(keys.getPublic());
    verifier.update(message);
    if (!verifier.verify(signature)) {
      throw new IllegalStateException("the signature does not verify");
    }
    return true;
  }
}
