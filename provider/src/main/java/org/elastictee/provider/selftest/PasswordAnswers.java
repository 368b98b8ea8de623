package org.elastictee.provider.selftest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Keys of passwords, with salts of all lengths but none: a {@link PBEKeySpec} takes none. */
final class PasswordAnswers extends SweepTest {
  private static final String SWEEP_PASSWORD =
      "a password of more than sixty-four bytes is hashed "
          + "before it becomes the key of the HMAC";
  private static final int SWEEP_ITERATIONS = 3;
  private static final int SWEEP_BYTES = 100;

  PasswordAnswers(String answers) {
    super(answers);
  }

  private static byte[] key(
      Provider provider, String name, String password, byte[] salt, int iterations, int bytes)
      throws GeneralSecurityException {
    SecretKeyFactory factory = SecretKeyFactory.getInstance(name, provider);
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * Byte.SIZE);
    return factory.generateSecret(spec).getEncoded();
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    String password = new String(known("password"), StandardCharsets.US_ASCII);
    int iterations = new BigInteger(1, known("iterations")).intValueExact();
    int bytes = known("key").length;
    requirePublished(key(provider, name, password, known("salt"), iterations, bytes), "key");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    for (int length : Pattern.lengths()) {
      if (length > 0) {
        byte[] salt = Pattern.bytes(length);
        all.add(key(provider, name, SWEEP_PASSWORD, salt, SWEEP_ITERATIONS, SWEEP_BYTES));
      }
    }
    return all.value();
  }
}
