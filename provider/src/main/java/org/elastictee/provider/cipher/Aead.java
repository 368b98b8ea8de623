package org.elastictee.provider.cipher;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.elastictee.provider.engine.Operation;

/** The algorithms of {@link AeadSpi}: what keys, IVs and tags they take, and as what parameters. */
public enum Aead {
  /**
   * AES-GCM (NIST SP 800-38D): IVs of 1 byte and more, tags of 96 to 128 bits, a {@link
   * GCMParameterSpec}.
   */
  AES_GCM(Operation.AES_GCM, "GCM", 16, Operation.GCM_PARAMETERS) {
    @Override
    AeadParameters check(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
      GCMParameterSpec gcm = requireGcm(params);
      int tagBits = gcm.getTLen();
      if (tagBits < 96 || tagBits > 128 || tagBits % 8 != 0) {
        throw new InvalidAlgorithmParameterException("the tag has 96, 104, 112, 120 or 128 bits");
      }
      byte[] iv = gcm.getIV();
      if (iv.length == 0) {
        throw new InvalidAlgorithmParameterException("the IV has at least one byte");
      }
      return new AeadParameters(gcm, iv, tagBits / 8);
    }
  },

  /** AES-GCM-SIV (RFC 8452): an IV of 12 bytes, a tag of 128 bits, a {@link GCMParameterSpec}. */
  AES_GCM_SIV(Operation.AES_GCM_SIV, "GCM-SIV", 16, Operation.GCM_PARAMETERS) {
    @Override
    AeadParameters check(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
      GCMParameterSpec gcm = requireGcm(params);
      if (gcm.getTLen() != DEFAULT_TAG_BITS) {
        throw new InvalidAlgorithmParameterException("the tag has 128 bits");
      }
      return new AeadParameters(gcm, requireUsualIv(gcm.getIV()), DEFAULT_TAG_BITS / 8);
    }

    @Override
    boolean takesKey(String algorithm, int bytes) {
      return bytes != 24 && super.takesKey(algorithm, bytes);
    }
  },

  /**
   * ChaCha20-Poly1305 (RFC 8439): a key of 32 bytes, of any algorithm name as with the JDK, an IV
   * of 12 bytes, a tag of 128 bits, an {@link IvParameterSpec}.
   */
  CHACHA20_POLY1305(
      Operation.CHACHA20_POLY1305, "None", 0, Operation.CHACHA20_POLY1305_PARAMETERS) {
    @Override
    Class<? extends AlgorithmParameterSpec> specType() {
      return IvParameterSpec.class;
    }

    @Override
    AlgorithmParameterSpec specOf(byte[] iv) {
      return new IvParameterSpec(iv);
    }

    @Override
    AeadParameters check(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
      if (!(params instanceof IvParameterSpec given)) {
        throw new InvalidAlgorithmParameterException("an IvParameterSpec is needed");
      }
      return new AeadParameters(given, requireUsualIv(given.getIV()), DEFAULT_TAG_BITS / 8);
    }

    @Override
    boolean takesKey(String algorithm, int bytes) {
      return bytes == 32;
    }
  };

  /** How long the IVs are that are made here. */
  static final int USUAL_IV_BYTES = 12;

  /**
   * The most bytes of one message: 2^39 - 256 bits (SP 800-38D, 5.2.1.1). AES-GCM-SIV would bear 32
   * bytes more (RFC 8452, section 4) and ChaCha20-Poly1305 four times as many (RFC 8439, 2.8).
   */
  static final long LONGEST_MESSAGE = (1L << 36) - 32;

  private static final int DEFAULT_TAG_BITS = 128;

  private final Operation operation;
  private final String mode;
  private final int blockBytes;
  private final Operation parameters;

  Aead(Operation operation, String mode, int blockBytes, Operation parameters) {
    this.operation = operation;
    this.mode = mode;
    this.blockBytes = blockBytes;
    this.parameters = parameters;
  }

  /** Returns the row of the engine table. */
  public Operation operation() {
    return operation;
  }

  String mode() {
    return mode;
  }

  int blockBytes() {
    return blockBytes;
  }

  /** Returns the row of the {@link java.security.AlgorithmParameters}. */
  Operation parameters() {
    return parameters;
  }

  Class<? extends AlgorithmParameterSpec> specType() {
    return GCMParameterSpec.class;
  }

  /** Makes the parameters of an IV of {@link #USUAL_IV_BYTES}, with the longest tag. */
  AlgorithmParameterSpec specOf(byte[] iv) {
    return new GCMParameterSpec(DEFAULT_TAG_BITS, iv);
  }

  /** Returns the parameters if the algorithm takes them. */
  abstract AeadParameters check(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException;

  boolean takesKey(String algorithm, int bytes) {
    return CipherKeys.isAes(algorithm, bytes);
  }

  private static GCMParameterSpec requireGcm(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException("a GCMParameterSpec is needed");
    }
    return gcm;
  }

  private static byte[] requireUsualIv(byte[] iv) throws InvalidAlgorithmParameterException {
    if (iv.length != USUAL_IV_BYTES) {
      throw new InvalidAlgorithmParameterException("the IV has 12 bytes");
    }
    return iv;
  }
}
