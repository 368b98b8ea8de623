package org.elastictee.provider.engine;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses the engine of each operation: the first of its row in {@link Operation} that is there and
 * knows the algorithm. The choice is made at first use and stays. Safe for use by several threads.
 */
public final class EngineTable {
  private static final EngineTable STANDARD =
      new EngineTable(EnumSet.allOf(Engine.class), Optional.empty());

  private final Set<Engine> allowed;
  private final Optional<Engine> preferred;
  private final Map<Operation, Choice> choices = new ConcurrentHashMap<>();

  private EngineTable(Set<Engine> allowed, Optional<Engine> preferred) {
    this.allowed = allowed;
    this.preferred = preferred;
  }

  /** Returns the table of this process: all engines. */
  public static EngineTable standard() {
    return STANDARD;
  }

  /** Returns a table without some engines, as on a JVM that lacks them. */
  public static EngineTable without(Set<Engine> excluded) {
    EnumSet<Engine> allowed = EnumSet.allOf(Engine.class);
    allowed.removeAll(excluded);
    return new EngineTable(allowed, Optional.empty());
  }

  /**
   * Returns a table that asks one engine before all others, wherever it stands in the row: the
   * proof that each engine is right takes more than the first of each row.
   */
  public static EngineTable preferring(Engine engine) {
    return new EngineTable(EnumSet.allOf(Engine.class), Optional.of(engine));
  }

  /**
   * Returns the provider that does the operation.
   *
   * @throws NoSuchAlgorithmException if no engine does; a later call looks again
   */
  public Provider provider(Operation operation) throws NoSuchAlgorithmException {
    return chosen(operation).provider();
  }

  /**
   * Returns the name by which the provider of the operation knows it.
   *
   * @throws NoSuchAlgorithmException if no engine does the operation
   */
  public String algorithm(Operation operation) throws NoSuchAlgorithmException {
    return operation.algorithm(chosen(operation).engine());
  }

  /**
   * Returns the engine's own service object, for services that need nothing of ours in between.
   *
   * @throws NoSuchAlgorithmException if no engine does the operation
   */
  public Object newObject(Operation operation) throws NoSuchAlgorithmException {
    return provider(operation).getService(operation.type(), algorithm(operation)).newInstance(null);
  }

  private Choice chosen(Operation operation) throws NoSuchAlgorithmException {
    return choose(operation)
        .orElseThrow(
            () ->
                new NoSuchAlgorithmException(
                    "no engine is there for " + operation.type() + " " + operation.algorithm()));
  }

  /**
   * Returns the engine's own service object, to be handed on with nothing in between: for services
   * that hold no key.
   *
   * @throws NoSuchAlgorithmException if no engine does the operation
   */
  public Object newInstance(Operation operation) throws NoSuchAlgorithmException {
    return provider(operation)
        .getService(operation.type(), operation.algorithm())
        .newInstance(null);
  }

  /**
   * Returns the engine that does the operation, or empty if none does. Makes the choice if it was
   * not made yet.
   */
  public Optional<Engine> engine(Operation operation) {
    return choose(operation).map(Choice::engine);
  }

  private Optional<Choice> choose(Operation operation) {
    Choice choice = choices.get(operation);
    if (choice == null) {
      // No lock is held here: looking at the provider list runs strangers' constructors.
      choice = find(operation);
      if (choice != null) {
        Choice earlier = choices.putIfAbsent(operation, choice);
        choice = earlier == null ? choice : earlier;
      }
    }
    return Optional.ofNullable(choice);
  }

  private Choice find(Operation operation) {
    for (Engine engine : inOrder(operation)) {
      if (allowed.contains(engine)) {
        Optional<Provider> provider = engine.provider();
        if (provider.isPresent()
            && offers(provider.get(), operation.type(), operation.algorithm(engine))) {
          return new Choice(engine, provider.get());
        }
      }
    }
    return null;
  }

  private List<Engine> inOrder(Operation operation) {
    List<Engine> engines = new ArrayList<>(operation.engines());
    preferred.filter(engines::remove).ifPresent(first -> engines.add(0, first));
    return engines;
  }

  /**
   * A cipher may be there under its transformation or, for the engine to compose, under its
   * algorithm alone.
   */
  private static boolean offers(Provider provider, String type, String name) {
    int slash = name.indexOf('/');
    return provider.getService(type, name) != null
        || (slash > 0 && provider.getService(type, name.substring(0, slash)) != null);
  }

  private record Choice(Engine engine, Provider provider) {}
}
