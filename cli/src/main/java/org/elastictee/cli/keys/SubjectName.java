package org.elastictee.cli.keys;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a certificate's subject from an argument. */
final class SubjectName implements ITypeConverter<X500Name> {
  @Override
  public X500Name convert(String value) {
    try {
      return of(new X500Principal(value));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + value + "' is no name such as CN=example.org, O=Example");
    }
  }

  static X500Name of(X500Principal name) {
    return X500Name.getInstance(name.getEncoded());
  }

  /** Returns a name of nothing but a common name, whatever is in it. */
  static X500Name common(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }
}
