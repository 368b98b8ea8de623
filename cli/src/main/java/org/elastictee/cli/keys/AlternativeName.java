package org.elastictee.cli.keys;

import org.bouncycastle.asn1.x509.GeneralName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an alternative name of a certificate's subject (RFC 5280, 4.2.1.6) from an argument. */
final class AlternativeName implements ITypeConverter<GeneralName> {
  @Override
  public GeneralName convert(String value) {
    String[] parts = value.split(":", 2);
    if (parts.length == 2 && !parts[1].isEmpty()) {
      try {
        return new GeneralName(tag(parts[0]), parts[1]);
      } catch (IllegalArgumentException e) {
        // It is told below.
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is none of dns:NAME, ip:ADDRESS, email:ADDRESS, uri:URI");
  }

  private static int tag(String kind) {
    return switch (kind) {
      case "dns" -> GeneralName.dNSName;
      case "ip" -> GeneralName.iPAddress;
      case "email" -> GeneralName.rfc822Name;
      case "uri" -> GeneralName.uniformResourceIdentifier;
      default -> throw new IllegalArgumentException("there is no such kind");
    };
  }
}
