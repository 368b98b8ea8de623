package org.elastictee.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.elastictee.cli.attest.ReportView;
import org.elastictee.sev.memory.MemoryProtection;

/**
 * What is here; the names are those of the JSON form, and what is absent is left out of it. Bytes
 * are lower-case hexadecimal.
 *
 * @param platform what the machine is, and the facts that say so
 * @param setting the word of {@code elastic.platform}
 * @param root the root of trust
 * @param guest what the guest's own report says, or null where there is none
 * @param sealed what this user's sealed files are bound to
 * @param memory how keys are protected while they are in use
 * @param services who does what, and how it stands
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Status(
    Platform platform,
    String setting,
    Root root,
    ReportView guest,
    List<Sealed> sealed,
    Memory memory,
    Services services) {

  /**
   * The platform.
   *
   * @param name the constant's
   * @param displayName for people
   * @param lacks one sentence, empty where nothing is missing
   * @param facts what was looked at
   */
  public record Platform(String name, String displayName, String lacks, List<Fact> facts) {}

  /** One observation and where it was made. */
  public record Fact(String source, String finding) {}

  /**
   * The root of trust.
   *
   * @param kind of the root that would be used, or null if none would
   * @param available whether it is there; a software root that is not is created when it is needed
   * @param statement what it protects against, or why there is none
   * @param file of a software root, or else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Root(String kind, boolean available, String statement, String file) {}

  /**
   * A sealed file.
   *
   * @param file which
   * @param root the kind of root that it is sealed to, or null if it cannot be read
   * @param policy the sealing policy's name
   * @param boundTo what the root was asked for
   * @param problem why it cannot be read, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sealed(String file, String root, String policy, String boundTo, String problem) {}

  /**
   * How keys are protected in this process, all of them.
   *
   * @param locked whether they stay out of swap
   * @param excludedFromDumps whether they stay out of core dumps
   * @param wipedOnFork whether a forked child finds zeros in their place
   * @param statement one sentence of it
   * @param secrets how many there are
   * @param mappings how many mappings of pages they lie in; 0 if they lie in ordinary memory
   * @param bytes the size of these mappings
   */
  public record Memory(
      boolean locked,
      boolean excludedFromDumps,
      boolean wipedOnFork,
      String statement,
      int secrets,
      int mappings,
      long bytes) {
    static Memory of(MemoryProtection protection) {
      return new Memory(
          protection.locked(),
          protection.excludedFromDumps(),
          protection.wipedOnFork(),
          protection.statement(),
          protection.secrets(),
          protection.mappings(),
          protection.bytes());
    }
  }
}
