package org.elastictee.provider.mac;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code Mac} AES-CMAC (NIST SP 800-38B, RFC 4493): keys of 128, 192 and 256 bits, a tag of 16
 * bytes. BouncyCastle's own CMAC cannot be copied in mid-stream, so only its AES is used.
 */
public final class AesCmacSpi extends MacSpi implements Cloneable {
  private static final int BLOCK_BYTES = 16;

  /** SP 800-38B, 5.3: R of 128 bits. */
  private static final int R = 0x87;

  /** Copies share it: once it has its key, it changes no more. */
  private BlockCipher aes;

  /** To be alive for as long as it serves; null for an ordinary key. */
  private SealedKey sealedKey;

  private byte[] k1 = {};
  private byte[] k2 = {};
  private byte[] chain = new byte[BLOCK_BYTES];

  /** Holds the last block back, which is treated apart. */
  private byte[] pending = new byte[BLOCK_BYTES];

  private int pendingBytes;

  /** Creates a MAC, of no use before {@code init}. */
  public AesCmacSpi() {}

  @Override
  protected int engineGetMacLength() {
    return BLOCK_BYTES;
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("CMAC takes no parameters");
    }
    BlockCipher keyed = AESEngine.newInstance();
    try (TransientKey opened = KeyAccess.open(key)) {
      int length = opened.length();
      if (length != 16 && length != 24 && length != 32) {
        throw new InvalidKeyException("AES keys have 16, 24 or 32 bytes");
      }
      byte[] bytes = opened.getEncoded();
      try {
        keyed.init(true, new KeyParameter(bytes));
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
    aes = keyed;
    sealedKey = key instanceof SealedKey sealed ? sealed : null;
    byte[] l = new byte[BLOCK_BYTES];
    aes.processBlock(l, 0, l, 0);
    Arrays.fill(k1, (byte) 0);
    Arrays.fill(k2, (byte) 0);
    k1 = doubled(l);
    k2 = doubled(k1);
    Arrays.fill(l, (byte) 0);
    engineReset();
  }

  /** SP 800-38B, 6.1: multiplied by x, without a branch on the secret. */
  private static byte[] doubled(byte[] block) {
    byte[] result = new byte[BLOCK_BYTES];
    int carry = 0;
    for (int i = BLOCK_BYTES - 1; i >= 0; i--) {
      int shifted = (block[i] & 0xff) << 1 | carry;
      result[i] = (byte) shifted;
      carry = shifted >>> 8;
    }
    result[BLOCK_BYTES - 1] ^= (byte) (-carry & R);
    return result;
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    KeyAccess.requireAlive(sealedKey);
    int from = offset;
    int left = length;
    while (left > 0) {
      if (pendingBytes == BLOCK_BYTES) {
        absorb(pending);
        pendingBytes = 0;
      }
      int n = Math.min(left, BLOCK_BYTES - pendingBytes);
      System.arraycopy(input, from, pending, pendingBytes, n);
      pendingBytes += n;
      from += n;
      left -= n;
    }
  }

  private void absorb(byte[] block) {
    for (int i = 0; i < BLOCK_BYTES; i++) {
      chain[i] ^= block[i];
    }
    aes.processBlock(chain, 0, chain, 0);
  }

  @Override
  protected byte[] engineDoFinal() {
    KeyAccess.requireAlive(sealedKey);
    byte[] last = Arrays.copyOf(pending, BLOCK_BYTES);
    byte[] subkey = k1;
    if (pendingBytes < BLOCK_BYTES) {
      Arrays.fill(last, pendingBytes, BLOCK_BYTES, (byte) 0);
      last[pendingBytes] = (byte) 0x80;
      subkey = k2;
    }
    for (int i = 0; i < BLOCK_BYTES; i++) {
      last[i] ^= subkey[i];
    }
    absorb(last);
    byte[] tag = chain.clone();
    engineReset();
    return tag;
  }

  @Override
  protected void engineReset() {
    Arrays.fill(chain, (byte) 0);
    Arrays.fill(pending, (byte) 0);
    pendingBytes = 0;
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    AesCmacSpi copy = (AesCmacSpi) super.clone();
    copy.k1 = k1.clone();
    copy.k2 = k2.clone();
    copy.chain = chain.clone();
    copy.pending = pending.clone();
    return copy;
  }
}
