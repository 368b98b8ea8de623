package org.elastictee.cli.keys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic keys}: what there is to do with a key store. */
@Command(
    name = "keys",
    description = {
      "Keeps keys in a file that opens on this machine alone, and needs no password. No command",
      "prints or writes a secret.",
      "Exit code 0: done. 1: not done, for the reason in one line, and the key store is as it was.",
      "2: wrong use."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  elastic keys import old.p12 --password-file password.txt",
      "  elastic keys generate --alias tls --algorithm P-256 --subject CN=example.org",
      "  elastic keys csr --alias tls --san dns:example.org --out tls.csr",
      "  elastic keys import --alias tls --certificate reply.pem",
      "  elastic keys derive --label backup --algorithm Ed25519 --out backup.pub",
      "  elastic keys list --json",
      "  elastic keys reseal",
      "  elastic keys destroy --alias tls"
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ImportCommand.class,
      ListCommand.class,
      GenerateCommand.class,
      DeriveCommand.class,
      CsrCommand.class,
      ResealCommand.class,
      RecoverCommand.class,
      DestroyCommand.class
    })
public final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
