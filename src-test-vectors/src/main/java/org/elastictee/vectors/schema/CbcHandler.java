package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** {@code ind_cpa_test_schema_v1}: AES/CBC with padding, in both directions. */
final class CbcHandler implements Handler {
  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("Cipher", "AES/CBC/PKCS5Padding", "AES/CBC/PKCS7Padding");
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    byte[] message = call.input().bytes("msg");
    byte[] ciphertext = call.input().bytes("ct");
    if (!call.isInvalid()) {
      WrongOutputException.check(
          "the ciphertext", ciphertext, run(call, Cipher.ENCRYPT_MODE, message));
    }
    WrongOutputException.check(
        "the plaintext", message, run(call, Cipher.DECRYPT_MODE, ciphertext));
    return true;
  }

  private static byte[] run(Call call, int mode, byte[] data) throws GeneralSecurityException {
    Fields input = call.input();
    Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
    cipher.init(
        mode, new RawKey("AES", input.bytes("key")), new IvParameterSpec(input.bytes("iv")));
    return cipher.doFinal(data);
  }
}
