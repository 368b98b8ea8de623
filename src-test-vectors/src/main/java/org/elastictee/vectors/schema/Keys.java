package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Keys from their encodings: by the provider under test where it has the factory. */
final class Keys {
  private Keys() {}

  /** Returns the provider's own key factory, else that of the JVM. */
  static KeyFactory factory(Provider provider, String algorithm) throws NoSuchAlgorithmException {
    return ServiceName.has(provider, "KeyFactory", algorithm)
        ? KeyFactory.getInstance(algorithm, provider)
        : KeyFactory.getInstance(algorithm);
  }

  static PublicKey x509(Provider provider, String algorithm, byte[] encoded)
      throws GeneralSecurityException {
    return factory(provider, algorithm).generatePublic(new X509EncodedKeySpec(encoded));
  }

  static PrivateKey pkcs8(Provider provider, String algorithm, byte[] encoded)
      throws GeneralSecurityException {
    return factory(provider, algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
