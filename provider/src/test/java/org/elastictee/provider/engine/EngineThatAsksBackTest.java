package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.health.Verdict;
import org.junit.jupiter.api.Test;

/**
 * An engine that looks its own algorithm up in the provider list, as SunJCE's HKDF does its HMAC,
 * and finds Elastic in first place there, which is testing it at that moment.
 */
class EngineThatAsksBackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** SUN's digests, of which some ask Elastic for others before they compute. */
  private static final class AskingProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient Provider real = Engine.SUN.provider().orElseThrow();
    private final transient Map<String, String> asked;
    private final transient Set<String> answeredBy = ConcurrentHashMap.newKeySet();
    private transient ElasticProvider elastic;

    /**
     * Creates an engine.
     *
     * @param asked which digest asks for which
     */
    AskingProvider(Map<String, String> asked) {
      super("SUN", "1", "asks back");
      this.asked = asked;
    }

    @Override
    public Service getService(String type, String algorithm) {
      if (!type.equals("MessageDigest") || !asked.containsKey(algorithm)) {
        return real.getService(type, algorithm);
      }
      return new Service(this, type, algorithm, "asking", null, null) {
        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
          return asking(MessageDigest.getInstance(algorithm, real), asked.get(algorithm));
        }
      };
    }

    private MessageDigestSpi asking(MessageDigest digest, String other) {
      return new MessageDigestSpi() {
        @Override
        protected void engineUpdate(byte input) {
          digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
          digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
          try {
            answeredBy.add(MessageDigest.getInstance(other, elastic).getProvider().getName());
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
          }
          return digest.digest();
        }

        @Override
        protected void engineReset() {
          digest.reset();
        }
      };
    }
  }

  private static EngineTable tableOver(AskingProvider sun) {
    EngineTable table =
        new EngineTable(
            engine -> engine == Engine.SUN ? Optional.of(sun) : engine.provider(), () -> false);
    sun.elastic = Providers.over(table);
    return table;
  }

  private static void servesAllOf(Map<String, String> asked, List<Operation> operations) {
    AskingProvider sun = new AskingProvider(asked);
    EngineTable table = tableOver(sun);
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (Operation operation : operations) {
            assertEquals(Optional.of(Engine.SUN), table.engine(operation));
            assertEquals(Verdict.PASSED, table.health(operation).knownAnswer().verdict());
            assertTrue(table.health(operation).downgrades().isEmpty());
          }
        });
    assertEquals(Set.of("Elastic"), sun.answeredBy);
  }

  @Test
  void isTestedAndServesWhereItAsksForTheSameOperation() {
    servesAllOf(Map.of("SHA-256", "SHA-256"), List.of(Operation.SHA_256));
  }

  @Test
  void isTestedAndServesWhereTwoOperationsAskForEachOther() {
    servesAllOf(
        Map.of("SHA-256", "SHA-384", "SHA-384", "SHA-256"),
        List.of(Operation.SHA_256, Operation.SHA_384));
  }

  @Test
  void theAnswerWhileItIsUnderTestIsNoChoice() {
    AskingProvider sun = new AskingProvider(Map.of("SHA-256", "SHA-256"));
    Provider wrong = BrokenProvider.of(sun, "MessageDigest", "SHA-256");
    EngineTable table =
        new EngineTable(
            engine -> engine == Engine.SUN ? Optional.of(wrong) : engine.provider(), () -> false);
    sun.elastic = Providers.over(table);
    try (LogLines log = new LogLines()) {
      assertTimeoutPreemptively(
          PATIENCE,
          () -> assertEquals(Optional.of(Engine.BOUNCY_CASTLE), table.engine(Operation.SHA_256)));
      assertEquals(1, log.warnings().size());
      assertFalse(sun.answeredBy.isEmpty());
    }
  }
}
