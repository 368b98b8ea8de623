package org.elastictee.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MACs of all lengths, under keys shorter and, where there are such, longer than a block. */
final class MacAnswers extends SweepTest {
  private final int[] keyBytes;

  MacAnswers(String answers, int... keyBytes) {
    super(answers);
    this.keyBytes = keyBytes;
  }

  @Override
  void published(Provider provider, String name) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(name, provider);
    mac.init(new SecretKeySpec(known("key"), name));
    requirePublished(mac.doFinal(known("message")), "tag");
  }

  @Override
  byte[] sweep(Provider provider, String name) throws GeneralSecurityException {
    Fingerprint all = new Fingerprint();
    Mac mac = Mac.getInstance(name, provider);
    for (int bytes : keyBytes) {
      mac.init(new SecretKeySpec(Pattern.bytes(bytes), name));
      for (int length : Pattern.lengths()) {
        byte[] message = Pattern.bytes(length);
        int first = length / 3;
        mac.update(message, 0, first);
        mac.update(message, first, length - first);
        all.add(mac.doFinal());
      }
    }
    return all.value();
  }
}
