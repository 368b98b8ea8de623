package org.elastictee.provider.engine;

import java.lang.System.Logger.Level;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Downgrade.Cause;

/**
 * Tells of a downgrade: one line to the {@link System.Logger} {@value #LOGGER}, a warning unless
 * the engine is merely too old for the algorithm, and one event to the Flight Recorder.
 */
final class DowngradeReport {
  static final String LOGGER = "org.elastictee.provider";

  private DowngradeReport() {}

  static void send(Operation operation, Downgrade downgrade, boolean refused) {
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
                    + (refused ? "; refused (elastic.strict)" : "; the next engine is asked"));
    try {
      record(operation, downgrade, refused);
    } catch (NoClassDefFoundError e) {
      // A runtime without the module jdk.jfr has nobody who could read the event.
      System.getLogger(LOGGER).log(Level.DEBUG, "no Flight Recorder: " + e.getMessage());
    }
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
