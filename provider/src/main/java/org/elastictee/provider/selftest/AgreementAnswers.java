package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** The secret of two stored keys. */
record AgreementAnswers(String answers, StoredKey own) implements KnownAnswerTest {
  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    byte[] peer = Answers.bytes(answers + ".peer");
    KeyAgreement agreement = KeyAgreement.getInstance(name, provider);
    agreement.init(own.privateKey(provider));
    agreement.doPhase(own.publicKey(provider, peer), true);
    unless(
        Arrays.equals(agreement.generateSecret(), Answers.bytes(answers + ".secret")),
        "not the known secret");
  }
}
