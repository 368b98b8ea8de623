package org.elastictee.vectors;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many cases of which file may be skipped for which reason, so that they cannot become more
 * unnoticed. Files that are not run have no say.
 */
public final class SkipTable {
  private record Range(int least, int most) {}

  private final Map<Tally.Skip, Range> expected = new TreeMap<>();

  private SkipTable() {}

  /** Returns the table of this module. */
  public static SkipTable standard() {
    return of(Tables.rows("skips.tsv", 4));
  }

  static SkipTable of(List<List<String>> rows) {
    SkipTable table = new SkipTable();
    for (List<String> row : rows) {
      Range range = new Range(Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)));
      if (table.expected.put(new Tally.Skip(row.get(0), row.get(3)), range) != null) {
        throw new VectorException("two rows for " + row.get(0) + ": " + row.get(3));
      }
    }
    return table;
  }

  /**
   * Checks what was skipped of a file.
   *
   * @throws VectorException if it is more or less than the table says, or for another reason
   */
  public void check(String file, Tally tally) {
    Map<Tally.Skip, Range> rows = new TreeMap<>(expected);
    rows.keySet().removeIf(skip -> !skip.file().equals(file));
    tally.skips().keySet().forEach(skip -> rows.putIfAbsent(skip, new Range(0, 0)));
    rows.forEach(
        (skip, range) -> {
          int count = tally.skips().getOrDefault(skip, 0);
          if (count < range.least() || count > range.most()) {
            throw new VectorException(
                "%s: %d cases skipped, not %d to %d: %s"
                    .formatted(file, count, range.least(), range.most(), skip.reason()));
          }
        });
  }
}
