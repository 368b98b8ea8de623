package org.elastictee.provider.bouncycastle;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.CipherSpi;

/**
 * {@code Cipher} RSA for one block, with the JCA's names of digests and with keys of any number of
 * primes. What does not decrypt, a number that is not below the modulus and a key whose numbers
 * contradict one another are a {@link BadPaddingException}, as with the JDK.
 */
final class RsaBlockSpi extends CipherSpi {
  private RsaBlockSpi(AsymmetricBlockCipher padding) {
    super(padding);
  }

  private RsaBlockSpi(OAEPParameterSpec parameters) {
    super(parameters);
  }

  /** Returns a cipher with the padding of PKCS #1 v1.5. */
  static RsaBlockSpi pkcs1() {
    return new RsaBlockSpi(new PKCS1Encoding(new RSABlindedEngine()));
  }

  /** Returns a cipher with OAEP, whose parameters come with the key. */
  static RsaBlockSpi oaep() {
    return new RsaBlockSpi(OAEPParameterSpec.DEFAULT);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    super.engineInit(opmode, RsaKeys.usable(key), DigestNames.toBouncyCastle(spec), random);
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    try {
      return super.engineDoFinal(input, offset, length);
    } catch (DataLengthException e) {
      throw refusal("the input is not below the modulus", e);
    } catch (IllegalStateException e) {
      throw refusal("the numbers of the key contradict one another", e);
    }
  }

  private static BadPaddingException refusal(String message, RuntimeException cause) {
    BadPaddingException refusal = new BadPaddingException(message);
    refusal.initCause(cause);
    return refusal;
  }
}
