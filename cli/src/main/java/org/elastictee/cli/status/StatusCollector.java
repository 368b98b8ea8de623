package org.elastictee.cli.status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.elastictee.cli.attest.ReportView;
import org.elastictee.sev.PlatformChoice;
import org.elastictee.sev.Settings;
import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.platform.Platform;
import org.elastictee.sev.platform.PlatformDetector;
import org.elastictee.sev.platform.PlatformEvidence;
import org.elastictee.sev.seal.RootKind;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sev.seal.SoftwareRoot;
import org.elastictee.sev.seal.UnsealException;

/**
 * Finds out what is here and creates nothing. Where there is a guest device and the setting lets it
 * be used, the firmware is asked for one report.
 */
public final class StatusCollector {
  /** More than any sealed file has. */
  private static final int MAX_SEALED_BYTES = Sealer.MAX_PLAINTEXT_BYTES + 4096;

  private final Path keyStore;
  private final Path rootFile;
  private final Services services;

  /**
   * Creates a collector.
   *
   * @param keyStore where the command line's key store lies or would lie
   * @param rootFile where the software root lies or would lie
   * @param services how the provider stands
   */
  public StatusCollector(Path keyStore, Path rootFile, Services services) {
    this.services = services;
    this.keyStore = keyStore;
    this.rootFile = rootFile;
  }

  /**
   * Looks.
   *
   * @throws RootOfTrustException if a setting means nothing
   */
  public Status collect() throws RootOfTrustException {
    PlatformEvidence evidence = PlatformDetector.detect();
    PlatformChoice choice = Settings.platform();
    if (choice == PlatformChoice.LINUX || evidence.platform() != Platform.SEV_SNP) {
      return status(evidence, choice, software(choice, evidence), null);
    }
    try (SevSnpRoot device = SevSnpRoot.open()) {
      Status.Root root =
          new Status.Root(device.kind().displayName(), true, device.statement(), null);
      return status(evidence, choice, root, ReportView.of(device.report()));
    } catch (RootOfTrustException e) {
      return status(evidence, choice, none(e.getMessage()), null);
    }
  }

  private Status status(
      PlatformEvidence evidence, PlatformChoice choice, Status.Root root, ReportView guest) {
    Status.Memory memory = Status.Memory.of(SecretMemory.protection());
    return new Status(platform(evidence), choice.word(), root, guest, sealed(), memory, services);
  }

  private static Status.Root none(String why) {
    return new Status.Root(null, false, "none: " + why, null);
  }

  private Status.Root software(PlatformChoice choice, PlatformEvidence evidence) {
    Optional<RootOfTrustException> refusal = TrustedPlatform.refusal(choice, evidence);
    if (refusal.isPresent()) {
      return none(refusal.get().getMessage());
    }
    boolean exists = Files.exists(rootFile, LinkOption.NOFOLLOW_LINKS);
    return new Status.Root(
        RootKind.SOFTWARE.displayName(), exists, SoftwareRoot.STATEMENT, rootFile.toString());
  }

  private static Status.Platform platform(PlatformEvidence evidence) {
    return new Status.Platform(
        evidence.platform().name(),
        evidence.platform().displayName(),
        evidence.platform().lacks(),
        evidence.facts().stream()
            .map(fact -> new Status.Fact(fact.source(), fact.finding()))
            .toList());
  }

  private List<Status.Sealed> sealed() {
    String file = keyStore.toString();
    try (InputStream in = Files.newInputStream(keyStore)) {
      SealedBlob blob = SealedBlob.parse(in.readNBytes(MAX_SEALED_BYTES));
      return List.of(
          new Status.Sealed(
              file,
              blob.request().kind().displayName(),
              blob.request().policyName(),
              blob.request().describe(),
              null));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UnsealException e) {
      return List.of(new Status.Sealed(file, null, null, null, e.getMessage()));
    } catch (IOException e) {
      return List.of(new Status.Sealed(file, null, null, null, "it cannot be read"));
    }
  }
}
