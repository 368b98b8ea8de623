package org.elastictee.sim;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code name=value} arguments of one console command. Every refusal names the argument. */
final class ConsoleArguments {
  private static final int U64_BITS = 64;
  private static final int MAX_COUNT = 1_000_000;

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is not {@code name=value}, is not allowed, or comes
   *     twice
   */
  ConsoleArguments(List<String> words, Set<String> allowed) {
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 || !allowed.contains(name)) {
        throw new IllegalArgumentException(
            "no such argument: " + name + "; there are: " + String.join(", ", allowed));
      }
      if (values.put(name, word.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("an argument comes twice: " + name);
      }
    }
  }

  /** Returns an argument as it is. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns an argument that must be there. */
  String required(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalArgumentException("an argument is missing: " + name));
  }

  /** Returns an argument in hexadecimal as bytes. */
  Optional<byte[]> bytes(String name) {
    return text(name).map(value -> hex(name, value));
  }

  private static byte[] hex(String name, String value) {
    try {
      return HexFormat.of().parseHex(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is not hexadecimal", e);
    }
  }

  /** Returns an argument as an unsigned number of 64 bits, decimal or after {@code 0x}. */
  Optional<Long> number(String name) {
    return text(name).map(value -> number(name, value));
  }

  private static long number(String name, String value) {
    try {
      boolean hexadecimal = value.startsWith("0x");
      BigInteger number =
          hexadecimal ? new BigInteger(value.substring(2), 16) : new BigInteger(value);
      if (number.signum() < 0 || number.bitLength() > U64_BITS) {
        throw new IllegalArgumentException(name + " has more than 64 bits");
      }
      return number.longValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number", e);
    }
  }

  /** Returns an argument that counts, 0 to a million. */
  Optional<Integer> count(String name) {
    return number(name)
        .map(
            value -> {
              if (value < 0 || value > MAX_COUNT) {
                throw new IllegalArgumentException(name + " is 0 to " + MAX_COUNT);
              }
              return value.intValue();
            });
  }

  /** Returns an argument that is {@code on} or {@code off}. */
  Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "on" -> true;
                  case "off" -> false;
                  default -> throw new IllegalArgumentException(name + " is on or off");
                });
  }

  /** Returns a constant of an enumeration by its name in lower case with hyphens. */
  static <E extends Enum<E>> E constant(Class<E> type, String name, String value) {
    for (E constant : type.getEnumConstants()) {
      if (wordOf(constant).equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no such " + name + ": " + value);
  }

  /** Returns how a constant is written on the console. */
  static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
