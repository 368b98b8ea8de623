package org.elastictee.provider.engine;

import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.KeySpec;
import java.util.function.UnaryOperator;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;

/**
 * An engine that is right but for one service, whose answers have one bit changed: it works by the
 * real one. Key pairs come with the public key of another pair.
 */
final class BrokenProvider extends Provider {
  private static final long serialVersionUID = 1L;

  private final transient Provider real;
  private final String brokenType;
  private final String brokenName;
  private final transient UnaryOperator<byte[]> fault;

  private BrokenProvider(
      Provider real, String brokenType, String brokenName, UnaryOperator<byte[]> fault) {
    super(real.getName(), real.getVersionStr(), "broken");
    this.real = real;
    this.brokenType = brokenType;
    this.brokenName = brokenName;
    this.fault = fault;
  }

  /** Changes a bit in every answer of one service. */
  static Provider of(Provider real, String type, String name) {
    return of(real, type, name, BrokenProvider::flip);
  }

  /** Does to every answer of one service as it is told. */
  static Provider of(Provider real, String type, String name, UnaryOperator<byte[]> fault) {
    return new BrokenProvider(real, type, name, fault);
  }

  static byte[] flip(byte[] answer) {
    byte[] changed = answer.clone();
    if (changed.length > 0) {
      changed[changed.length - 1] ^= 1;
    }
    return changed;
  }

  @Override
  public Service getService(String type, String algorithm) {
    if (!type.equals(brokenType) || !algorithm.equals(brokenName)) {
      return real.getService(type, algorithm);
    }
    return new Service(this, type, algorithm, "broken", null, null) {
      @Override
      public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
        return spi();
      }
    };
  }

  private Object spi() throws NoSuchAlgorithmException {
    try {
      return switch (brokenType) {
        case "MessageDigest" -> digest(MessageDigest.getInstance(brokenName, real));
        case "Mac" -> mac(Mac.getInstance(brokenName, real));
        case "SecretKeyFactory" -> passwords(SecretKeyFactory.getInstance(brokenName, real));
        case "AlgorithmParameters" -> parameters(AlgorithmParameters.getInstance(brokenName, real));
        case "KeyAgreement" -> agreement(KeyAgreement.getInstance(brokenName, real));
        case "KeyFactory" -> keys(KeyFactory.getInstance(brokenName, real));
        case "KeyPairGenerator" -> pairs(KeyPairGenerator.getInstance(brokenName, real));
        case "Signature" -> new BrokenSignature(brokenName, real, fault, false);
        case "Cipher" -> new BrokenCipher(brokenName, real, fault);
        case "KEM" ->
            BrokenKem.of(real.getService(brokenType, brokenName).newInstance(null), fault);
        default -> throw new NoSuchAlgorithmException(brokenType);
      };
    } catch (GeneralSecurityException e) {
      throw new NoSuchAlgorithmException(e);
    }
  }

  private Object digest(MessageDigest digest) {
    return new MessageDigestSpi() {
      @Override
      protected void engineUpdate(byte input) {
        digest.update(input);
      }

      @Override
      protected void engineUpdate(byte[] input, int offset, int length) {
        digest.update(input, offset, length);
      }

      @Override
      protected byte[] engineDigest() {
        return fault.apply(digest.digest());
      }

      @Override
      protected void engineReset() {
        digest.reset();
      }
    };
  }

  private Object mac(Mac mac) {
    return new MacSpi() {
      @Override
      protected int engineGetMacLength() {
        return mac.getMacLength();
      }

      @Override
      protected void engineInit(Key key, AlgorithmParameterSpec params) {
        unchecked(
            () -> {
              mac.init(key);
              return null;
            });
      }

      @Override
      protected void engineUpdate(byte input) {
        mac.update(input);
      }

      @Override
      protected void engineUpdate(byte[] input, int offset, int length) {
        mac.update(input, offset, length);
      }

      @Override
      protected byte[] engineDoFinal() {
        return fault.apply(mac.doFinal());
      }

      @Override
      protected void engineReset() {
        mac.reset();
      }
    };
  }

  private Object passwords(SecretKeyFactory factory) {
    return new SecretKeyFactorySpi() {
      @Override
      protected SecretKey engineGenerateSecret(KeySpec keySpec) {
        return unchecked(
            () ->
                new SecretKeySpec(
                    fault.apply(factory.generateSecret(keySpec).getEncoded()), "PBKDF2"));
      }

      @Override
      protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected SecretKey engineTranslateKey(SecretKey key) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Object parameters(AlgorithmParameters parameters) {
    return new AlgorithmParametersSpi() {
      @Override
      protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
        parameters.init(spec);
      }

      @Override
      protected void engineInit(byte[] encoded) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected void engineInit(byte[] encoded, String format) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> spec)
          throws InvalidParameterSpecException {
        return parameters.getParameterSpec(spec);
      }

      @Override
      protected byte[] engineGetEncoded() throws java.io.IOException {
        return fault.apply(parameters.getEncoded());
      }

      @Override
      protected byte[] engineGetEncoded(String format) throws java.io.IOException {
        return fault.apply(parameters.getEncoded(format));
      }

      @Override
      protected String engineToString() {
        return parameters.toString();
      }
    };
  }

  private Object agreement(KeyAgreement agreement) {
    return new KeyAgreementSpi() {
      @Override
      protected void engineInit(Key key, SecureRandom random)
          throws java.security.InvalidKeyException {
        agreement.init(key);
      }

      @Override
      protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected Key engineDoPhase(Key key, boolean last) throws java.security.InvalidKeyException {
        return agreement.doPhase(key, last);
      }

      @Override
      protected byte[] engineGenerateSecret() {
        return fault.apply(agreement.generateSecret());
      }

      @Override
      protected int engineGenerateSecret(byte[] secret, int offset) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected SecretKey engineGenerateSecret(String algorithm) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Object keys(KeyFactory factory) {
    return new KeyFactorySpi() {
      @Override
      protected PublicKey engineGeneratePublic(KeySpec keySpec) {
        PublicKey key = unchecked(() -> factory.generatePublic(keySpec));
        return new PublicKey() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getAlgorithm() {
            return key.getAlgorithm();
          }

          @Override
          public String getFormat() {
            return key.getFormat();
          }

          @Override
          public byte[] getEncoded() {
            return fault.apply(key.getEncoded());
          }
        };
      }

      @Override
      protected PrivateKey engineGeneratePrivate(KeySpec keySpec) {
        return unchecked(() -> factory.generatePrivate(keySpec));
      }

      @Override
      protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> keySpec) {
        throw new UnsupportedOperationException();
      }

      @Override
      protected Key engineTranslateKey(Key key) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Object pairs(KeyPairGenerator generator) {
    return new KeyPairGeneratorSpi() {
      @Override
      public void initialize(int size, SecureRandom random) {
        generator.initialize(size, random);
      }

      @Override
      public void initialize(AlgorithmParameterSpec params, SecureRandom random) {
        unchecked(
            () -> {
              generator.initialize(params, random);
              return null;
            });
      }

      @Override
      public KeyPair generateKeyPair() {
        return new KeyPair(
            generator.generateKeyPair().getPublic(), generator.generateKeyPair().getPrivate());
      }
    };
  }

  private interface Call<T> {
    T run() throws GeneralSecurityException;
  }

  private static <T> T unchecked(Call<T> call) {
    try {
      return call.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
