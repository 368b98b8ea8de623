package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;

/** Runs the cases of a schema. */
public interface Handler {
  /** Returns the service that a group is about. */
  ServiceName service(VectorFile file, VectorGroup group);

  /**
   * Runs a case.
   *
   * @return whether the service accepts it with the expected output
   * @throws GeneralSecurityException if the service refuses it
   * @throws org.elastictee.vectors.WrongOutputException if it accepts it with another output
   * @throws org.elastictee.vectors.InapplicableException if the case cannot be put to it
   */
  boolean accepts(Call call) throws GeneralSecurityException;
}
