package org.elastictee.provider.spi;

import java.security.InvalidParameterException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;

/** A signature whose parameters are an {@link AlgorithmParameterSpec}, and have no names. */
public abstract class SpecSignatureSpi extends SignatureSpi {
  /** Creates a signature. */
  protected SpecSignatureSpi() {}

  /** Refuses: superseded by {@link #engineSetParameter(AlgorithmParameterSpec)} since Java 1.2. */
  @Override
  @Deprecated
  protected final void engineSetParameter(String param, Object value) {
    throw new InvalidParameterException("parameters are set by an AlgorithmParameterSpec");
  }

  /** Refuses: superseded by {@link #engineGetParameters} since Java 1.2. */
  @Override
  @Deprecated
  protected final Object engineGetParameter(String param) {
    throw new InvalidParameterException("parameters are read by getParameters()");
  }
}
