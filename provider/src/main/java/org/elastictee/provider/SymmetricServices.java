package org.elastictee.provider;

import static org.elastictee.provider.ServiceTable.NONE;
import static org.elastictee.provider.ServiceTable.SECRET_KEYS;
import static org.elastictee.provider.ServiceTable.row;
import static org.elastictee.provider.engine.Operation.AES_CMAC;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import org.elastictee.provider.ServiceTable.Row;
import org.elastictee.provider.cipher.Aead;
import org.elastictee.provider.cipher.AeadSpi;
import org.elastictee.provider.cipher.AesModeSpi;
import org.elastictee.provider.cipher.KeyWrap;
import org.elastictee.provider.cipher.KeyWrapSpi;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.Pbkdf2Spi;
import org.elastictee.provider.key.SecretKeyGeneratorSpi;
import org.elastictee.provider.key.SecretKeySizes;
import org.elastictee.provider.mac.AesCmacSpi;
import org.elastictee.provider.mac.HmacSpi;

/**
 * The services without key pairs, a row each: ciphers, digests, MACs and what belongs to them.
 * Names, aliases and OIDs are those of the JDK where it has the service.
 */
final class SymmetricServices {
  private static final String NIST_AES = "2.16.840.1.101.3.4.1.";
  private static final String NIST_HASH = "2.16.840.1.101.3.4.2.";
  private static final String RSADSI_DIGEST = "1.2.840.113549.2.";

  private static final List<Row> CIPHERS =
      List.of(
          aead(Aead.AES_GCM, "AES/GCM/NoPadding", 0),
          aead(Aead.AES_GCM, "AES_128/GCM/NoPadding", 16).oid(NIST_AES + "6"),
          aead(Aead.AES_GCM, "AES_192/GCM/NoPadding", 24).oid(NIST_AES + "26"),
          aead(Aead.AES_GCM, "AES_256/GCM/NoPadding", 32).oid(NIST_AES + "46"),
          aead(Aead.AES_GCM_SIV, "AES/GCM-SIV/NoPadding", 0),
          aead(Aead.AES_GCM_SIV, "AES_128/GCM-SIV/NoPadding", 16),
          aead(Aead.AES_GCM_SIV, "AES_256/GCM-SIV/NoPadding", 32),
          aead(Aead.CHACHA20_POLY1305, "ChaCha20-Poly1305", 0)
              .alias("ChaCha20/Poly1305/NoPadding")
              .oid("1.2.840.113549.1.9.16.3.18"),
          aes(Operation.AES_CBC, "AES/CBC/NoPadding", 0),
          aes(Operation.AES_CBC, "AES_128/CBC/NoPadding", 16).oid(NIST_AES + "2"),
          aes(Operation.AES_CBC, "AES_192/CBC/NoPadding", 24).oid(NIST_AES + "22"),
          aes(Operation.AES_CBC, "AES_256/CBC/NoPadding", 32).oid(NIST_AES + "42"),
          aes(Operation.AES_CBC_PKCS5, "AES/CBC/PKCS5Padding", 0).alias("AES/CBC/PKCS7Padding"),
          aes(Operation.AES_CBC_PKCS5, "AES_128/CBC/PKCS5Padding", 16)
              .alias("AES_128/CBC/PKCS7Padding"),
          aes(Operation.AES_CBC_PKCS5, "AES_192/CBC/PKCS5Padding", 24)
              .alias("AES_192/CBC/PKCS7Padding"),
          aes(Operation.AES_CBC_PKCS5, "AES_256/CBC/PKCS5Padding", 32)
              .alias("AES_256/CBC/PKCS7Padding"),
          aes(Operation.AES_CBC_ISO10126, "AES/CBC/ISO10126Padding", 0),
          aes(Operation.AES_CTR, "AES/CTR/NoPadding", 0),
          wrap(KeyWrap.KW, "AES/KW/NoPadding", 0).alias("AESWrap"),
          wrap(KeyWrap.KW, "AES_128/KW/NoPadding", 16).alias("AESWrap_128").oid(NIST_AES + "5"),
          wrap(KeyWrap.KW, "AES_192/KW/NoPadding", 24).alias("AESWrap_192").oid(NIST_AES + "25"),
          wrap(KeyWrap.KW, "AES_256/KW/NoPadding", 32).alias("AESWrap_256").oid(NIST_AES + "45"),
          wrap(KeyWrap.KWP, "AES/KWP/NoPadding", 0).alias("AESWrapPad"),
          wrap(KeyWrap.KWP, "AES_128/KWP/NoPadding", 16)
              .alias("AESWrapPad_128")
              .oid(NIST_AES + "8"),
          wrap(KeyWrap.KWP, "AES_192/KWP/NoPadding", 24)
              .alias("AESWrapPad_192")
              .oid(NIST_AES + "28"),
          wrap(KeyWrap.KWP, "AES_256/KWP/NoPadding", 32)
              .alias("AESWrapPad_256")
              .oid(NIST_AES + "48"));

