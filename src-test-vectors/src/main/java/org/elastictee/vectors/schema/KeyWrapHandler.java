package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.util.Set;
import javax.crypto.Cipher;
import org.elastictee.vectors.VectorException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/**
 * {@code keywrap_test_schema_v1}: AES-KW and AES-KWP (SP 800-38F). What is too short or not whole
 * is neither wrapped nor unwrapped.
 */
final class KeyWrapHandler implements Handler {
  private static final Set<String> BAD_KEYS = Set.of("EmptyKey", "ShortKey", "WrongDataSize");

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return switch (file.algorithm()) {
      case "AES-WRAP" -> ServiceName.of("Cipher", "AES/KW/NoPadding", "AESWrap");
      case "AES-KWP" -> ServiceName.of("Cipher", "AES/KWP/NoPadding", "AESWrapPad");
      default -> throw new VectorException("unknown algorithm: " + file.algorithm());
    };
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    byte[] message = call.input().bytes("msg");
    byte[] wrapped = call.input().bytes("ct");
    if (!call.isInvalid()) {
      WrongOutputException.check("the wrapped key", wrapped, wrap(call, message));
    } else if (call.hasFlagOf(BAD_KEYS) && wraps(call, message)) {
      return true;
    }
    Cipher cipher = cipher(call, Cipher.UNWRAP_MODE);
    byte[] unwrapped = cipher.unwrap(wrapped, "Generic", Cipher.SECRET_KEY).getEncoded();
    WrongOutputException.check("the unwrapped key", message, unwrapped);
    return true;
  }

  private static boolean wraps(Call call, byte[] message) {
    try {
      wrap(call, message);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] wrap(Call call, byte[] message) throws GeneralSecurityException {
    return cipher(call, Cipher.WRAP_MODE).wrap(new RawKey("Generic", message));
  }

  private static Cipher cipher(Call call, int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(call.algorithm(), call.provider());
    cipher.init(mode, new RawKey("AES", call.input().bytes("key")));
    return cipher;
  }
}
