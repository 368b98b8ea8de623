package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;

/** A published answer, and the fingerprint of the answers over many lengths. */
abstract class SweepTest implements KnownAnswerTest {
  private final String answers;

  /** Creates a test whose answers begin with a name in {@link Answers}. */
  SweepTest(String answers) {
    this.answers = answers;
  }

  /** Returns one of the answers, or of the questions. */
  final byte[] known(String what) {
    return Answers.bytes(answers + "." + what);
  }

  @Override
  public final void run(Provider provider, String name) throws GeneralSecurityException {
    published(provider, name);
    unless(
        Arrays.equals(sweep(provider, name), known("sweep")),
        "a wrong answer at one of the lengths");
  }

  /** Asks for the published answer. */
  abstract void published(Provider provider, String name) throws GeneralSecurityException;

  /** Returns the fingerprint of the answers over the lengths of {@link Pattern}. */
  abstract byte[] sweep(Provider provider, String name) throws GeneralSecurityException;

  final void requirePublished(byte[] answer, String what) throws WrongAnswerException {
    unless(Arrays.equals(answer, known(what)), "not the published answer");
  }
}