  private static final List<Row> KEY_GENERATORS =
      List.of(
          keys(SecretKeySizes.AES).oid("2.16.840.1.101.3.4.1"),
          keys(SecretKeySizes.CHACHA20),
          keys(SecretKeySizes.HMAC_SHA1).oid(RSADSI_DIGEST + "7"),
          keys(SecretKeySizes.HMAC_SHA224).oid(RSADSI_DIGEST + "8"),
          keys(SecretKeySizes.HMAC_SHA256).oid(RSADSI_DIGEST + "9"),
          keys(SecretKeySizes.HMAC_SHA384).oid(RSADSI_DIGEST + "10"),
          keys(SecretKeySizes.HMAC_SHA512).oid(RSADSI_DIGEST + "11"),
          keys(SecretKeySizes.HMAC_SHA512_224).oid(RSADSI_DIGEST + "12"),
          keys(SecretKeySizes.HMAC_SHA512_256).oid(RSADSI_DIGEST + "13"),
          keys(SecretKeySizes.HMAC_SHA3_224).oid(NIST_HASH + "13"),
          keys(SecretKeySizes.HMAC_SHA3_256).oid(NIST_HASH + "14"),
          keys(SecretKeySizes.HMAC_SHA3_384).oid(NIST_HASH + "15"),
          keys(SecretKeySizes.HMAC_SHA3_512).oid(NIST_HASH + "16"));

  private static final List<Row> DIGESTS =
      List.of(
          keyless(Operation.SHA_1).alias("SHA").alias("SHA1").oid("1.3.14.3.2.26"),
          keyless(Operation.SHA_224).alias("SHA224").oid(NIST_HASH + "4"),
          keyless(Operation.SHA_256).alias("SHA256").oid(NIST_HASH + "1"),
          keyless(Operation.SHA_384).alias("SHA384").oid(NIST_HASH + "2"),
          keyless(Operation.SHA_512).alias("SHA512").oid(NIST_HASH + "3"),
          keyless(Operation.SHA_512_224).alias("SHA512/224").oid(NIST_HASH + "5"),
          keyless(Operation.SHA_512_256).alias("SHA512/256").oid(NIST_HASH + "6"),
          keyless(Operation.SHA3_224).oid(NIST_HASH + "7"),
          keyless(Operation.SHA3_256).oid(NIST_HASH + "8"),
          keyless(Operation.SHA3_384).oid(NIST_HASH + "9"),
          keyless(Operation.SHA3_512).oid(NIST_HASH + "10"));

