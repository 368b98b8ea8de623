package org.elastictee.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/** The fields of a group or of a case. A field that is missing or of another type is an error. */
public final class Fields {
  private final JsonNode node;

  Fields(JsonNode node) {
    this.node = node;
  }

  /** Tells whether there is a field of this name. */
  public boolean has(String name) {
    return node.has(name);
  }

  /**
   * Returns a string.
   *
   * @throws VectorException if there is none
   */
  public String text(String name) {
    return value(name, JsonNode::isTextual).textValue();
  }

  /**
   * Returns an integer.
   *
   * @throws VectorException if there is none
   */
  public int number(String name) {
    return value(name, JsonNode::canConvertToInt).intValue();
  }

  /**
   * Returns the bytes of a string of hexadecimal digits, two to a byte.
   *
   * @throws VectorException if there is none
   */
  public byte[] bytes(String name) {
    String hex = text(name);
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new VectorException(name + " is not hexadecimal", e);
    }
  }

  /** Returns the bytes of a string of hexadecimal digits, or none where the field is missing. */
  public byte[] bytesOrEmpty(String name) {
    return has(name) ? bytes(name) : new byte[0];
  }

  /**
   * Returns a positive integer, which Wycheproof writes in two's complement.
   *
   * @throws VectorException if there is none
   */
  public BigInteger integer(String name) {
    return new BigInteger(1, bytes(name));
  }

  /**
   * Returns the fields of an object.
   *
   * @throws VectorException if there is none
   */
  public Fields object(String name) {
    return new Fields(value(name, JsonNode::isObject));
  }

  /** Returns a string, if the field is there and a string. */
  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(node.get(name)).map(JsonNode::textValue);
  }

  ObjectNode copy() {
    return ((ObjectNode) node).deepCopy();
  }

  private JsonNode value(String name, Predicate<JsonNode> type) {
    JsonNode value = node.get(name);
    if (value == null || !type.test(value)) {
      throw new VectorException("no field " + name + " of the type that the schema gives it");
    }
    return value;
  }
}
