package org.elastictee.cli.status;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.health.KnownAnswer;
import org.elastictee.provider.health.ServiceHealth;

/** Shows the provider's health to people, a service a line. */
public final class ServicesText {
  private static final String INDENT = "          ";

  private final PrintWriter out;

  /** Creates a text that goes to a writer, which is left unflushed. */
  public ServicesText(PrintWriter out) {
    this.out = out;
  }

  /** Writes every service: engine, known-answer test, uses, and who was passed over. */
  public void print(Health health) {
    out.println("services" + (health.strict() ? "  strict (elastic.strict)" : ""));
    for (ServiceHealth service : health.services()) {
      out.println(line(service));
      for (Downgrade downgrade : service.downgrades()) {
        out.println(INDENT + "  not " + downgrade.engine() + ": " + downgrade.reason());
      }
    }
  }

  private static String line(ServiceHealth service) {
    String engine = service.engine().name();
    return String.format(
        Locale.ROOT,
        "%s%-20s %-38s %-10s %s, used %d times",
        INDENT,
        service.type(),
        service.algorithm(),
        engine.isEmpty() ? "none" : engine,
        verdict(service.knownAnswer()),
        service.uses());
  }

  private static String verdict(KnownAnswer answer) {
    return switch (answer.verdict()) {
      case NOT_RUN -> "not tested yet";
      case PASSED -> "passed in " + millis(answer.time());
      case FAILED -> "FAILED in " + millis(answer.time());
      case NOT_APPLICABLE -> "no test: " + answer.reason();
    };
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
