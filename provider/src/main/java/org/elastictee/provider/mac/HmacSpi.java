package org.elastictee.provider.mac;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedKey;
import org.elastictee.sev.seal.TransientKey;

/** {@code Mac} HMAC (FIPS 198-1) with ordinary and with sealed keys, of any algorithm name. */
public final class HmacSpi extends MacSpi implements Cloneable {
  private Mac engine;

  /** To be alive for as long as it serves; null for an ordinary key. */
  private SealedKey sealedKey;

  /** Creates a MAC over an engine's. */
  public HmacSpi(Mac engine) {
    this.engine = engine;
  }

  @Override
  protected int engineGetMacLength() {
    return engine.getMacLength();
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("HMAC takes no parameters");
    }
    if (key instanceof SealedKey sealed) {
      try (TransientKey opened = KeyAccess.open(key)) {
        engine.init(opened);
      }
      sealedKey = sealed;
    } else {
      engine.init(key);
      sealedKey = null;
    }
  }

  @Override
  protected void engineUpdate(byte input) {
    KeyAccess.requireAlive(sealedKey);
    engine.update(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    KeyAccess.requireAlive(sealedKey);
    engine.update(input, offset, length);
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    KeyAccess.requireAlive(sealedKey);
    engine.update(input);
  }

  @Override
  protected byte[] engineDoFinal() {
    KeyAccess.requireAlive(sealedKey);
    return engine.doFinal();
  }

  @Override
  protected void engineReset() {
    engine.reset();
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    HmacSpi copy = (HmacSpi) super.clone();
    copy.engine = (Mac) engine.clone();
    return copy;
  }
}
