package org.elastictee.vectors.schema;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/**
 * A service and the names that providers give it, the usual one first.
 *
 * @param algorithms none if no provider is known to have the service
 */
public record ServiceName(String type, List<String> algorithms) {
  static ServiceName of(String type, String... algorithms) {
    return new ServiceName(type, List.of(algorithms));
  }

  /** Returns the first of the names that a provider registers. */
  public Optional<String> find(Provider provider) {
    return algorithms.stream().filter(name -> has(provider, type, name)).findFirst();
  }

  static boolean has(Provider provider, String type, String algorithm) {
    return provider.getService(type, algorithm) != null
        || (type.equals("Cipher") && algorithm.contains("/") && composes(provider, algorithm));
  }

  /** A provider may register a cipher without its mode and padding, which it then sets. */
  private static boolean composes(Provider provider, String transformation) {
    try {
      return Cipher.getInstance(transformation, provider) != null;
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      return false;
    }
  }
}
