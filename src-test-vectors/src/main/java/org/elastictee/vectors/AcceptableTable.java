package org.elastictee.vectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of cases that Wycheproof calls acceptable, decided by their flags: the first column
 * of the table is how the schema's name starts, the second a flag, the third the decision, the
 * fourth why.
 */
public final class AcceptableTable {
  /** A decision. What is accepted must have the expected output in any case. */
  public enum Decision {
    /** To be accepted. */
    ACCEPT,
    /** Either is right, for the reason that the table gives. */
    EITHER,
    /** To be refused. */
    REJECT
  }

  private final Map<List<String>, Decision> decisions = new HashMap<>();

  private AcceptableTable() {}

  /** Returns the table of this module. */
  public static AcceptableTable standard() {
    AcceptableTable table = new AcceptableTable();
    for (List<String> row : Tables.rows("acceptable.tsv", 4)) {
      if (table.decisions.put(row.subList(0, 2), Decision.valueOf(row.get(2))) != null) {
        throw new VectorException("two decisions on " + row.get(1));
      }
    }
    return table;
  }

  /**
   * Decides a case: one flag to refuse is enough, and one that leaves it open leaves it open.
   *
   * @throws VectorException if it has no flag, or one that the table does not know
   */
  public Decision decide(String schema, List<String> flags) {
    if (flags.isEmpty()) {
      throw new VectorException("acceptable without a flag");
    }
    Decision decision = Decision.ACCEPT;
    for (String flag : flags) {
      Decision next = decisions.get(List.of(family(schema), flag));
      if (next == null) {
        throw new VectorException("no decision on the flag " + flag + " of " + schema);
      }
      decision = next.compareTo(decision) > 0 ? next : decision;
    }
    return decision;
  }

  private static String family(String schema) {
    return schema.substring(0, schema.indexOf('_'));
  }
}
