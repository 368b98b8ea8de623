package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;

/** {@code hkdf_test_schema_v1}: HKDF (RFC 5869) by {@code javax.crypto.KDF}, of JDK 25. */
final class HkdfHandler implements Handler {
  private static final String SPEC = "javax.crypto.spec.HKDFParameterSpec";

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("KDF", file.algorithm().replace("SHA-", "SHA"));
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    Fields input = call.input();
    Object builder = Reflective.call(SPEC, "ofExtract");
    Reflective.call(builder, "addIKM", input.bytes("ikm"));
    Reflective.call(builder, "addSalt", input.bytes("salt"));
    Object spec = Reflective.call(builder, "thenExpand", input.bytes("info"), input.number("size"));
    Object kdf =
        Reflective.call("javax.crypto.KDF", "getInstance", call.algorithm(), call.provider());
    byte[] derived = (byte[]) Reflective.call(kdf, "deriveData", spec);
    return MessageDigest.isEqual(input.bytes("okm"), derived);
  }
}
