package org.elastictee.vectors;

import static org.elastictee.vectors.Outcome.Kind.ACCEPTED;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.EngineChoice;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every Wycheproof case about a service that {@link ElasticProvider} registers, on each choice of
 * engines: what is run is the provider's to say, file by file and group by group.
 */
@ParameterizedClass
@EnumSource(EngineChoice.class)
class WycheproofTest {
  private final EngineChoice engines;
  private final Judge judge;
  private final SkipTable skips = SkipTable.standard();
  private final DeviationTable deviations = DeviationTable.of(Runtime.version().feature());
  private final Tally total = new Tally();
  private int files;
  private int groups;
  private int deviating;

  WycheproofTest(EngineChoice engines) {
    this.engines = engines;
    this.judge = new Judge(engines.provider(), AcceptableTable.standard());
  }

  @TestFactory
  Stream<DynamicNode> vectors() {
    Corpus corpus = LocalVectors.corpus();
    Stream<DynamicNode> all =
        corpus.names().stream().map(corpus::read).flatMap(file -> container(file).stream());
    return Stream.concat(all, Stream.of(dynamicTest("something was run, and how much", this::sum)));
  }

  private void sum() {
    System.out.printf(
        "Wycheproof, %s: %d files, %d groups, %d known deviations, %s%n",
        engines, files, groups, deviating, total);
    assertTrue(total.count(ACCEPTED) > 0);
  }

  private Optional<DynamicNode> container(VectorFile file) {
    Tally tally = new Tally();
    List<DynamicNode> nodes = new ArrayList<>();
    for (VectorGroup group : file.groups()) {
      judge.service(file, group).ifPresent(name -> nodes.add(container(file, group, name, tally)));
    }
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    files++;
    groups += nodes.size();
    nodes.add(dynamicTest("skipped is what the table says", () -> skips.check(file.name(), tally)));
    nodes.add(
        dynamicTest(
            "a service that refuses everything would be noticed",
            () -> assertTrue(tally.isEverythingSkipped() || tally.count(ACCEPTED) > 0)));
    return Optional.of(dynamicContainer(file.name(), nodes));
  }

  private DynamicContainer container(
      VectorFile file, VectorGroup group, String algorithm, Tally tally) {
    return dynamicContainer(
        "group " + group.index() + ": " + algorithm,
        group.cases().stream().map(test -> test(file, group, test, algorithm, tally)));
  }

  private DynamicTest test(
      VectorFile file, VectorGroup group, VectorCase test, String algorithm, Tally tally) {
    return dynamicTest(
        "case " + test.id() + ": " + test.comment(),
        () -> {
          Outcome outcome = judge.judge(file, group, test, algorithm);
          tally.add(file.name(), outcome);
          total.add(file.name(), outcome);
          if (outcome.kind() == Outcome.Kind.SKIPPED) {
            abort(outcome.why());
          }
          if (outcome.kind() == Outcome.Kind.FAILED && deviations.contains(file, test)) {
            deviating++;
            abort("known deviation: " + outcome.why());
          }
          if (outcome.kind() == Outcome.Kind.FAILED) {
            fail(
                engines
                    + ", "
                    + file.name()
                    + " case "
                    + test.id()
                    + " "
                    + test.flags()
                    + ": "
                    + outcome.why());
          }
        });
  }
}
