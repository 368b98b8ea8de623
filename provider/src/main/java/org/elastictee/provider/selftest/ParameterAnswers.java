package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;

/** Stored parameters are read and written. */
record ParameterAnswers(String answer, AlgorithmParameterSpec spec) implements KnownAnswerTest {
  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    byte[] known = Answers.bytes(answer);
    try {
      AlgorithmParameters written = AlgorithmParameters.getInstance(name, provider);
      written.init(spec);
      unless(Arrays.equals(written.getEncoded(), known), "parameters are written wrongly");
      AlgorithmParameters read = AlgorithmParameters.getInstance(name, provider);
      read.init(known);
      AlgorithmParameters again = AlgorithmParameters.getInstance(name, provider);
      again.init(read.getParameterSpec(spec.getClass()));
      unless(Arrays.equals(again.getEncoded(), known), "parameters are read wrongly");
    } catch (IOException e) {
      throw new InvalidParameterSpecException("the parameters are refused: " + e.getMessage());
    }
  }
}
