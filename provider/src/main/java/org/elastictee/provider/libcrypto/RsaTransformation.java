package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * One direction of RSA encryption with one key. With PKCS #1 v1.5, what a private key encrypts is a
 * signature without a DigestInfo (RFC 8017 section 9.2), and a public key reads it.
 */
final class RsaTransformation implements AutoCloseable {
  private static final RsaKeys KEYS = new RsaKeys(false);
  private static final int PKCS1_BYTES = 11;

  private final NativeBuffer buffer;
  private final KeyOperation operation;
  private final int modulusBytes;
  private final Work work;

  private RsaTransformation(
      NativeBuffer buffer, KeyOperation operation, int modulusBytes, Work work) {
    this.buffer = buffer;
    this.operation = operation;
    this.modulusBytes = modulusBytes;
    this.work = work;
  }

  @FunctionalInterface
  private interface Work {
    byte[] on(RsaTransformation transformation, byte[] input)
        throws IllegalBlockSizeException, BadPaddingException;
  }

  /**
   * What transformations are made with.
   *
   * @param oaep empty for PKCS #1 v1.5
   */
  record Setting(
      Libcrypto libcrypto, NativeBuffer buffer, NativeKeys keys, Optional<OaepParameters> oaep) {
    private RsaTransformation of(NativeHandle handle, RSAKey key, KeyOperation.Step init, Work work)
        throws InvalidKeyException {
      return new RsaTransformation(
          buffer, KeyOperation.of(libcrypto, handle, init), RsaKeys.modulusBytes(key), work);
    }

    private void requirePkcs1() throws InvalidKeyException {
      if (oaep.isPresent()) {
        throw new InvalidKeyException("OAEP encrypts with the public key, and with no other");
      }
    }

    /** Encrypts with a public key. */
    RsaTransformation encrypting(PublicKey key, SecureRandom random) throws InvalidKeyException {
      try (NativeHandle handle = KEYS.read(key, keys)) {
        return of(
                handle,
                (RSAKey) key,
                Calls::EVP_PKEY_encrypt_init,
                (t, message) -> t.encrypt(RsaBlock.of(message, t.modulusBytes, oaep, random)))
            .with(padding("none"));
      }
    }

    /** Decrypts with a private key. */
    RsaTransformation decrypting(PrivateKey key) throws InvalidKeyException {
      try (NativeHandle handle = KEYS.read(key, keys)) {
        return of(handle, (RSAKey) key, Calls::EVP_PKEY_decrypt_init, RsaTransformation::decrypt)
            .with(oaep.map(OaepParameters::forLibcrypto).orElseGet(RsaTransformation::pkcs1));
      }
    }

    /** Encrypts with a private key, by PKCS #1 v1.5 only. */
    RsaTransformation signing(PrivateKey key) throws InvalidKeyException {
      requirePkcs1();
      try (NativeHandle handle = KEYS.read(key, keys)) {
        return of(handle, (RSAKey) key, Calls::EVP_PKEY_sign_init, RsaTransformation::sign)
            .with(padding("pkcs1"));
      }
    }

    /** Decrypts with a public key, by PKCS #1 v1.5 only. */
    RsaTransformation recovering(PublicKey key) throws InvalidKeyException {
      requirePkcs1();
      try (NativeHandle handle = KEYS.read(key, keys)) {
        return of(
                handle,
                (RSAKey) key,
                Calls::EVP_PKEY_verify_recover_init,
                RsaTransformation::recover)
            .with(padding("pkcs1"));
      }
    }
  }

  /**
   * Since 3.2, and in older versions of some distributions, libcrypto answers what is badly padded
   * with a message of its own making. That would be the better answer to whoever guesses paddings;
   * but the JCA's contract is a {@link BadPaddingException}, by which callers as JSSE know that
   * there is nothing to go on with, so it is switched off. Versions that do not know the parameter
   * pass it over.
   */
  static OsslParameters pkcs1() {
    return padding("pkcs1").number("implicit-rejection", BigInteger.ZERO);
  }

  private static OsslParameters padding(String mode) {
    return new OsslParameters().text("pad-mode", mode);
  }

  private RsaTransformation with(OsslParameters parameters) throws InvalidKeyException {
    if (!operation.take(buffer, parameters, Calls::EVP_PKEY_CTX_set_params)) {
      operation.close();
      throw new InvalidKeyException("libcrypto does not take the padding with the key");
    }
    return this;
  }

  /**
   * Does the work.
   *
   * @throws IllegalBlockSizeException if the input is too long
   * @throws BadPaddingException if it does not decrypt
   */
  byte[] apply(byte[] input) throws IllegalBlockSizeException, BadPaddingException {
    return work.on(this, input);
  }

  private byte[] encrypt(byte[] block) {
    try {
      return operation
          .convert(Calls::EVP_PKEY_encrypt, buffer, block, modulusBytes)
          .orElseThrow(() -> new ProviderException("libcrypto does not encrypt with this key"));
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  private byte[] decrypt(byte[] ciphertext) throws IllegalBlockSizeException, BadPaddingException {
    requireLength(ciphertext, modulusBytes);
    return operation
        .convert(Calls::EVP_PKEY_decrypt, buffer, ciphertext, modulusBytes)
        .orElseThrow(() -> new BadPaddingException("the ciphertext does not decrypt"));
  }

  private byte[] sign(byte[] message) throws IllegalBlockSizeException {
    requireLength(message, modulusBytes - PKCS1_BYTES);
    return operation
        .sign(buffer, message, modulusBytes)
        .orElseThrow(() -> new ProviderException("libcrypto does not encrypt with this key"));
  }

  private byte[] recover(byte[] signature) throws IllegalBlockSizeException, BadPaddingException {
    requireLength(signature, modulusBytes);
    return operation
        .convert(Calls::EVP_PKEY_verify_recover, buffer, signature, modulusBytes)
        .orElseThrow(() -> new BadPaddingException("the ciphertext does not decrypt"));
  }

  private static void requireLength(byte[] input, int longest) throws IllegalBlockSizeException {
    if (input.length > longest) {
      throw new IllegalBlockSizeException("there is more input than " + longest + " bytes");
    }
  }

  /** Returns the length of the modulus in bytes. */
  int modulusBytes() {
    return modulusBytes;
  }

  @Override
  public void close() {
    operation.close();
  }
}
