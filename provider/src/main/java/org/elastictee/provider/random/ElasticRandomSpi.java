package org.elastictee.provider.random;

import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomParameters;
import java.security.SecureRandomSpi;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * {@code SecureRandom} Elastic. Without parameters every byte comes from the kernel's generator,
 * which the kernel itself reseeds; with {@link java.security.DrbgParameters}, whatever its name, it
 * is the JDK's DRBG of SP 800-90A with these parameters. Whoever names DRBG gets one in any case:
 * without parameters that of the security property {@code securerandom.drbg.config}, as with the
 * JDK. Safe for use by several threads.
 *
 * <ul>
 *   <li>{@code setSeed} supplements; {@code reseed()} mixes fresh bytes of the kernel in, also into
 *       a DRBG of which no {@link java.security.DrbgParameters.Capability} was asked.
 *   <li>{@code nextBytes} and {@code reseed} with parameters are for a DRBG: without one they are
 *       an {@link UnsupportedOperationException}, and what its capability and strength do not allow
 *       an {@link IllegalArgumentException}.
 *   <li>Parameters that the DRBG cannot honour, or that are not a DRBG's, are a {@link
 *       NoSuchAlgorithmException} of {@code getInstance}.
 *   <li>It is not serialized: its state would be a secret on a disk, and the same twice.
 * </ul>
 */
public final class ElasticRandomSpi extends SecureRandomSpi {
  private static final long serialVersionUID = 1L;
  private static final int RESEED_BYTES = 48;

  private final transient SecureRandom engine;
  private final transient boolean drbg;

  /**
   * Creates a generator.
   *
   * @param operation what serves without parameters
   * @param parameters of a DRBG, or null
   * @throws NoSuchAlgorithmException if there is no engine, or it does not take the parameters
   */
  public ElasticRandomSpi(
      EngineTable engines, Operation operation, SecureRandomParameters parameters)
      throws NoSuchAlgorithmException {
    super(parameters);
    Operation work = parameters == null ? operation : Operation.DRBG;
    drbg = work == Operation.DRBG;
    Provider provider = engines.provider(work);
    engine =
        parameters == null
            ? SecureRandom.getInstance(work.algorithm(), provider)
            : SecureRandom.getInstance(work.algorithm(), parameters, provider);
  }

  /** Supplements what is there; it can't make it less random. */
  @Override
  protected void engineSetSeed(byte[] seed) {
    engine.setSeed(seed);
  }

  @Override
  protected void engineNextBytes(byte[] bytes) {
    engine.nextBytes(bytes);
  }

  @Override
  protected void engineNextBytes(byte[] bytes, SecureRandomParameters params) {
    engine.nextBytes(bytes, params);
  }

  @Override
  protected byte[] engineGenerateSeed(int numBytes) {
    return engine.generateSeed(numBytes);
  }

  /** Mixes fresh bytes of the kernel in; as a DRBG, does what its parameters allow. */
  @Override
  protected void engineReseed(SecureRandomParameters params) {
    if (!drbg && params == null) {
      engine.setSeed(engine.generateSeed(RESEED_BYTES));
    } else if (params == null) {
      engine.reseed();
    } else {
      engine.reseed(params);
    }
  }

  @Override
  protected SecureRandomParameters engineGetParameters() {
    return engine.getParameters();
  }

  @Override
  public String toString() {
    return "Elastic (" + (drbg ? engine.toString() : engine.getAlgorithm()) + ")";
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a source of randomness is not serialized");
  }

  private void readObject(ObjectInputStream in) throws NotSerializableException {
    throw new NotSerializableException("a source of randomness is not serialized");
  }
}
