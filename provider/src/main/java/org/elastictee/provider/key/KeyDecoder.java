package org.elastictee.provider.key;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/**
 * Makes keys of their encodings by the engine of the algorithm; by the JVM's list of providers only
 * where the engine table has no such {@code KeyFactory}.
 */
public final class KeyDecoder {
  private final EngineTable engines;

  /** Creates a decoder. */
  public KeyDecoder(EngineTable engines) {
    this.engines = engines;
  }

  /**
   * Returns the public key of an X.509 encoding.
   *
   * @throws InvalidKeySpecException if it is none of the algorithm
   * @throws NoSuchAlgorithmException if there is no such {@code KeyFactory}
   */
  public PublicKey publicKey(String algorithm, byte[] encoded)
      throws NoSuchAlgorithmException, InvalidKeySpecException {
    try {
      return LatticeEncodings.generatePublic(factory(algorithm), new X509EncodedKeySpec(encoded));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("not a public key of this algorithm", e);
    }
  }

  /**
   * Returns the private key of a PKCS #8 encoding.
   *
   * @throws InvalidKeySpecException if it is none of the algorithm; its causes may tell of the
   *     bytes
   * @throws NoSuchAlgorithmException if there is no such {@code KeyFactory}
   */
  public PrivateKey privateKey(String algorithm, byte[] encoded)
      throws NoSuchAlgorithmException, InvalidKeySpecException {
    try {
      return LatticeEncodings.generatePrivate(factory(algorithm), new PKCS8EncodedKeySpec(encoded));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("not a private key of this algorithm", e);
    }
  }

  private KeyFactory factory(String algorithm) throws NoSuchAlgorithmException {
    Optional<Operation> ours =
        Arrays.stream(Operation.values())
            .filter(operation -> operation.type().equals("KeyFactory"))
            .filter(operation -> operation.algorithm().equalsIgnoreCase(algorithm))
            .findFirst();
    return ours.isEmpty()
        ? KeyFactory.getInstance(algorithm)
        : KeyFactory.getInstance(engines.algorithm(ours.get()), engines.provider(ours.get()));
  }
}
