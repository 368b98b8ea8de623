package org.elastictee.vectors.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** Keys from passwords, which the JCA takes as characters and turns into UTF-8. */
final class PasswordHandler {
  /** {@code pbkdf_test_schema}: PBKDF2 (RFC 8018). */
  static final Handler PBKDF2 = new Pbkdf2();

  /** {@code pbe_test_schema}: encryption by PBES2 (RFC 8018), in both directions. */
  static final Handler PBES2 = new Pbes2();

  private PasswordHandler() {}

  private static char[] password(Fields input) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(input.bytes("password"));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().toCharArray();
    } catch (CharacterCodingException e) {
      throw new InapplicableException("the password is not UTF-8");
    }
  }

  private static final class Pbkdf2 implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      String mac = file.algorithm().substring("PBKDF2-".length());
      return ServiceName.of("SecretKeyFactory", "PBKDF2With" + mac);
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      Fields input = call.input();
      PBEKeySpec spec =
          new PBEKeySpec(
              password(input),
              input.bytes("salt"),
              input.number("iterationCount"),
              8 * input.number("dkLen"));
      SecretKeyFactory factory = SecretKeyFactory.getInstance(call.algorithm(), call.provider());
      return MessageDigest.isEqual(input.bytes("dk"), factory.generateSecret(spec).getEncoded());
    }
  }

  private static final class Pbes2 implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return ServiceName.of("Cipher", file.algorithm());
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      byte[] message = call.input().bytes("msg");
      byte[] ciphertext = call.input().bytes("ct");
      WrongOutputException.check(
          "the ciphertext", ciphertext, run(call, Cipher.ENCRYPT_MODE, message));
      WrongOutputException.check(
          "the plaintext", message, run(call, Cipher.DECRYPT_MODE, ciphertext));
      return true;
    }

    private static byte[] run(Call call, int mode, byte[] data) throws GeneralSecurityException {
      Fields input = call.input();
      PBEParameterSpec spec =
          new PBEParameterSpec(
              input.bytes("salt"),
              input.number("iterationCount"),
              new IvParameterSpec(input.bytes("iv")));
      char[] password = password(input);
      if (new String(password).chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw new InapplicableException("a PBE key takes a password of printable ASCII");
      }
      SecretKey key =
          SecretKeyFactory.getInstance(call.algorithm(), call.provider())
              .generateSecret(new PBEKeySpec(password));
      Arrays.fill(password, '\0');
      Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
      cipher.init(mode, key, spec);
      return cipher.doFinal(data);
    }
  }
}
