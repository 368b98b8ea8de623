package org.elastictee.sim.firmware;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A simulated cloud's VLEK: the seed follows from the cloud's name, and is the same on every chip
 * on which it is installed. Immutable.
 */
public final class Vlek {
  private static final Pattern CSP_ID = Pattern.compile("[ -~&&[^ ]]{1,64}");

  private final String cspId;
  private final byte[] seed;

  private Vlek(String cspId) {
    this.cspId = cspId;
    this.seed =
        KeyDerivation.labelled("VLEK seed").under(cspId.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Returns the VLEK of a cloud.
   *
   * @param cspId as its certificates have it, 1 to 64 printable ASCII characters without blanks
   * @throws IllegalArgumentException if it is anything else
   */
  public static Vlek of(String cspId) {
    if (!CSP_ID.matcher(cspId).matches()) {
      throw new IllegalArgumentException("a cspID is 1 to 64 printable ASCII characters");
    }
    return new Vlek(cspId);
  }

  /** Returns {@code cspID}. */
  public String cspId() {
    return cspId;
  }

  /** Returns the seed that its keys follow from. */
  byte[] seed() {
    return seed.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Vlek other && cspId.equals(other.cspId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cspId);
  }

  /** Tells the cloud. */
  @Override
  public String toString() {
    return "simulated VLEK of " + cspId;
  }
}
