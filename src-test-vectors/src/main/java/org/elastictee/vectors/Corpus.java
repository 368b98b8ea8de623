package org.elastictee.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of vectors, of which exactly the files of a manifest are read, and only if their SHA-256
 * sums are the manifest's.
 */
public final class Corpus {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9_]+\\.json)");

  private final Path folder;
  private final Map<String, String> sums;

  private Corpus(Path folder, Map<String, String> sums) {
    this.folder = folder;
    this.sums = sums;
  }

  /** Returns the folder under the manifest of this module. */
  public static Corpus of(Path folder) {
    return of(folder, Tables.lines("manifest.sha256"));
  }

  /**
   * Returns a folder under a manifest, in the format of {@code sha256sum}.
   *
   * @throws VectorException if the manifest is malformed or empty
   */
  static Corpus of(Path folder, List<String> manifest) {
    Map<String, String> sums = new TreeMap<>();
    for (String line : manifest) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || sums.put(matcher.group(2), matcher.group(1)) != null) {
        throw new VectorException("the manifest has a malformed or repeated line: " + line);
      }
    }
    if (sums.isEmpty()) {
      throw new VectorException("the manifest is empty");
    }
    return new Corpus(folder, Collections.unmodifiableMap(sums));
  }

  /** Returns the names of the files, sorted. */
  public List<String> names() {
    return List.copyOf(sums.keySet());
  }

  /**
   * Reads a file of the manifest.
   *
   * @throws VectorException if it is missing, unreadable, not the manifest's or malformed
   */
  public VectorFile read(String name) {
    byte[] json;
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      json = in.readAllBytes();
    } catch (NoSuchFileException e) {
      throw new VectorException(name + " is missing", e);
    } catch (IOException e) {
      throw new VectorException(name + " cannot be read", e);
    }
    if (!sha256(json).equals(sums.get(name))) {
      throw new VectorException(name + " is not the file of the manifest");
    }
    return VectorFile.parse(name, json);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
