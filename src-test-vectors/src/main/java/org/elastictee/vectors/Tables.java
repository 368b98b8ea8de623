package org.elastictee.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The tables that lie beside the classes: lines, and columns between tabulators. */
final class Tables {
  private Tables() {}

  /**
   * Returns the lines of a table without comments and empty lines.
   *
   * @throws VectorException if there is no such table
   */
  static List<String> lines(String name) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new VectorException("no table " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the rows of a table.
   *
   * @throws VectorException if one has another number of columns
   */
  static List<List<String>> rows(String name, int columns) {
    return lines(name).stream().map(line -> row(name, line, columns)).toList();
  }

  private static List<String> row(String name, String line, int columns) {
    List<String> row = List.of(line.split("\t", -1));
    if (row.size() != columns) {
      throw new VectorException(name + " has a row without " + columns + " columns: " + line);
    }
    return row;
  }
}
