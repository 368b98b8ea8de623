package org.elastictee.provider.engine;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;

/**
 * The downgrades of an engine table. Each is told once: by one line to the {@link System.Logger}
 * {@value #LOGGER}, a warning unless the engine is merely too old for the algorithm, and one event
 * to the Flight Recorder. That a machine has no libelastic or no libcrypto is usual, and one line
 * at INFO for all operations. Safe for use by several threads.
 */
final class DowngradeReport {
  static final String LOGGER = "org.elastictee.provider";

  private final Map<Operation, Map<String, Downgrade>> known = new ConcurrentHashMap<>();
  private final Set<String> saidToBeMissing = ConcurrentHashMap.newKeySet();

  /** Returns the downgrades of an operation so far. */
  Collection<Downgrade> of(Operation operation) {
    return known.getOrDefault(operation, Map.of()).values();
  }

  /**
   * Adds the engines that were passed over, and tells of those that were not known yet.
   *
   * @param strict whether strict mode is on, which refuses engines that failed
   * @param served whether an engine behind them serves
   */
  void add(Operation operation, List<Downgrade> passedOver, boolean strict, boolean served) {
    if (passedOver.isEmpty()) {
      return;
    }
    Map<String, Downgrade> before =
        known.computeIfAbsent(operation, o -> new ConcurrentHashMap<>());
    for (Downgrade downgrade : passedOver) {
      if (before.putIfAbsent(downgrade.engine(), downgrade) == null) {
        boolean refused = downgrade.cause() == Cause.FAILED && strict;
        boolean last = !served && downgrade.equals(passedOver.get(passedOver.size() - 1));
        log(operation, downgrade, consequence(refused, last));
        try {
          record(operation, downgrade, refused);
        } catch (NoClassDefFoundError e) {
          // A runtime without the module jdk.jfr has nobody who could read the event.
          System.getLogger(LOGGER).log(Level.DEBUG, "no Flight Recorder: " + e.getMessage());
        }
      }
    }
  }

  private static String consequence(boolean refused, boolean last) {
    if (refused) {
      return "refused (elastic.strict)";
    }
    return last ? "no engine is left" : "the next engine is asked";
  }

  private void log(Operation operation, Downgrade downgrade, String consequence) {
    if (isMissing(downgrade, Engine.LIBCRYPTO)) {
      sayOnce(downgrade, "no libcrypto 3.0 or later is there; the next engines are asked");
      return;
    }
    if (isMissing(downgrade, Engine.LIBELASTIC)) {
      sayOnce(downgrade, "no libelastic: " + downgrade.reason() + "; the next engines are asked");
      return;
    }
    Level level = downgrade.cause() == Cause.NOT_OFFERED ? Level.DEBUG : Level.WARNING;
    System.getLogger(LOGGER)
        .log(
            level,
            () ->
                operation.type()
                    + " "
                    + operation.algorithm()
                    + ": "
                    + downgrade.engine()
                    + " does not serve in this process: "
                    + downgrade.reason()
                    + "; "
                    + consequence);
  }

  private void sayOnce(Downgrade downgrade, String line) {
    if (saidToBeMissing.add(downgrade.engine())) {
      System.getLogger(LOGGER).log(Level.INFO, line);
    }
  }

  private static boolean isMissing(Downgrade downgrade, Engine engine) {
    return downgrade.cause() == Cause.MISSING && downgrade.engine().equals(engine.providerName());
  }

  private static void record(Operation operation, Downgrade downgrade, boolean refused) {
    DowngradeEvent event = new DowngradeEvent();
    event.type = operation.type();
    event.algorithm = operation.algorithm();
    event.engine = downgrade.engine();
    event.cause = downgrade.cause().name();
    event.reason = downgrade.reason();
    event.refused = refused;
    event.commit();
  }
}
