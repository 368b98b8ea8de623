package org.elastictee.provider.libcrypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KeyAgreement} ECDH, X25519 and X448 by libcrypto. A peer's key on another curve, on none,
 * or with the secret zero (RFC 7748 section 6.1) is refused in the phase it is given in. The
 * methods exclude one another.
 */
final class AgreementSpi extends KeyAgreementSpi {
  private static final int LONGEST_SECRET_BYTES = 66;
  private static final String TLS_SECRET = "TlsPremasterSecret";

  private final Libcrypto libcrypto;
  private final KeyReader reader;
  private final NativeBuffer buffer = new NativeBuffer();
  private final NativeKeys keys;
  private KeyOperation operation;
  private byte[] secret;

  /** Creates an agreement. */
  AgreementSpi(Libcrypto libcrypto, KeyReader reader) {
    this.libcrypto = libcrypto;
    this.reader = reader;
    this.keys = new NativeKeys(libcrypto, buffer);
  }

  /** Initializes; there is nothing to draw. After a key that is refused there is none. */
  @Override
  protected synchronized void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
    forgetKey();
    if (!(key instanceof PrivateKey privateKey)) {
      throw new InvalidKeyException("key agreement begins with a private key");
    }
    try (NativeHandle handle = reader.read(privateKey, keys)) {
      operation = KeyOperation.of(libcrypto, handle, Calls::EVP_PKEY_derive_init);
    }
  }

  private void forgetKey() {
    forgetSecret();
    if (operation != null) {
      operation.close();
      operation = null;
    }
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("the algorithm takes no parameters");
    }
    engineInit(key, random);
  }

  @Override
  protected synchronized Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
    if (operation == null) {
      throw new IllegalStateException("there is no private key: call init");
    }
    if (secret != null) {
      throw new IllegalStateException("the peer's key was given already");
    }
    if (!lastPhase) {
      throw new IllegalStateException("the agreement is of two parties: lastPhase must be true");
    }
    if (!(key instanceof PublicKey publicKey)) {
      throw new InvalidKeyException("the peer's key must be a public key");
    }
    try (NativeHandle peer = reader.read(publicKey, keys)) {
      // Not validated once more: the reader has seen that the point is on the curve.
      boolean taken =
          peer.use(
              pointer ->
                  operation.take(
                      context -> Calls.EVP_PKEY_derive_set_peer_ex(context, pointer, 0)));
      if (!taken) {
        throw new InvalidKeyException("the peer's key is on another curve");
      }
      secret =
          operation
              .derive(buffer, LONGEST_SECRET_BYTES)
              .orElseThrow(() -> new InvalidKeyException("the peer's key is of small order"));
    }
    return null;
  }

  private void requireSecret() {
    if (secret == null) {
      throw new IllegalStateException("there is no peer's key: call doPhase");
    }
  }

  private void forgetSecret() {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
      secret = null;
    }
  }

  @Override
  protected synchronized byte[] engineGenerateSecret() {
    requireSecret();
    byte[] taken = secret.clone();
    forgetSecret();
    return taken;
  }

  @Override
  protected synchronized int engineGenerateSecret(byte[] sharedSecret, int offset)
      throws ShortBufferException {
    requireSecret();
    int length = secret.length;
    if (offset < 0 || sharedSecret.length - offset < length) {
      throw new ShortBufferException("the secret has " + length + " bytes");
    }
    System.arraycopy(secret, 0, sharedSecret, offset, length);
    forgetSecret();
    return length;
  }

  @Override
  protected synchronized SecretKey engineGenerateSecret(String algorithm)
      throws NoSuchAlgorithmException {
    requireSecret();
    if (!TLS_SECRET.equals(algorithm)) {
      throw new NoSuchAlgorithmException("the secret is no key of " + algorithm);
    }
    SecretKey key = new SecretKeySpec(secret, algorithm);
    forgetSecret();
    return key;
  }
}
