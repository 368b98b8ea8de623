package org.elastictee.cli.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.elastictee.sev.attest.AbiVersion;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.GuestPolicy;
import org.elastictee.sev.attest.PlatformInfo;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.attest.verify.CrlMode;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;

/**
 * The JSON form of a {@link VerificationPolicy}: an object whose names are those of the policy's
 * getters. What is not named is as in {@link VerificationPolicy#builder}, which is strict; what is
 * named takes its place, so that an empty list of forbidden bits forbids none. Minimum TCBs take
 * the place of the default product by product; one of "0x0" demands nothing.
 *
 * <pre>
 * measurements, idKeyDigests, authorKeyDigests, chipIds    lists of hexadecimal
 * reportData, hostData, familyId, imageId, reportId, migrationAgent    hexadecimal
 * vmpl, minimumGuestSvn                                    numbers
 * requiredPolicyBits, forbiddenPolicyBits                  lists of AMD's names, such as "DEBUG"
 * requiredPlatformBits, forbiddenPlatformBits              lists of AMD's names, such as "SMT_EN"
 * minimumAbi                                               "1.55"
 * minimumFirmware                                          "1.55.22"
 * requiresCommittedFirmware, allowsMaskedChipId            true or false
 * minimumTcbs, minimumLaunchTcbs                           {"MILAN": "0xdb18000000000004"}
 * minimumLaunchMitVector, minimumCurrentMitVector          "0x3"
 * cspIds                                                   list of strings
 * time                                                     "2025-06-01T00:00:00Z", not the system's
 * allowedSkewSeconds                                       number
 * crlMode                                                  "OFF", "IF_AVAILABLE" or "REQUIRED"
 * </pre>
 *
 * <p>An unknown or repeated name is refused: a misspelt demand would be none.
 */
