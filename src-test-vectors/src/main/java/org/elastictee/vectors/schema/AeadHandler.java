package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.VectorException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/**
 * {@code aead_test_schema_v1}: what is valid encrypts to the ciphertext and tag and back; what is
 * invalid does not decrypt, and where its parameters are the fault, does not encrypt either.
 */
final class AeadHandler implements Handler {
  private static final Set<String> BAD_PARAMETERS =
      Set.of("ZeroLengthIv", "InvalidNonceSize", "InvalidTagSize");

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return switch (file.algorithm()) {
      case "AES-GCM" -> ServiceName.of("Cipher", "AES/GCM/NoPadding");
      case "AES-CCM" -> ServiceName.of("Cipher", "AES/CCM/NoPadding");
      case "AES-GCM-SIV" -> ServiceName.of("Cipher", "AES/GCM-SIV/NoPadding");
      case "CHACHA20-POLY1305" -> ServiceName.of("Cipher", "ChaCha20-Poly1305");
      case "XCHACHA20-POLY1305" -> ServiceName.of("Cipher", "XChaCha20-Poly1305");
      case "AEAD-AES-SIV-CMAC" -> ServiceName.of("Cipher", "AES/SIV/NoPadding");
      default -> throw new VectorException("unknown algorithm: " + file.algorithm());
    };
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    byte[] message = call.input().bytes("msg");
    byte[] tagged = concat(call.input().bytes("ct"), call.input().bytes("tag"));
    if (!call.isInvalid()) {
      WrongOutputException.check(
          "the ciphertext with its tag", tagged, run(call, Cipher.ENCRYPT_MODE, message));
    } else if (call.hasFlagOf(BAD_PARAMETERS) && encrypts(call, message)) {
      return true;
    }
    WrongOutputException.check("the plaintext", message, run(call, Cipher.DECRYPT_MODE, tagged));
    return true;
  }

  private static boolean encrypts(Call call, byte[] message) {
    try {
      run(call, Cipher.ENCRYPT_MODE, message);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** By a new cipher each time: a used one refuses the IV of its last encryption. */
  private static byte[] run(Call call, int mode, byte[] data) throws GeneralSecurityException {
    Fields input = call.input();
    String keyAlgorithm = call.algorithm().startsWith("AES") ? "AES" : "ChaCha20";
    Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
    cipher.init(mode, new RawKey(keyAlgorithm, input.bytes("key")), spec(call));
    cipher.updateAAD(input.bytes("aad"));
    return cipher.doFinal(data);
  }

  private static AlgorithmParameterSpec spec(Call call) {
    byte[] iv = call.input().bytes("iv");
    return call.algorithm().startsWith("AES")
        ? new GCMParameterSpec(call.parameters().number("tagSize"), iv)
        : new IvParameterSpec(iv);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
