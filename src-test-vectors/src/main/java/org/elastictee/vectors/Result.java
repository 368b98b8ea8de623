package org.elastictee.vectors;

/** What Wycheproof says of a case. */
public enum Result {
  /** To be accepted, with the output that the case names. */
  VALID,
  /** To be refused. */
  INVALID,
  /** Left to the implementation: {@link AcceptableTable} decides. */
  ACCEPTABLE;

  /**
   * Returns the result of a word of a file.
   *
   * @throws VectorException if it is none of the three
   */
  static Result of(String word) {
    return switch (word) {
      case "valid" -> VALID;
      case "invalid" -> INVALID;
      case "acceptable" -> ACCEPTABLE;
      default -> throw new VectorException("unknown result: " + word);
    };
  }
}
