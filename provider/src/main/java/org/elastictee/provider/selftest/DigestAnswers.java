package org.elastictee.provider.selftest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;

/** Digests of "abc" (FIPS 180-4, FIPS 202), and of all lengths, given in two parts. */
final class DigestAnswers extends SweepTest {
  DigestAnswers(String answers) {
    super(answers);
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(name, provider);
    requirePublished(digest.digest("abc".getBytes(StandardCharsets.US_ASCII)), "abc");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    MessageDigest digest = MessageDigest.getInstance(name, provider);
    for (int length : Pattern.lengths()) {
      byte[] message = Pattern.bytes(length);
      int first = length / 3;
      digest.update(message, 0, first);
      digest.update(message, first, length - first);
      all.add(digest.digest());
    }
    return all.value();
  }
}
