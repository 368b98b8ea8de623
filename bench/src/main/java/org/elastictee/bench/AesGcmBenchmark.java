package org.elastictee.bench;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
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

/** AES-256-GCM as TLS and files use it: one key, a new IV per message, 13 bytes of AAD, arrays. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AesGcmBenchmark {
  private static final int TAG_BYTES = 16;

  @Param({"Elastic", "SunJCE", "ACCP", "Conscrypt", "BouncyCastle"})
  private String provider;

  @Param({"64", "1024", "16384", "1048576"})
  private int size;

  private final byte[] aad = new byte[13];
  private final byte[] iv = new byte[12];
  private SecretKeySpec key;
  private Cipher encryption;
  private Cipher decryption;
  private GCMParameterSpec decryptionSpec;
  private byte[] plaintext;
  private byte[] ciphertext;
  private byte[] output;
  private long counter;

  /** Prepares the ciphers and a message to decrypt. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    key = new SecretKeySpec(new byte[32], "AES");
    encryption = Cipher.getInstance("AES/GCM/NoPadding", Peers.byName(provider));
    decryption = Cipher.getInstance("AES/GCM/NoPadding", Peers.byName(provider));
    plaintext = new byte[size];
    output = new byte[size + TAG_BYTES];
    encrypt();
    decryptionSpec = new GCMParameterSpec(8 * TAG_BYTES, iv);
    ciphertext = output.clone();
  }

  /** A message, encrypted. */
  @Benchmark
  public int encrypt() throws GeneralSecurityException {
    counter++;
    for (int i = 0; i < 8; i++) {
      iv[i] = (byte) (counter >>> (8 * i));
    }
    encryption.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
    encryption.updateAAD(aad);
    return encryption.doFinal(plaintext, 0, size, output, 0);
  }

  /** A message, decrypted. */
  @Benchmark
  public int decrypt() throws GeneralSecurityException {
    decryption.init(Cipher.DECRYPT_MODE, key, decryptionSpec);
    decryption.updateAAD(aad);
    return decryption.doFinal(ciphertext, 0, ciphertext.length, output, 0);
  }
}
