package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
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
 * The engines of what takes a message and no key pair, beside one another: the order of the engine
 * table rests on it. A message is hashed, authenticated or encrypted under one key, from an array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SymmetricBenchmark {
  @Param({"Elastic", "JDK", "BouncyCastle"})
  private String provider;

  @Param({
    "MessageDigest SHA-1",
    "MessageDigest SHA-256",
    "MessageDigest SHA-512",
    "MessageDigest SHA3-256",
    "Mac HmacSHA256",
    "Mac HmacSHA512",
    "Cipher AES/CBC/NoPadding",
    "Cipher AES/CTR/NoPadding",
    "Cipher ChaCha20-Poly1305"
  })
  private String service;

  @Param({"64", "16384"})
  private int size;

  private Operation operation;
  private byte[] message;

  private interface Operation {
    Object run(byte[] message) throws GeneralSecurityException;
  }

  /** Prepares the engine and a message. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    String[] words = service.split(" ", 2);
    operation = operation(words[0], words[1], provider(words[0], words[1]));
    message = new byte[size];
  }

  private Provider provider(String type, String algorithm) {
    return provider.equals("JDK") ? Peers.ofJdk(type, algorithm) : Peers.byName(provider);
  }

  private static Operation operation(String type, String algorithm, Provider engine)
      throws GeneralSecurityException {
    return switch (type) {
      case "MessageDigest" -> MessageDigest.getInstance(algorithm, engine)::digest;
      case "Mac" -> mac(Mac.getInstance(algorithm, engine));
      default -> encryption(Cipher.getInstance(algorithm, engine));
    };
  }

  private static Operation mac(Mac mac) throws GeneralSecurityException {
    mac.init(new SecretKeySpec(new byte[32], mac.getAlgorithm()));
    return mac::doFinal;
  }

  /** With a new IV for each message, as every use of them has. */
  private static Operation encryption(Cipher cipher) {
    boolean isAes = cipher.getAlgorithm().startsWith("AES");
    SecretKeySpec key = new SecretKeySpec(new byte[32], isAes ? "AES" : "ChaCha20");
    byte[] iv = new byte[isAes ? 16 : 12];
    return message -> {
      for (int i = 0; ++iv[i] == 0; i++) {}
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return cipher.doFinal(message);
    };
  }

  /** One message. */
  @Benchmark
  public Object message() throws GeneralSecurityException {
    return operation.run(message);
  }
}
