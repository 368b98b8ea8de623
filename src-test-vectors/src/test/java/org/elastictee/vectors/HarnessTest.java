package org.elastictee.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.elastictee.vectors.AcceptableTable.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the harness refuses to take for a success. */
class HarnessTest {
  private static final String NAME = "hmac_test.json";
  private static final String KEY = "4a656665";
  private static final String MESSAGE = "7768617420646f2079612077616e7420666f72206e6f7468696e673f";
  private static final String TAG =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"; // RFC 4231 4.3

  @TempDir private Path folder;

  private static String json(String schema, String result, String tag, int announced) {
    return """
        {"algorithm": "HMACSHA256", "schema": "%s", "numberOfTests": %d,
         "testGroups": [{"type": "MacTest", "tagSize": 256, "tests": [
          {"tcId": 1, "comment": "", "flags": [], "key": "%s", "msg": "%s", "tag": "%s",
           "result": "%s"}]}]}"""
        .formatted(schema, announced, KEY, MESSAGE, tag, result);
  }

  private static VectorFile parse(String json) {
    return VectorFile.parse(NAME, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Outcome judge(VectorFile file) {
    Provider provider = Security.getProvider("SunJCE");
    Judge judge = new Judge(provider, AcceptableTable.standard());
    VectorGroup group = file.groups().get(0);
    return judge.judge(file, group, group.cases().get(0), judge.service(file, group).orElseThrow());
  }

  private Corpus corpus(String json) throws Exception {
    Files.writeString(folder.resolve(NAME), json);
    String sum = Corpus.sha256(json.getBytes(StandardCharsets.UTF_8));
    return Corpus.of(folder, List.of(sum + "  " + NAME));
  }

  private static void assertRefused(String message, Executable run) {
    VectorException refusal = assertThrows(VectorException.class, run);
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "valid, true, ACCEPTED", "valid, false, FAILED",
    "invalid, true, FAILED", "invalid, false, REFUSED"
  })
  void aResultIsJudgedByWhatTheServiceDoes(String result, boolean right, Outcome.Kind expected) {
    String tag = right ? TAG : TAG.replace('5', '6');
    assertEquals(expected, judge(parse(json("mac_test_schema_v1.json", result, tag, 1))).kind());
  }

  @Test
  void anAcceptableCaseWithoutADecisionIsRefused() {
    VectorFile file = parse(json("mac_test_schema_v1.json", "acceptable", TAG, 1));
    assertRefused("acceptable without a flag", () -> judge(file));
    assertRefused(
        "no decision on the flag Unheard",
        () -> AcceptableTable.standard().decide("xdh_comp_schema_v1.json", List.of("Unheard")));
  }

  @ParameterizedTest
  @CsvSource({
    "Twist, Twist, ACCEPT",
    "Twist, ZeroSharedSecret, REJECT",
    "ZeroSharedSecret, Twist, REJECT"
  })
  void aFlagToRefuseOutweighsTheOthers(String first, String second, Decision expected) {
    AcceptableTable table = AcceptableTable.standard();
    assertEquals(expected, table.decide("xdh_comp_schema_v1.json", List.of(first, second)));
  }

  @Test
  void anUnknownSchemaIsRefused() {
    VectorFile file = parse(json("mac_test_schema_v9.json", "valid", TAG, 1));
    assertRefused("unknown schema: mac_test_schema_v9.json", () -> judge(file));
  }

  @Test
  void anUnknownResultIsRefused() {
    String json = json("mac_test_schema_v1.json", "plausible", TAG, 1);
    assertRefused("unknown result: plausible", () -> parse(json));
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void aCountThatIsNotTheAnnouncedOneIsRefused(int announced) {
    String json = json("mac_test_schema_v1.json", "valid", TAG, announced);
    assertRefused("1 cases, " + announced + " announced", () -> parse(json));
  }

  @Test
  void aFieldThatIsMissingIsRefused() {
    String json =
        json("mac_test_schema_v1.json", "valid", TAG, 1).replace("\"msg\"", "\"message\"");
    assertRefused("no field msg", () -> judge(parse(json)));
  }

  @Test
  void theFileOfTheManifestIsRead() throws Exception {
    Corpus corpus = corpus(json("mac_test_schema_v1.json", "valid", TAG, 1));
    assertEquals(1, corpus.read(NAME).count());
  }

  @Test
  void aTamperedFileIsRefused() throws Exception {
    String json = json("mac_test_schema_v1.json", "valid", TAG, 1);
    Corpus corpus = corpus(json);
    Files.writeString(folder.resolve(NAME), json + " ");
    assertRefused("is not the file of the manifest", () -> corpus.read(NAME));
  }

  @Test
  void aMissingFileIsRefused() throws Exception {
    Corpus corpus = corpus(json("mac_test_schema_v1.json", "valid", TAG, 1));
    Files.delete(folder.resolve(NAME));
    assertRefused("is missing", () -> corpus.read(NAME));
  }

  @Test
  void aManifestThatNamesNoFileOrAPathIsRefused() {
    assertRefused("empty", () -> Corpus.of(folder, List.of()));
    String path = Corpus.sha256(new byte[0]) + "  ../" + NAME;
    assertRefused("malformed", () -> Corpus.of(folder, List.of(path)));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, false"})
  void skipsAreThoseOfTheTable(int expected, boolean fits) {
    Tally tally = new Tally();
    tally.add(NAME, new Outcome(Outcome.Kind.SKIPPED, "why"));
    String count = String.valueOf(expected);
    SkipTable table = SkipTable.of(List.of(List.of(NAME, count, count, "why")));
    if (fits) {
      table.check(NAME, tally);
    } else {
      assertRefused("1 cases skipped, not 2 to 2: why", () -> table.check(NAME, tally));
    }
  }

  @Test
  void aSkipForANewReasonIsRefused() {
    Tally tally = new Tally();
    tally.add(NAME, new Outcome(Outcome.Kind.SKIPPED, "a new reason"));
    SkipTable empty = SkipTable.of(List.of());
    assertRefused("not 0 to 0: a new reason", () -> empty.check(NAME, tally));
  }
}
