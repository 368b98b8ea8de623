package org.elastictee.provider;

import static org.elastictee.provider.ServiceTable.NONE;
import static org.elastictee.provider.ServiceTable.row;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.KDFParameters;
import org.elastictee.provider.ServiceTable.Row;
import org.elastictee.provider.engine.Operation;

/** The rows of {@link ServiceTable} for {@code javax.crypto.KDF}: names as in JDK 25. */
final class KdfServices {
  static final List<Row> ROWS =
      List.of(
          hkdf("HKDF-SHA256", Operation.HMAC_SHA256),
          hkdf("HKDF-SHA384", Operation.HMAC_SHA384),
          hkdf("HKDF-SHA512", Operation.HMAC_SHA512));

  private KdfServices() {}

  private static Row hkdf(String name, Operation hmac) {
    return row("KDF", name, (p, parameters) -> hkdf(p, hmac, parameters), NONE)
        .taking(KDFParameters.class)
        .by(hmac);
  }

  private static Object hkdf(ElasticProvider p, Operation hmac, Object parameters)
      throws NoSuchAlgorithmException {
    p.engines().provider(hmac);
    try {
      return new HkdfSpi(p.engines(), hmac, (KDFParameters) parameters);
    } catch (InvalidAlgorithmParameterException e) {
      // As the JCA wraps it, and unwraps it in KDF.getInstance.
      throw new NoSuchAlgorithmException(e.getMessage(), e);
    }
  }
}
