package org.elastictee.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.elastictee.cli.attest.EvidenceFile;
import org.elastictee.cli.attest.PolicyJson;
import org.elastictee.cli.attest.Verification;
import org.elastictee.cli.attest.VerificationText;
import org.elastictee.cli.attest.VerificationView;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.verify.VerificationPolicy;
import org.elastictee.sev.attest.verify.VerificationPolicyBuilder;
import org.elastictee.sev.kds.KeyServer;
import org.elastictee.sev.seal.RootOfTrustException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code elastic verify}: exit code 0 if the evidence is trusted, and 1 if it is not. */
@Command(
    name = "verify",
    description = {
      "Verifies an attestation report, check by check. FILE is what elastic attest writes, a report",
      "alone, either in hexadecimal, or the blob of Azure's vTPM. Certificates that it lacks come",
      "from AMD's key server, and are kept below ~/.elastic/kds.",
      "Exit code 0: every check holds. 1: not, or FILE cannot be read. 2: wrong use."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The evidence.")
  private Path file;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "What to expect, in JSON; --show-policy shows its form.")
  private Path policy;

  @Option(
      names = "--report-data",
      paramLabel = "HEX",
      converter = HexBytes.class,
      description = "The 64 bytes that were asked to be signed; without it a report may be old.")
  private HexBytes.Bytes reportData;

  @ArgGroup private Source source;

  @Option(
      names = "--product",
      paramLabel = "NAME",
      description = "MILAN, GENOA or TURIN, for reports of version 2, which do not say.")
  private Product product;

  @Option(
      names = "--test-root",
      paramLabel = "FILE",
      description =
          "A root that AMD knows nothing of, such as the simulator's; the verdict says so.")
  private Path testRoot;

  @Option(names = "--show-policy", description = "Print the policy in JSON, and verify nothing.")
  private boolean showPolicy;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Where certificates come from, if not from AMD. */
  private static final class Source {
    @Option(
        names = "--certs",
        paramLabel = "DIR",
        description = "Take certificates from this folder, and use no network.")
    private Path certificates;

    @Option(names = "--offline", description = "Take what is kept of AMD's, and use no network.")
    private boolean offline;
  }

  @Override
  public Integer call() throws Exception {
    VerificationPolicyBuilder demands = demands();
    PrintWriter out = spec.commandLine().getOut();
    if (showPolicy && file != null) {
      throw new ParameterException(spec.commandLine(), "--show-policy verifies nothing: no FILE");
    }
    if (showPolicy) {
      out.println(PolicyJson.write(demands.build()));
      out.flush();
      return 0;
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    VerificationView view = verify(demands);
    if (json) {
      out.println(Json.write(view));
    } else {
      new VerificationText(out).print(view);
    }
    out.flush();
    return view.trusted() ? 0 : 1;
  }

  private VerificationPolicyBuilder demands() throws Failure {
    VerificationPolicyBuilder demands = VerificationPolicy.builder();
    if (policy != null) {
      try {
        demands = PolicyJson.read(Files.readString(policy));
      } catch (IOException e) {
        throw new Failure(policy, e);
      } catch (IllegalArgumentException e) {
        throw new Failure(policy + ": " + e.getMessage());
      }
    }
    if (reportData != null) {
      try {
        demands.reportData(reportData.bytes());
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
    return demands;
  }

  private VerificationView verify(VerificationPolicyBuilder demands)
      throws Failure, RootOfTrustException {
    EvidenceFile evidence = EvidenceFile.read(file);
    Verification verification = new Verification(demands);
    if (product != null) {
      verification.product(product);
    }
    if (testRoot != null) {
      verification.testRoot(testRoot);
    }
    if (source != null && source.certificates != null) {
      return verification.withFolder(evidence, source.certificates);
    }
    Path cache = home.directory().resolve("kds");
    Clock clock = demands.build().clock();
    KeyServer keyServer =
        source != null && source.offline
            ? KeyServer.builder(cache).clock(clock).offline().build()
            : KeyServer.builder(cache).clock(clock).build();
    return verification.withKeyServer(evidence, keyServer);
  }
}
