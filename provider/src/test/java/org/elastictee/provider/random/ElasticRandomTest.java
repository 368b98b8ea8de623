package org.elastictee.provider.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.DrbgParameters;
import java.security.DrbgParameters.Capability;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.SecureRandomParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.elastictee.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticRandomTest {
  private static SecureRandom random() throws Exception {
    return SecureRandom.getInstance("Elastic", Providers.standard());
  }

  private static String draw(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elastic", "DEFAULT", "DRBG"})
  void neverRepeatsItself(String name) throws Exception {
    SecureRandom one = SecureRandom.getInstance(name, Providers.standard());
    SecureRandom two = SecureRandom.getInstance(name, Providers.standard());
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      drawn.add(draw(one));
      drawn.add(draw(two));
    }
    assertEquals(2000, drawn.size());
  }

  @Test
  void aSeedSupplementsAndDoesNotDetermine() throws Exception {
    SecureRandom one = random();
    SecureRandom two = random();
    one.setSeed(new byte[32]);
    two.setSeed(new byte[32]);
    assertFalse(draw(one).equals(draw(two)));
  }

  @Test
  void drawsTheSizesItIsAskedFor() throws Exception {
    assertEquals(0, random().generateSeed(0).length);
    assertEquals(48, random().generateSeed(48).length);
    random().nextBytes(new byte[0]);
    byte[] large = new byte[1 << 20];
    random().nextBytes(large);
    assertFalse(Arrays.equals(Arrays.copyOf(large, 64), new byte[64]));
  }

  @Test
  void reseeds() throws Exception {
    SecureRandom random = random();
    String before = draw(random);
    random.reseed();
    assertFalse(before.equals(draw(random)));
  }

  @Test
  void refusesParametersWhereItIsNoDrbg() throws Exception {
    SecureRandom random = random();
    assertThrows(
        UnsupportedOperationException.class,
        () -> random.nextBytes(new byte[1], DrbgParameters.nextBytes(256, false, null)));
    assertThrows(
        UnsupportedOperationException.class,
        () -> random.reseed(DrbgParameters.reseed(false, null)));
  }

  private static SecureRandom drbg(String name, int strength, Capability capability)
      throws Exception {
    return SecureRandom.getInstance(
        name,
        DrbgParameters.instantiation(strength, capability, new byte[] {1}),
        Providers.standard());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elastic", "DEFAULT", "DRBG"})
  void isADrbgOfTheParametersItIsGiven(String name) throws Exception {
    SecureRandom random = drbg(name, 256, Capability.PR_AND_RESEED);
    DrbgParameters.Instantiation got = (DrbgParameters.Instantiation) random.getParameters();
    assertEquals(256, got.getStrength());
    assertEquals(Capability.PR_AND_RESEED, got.getCapability());
    random.nextBytes(new byte[16], DrbgParameters.nextBytes(256, true, null));
    random.reseed(DrbgParameters.reseed(true, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elastic", "DEFAULT", "DRBG"})
  void twoDrbgsOfTheSameParametersDiffer(String name) throws Exception {
    SecureRandom one = drbg(name, 128, Capability.NONE);
    SecureRandom two = drbg(name, 128, Capability.NONE);
    one.setSeed(new byte[32]);
    two.setSeed(new byte[32]);
    assertFalse(draw(one).equals(draw(two)));
  }

  @Test
  void aDrbgReseedsAlsoWhereNobodyAskedForThat() throws Exception {
    SecureRandom random = drbg("DRBG", 128, Capability.NONE);
    random.reseed();
    random.reseed(DrbgParameters.reseed(false, null));
    assertEquals(32, draw(random).length());
  }

  @Test
  void aDrbgRefusesWhatItsCapabilityAndStrengthDoNotAllow() throws Exception {
    SecureRandom random = drbg("DRBG", 128, Capability.RESEED_ONLY);
    random.reseed();
    assertThrows(
        IllegalArgumentException.class, () -> random.reseed(DrbgParameters.reseed(true, null)));
    assertThrows(
        IllegalArgumentException.class,
        () -> random.nextBytes(new byte[1], DrbgParameters.nextBytes(-1, true, null)));
    assertThrows(
        IllegalArgumentException.class,
        () -> random.nextBytes(new byte[1], DrbgParameters.nextBytes(256, false, null)));
  }

  @Test
  void hasNoParametersWhereItWasGivenNone() throws Exception {
    assertNull(random().getParameters());
  }

  /** SP 800-90A: what the JDK's own DRBG says without being asked for anything. */
  @Test
  void whoeverNamesDrbgGetsThatOfTheJdkAlsoWithoutParameters() throws Exception {
    SecureRandom random = SecureRandom.getInstance("DRBG", Providers.standard());
    SecureRandom jdk = SecureRandom.getInstance("DRBG", "SUN");
    assertEquals(jdk.getParameters().toString(), random.getParameters().toString());
    assertEquals("Elastic (" + jdk + ")", random.toString());
    random.nextBytes(new byte[16], DrbgParameters.nextBytes(128, false, null));
    random.reseed(DrbgParameters.reseed(false, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> random.nextBytes(new byte[1], DrbgParameters.nextBytes(256, false, null)));
  }

  @Test
  void refusesParametersOfNoDrbg() {
    SecureRandomParameters strange = new SecureRandomParameters() {};
    assertThrows(
        NoSuchAlgorithmException.class,
        () -> SecureRandom.getInstance("Elastic", strange, Providers.standard()));
  }

  @Test
  void refusesParametersItCannotHonour() {
    assertThrows(
        NoSuchAlgorithmException.class,
        () ->
            SecureRandom.getInstance(
                "DRBG",
                DrbgParameters.instantiation(1024, Capability.NONE, null),
                Providers.standard()));
  }

  static List<SecureRandom> onePerNameAndKind() throws Exception {
    List<SecureRandom> all = new ArrayList<>();
    for (String name : List.of("Elastic", "DEFAULT", "DRBG")) {
      all.add(SecureRandom.getInstance(name, Providers.standard()));
      all.add(drbg(name, 128, Capability.RESEED_ONLY));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("onePerNameAndKind")
  void servesSixteenThreadsAtOnceAlsoWhileItIsReseeded(SecureRandom random) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<List<String>>> results = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        results.add(
            threads.submit(
                () -> {
                  List<String> drawn = new ArrayList<>();
                  for (int i = 0; i < 500; i++) {
                    drawn.add(draw(random));
                    if (i % 100 == 0) {
                      random.reseed();
                      random.setSeed(i);
                    }
                  }
                  return drawn;
                }));
      }
      Set<String> all = new HashSet<>();
      for (Future<List<String>> result : results) {
        all.addAll(result.get());
      }
      assertEquals(16 * 500, all.size());
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("onePerNameAndKind")
  void isNotSerialized(SecureRandom random) throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(random));
    }
  }

  @Test
  void saysWhatItIs() throws Exception {
    assertEquals("Elastic", random().getAlgorithm());
    assertEquals("Elastic (NativePRNGNonBlocking)", random().toString());
  }
}
