package org.elastictee.provider;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedKeySource;

/**
 * The JCA and JSSE provider "Elastic".
 *
 * <pre>{@code
 * Security.insertProviderAt(new ElasticProvider(), 1);
 * }</pre>
 *
 * <p>The constructor writes the table of services and does nothing else: it loads no native
 * library, opens no file and no device, starts no thread and throws nothing. What a service needs
 * is found when the service is first asked for. Instances are alike and independent of one another.
 * Safe for use by several threads.
 *
 * <p>{@link #close} is for whoever wants the sealed keys gone before the process ends.
 */
public final class ElasticProvider extends Provider implements AutoCloseable {
  /** The name of the provider. */
  public static final String NAME = "Elastic";

  /** The version of the provider. */
  public static final String VERSION = "0.1.0";

  private static final long serialVersionUID = 1L;

  private final transient EngineTable engines;
  private final transient List<ElasticService> services;
  private final transient LiveKeys liveKeys = new LiveKeys();
  private transient volatile SecureRandom random;

  /** Creates the provider, over all engines. */
  public ElasticProvider() {
    this(EngineTable.standard());
  }

  ElasticProvider(EngineTable engines) {
    super(NAME, VERSION, "Elastic: keys, randomness and TLS identity of a confidential VM");
    this.engines = engines;
    this.services = ServiceTable.ROWS.stream().map(row -> new ElasticService(this, row)).toList();
    services.forEach(this::putService);
  }

  /**
   * Returns every service with the engine behind it, the result of its known-answer test, how often
   * this provider object made it, and the engines that were passed over. It chooses and tests
   * nothing: what was not used yet shows as {@link org.elastictee.provider.health.Verdict#NOT_RUN}.
   */
  public Health health() {
    return new Health(engines.isStrict(), services.stream().map(ElasticService::health).toList());
  }

  /**
   * Chooses the engine of every service, which runs the known-answer tests that have not run in
   * this process, in this thread. It takes some seconds where none has, and throws nothing.
   *
   * @return the health after it
   */
  public Health runSelfTests() {
    services.stream().flatMap(service -> service.operation().stream()).forEach(engines::engine);
    return health();
  }

  /**
   * Destroys every sealed key that this provider object generated, derived or imported, and those
   * that its key stores and TLS gave out, whoever holds them: their use is an {@link
   * IllegalStateException} from now on, and so is asking for another one. Ordinary keys, and the
   * sealed keys of other provider objects, are as before. A second call does nothing.
   */
  @Override
  public void close() {
    liveKeys.close();
  }

  /** Returns where the sealed keys of this provider object come from. */
  SealedKeySource sealedKeys() {
    return new SealedKeySource(engines, RootSource.CURRENT, liveKeys);
  }

  LiveKeys liveKeys() {
    return liveKeys;
  }

  EngineTable engines() {
    return engines;
  }

  /**
   * Returns the randomness that services draw from where the caller names none.
   *
   * @throws NoSuchAlgorithmException if there is no engine for it
   */
  SecureRandom random() throws NoSuchAlgorithmException {
    SecureRandom found = random;
    if (found == null) {
      found = SecureRandom.getInstance(NAME, this);
      random = found;
    }
    return found;
  }

  /** A provider that was serialized comes back as a new one: what it holds is of the process. */
  private Object readResolve() {
    return new ElasticProvider();
  }
}
