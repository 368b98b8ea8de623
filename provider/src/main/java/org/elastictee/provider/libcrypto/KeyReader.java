package org.elastictee.provider.libcrypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Reads the keys of one algorithm. The caller closes what it gets. */
interface KeyReader {
  /**
   * Reads a public key.
   *
   * @throws InvalidKeyException if it is none of this algorithm, or not a valid one
   */
  NativeHandle read(PublicKey key, NativeKeys keys) throws InvalidKeyException;

  /**
   * Reads a private key.
   *
   * @throws InvalidKeyException if it is none of this algorithm, not a valid one, or does not show
   *     its numbers
   */
  NativeHandle read(PrivateKey key, NativeKeys keys) throws InvalidKeyException;
}