  private static final List<Row> MACS =
      List.of(
          hmac(Operation.HMAC_SHA1).oid(RSADSI_DIGEST + "7"),
          hmac(Operation.HMAC_SHA224).oid(RSADSI_DIGEST + "8"),
          hmac(Operation.HMAC_SHA256).oid(RSADSI_DIGEST + "9"),
          hmac(Operation.HMAC_SHA384).oid(RSADSI_DIGEST + "10"),
          hmac(Operation.HMAC_SHA512).oid(RSADSI_DIGEST + "11"),
          hmac(Operation.HMAC_SHA512_224).oid(RSADSI_DIGEST + "12"),
          hmac(Operation.HMAC_SHA512_256).oid(RSADSI_DIGEST + "13"),
          hmac(Operation.HMAC_SHA3_224).oid(NIST_HASH + "13"),
          hmac(Operation.HMAC_SHA3_256).oid(NIST_HASH + "14"),
          hmac(Operation.HMAC_SHA3_384).oid(NIST_HASH + "15"),
          hmac(Operation.HMAC_SHA3_512).oid(NIST_HASH + "16"),
          row("Mac", "AES-CMAC", (p, x) -> aesCmac(p), SECRET_KEYS).by(AES_CMAC).alias("AESCMAC"));

  private static final List<Row> PASSWORDS =
      List.of(
          pbkdf2(Operation.PBKDF2_SHA1).oid("1.2.840.113549.1.5.12"),
          pbkdf2(Operation.PBKDF2_SHA224),
          pbkdf2(Operation.PBKDF2_SHA256),
          pbkdf2(Operation.PBKDF2_SHA384),
          pbkdf2(Operation.PBKDF2_SHA512),
          pbkdf2(Operation.PBKDF2_SHA512_224),
          pbkdf2(Operation.PBKDF2_SHA512_256));

  private static final List<Row> PARAMETERS =
      List.of(
          keyless(Operation.AES_PARAMETERS).oid("2.16.840.1.101.3.4.1"),
          keyless(Operation.GCM_PARAMETERS),
          keyless(Operation.CHACHA20_POLY1305_PARAMETERS).oid("1.2.840.113549.1.9.16.3.18"));

  static final List<Row> ROWS =
      Stream.of(CIPHERS, KEY_GENERATORS, DIGESTS, MACS, PASSWORDS, PARAMETERS)
          .flatMap(List::stream)
          .toList();

  private SymmetricServices() {}

  private static Row aead(Aead aead, String name, int keyBytes) {
    return row(
            "Cipher",
            name,
            (p, x) -> new AeadSpi(aead, p.engines(), keyBytes, p.random()),
            SECRET_KEYS)
        .by(aead.operation());
  }

  private static Row aes(Operation mode, String name, int keyBytes) {
    return row(
            "Cipher",
            name,
            (p, x) -> new AesModeSpi(mode, p.engines(), keyBytes, p.random()),
            SECRET_KEYS)
        .by(mode);
  }

  private static Row wrap(KeyWrap algorithm, String name, int keyBytes) {
    return row(
            "Cipher", name, (p, x) -> new KeyWrapSpi(algorithm, p.engines(), keyBytes), SECRET_KEYS)
        .by(algorithm.operation());
  }

  private static Row keys(SecretKeySizes sizes) {
    return row(
            "KeyGenerator",
            sizes.algorithm(),
            (p, x) -> new SecretKeyGeneratorSpi(sizes, p.random(), p.sealedKeys()),
            NONE)
        .by(Operation.KERNEL_RANDOM);
  }

  /** The engine's own object, which holds no key. */
  private static Row keyless(Operation operation) {
    return row(
            operation.type(),
            operation.algorithm(),
            (p, x) -> p.engines().newObject(operation),
            NONE)
        .by(operation);
  }

  private static Row hmac(Operation operation) {
    return row(
            operation.type(),
            operation.algorithm(),
            (p, x) ->
                new HmacSpi(
                    Mac.getInstance(operation.algorithm(), p.engines().provider(operation))),
            SECRET_KEYS)
        .by(operation);
  }

  private static Row pbkdf2(Operation operation) {
    return row(
            operation.type(),
            operation.algorithm(),
            (p, x) ->
                new Pbkdf2Spi(
                    SecretKeyFactory.getInstance(
                        operation.algorithm(), p.engines().provider(operation))),
            NONE)
        .by(operation);
  }

  private static Object aesCmac(ElasticProvider p) throws NoSuchAlgorithmException {
    p.engines().provider(AES_CMAC);
    return new AesCmacSpi();
  }
}
