package org.elastictee.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.Provider;

/**
 * Asks a provider for what is known already, by the calls that Elastic's services make. It asks
 * this provider object and no other, but what a provider looks up for itself may come from the
 * JVM's list. Safe for use by several threads.
 */
public interface KnownAnswerTest {
  /**
   * Runs the test.
   *
   * @param provider what is tested
   * @param name by which it knows the algorithm
   * @throws WrongAnswerException if an answer is another than the known one
   * @throws GeneralSecurityException if there is none; providers also throw what is unchecked
   */
  void run(Provider provider, String name) throws GeneralSecurityException;
}
