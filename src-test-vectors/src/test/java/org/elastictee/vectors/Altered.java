package org.elastictee.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Cases with expectations that are wrong. */
final class Altered {
  /** What a case expects, the first that it has. */
  private static final List<String> OUTPUTS =
      List.of("tag", "okm", "K", "dk", "shared", "sig", "ct", "msg");

  private Altered() {}

  static VectorCase result(VectorCase test, Result result) {
    return new VectorCase(test.id(), test.comment(), test.flags(), result, test.fields());
  }

  /** Changes the last four bits of the expected output. */
  static VectorCase output(VectorCase test) {
    ObjectNode node = test.fields().copy();
    String name = OUTPUTS.stream().filter(node::has).findFirst().orElseThrow();
    String hex = node.get(name).textValue();
    String last = hex.endsWith("0") ? "1" : "0";
    node.put(name, hex.isEmpty() ? "00" : hex.substring(0, hex.length() - 1) + last);
    return new VectorCase(test.id(), test.comment(), test.flags(), test.result(), new Fields(node));
  }
}
