package org.elastictee.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.elastictee.cli.attest.ReportSource;
import org.elastictee.cli.attest.ReportText;
import org.elastictee.cli.attest.ReportView;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.seal.PrivateFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic attest}: a report of this guest. */
@Command(
    name = "attest",
    description = {
      "Asks the firmware for an attestation report of this guest, shows it, and writes it with the",
      "host's certificates behind it to a file, which elastic verify takes elsewhere."
    },
    mixinStandardHelpOptions = true)
final class AttestCommand implements Callable<Integer> {
  @Option(
      names = "--report-data",
      paramLabel = "HEX",
      converter = HexBytes.class,
      description = "What the verifier wants to be signed, 64 bytes (random).")
  private HexBytes.Bytes reportData;

  @Option(names = "--vmpl", paramLabel = "N", description = "The level to name, 0 to 3 (its own).")
  private Integer vmpl;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write the evidence.")
  private Path out;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    byte[] data = data();
    if (data.length != SevGuest.REPORT_DATA_BYTES
        || (vmpl != null && (vmpl < 0 || vmpl > SevGuest.MAX_VMPL))) {
      throw new ParameterException(
          spec.commandLine(), "--report-data has 64 bytes, and --vmpl is 0 to 3");
    }
    ExtendedReport report =
        ReportSource.ask(data, vmpl == null ? OptionalInt.empty() : OptionalInt.of(vmpl));
    if (out != null) {
      write(report);
    }
    PrintWriter writer = spec.commandLine().getOut();
    ReportView view = ReportView.of(report.fields());
    if (json) {
      writer.println(Json.write(view));
    } else {
      new ReportText(writer).print(view);
      writer.printf(
          "%-9s %s%n",
          "evidence",
          out == null
              ? "not written: --out FILE does"
              : out + ", " + report.certificateTable().length + " bytes of certificates");
    }
    writer.flush();
    return 0;
  }

  private byte[] data() {
    if (reportData != null) {
      return reportData.bytes();
    }
    byte[] random = new byte[SevGuest.REPORT_DATA_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private void write(ExtendedReport report) throws Failure {
    ByteArrayOutputStream evidence = new ByteArrayOutputStream();
    evidence.writeBytes(report.report());
    evidence.writeBytes(report.certificateTable());
    try {
      PrivateFiles.replace(out, evidence.toByteArray());
    } catch (IOException e) {
      throw new Failure(out, e);
    }
  }
}
