package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.Provider;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.elastictee.provider.selftest.KnownAnswerTest;
import org.elastictee.provider.selftest.KnownAnswers;
import org.elastictee.provider.selftest.WrongAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownAnswersTest {
  private static final Set<Operation> WITHOUT_A_TEST =
      EnumSet.of(
          Operation.KERNEL_RANDOM,
          Operation.DRBG,
          Operation.TLS,
          Operation.PKIX,
          Operation.RSA_PAIR,
          Operation.RSASSA_PSS_PAIR);

  static Stream<Arguments> everyEngineOfEveryRow() {
    return BrokenEngines.tested()
        .flatMap(
            operation ->
                operation.engines().stream()
                    .filter(engine -> isThere(operation, engine))
                    .map(engine -> Arguments.of(operation, engine)));
  }

  private static boolean isThere(Operation operation, Engine engine) {
    return engine
        .provider()
        .map(provider -> new Candidate(engine, provider))
        .filter(candidate -> candidate.offers(operation))
        .isPresent();
  }

  private static KnownAnswerTest test(Operation operation) {
    return KnownAnswers.test(operation.type(), operation.algorithm()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("everyEngineOfEveryRow")
  void everyEngineOfTheRowGivesTheAnswers(Operation operation, Engine engine) throws Exception {
    test(operation).run(engine.provider().orElseThrow(), operation.algorithm(engine));
  }

  @Test
  void onlyWhatHasNoKnownAnswerHasNoTest() {
    Set<Operation> without = EnumSet.allOf(Operation.class);
    BrokenEngines.tested().forEach(without::remove);
    assertEquals(WITHOUT_A_TEST, without);
  }

  @Test
  void whyThereIsNoneIsSaid() {
    for (Operation operation : WITHOUT_A_TEST) {
      assertNotEquals("there is no test of its kind", KnownAnswers.whyNone(operation.type()));
    }
  }

  static Stream<Arguments> longestLengths() {
    return Stream.of(
            Operation.AES_GCM,
            Operation.AES_GCM_SIV,
            Operation.CHACHA20_POLY1305,
            Operation.AES_CTR,
            Operation.AES_CBC_PKCS5)
        .flatMap(o -> Stream.of(1, 16, 512, 8191, 65537).map(length -> Arguments.of(o, length)));
  }

  /** As JDK-8371864: right with short messages, wrong with long ones. */
  @ParameterizedTest
  @MethodSource("longestLengths")
  void anErrorFromSomeLengthOnIsFound(Operation operation, int from) {
    Engine engine = BrokenEngines.usual(operation);
    UnaryOperator<byte[]> fault =
        answer -> answer.length >= from * 2 / 3 ? BrokenProvider.flip(answer) : answer;
    Provider broken =
        BrokenProvider.of(
            engine.provider().orElseThrow(), operation.type(), operation.algorithm(engine), fault);
    assertThrows(Exception.class, () -> test(operation).run(broken, operation.algorithm(engine)));
  }

  @Test
  void aSignatureThatIsTooGoodIsFound() {
    Provider acceptsAll =
        new VerifyingAnything(Engine.SUN_EC.provider().orElseThrow(), "SHA256withECDSA");
    WrongAnswerException refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> test(Operation.ECDSA_SHA256).run(acceptsAll, "SHA256withECDSA"));
    assertEquals("a bad signature is accepted", refusal.getMessage());
  }
}
