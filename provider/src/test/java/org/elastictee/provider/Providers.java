package org.elastictee.provider;

import java.security.Provider;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/** Providers for tests: never registered, so that nothing of one test reaches another. */
public final class Providers {
  /** One for all tests, so that its engines are tested once. */
  private static final EngineTable ON_BOUNCY_CASTLE = EngineTable.preferring(Engine.BOUNCY_CASTLE);

  private Providers() {}

  /** The provider as applications get it. */
  public static ElasticProvider standard() {
    return new ElasticProvider();
  }

  /** The provider on BouncyCastle, wherever BouncyCastle can do the work; the rest as usual. */
  public static ElasticProvider onBouncyCastle() {
    return new ElasticProvider(ON_BOUNCY_CASTLE);
  }

  /** The provider over engines of one's own. */
  public static ElasticProvider over(EngineTable engines) {
    return new ElasticProvider(engines);
  }

  /** The provider on a JVM that has no engine at all. */
  public static ElasticProvider withoutEngines() {
    return new ElasticProvider(EngineTable.without(EnumSet.allOf(Engine.class)));
  }

  /** The provider on a JVM that lacks some engines. */
  public static ElasticProvider without(Engine... engines) {
    return new ElasticProvider(EngineTable.without(Set.of(engines)));
  }

  /** The names of all services of a type, without their aliases. */
  public static Stream<String> algorithms(String type) {
    return standard().getServices().stream()
        .filter(service -> service.getType().equals(type))
        .map(Provider.Service::getAlgorithm)
        .sorted();
  }

  /** The provider on a machine without native libraries: on the JDK's own providers. */
  public static ElasticProvider onJdk() {
    return without(Engine.LIBELASTIC, Engine.LIBCRYPTO);
  }

  /** Tells whether libcrypto signs, which draws its randomness itself. */
  public static boolean isOnLibcrypto(ElasticProvider provider) {
    return provider.engines().engine(Operation.ECDSA_SHA256).equals(Optional.of(Engine.LIBCRYPTO));
  }

  /** One provider for each way that the work can be done. */
  public static Stream<ElasticProvider> onEachEngine() {
    return Stream.of(standard(), onJdk(), onBouncyCastle());
  }
}