public final class PolicyJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final VerificationPolicyBuilder builder = VerificationPolicy.builder();
  private final Map<String, Consumer<JsonNode>> names = new LinkedHashMap<>();

  private PolicyJson() {
    names.put("measurements", node -> some(node, hex -> builder.measurement(bytes(hex))));
    names.put("reportData", node -> builder.reportData(bytes(node)));
    names.put("hostData", node -> builder.hostData(bytes(node)));
    names.put("familyId", node -> builder.familyId(bytes(node)));
    names.put("imageId", node -> builder.imageId(bytes(node)));
    names.put("reportId", node -> builder.reportId(bytes(node)));
    names.put("migrationAgent", node -> builder.migrationAgent(bytes(node)));
    names.put("vmpl", node -> builder.vmpl(Math.toIntExact(number(node))));
    names.put("requiredPolicyBits", this::requirePolicyBits);
    names.put("forbiddenPolicyBits", this::forbidPolicyBits);
    names.put("requiredPlatformBits", this::requirePlatformBits);
    names.put("forbiddenPlatformBits", this::forbidPlatformBits);
    names.put("minimumAbi", node -> builder.minimumAbi(abi(node)));
    names.put("minimumFirmware", node -> builder.minimumFirmware(firmware(node)));
    names.put("requiresCommittedFirmware", node -> builder.requireCommittedFirmware(flag(node)));
    names.put("minimumTcbs", this::minimumTcbs);
    names.put("minimumLaunchTcbs", this::minimumLaunchTcbs);
    names.put("minimumLaunchMitVector", node -> builder.minimumLaunchMitVector(u64(node)));
    names.put("minimumCurrentMitVector", node -> builder.minimumCurrentMitVector(u64(node)));
    names.put("minimumGuestSvn", node -> builder.minimumGuestSvn(number(node)));
    names.put("authorKeyDigests", node -> some(node, hex -> builder.authorKeyDigest(bytes(hex))));
    names.put("idKeyDigests", node -> some(node, hex -> builder.idKeyDigest(bytes(hex))));
    names.put("chipIds", node -> some(node, hex -> builder.chipId(bytes(hex))));
    names.put("allowsMaskedChipId", node -> builder.allowMaskedChipId(flag(node)));
    names.put("cspIds", node -> some(node, csp -> builder.cspId(text(csp))));
    names.put("time", node -> builder.clock(clock(node)));
    names.put("allowedSkewSeconds", node -> builder.allowedSkew(Duration.ofSeconds(number(node))));
    names.put("crlMode", node -> builder.crlMode(constant(CrlMode.class, node)));
  }

  /**
   * Reads a policy.
   *
   * @return a builder, to which more demands can be added
   * @throws IllegalArgumentException if it is not the JSON form of one; the message names where
   */
  public static VerificationPolicyBuilder read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the policy is not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("a policy is a JSON object");
    }
    PolicyJson policy = new PolicyJson();
    policy.dropDefaults(root);
    root.properties().forEach(field -> policy.put(field.getKey(), field.getValue()));
    return policy.builder;
  }

  /** A list takes the place of the default, whatever stands first; no bit is in both lists. */
  private void dropDefaults(JsonNode root) {
    VerificationPolicy strict = VerificationPolicy.builder().build();
    if (root.has("forbiddenPolicyBits")) {
      strict.forbiddenPolicyBits().forEach(builder::allowPolicy);
    }
    if (root.has("requiredPlatformBits")) {
      strict.requiredPlatformBits().forEach(builder::allowPlatform);
    }
    requireDisjoint(root, "requiredPolicyBits", "forbiddenPolicyBits");
    requireDisjoint(root, "requiredPlatformBits", "forbiddenPlatformBits");
  }

  private static void requireDisjoint(JsonNode root, String required, String forbidden) {
    for (JsonNode bit : root.path(required)) {
      for (JsonNode other : root.path(forbidden)) {
        if (bit.equals(other)) {
          throw new IllegalArgumentException(
              "\"" + required + "\" and \"" + forbidden + "\" both have " + bit);
        }
      }
    }
  }

  private void put(String name, JsonNode value) {
    Consumer<JsonNode> setter = names.get(name);
    if (setter == null) {
      throw new IllegalArgumentException(
          "a policy has no \"" + name + "\"; it has " + String.join(", ", names.keySet()));
    }
    try {
      setter.accept(value);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("\"" + name + "\": " + e.getMessage(), e);
    }
  }

  private void requirePolicyBits(JsonNode node) {
    each(node, bit -> builder.requirePolicy(constant(GuestPolicy.Bit.class, bit)));
  }

  private void forbidPolicyBits(JsonNode node) {
    each(node, bit -> builder.forbidPolicy(constant(GuestPolicy.Bit.class, bit)));
  }

  private void requirePlatformBits(JsonNode node) {
    each(node, bit -> builder.requirePlatform(constant(PlatformInfo.Bit.class, bit)));
  }

  private void forbidPlatformBits(JsonNode node) {
    each(node, bit -> builder.forbidPlatform(constant(PlatformInfo.Bit.class, bit)));
  }

  private void minimumTcbs(JsonNode node) {
    tcbs(node).forEach(builder::minimumTcb);
  }

  private void minimumLaunchTcbs(JsonNode node) {
    tcbs(node).forEach(builder::minimumLaunchTcb);
  }

  private static Map<Product, TcbVersion> tcbs(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("an object with a value for each product");
    }
    Map<Product, TcbVersion> tcbs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Product product = constant(Product.class, field.getKey());
      tcbs.put(product, product.tcb(u64(field.getValue())));
    }
    return tcbs;
  }

  private static void each(JsonNode node, Consumer<JsonNode> consumer) {
    if (!node.isArray()) {
      throw new IllegalArgumentException("a list");
    }
    node.forEach(consumer);
  }

  /** An empty list would demand nothing, and look as if it did. */
  private static void some(JsonNode node, Consumer<JsonNode> consumer) {
    if (node.isArray() && node.isEmpty()) {
      throw new IllegalArgumentException("an empty list demands nothing: leave it out");
    }
    each(node, consumer);
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("a string");
    }
    return node.textValue();
  }

  private static byte[] bytes(JsonNode node) {
    return HexFormat.of().parseHex(text(node));
  }

  private static long number(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new IllegalArgumentException("a whole number");
    }
    return node.longValue();
  }

  private static boolean flag(JsonNode node) {
    if (!node.isBoolean()) {
      throw new IllegalArgumentException("true or false");
    }
    return node.booleanValue();
  }

  private static long u64(JsonNode node) {
    String text = text(node);
    if (!text.matches("0x[0-9A-Fa-f]{1,16}")) {
      throw new IllegalArgumentException("a string of 0x and 1 to 16 hexadecimal digits");
    }
    return Long.parseUnsignedLong(text.substring(2), 16);
  }

  private static AbiVersion abi(JsonNode node) {
    int[] numbers = version(node, 2);
    return new AbiVersion(numbers[0], numbers[1]);
  }

  private static FirmwareVersion firmware(JsonNode node) {
    int[] numbers = version(node, 3);
    return new FirmwareVersion(numbers[0], numbers[1], numbers[2]);
  }

  private static int[] version(JsonNode node, int parts) {
    String[] words = text(node).split("\\.", -1);
    if (words.length != parts || !Arrays.stream(words).allMatch(word -> word.matches("\\d{1,3}"))) {
      throw new IllegalArgumentException("a string of " + parts + " numbers with dots between");
    }
    return Arrays.stream(words).mapToInt(Integer::parseInt).toArray();
  }

  private static Clock clock(JsonNode node) {
    return Clock.fixed(Instant.parse(text(node)), ZoneOffset.UTC);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node) {
    return constant(type, text(node));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("one of " + Arrays.toString(type.getEnumConstants()));
  }

  /** Writes a policy whole, but for its clock: what is read again demands the same. */
  public static String write(VerificationPolicy policy) {
    ObjectNode root = MAPPER.createObjectNode();
    put(root, "measurements", policy.measurements());
    put(root, "reportData", policy.reportData());
    put(root, "hostData", policy.hostData());
    put(root, "familyId", policy.familyId());
    put(root, "imageId", policy.imageId());
    put(root, "reportId", policy.reportId());
    put(root, "migrationAgent", policy.migrationAgent());
    policy.vmpl().ifPresent(vmpl -> root.put("vmpl", vmpl));
    put(root, "requiredPolicyBits", policy.requiredPolicyBits());
    put(root, "forbiddenPolicyBits", policy.forbiddenPolicyBits());
    put(root, "requiredPlatformBits", policy.requiredPlatformBits());
    put(root, "forbiddenPlatformBits", policy.forbiddenPlatformBits());
    policy.minimumAbi().ifPresent(abi -> root.put("minimumAbi", abi.toString()));
    policy.minimumFirmware().ifPresent(version -> root.put("minimumFirmware", version.toString()));
    root.put("requiresCommittedFirmware", policy.requiresCommittedFirmware());
    put(root, "minimumTcbs", policy.minimumTcbs());
    put(root, "minimumLaunchTcbs", policy.minimumLaunchTcbs());
    root.put("minimumLaunchMitVector", hex(policy.minimumLaunchMitVector()));
    root.put("minimumCurrentMitVector", hex(policy.minimumCurrentMitVector()));
    root.put("minimumGuestSvn", policy.minimumGuestSvn());
    put(root, "authorKeyDigests", policy.authorKeyDigests());
    put(root, "idKeyDigests", policy.idKeyDigests());
    put(root, "chipIds", policy.chipIds());
    root.put("allowsMaskedChipId", policy.allowsMaskedChipId());
    if (!policy.cspIds().isEmpty()) {
      policy.cspIds().forEach(root.putArray("cspIds")::add);
    }
    root.put("allowedSkewSeconds", policy.allowedSkew().toSeconds());
    root.put("crlMode", policy.crlMode().name());
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy cannot be written", e);
    }
  }

  private static void put(ObjectNode root, String name, Optional<byte[]> bytes) {
    bytes.ifPresent(value -> root.put(name, HexFormat.of().formatHex(value)));
  }

  private static void put(ObjectNode root, String name, List<byte[]> list) {
    if (!list.isEmpty()) {
      ArrayNode array = root.putArray(name);
      list.forEach(value -> array.add(HexFormat.of().formatHex(value)));
    }
  }

  private static void put(ObjectNode root, String name, Set<? extends Enum<?>> bits) {
    ArrayNode array = root.putArray(name);
    bits.forEach(bit -> array.add(bit.name()));
  }

  private static void put(ObjectNode root, String name, Map<Product, TcbVersion> tcbs) {
    ObjectNode object = root.putObject(name);
    tcbs.forEach((product, tcb) -> object.put(product.name(), hex(tcb.raw())));
  }

  private static String hex(long value) {
    return String.format(Locale.ROOT, "0x%x", value);
  }
}
