package org.elastictee.vectors.schema;

import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;

/** A schema that is known, and that no provider has a service for: its files are never run. */
record UnservedHandler(String what) implements Handler {
  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("Cipher");
  }

  @Override
  public boolean accepts(Call call) {
    throw new IllegalStateException(what + " has no service");
  }
}
