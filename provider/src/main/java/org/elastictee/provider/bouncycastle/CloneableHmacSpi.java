package org.elastictee.provider.bouncycastle;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Memoable;

/**
 * {@code Mac} HMAC (FIPS 198-1) that can be copied in mid-stream, as BouncyCastle's own service
 * cannot. Not for use by several threads.
 */
final class CloneableHmacSpi extends MacSpi implements Cloneable {
  private final String digest;
  private HMac hmac;

  /** Makes copies; null before {@code init}. */
  private KeyParameter secret;

  /**
   * Creates a MAC.
   *
   * @param digest the JCA's name of one that BouncyCastle has
   */
  CloneableHmacSpi(String digest) {
    this.digest = digest;
    this.hmac = newHmac();
  }

  private HMac newHmac() {
    try {
      return new HMac(DigestNames.digest(digest));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("BouncyCastle has every digest of the table", e);
    }
  }

  @Override
  protected int engineGetMacLength() {
    return hmac.getMacSize();
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("HMAC takes no parameters");
    }
    byte[] encoded = key == null ? null : key.getEncoded();
    if (encoded == null) {
      throw new InvalidKeyException("the key does not show its bytes");
    }
    secret = new KeyParameter(encoded);
    Arrays.fill(encoded, (byte) 0);
    hmac.init(secret);
  }

  @Override
  protected void engineUpdate(byte input) {
    hmac.update(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    hmac.update(input, offset, length);
  }

  @Override
  protected byte[] engineDoFinal() {
    byte[] tag = new byte[hmac.getMacSize()];
    hmac.doFinal(tag, 0);
    return tag;
  }

  @Override
  protected void engineReset() {
    hmac.reset();
  }

  /** BouncyCastle's digests take the state of one another; its HMAC has no more state than that. */
  @Override
  public Object clone() throws CloneNotSupportedException {
    CloneableHmacSpi copy = (CloneableHmacSpi) super.clone();
    copy.hmac = newHmac();
    if (secret != null) {
      copy.hmac.init(secret);
      Digest to = copy.hmac.getUnderlyingDigest();
      ((Memoable) to).reset((Memoable) hmac.getUnderlyingDigest());
    }
    return copy;
  }
}
