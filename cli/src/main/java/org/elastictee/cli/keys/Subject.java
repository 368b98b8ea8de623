package org.elastictee.cli.keys;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import picocli.CommandLine.Option;

/** Whose a certificate is, or is to be. */
final class Subject {
  @Option(
      names = "--subject",
      paramLabel = "NAME",
      converter = SubjectName.class,
      description = "The name in the certificate, such as CN=example.org.")
  private X500Name name;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      split = ",",
      converter = AlternativeName.class,
      description = "Alternative names: dns:NAME, ip:ADDRESS, email:ADDRESS, uri:URI.")
  private List<GeneralName> alternativeNames = List.of();

  boolean isNamed() {
    return name != null;
  }

  /** Returns the name, or another one where none was given. */
  X500Name nameOr(X500Name ifNotGiven) {
    return name == null ? ifNotGiven : name;
  }

  boolean hasAlternativeNames() {
    return !alternativeNames.isEmpty();
  }

  /** Returns the alternative names for the extension, or empty if there are none. */
  Optional<GeneralNames> alternativeNames() {
    return hasAlternativeNames()
        ? Optional.of(new GeneralNames(alternativeNames.toArray(GeneralName[]::new)))
        : Optional.empty();
  }
}
