package org.elastictee.vectors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of vectors, its envelope checked: the count of cases is the announced one, their numbers
 * are unique, and their results are known words.
 */
public record VectorFile(String name, String algorithm, String schema, List<VectorGroup> groups) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a file.
   *
   * @throws VectorException if it is malformed, has an unknown result or another count of cases
   *     than it says
   */
  public static VectorFile parse(String name, byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      Fields fields = new Fields(root);
      List<VectorGroup> groups = groups(root);
      checkCount(fields.number("numberOfTests"), groups);
      return new VectorFile(name, fields.text("algorithm"), fields.text("schema"), groups);
    } catch (IOException | VectorException e) {
      throw new VectorException(name + ": " + e.getMessage(), e);
    }
  }

  /** Returns how many cases there are. */
  public int count() {
    return groups.stream().mapToInt(group -> group.cases().size()).sum();
  }

  private static List<VectorGroup> groups(JsonNode root) {
    List<VectorGroup> groups = new ArrayList<>();
    for (JsonNode group : root.path("testGroups")) {
      Fields fields = new Fields(group);
      groups.add(new VectorGroup(groups.size(), fields.text("type"), fields, cases(group)));
    }
    return List.copyOf(groups);
  }

  private static List<VectorCase> cases(JsonNode group) {
    List<VectorCase> cases = new ArrayList<>();
    for (JsonNode node : group.path("tests")) {
      Fields fields = new Fields(node);
      List<String> flags = new ArrayList<>();
      node.path("flags").forEach(flag -> flags.add(flag.asText()));
      cases.add(
          new VectorCase(
              fields.number("tcId"),
              fields.optionalText("comment").orElse(""),
              List.copyOf(flags),
              Result.of(fields.text("result")),
              fields));
    }
    return List.copyOf(cases);
  }

  private static void checkCount(int announced, List<VectorGroup> groups) {
    Set<Integer> ids = new HashSet<>();
    int count = 0;
    for (VectorGroup group : groups) {
      for (VectorCase test : group.cases()) {
        count++;
        if (!ids.add(test.id())) {
          throw new VectorException("two cases have the number " + test.id());
        }
      }
    }
    if (count != announced || count == 0) {
      throw new VectorException(count + " cases, " + announced + " announced");
    }
  }
}
