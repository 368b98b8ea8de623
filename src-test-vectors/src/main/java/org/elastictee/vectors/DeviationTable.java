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
   * Returns the table of this module for a version of Java.
   *
   * @param feature the version, such as 17
   */
  public static DeviationTable of(int feature) {
    DeviationTable table = new DeviationTable();
    for (List<String> row : Tables.rows("deviations.tsv", 4)) {
      if (feature <= Integer.parseInt(row.get(2))) {
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
