package org.elastictee.provider.selftest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.elastictee.provider.bouncycastle.BouncyCastleEngine;
import org.elastictee.provider.selftest.KeyPairConsistency.Proof;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the test of ML-KEM's pairs says on a JVM that has no {@code KEM}; BouncyCastle has them. */
class KeyPairConsistencyTest {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleEngine();

  private static KeyPairConsistency test(String algorithm) {
    return new KeyPairConsistency(null, Proof.ENCODING, algorithm);
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** BouncyCastle, with pairs that someone else makes. */
  private static Provider generating(Supplier<KeyPair> pairs) {
    return new Provider("pairs", "1", "") {
      private static final long serialVersionUID = 1L;

      @Override
      public Service getService(String type, String algorithm) {
        if (!type.equals("KeyPairGenerator")) {
          return BOUNCY_CASTLE.getService(type, algorithm);
        }
        return new Service(this, type, algorithm, "pairs", null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return generator(pairs);
          }
        };
      }
    };
  }

  private static KeyPairGeneratorSpi generator(Supplier<KeyPair> pairs) {
    return new KeyPairGeneratorSpi() {
      @Override
      public void initialize(int size, SecureRandom random) {
        throw new UnsupportedOperationException();
      }

      @Override
      public KeyPair generateKeyPair() {
        return pairs.get();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void acceptsPairsThatBelongTogether(String algorithm) {
    assertDoesNotThrow(() -> test(algorithm).run(BOUNCY_CASTLE, algorithm));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void refusesThePublicKeyOfAnotherPair(String algorithm) {
    Provider mixing =
        generating(() -> new KeyPair(pair(algorithm).getPublic(), pair(algorithm).getPrivate()));
    WrongAnswerException refusal =
        assertThrows(WrongAnswerException.class, () -> test(algorithm).run(mixing, algorithm));
    assertEquals("the pair does not belong together", refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void refusesThatAPairComesTwice(String algorithm) {
    KeyPair same = pair(algorithm);
    WrongAnswerException refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> test(algorithm).run(generating(() -> same), algorithm));
    assertEquals("two pairs are the same", refusal.getMessage());
  }
}
