package org.elastictee.provider.engine;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.elastictee.provider.selftest.KnownAnswers;

/** Engine tables in which an engine gives wrong answers. */
public final class BrokenEngines {
  private BrokenEngines() {}

  /** Every operation whose engines have a known-answer test. */
  static Stream<Operation> tested() {
    return Stream.of(Operation.values())
        .filter(o -> KnownAnswers.test(o.type(), o.algorithm()).isPresent());
  }

  /** The engine that serves where nothing is broken. */
  static Engine usual(Operation operation) {
    return EngineTable.standard().engine(operation).orElseThrow();
  }

  /** Whose turn it is after the usual one. */
  static Optional<Engine> next(Operation operation) {
    int place = operation.engines().indexOf(usual(operation));
    return operation.engines().stream().skip(place + 1).findFirst();
  }

  /** A table in which the usual engine of one operation changes a bit of every answer. */
  public static EngineTable table(Operation operation, BooleanSupplier strict) {
    return table(operation, strict, BrokenProvider::flip);
  }

  /** A table in which the answers of the usual engine of one operation go through a function. */
  static EngineTable table(
      Operation operation, BooleanSupplier strict, UnaryOperator<byte[]> fault) {
    Engine broken = usual(operation);
    return new EngineTable(
        engine ->
            engine == broken
                ? engine
                    .provider()
                    .map(
                        real ->
                            BrokenProvider.of(
                                real, operation.type(), operation.algorithm(engine), fault))
                : engine.provider(),
        strict);
  }

  /** A table in which every engine of one operation changes a bit of every answer. */
  static EngineTable allBroken(Operation operation) {
    return new EngineTable(
        engine ->
            engine
                .provider()
                .map(
                    real -> BrokenProvider.of(real, operation.type(), operation.algorithm(engine))),
        () -> false);
  }
}
