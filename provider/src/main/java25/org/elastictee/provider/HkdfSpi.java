package org.elastictee.provider;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.sev.seal.Hkdf;
import org.elastictee.sev.seal.TransientKey;

/**
 * {@code KDF} HKDF (RFC 5869) over an engine's HMAC, with ordinary and with sealed keys of any
 * algorithm name. The JDK's own asks the provider list for its HMAC, and so perhaps us; this one
 * asks nobody. What is derived is an ordinary key. Safe for use by several threads.
 */
final class HkdfSpi extends KDFSpi {
  private static final byte[] EMPTY = {};

  private final EngineTable engines;
  private final Operation hmac;

  /**
   * Creates a derivation.
   *
   * @param parameters must be null
   * @throws InvalidAlgorithmParameterException if they are not
   */
  HkdfSpi(EngineTable engines, Operation hmac, KDFParameters parameters)
      throws InvalidAlgorithmParameterException {
    super(parameters);
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException("HKDF takes no parameters of the KDF itself");
    }
    this.engines = engines;
    this.hmac = hmac;
  }

  @Override
  protected KDFParameters engineGetParameters() {
    return null;
  }

  @Override
  protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    if (algorithm.isEmpty()) {
      throw new NoSuchAlgorithmException("the name of the key's algorithm is empty");
    }
    byte[] derived = engineDeriveData(spec);
    try {
      return new SecretKeySpec(derived, algorithm);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  @Override
  protected byte[] engineDeriveData(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    try {
      if (spec instanceof HKDFParameterSpec.Extract extract) {
        return extract(extract.ikms(), extract.salts());
      }
      if (spec instanceof HKDFParameterSpec.Expand expand) {
        return expand(expand);
      }
      if (spec instanceof HKDFParameterSpec.ExtractThenExpand both) {
        return extractThenExpand(both);
      }
    } catch (InvalidKeyException | IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
    throw new InvalidAlgorithmParameterException("HKDF takes an HKDFParameterSpec");
  }

  private byte[] extract(List<SecretKey> ikms, List<SecretKey> salts) throws InvalidKeyException {
    byte[] ikm = joined(ikms);
    try {
      byte[] salt = joined(salts);
      try {
        return Hkdf.extract(newMac(), salt, ikm);
      } finally {
        Arrays.fill(salt, (byte) 0);
      }
    } finally {
      Arrays.fill(ikm, (byte) 0);
    }
  }

  private byte[] expand(HKDFParameterSpec.Expand spec) throws InvalidKeyException {
    byte[] pseudorandomKey = joined(List.of(spec.prk()));
    try {
      return Hkdf.expand(newMac(), pseudorandomKey, infoOf(spec.info()), spec.length());
    } finally {
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  private byte[] extractThenExpand(HKDFParameterSpec.ExtractThenExpand spec)
      throws InvalidKeyException {
    byte[] pseudorandomKey = extract(spec.ikms(), spec.salts());
    try {
      return Hkdf.expand(newMac(), pseudorandomKey, infoOf(spec.info()), spec.length());
    } finally {
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  private static byte[] infoOf(byte[] info) {
    return info == null ? EMPTY : info;
  }

  private Mac newMac() {
    try {
      return Mac.getInstance(engines.algorithm(hmac), engines.provider(hmac));
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the engine of the HMAC is gone", e);
    }
  }

  private static byte[] joined(List<SecretKey> keys) throws InvalidKeyException {
    List<byte[]> parts = new ArrayList<>();
    try {
      int length = 0;
      for (SecretKey key : keys) {
        try (TransientKey opened = KeyAccess.open(key)) {
          parts.add(opened.getEncoded());
          length = Math.addExact(length, opened.length());
        }
      }
      ByteBuffer joined = ByteBuffer.allocate(length);
      parts.forEach(joined::put);
      return joined.array();
    } finally {
      parts.forEach(part -> Arrays.fill(part, (byte) 0));
    }
  }
}
