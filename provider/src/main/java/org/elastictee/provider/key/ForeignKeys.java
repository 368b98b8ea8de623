package org.elastictee.provider.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;

/** Makes keys whose class an engine does not know anew, of their encoding. */
public final class ForeignKeys {
  private final EngineTable engines;
  private final Operation keyFactory;

  /**
   * Creates a translator.
   *
   * @param keyFactory the {@code KeyFactory} of these keys
   */
  public ForeignKeys(EngineTable engines, Operation keyFactory) {
    this.engines = engines;
    this.keyFactory = keyFactory;
  }

  /**
   * Returns the key as one of the engine's own.
   *
   * @param refusal what the engine said of the key as it is, or what to say of it
   * @throws InvalidKeyException the refusal, if there is no encoding or the engine cannot read it
   */
  public PublicKey translate(PublicKey key, InvalidKeyException refusal)
      throws InvalidKeyException {
    byte[] encoded = encoding(key, "X.509", refusal);
    try {
      return LatticeEncodings.generatePublic(factory(), new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  /**
   * Returns the key as one of the engine's own.
   *
   * @param refusal what the engine said of the key as it is, or what to say of it
   * @throws InvalidKeyException the refusal, if there is no encoding or the engine cannot read it
   */
  public PrivateKey translate(PrivateKey key, InvalidKeyException refusal)
      throws InvalidKeyException {
    byte[] encoded = encoding(key, "PKCS#8", refusal);
    try {
      return LatticeEncodings.generatePrivate(factory(), new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      refusal.addSuppressed(e);
      throw refusal;
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /**
   * Returns the key as one of the engine's own.
   *
   * @param refusal what the engine said of the key as it is, or what to say of it
   * @throws InvalidKeyException the refusal, if the key is neither public nor private, if there is
   *     no encoding or the engine cannot read it
   */
  public Key translate(Key key, InvalidKeyException refusal) throws InvalidKeyException {
    if (key instanceof PublicKey publicKey) {
      return translate(publicKey, refusal);
    }
    if (key instanceof PrivateKey privateKey) {
      return translate(privateKey, refusal);
    }
    throw refusal;
  }

  private KeyFactory factory() throws NoSuchAlgorithmException {
    return KeyFactory.getInstance(engines.algorithm(keyFactory), engines.provider(keyFactory));
  }

  private static byte[] encoding(Key key, String format, InvalidKeyException refusal)
      throws InvalidKeyException {
    byte[] encoded = format.equals(key.getFormat()) ? KeyAccess.encoding(key) : null;
    if (encoded == null) {
      throw refusal;
    }
    return encoded;
  }
}
