package org.elastictee.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.elastictee.vectors.schema.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What runs the cases of each schema, proven on the providers of the JDK and on BouncyCastle: that
 * it passes what is right, and notices an expectation that is wrong.
 */
class ReferenceTest {
  private static final String TABLE = "/org/elastictee/vectors/reference.csv";

  private static Provider provider(String name, int sinceJdk) {
    assumeTrue(
        Runtime.version().feature() >= sinceJdk, "this JDK is older than the service of " + name);
    return name.equals("BC") ? new BouncyCastleProvider() : Security.getProvider(name);
  }

  /** A case, and what it needs to be judged. */
  private record Run(Judge judge, VectorFile file, VectorGroup group, String algorithm) {
    Outcome of(VectorCase test) {
      return judge.judge(file, group, test, algorithm);
    }

    static List<Run> all(VectorFile file, Provider provider) {
      Judge judge = new Judge(provider, AcceptableTable.standard());
      List<Run> runs = new ArrayList<>();
      for (VectorGroup group : file.groups()) {
        Optional<String> name = judge.service(file, group);
        name.ifPresent(algorithm -> runs.add(new Run(judge, file, group, algorithm)));
      }
      return runs;
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE)
  void passesWhatTheReferencePasses(String name, String provider, int sinceJdk, String failing) {
    Provider reference = provider(provider, sinceJdk);
    VectorFile file = LocalVectors.corpus().read(name);
    Tally tally = new Tally();
    Set<Integer> failed = new TreeSet<>();
    for (Run run : Run.all(file, reference)) {
      for (VectorCase test : run.group().cases()) {
        Outcome outcome = run.of(test);
        tally.add(name, outcome);
        if (outcome.kind() == Outcome.Kind.FAILED) {
          failed.add(test.id());
        }
      }
    }
    String ids = failed.stream().map(String::valueOf).collect(Collectors.joining(" "));
    assertEquals(failing == null ? "" : failing, ids);
    assertTrue(tally.count(Outcome.Kind.ACCEPTED) > 0);
    SkipTable.standard().check(name, tally);
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE)
  void noticesWrongExpectations(String name, String provider, int sinceJdk, String failing) {
    Provider reference = provider(provider, sinceJdk);
    VectorFile file = LocalVectors.corpus().read(name);
    Set<Result> noticed = new HashSet<>();
    for (Run run : Run.all(file, reference)) {
      for (VectorCase test : run.group().cases()) {
        Outcome right = run.of(test);
        if (test.result() == Result.VALID && right.kind() == Outcome.Kind.ACCEPTED) {
          assertEquals(
              Outcome.Kind.FAILED, run.of(Altered.result(test, Result.INVALID)).kind(), name);
          assertEquals(Outcome.Kind.FAILED, run.of(Altered.output(test)).kind(), name);
          noticed.add(Result.INVALID);
        } else if (test.result() == Result.INVALID && right.kind() == Outcome.Kind.REFUSED) {
          assertEquals(
              Outcome.Kind.FAILED, run.of(Altered.result(test, Result.VALID)).kind(), name);
          noticed.add(Result.VALID);
        }
        if (noticed.size() == 2) {
          return;
        }
      }
    }
    assertTrue(noticed.contains(Result.INVALID));
  }

  @Test
  void everySchemaOfTheVectorsIsKnownAndNoOtherIs() {
    Corpus corpus = LocalVectors.corpus();
    Set<String> found = new TreeSet<>();
    corpus.names().forEach(name -> found.add(corpus.read(name).schema()));
    assertEquals(found, new TreeSet<>(Schemas.names()));
  }

  @ParameterizedTest
  @CsvSource({"SunJCE, false", "SunEC, true"})
  void aFileIsRunIfTheProviderHasItsService(String provider, boolean expected) {
    VectorFile file = LocalVectors.corpus().read("ecdh_secp256r1_test.json");
    assertEquals(expected, !Run.all(file, provider(provider, 17)).isEmpty());
  }
}
