package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;

/** {@code mac_test_schema_v1}: the tag, cut to the group's size, is or is not that of the case. */
final class MacHandler implements Handler {
  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return file.algorithm().equals("AES-CMAC")
        ? ServiceName.of("Mac", "AESCMAC", "AES-CMAC", "AES/CMAC")
        : ServiceName.of("Mac", file.algorithm());
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(call.algorithm(), call.provider());
    String keyAlgorithm = call.algorithm().startsWith("AES") ? "AES" : call.algorithm();
    mac.init(new RawKey(keyAlgorithm, call.input().bytes("key")));
    byte[] tag = mac.doFinal(call.input().bytes("msg"));
    byte[] cut = Arrays.copyOf(tag, call.parameters().number("tagSize") / 8);
    return MessageDigest.isEqual(call.input().bytes("tag"), cut);
  }
}
