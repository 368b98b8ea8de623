package org.elastictee.provider.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.elastictee.provider.ElasticProvider;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the standards, on each engine. */
@ParameterizedClass
@MethodSource("org.elastictee.provider.Providers#onEachEngine")
class SignatureVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  private final Provider provider;

  SignatureVectorsTest(ElasticProvider provider) {
    this.provider = provider;
  }

  /** RFC 6979, appendix A.2.5. */
  private PublicKey p256Key() throws Exception {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC", provider);
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC", provider)
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    new BigInteger(
                        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", 16),
                    new BigInteger(
                        "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", 16)),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  /** RFC 6979, appendix A.2.5, message "sample". */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 61340C88C3AAEBEB4F6D667F672CA9759A6CCAA9FA8811313039EE4A35471D32,"
        + "6D7F147DAC089441BB2E2FE8F7A3FA264B9C475098FDCF6E00D7C996E1B8B7EB",
    "SHA224, 53B2FFF5D1752B2C689DF257C04C40A587FABABB3F6FC2702F1343AF7CA9AA3F,"
        + "B9AFB64FDC03DC1A131C7D2386D11E349F070AA432A4ACC918BEA988BF75C74C",
    "SHA256, EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "SHA384, 0EAFEA039B20E9B42309FB1D89E213057CBF973DC0CFC8F129EDDDC800EF7719,"
        + "4861F0491E6998B9455193E34E7B0D284DDD7149A74B95B9261F13ABDE940954",
    "SHA512, 8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00,"
        + "2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE"
  })
  void verifiesEcdsaOfRfc6979InBothFormats(String digest, String r, String s) throws Exception {
    byte[] der =
        StandardDSAEncoding.INSTANCE.encode(null, new BigInteger(r, 16), new BigInteger(s, 16));
    assertTrue(verifies(digest + "withECDSA", p256Key(), "sample", der));
    byte[] plain = HEX.parseHex(r + s);
    assertTrue(verifies(digest + "withECDSAinP1363Format", p256Key(), "sample", plain));
  }

  private boolean verifies(String algorithm, PublicKey key, String message, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(message.getBytes(StandardCharsets.US_ASCII));
    return verifier.verify(signature);
  }

  /** RFC 8032, sections 7.1 (TEST 1 and TEST 2) and 7.4 (Blank), keys in the form of RFC 8410. */
  @ParameterizedTest
  @CsvSource({
    "Ed25519, 302e020100300506032b657004220420"
        + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "302a300506032b6570032100"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
        + "'', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "Ed25519, 302e020100300506032b657004220420"
        + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "302a300506032b6570032100"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
        + "72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "Ed448, 3047020100300506032b6571043b0439"
        + "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3"
        + "528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b,"
        + "3043300506032b6571033a00"
        + "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778"
        + "edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180,"
        + "'', 533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f"
        + "2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a"
        + "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db"
        + "b61149f05a7363268c71d95808ff2e652600"
  })
  void signsAndVerifiesAsRfc8032Says(
      String algorithm, String privateKey, String publicKey, String message, String signature)
      throws Exception {
    KeyFactory keys = KeyFactory.getInstance(algorithm, provider);
    PrivateKey signing = keys.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(privateKey)));
    PublicKey verifying = keys.generatePublic(new X509EncodedKeySpec(HEX.parseHex(publicKey)));
    for (String name : new String[] {algorithm, "EdDSA"}) {
      Signature signer = Signature.getInstance(name, provider);
      signer.initSign(signing);
      signer.update(HEX.parseHex(message));
      assertEquals(signature, HEX.formatHex(signer.sign()));
      signer.initVerify(verifying);
      signer.update(HEX.parseHex(message));
      assertTrue(signer.verify(HEX.parseHex(signature)));
    }
    assertArrayEquals(HEX.parseHex(publicKey), verifying.getEncoded());
  }
}
