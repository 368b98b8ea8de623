package org.elastictee.vectors;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cases that the provider is known to fail, each named by its file and number. */
public final class DeviationTable {
  private record Row(String file, int test) {}

  private final Set<Row> rows = new HashSet<>();

  private DeviationTable() {}

  /**
   * Returns the table of this module for a version of Java and an engine.
   *
   * @param feature the version, such as 17
   * @param engine the JCA name of the provider that does the work
   */
  public static DeviationTable of(int feature, String engine) {
    DeviationTable table = new DeviationTable();
    for (List<String> row : Tables.rows("deviations.tsv", 5)) {
      if (feature <= Integer.parseInt(row.get(2)) && engine.equals(row.get(3))) {
        table.rows.add(new Row(row.get(0), Integer.parseInt(row.get(1))));
      }
    }
    return table;
  }

  /** Tells whether a case is one of them. */
  public boolean contains(VectorFile file, VectorCase test) {
    return rows.contains(new Row(file.name(), test.id()));
  }
}
