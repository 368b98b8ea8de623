package org.elastictee.provider.bouncycastle;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.jcajce.provider.symmetric.util.BCPBEKey;
import org.bouncycastle.jcajce.provider.symmetric.util.PBE;

/**
 * {@code SecretKeyFactory} PBKDF2 (RFC 8018, 5.2) that takes an empty password, as BouncyCastle's
 * own service does not. It makes keys of a {@link PBEKeySpec} with salt and length, and no more:
 * the rest is the service's above it.
 */
final class PasswordKeysSpi extends SecretKeyFactorySpi {
  private final String algorithm;
  private final String digest;

  /**
   * Creates a factory.
   *
   * @param algorithm what keys call themselves
   * @param digest the JCA's name of one that BouncyCastle has
   */
  PasswordKeysSpi(String algorithm, String digest) {
    this.algorithm = algorithm;
    this.digest = digest;
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec keySpec) throws InvalidKeySpecException {
    if (!(keySpec instanceof PBEKeySpec pbe) || pbe.getSalt() == null || pbe.getKeyLength() <= 0) {
      throw new InvalidKeySpecException("PBKDF2 takes a PBEKeySpec with salt and length");
    }
    char[] password = pbe.getPassword();
    byte[] bytes = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
    Arrays.fill(password, '\0');
    try {
      PBEParametersGenerator generator = new PKCS5S2ParametersGenerator(newDigest());
      generator.init(bytes, pbe.getSalt(), pbe.getIterationCount());
      CipherParameters key = generator.generateDerivedMacParameters(pbe.getKeyLength());
      return new PasswordKey(algorithm, pbe, key);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** BouncyCastle's own key hands out the array that it keeps: who overwrites that, changes it. */
  private static final class PasswordKey extends BCPBEKey {
    private static final long serialVersionUID = 1L;

    PasswordKey(String algorithm, PBEKeySpec spec, CipherParameters key) {
      super(algorithm, null, PBE.PKCS5S2_UTF8, PBE.SHA256, spec.getKeyLength(), -1, spec, key);
    }

    @Override
    public byte[] getEncoded() {
      return super.getEncoded().clone();
    }
  }

  private Digest newDigest() throws InvalidKeySpecException {
    try {
      return DigestNames.digest(digest);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeySpecException("the engine has no such digest", e);
    }
  }

  /** Refuses. */
  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException("keys are made here, and not taken apart");
  }

  /** Refuses. */
  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    throw new InvalidKeyException("keys are made here, and not translated");
  }
}
