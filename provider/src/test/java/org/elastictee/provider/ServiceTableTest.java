package org.elastictee.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTableTest {
  static List<ServiceTable.Row> rows() {
    return ServiceTable.ROWS;
  }

  @ParameterizedTest
  @CsvSource({
    "Cipher, AES/GCM/NoPadding, ''",
    "Cipher, AES_128/GCM/NoPadding, 2.16.840.1.101.3.4.1.6",
    "Cipher, AES_192/GCM/NoPadding, 2.16.840.1.101.3.4.1.26",
    "Cipher, AES_256/GCM/NoPadding, 2.16.840.1.101.3.4.1.46",
    "Cipher, AES/GCM-SIV/NoPadding, ''",
    "Cipher, AES_128/GCM-SIV/NoPadding, ''",
    "Cipher, AES_256/GCM-SIV/NoPadding, ''",
    "Cipher, ChaCha20-Poly1305, ChaCha20/Poly1305/NoPadding",
    "Cipher, AES/CBC/NoPadding, ''",
    "Cipher, AES/CBC/PKCS5Padding, AES/CBC/PKCS7Padding",
    "Cipher, AES/CBC/ISO10126Padding, ''",
    "Cipher, AES_128/CBC/NoPadding, 2.16.840.1.101.3.4.1.2",
    "Cipher, AES_128/CBC/PKCS5Padding, ''",
    "Cipher, AES_192/CBC/NoPadding, 2.16.840.1.101.3.4.1.22",
    "Cipher, AES_192/CBC/PKCS5Padding, ''",
    "Cipher, AES_256/CBC/NoPadding, 2.16.840.1.101.3.4.1.42",
    "Cipher, AES_256/CBC/PKCS5Padding, AES_256/CBC/PKCS7Padding",
    "Cipher, AES/CTR/NoPadding, ''",
    "Cipher, AES/KW/NoPadding, AESWrap",
    "Cipher, AES_128/KW/NoPadding, AESWrap_128",
    "Cipher, AES_128/KW/NoPadding, OID.2.16.840.1.101.3.4.1.5",
    "Cipher, AES_192/KW/NoPadding, AESWrap_192",
    "Cipher, AES_192/KW/NoPadding, OID.2.16.840.1.101.3.4.1.25",
    "Cipher, AES_256/KW/NoPadding, AESWrap_256",
    "Cipher, AES_256/KW/NoPadding, OID.2.16.840.1.101.3.4.1.45",
    "Cipher, AES/KWP/NoPadding, AESWrapPad",
    "Cipher, AES_128/KWP/NoPadding, AESWrapPad_128",
    "Cipher, AES_128/KWP/NoPadding, OID.2.16.840.1.101.3.4.1.8",
    "Cipher, AES_192/KWP/NoPadding, AESWrapPad_192",
    "Cipher, AES_192/KWP/NoPadding, OID.2.16.840.1.101.3.4.1.28",
    "Cipher, AES_256/KWP/NoPadding, AESWrapPad_256",
    "Cipher, AES_256/KWP/NoPadding, OID.2.16.840.1.101.3.4.1.48",
    "SecureRandom, Elastic, ''",
    "SecureRandom, DEFAULT, ''",
    "SecureRandom, DRBG, ''",
    "MessageDigest, SHA-256, SHA256",
    "MessageDigest, SHA-256, 2.16.840.1.101.3.4.2.1",
    "MessageDigest, SHA-384, OID.2.16.840.1.101.3.4.2.2",
    "MessageDigest, SHA-512, 2.16.840.1.101.3.4.2.3",
    "Mac, HmacSHA256, 1.2.840.113549.2.9",
    "Mac, HmacSHA384, 1.2.840.113549.2.10",
    "Mac, HmacSHA512, OID.1.2.840.113549.2.11",
    "Mac, AES-CMAC, AESCMAC",
    "Signature, SHA256withECDSA, 1.2.840.10045.4.3.2",
    "Signature, SHA256withRSA, 1.2.840.113549.1.1.11",
    "Signature, SHA3-224withRSA, 2.16.840.1.101.3.4.3.13",
    "Signature, SHA3-512withRSA, OID.2.16.840.1.101.3.4.3.16",
    "Signature, RSASSA-PSS, 1.2.840.113549.1.1.10",
    "KeyGenerator, AES, 2.16.840.1.101.3.4.1",
    "SecretKeyFactory, SevSnpDerived, ''",
    "SecretKeyFactory, ElasticSealed, ''",
    "KeyFactory, ElasticSealed, ''",
    "KeyStore, Elastic, ''",
    "SSLContext, TLS, SSL",
    "SSLContext, TLSv1.2, ''",
    "SSLContext, TLSv1.3, ''",
    "SSLContext, Default, ''",
    "KeyManagerFactory, Elastic, ''",
    "TrustManagerFactory, Elastic, ''"
  })
  void offersTheServiceUnderEachOfItsNames(String type, String name, String alias) {
    Provider provider = Providers.standard();
    Provider.Service service = provider.getService(type, name);
    assertNotNull(service);
    if (!alias.isEmpty()) {
      assertSame(service, provider.getService(type, alias));
    }
  }

  /**
   * Else an alias or an OID that the JDK knows would go past us to the JDK, and nobody would see.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cipher",
        "KeyGenerator",
        "MessageDigest",
        "Mac",
        "SecretKeyFactory",
        "AlgorithmParameters",
        "Signature",
        "KeyAgreement",
        "KeyFactory",
        "KeyPairGenerator",
        "SSLContext"
      })
  void knowsEveryAliasThatTheJdkKnows(String type) {
    Provider ours = Providers.standard();
    int compared = 0;
    for (String jdk : List.of("SUN", "SunJCE", "SunRsaSign", "SunEC", "SunJSSE")) {
      for (Object key : Security.getProvider(jdk).keySet()) {
        String alias = key.toString().replace("Alg.Alias." + type + ".", "");
        Provider.Service service = Security.getProvider(jdk).getService(type, alias);
        if (service != null && ours.getService(type, service.getAlgorithm()) != null) {
          assertSame(
              ours.getService(type, service.getAlgorithm()), ours.getService(type, alias), alias);
          compared++;
        }
      }
    }
    assertTrue(compared > 0);
  }

  /** In first place these names would take over what applications mean for the JDK. */
  @ParameterizedTest
  @CsvSource({
    "KeyManagerFactory, SunX509",
    "KeyManagerFactory, PKIX",
    "TrustManagerFactory, PKIX",
    "TrustManagerFactory, SunX509",
    "KeyStore, PKCS12",
    "KeyStore, JKS",
    "Cipher, AES"
  })
  void leavesTheJdksDefaultsAlone(String type, String name) {
    assertNull(Providers.standard().getService(type, name));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void makesAnObjectForEachRow(ServiceTable.Row row) throws Exception {
    Provider.Service service = Providers.standard().getService(row.type(), row.algorithm());
    assertNotNull(service.newInstance(null));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void refusesAParameterThatTheServiceDoesNotTake(ServiceTable.Row row) {
    Provider.Service service = Providers.standard().getService(row.type(), row.algorithm());
    assertThrows(InvalidParameterException.class, () -> service.newInstance("parameter"));
  }

  /**
   * So that the JCA asks the next provider, instead of failing with an exception that it passes on.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cipher",
        "KeyGenerator",
        "MessageDigest",
        "Mac",
        "Signature",
        "SecureRandom",
        "SecretKeyFactory",
        "AlgorithmParameters"
      })
  void saysThereIsNoSuchAlgorithmWhereThereIsNoEngine(String type) {
    Provider provider = Providers.withoutEngines();
    for (ServiceTable.Row row : rows()) {
      if (row.type().equals(type) && row.operation().isPresent()) {
        Provider.Service service = provider.getService(type, row.algorithm());
        assertThrows(NoSuchAlgorithmException.class, () -> service.newInstance(null));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elastic", "DEFAULT", "DRBG"})
  void declaresRandomnessThreadSafeUnderEveryName(String name) {
    Provider provider = Providers.standard();
    assertEquals("true", provider.getService("SecureRandom", name).getAttribute("ThreadSafe"));
    assertEquals("true", provider.getProperty("SecureRandom." + name + " ThreadSafe"));
  }

  @Test
  void hasTheVersionOfTheProject() {
    assertEquals(
        System.getProperty("elastic.project.version"), Providers.standard().getVersionStr());
  }

  @Test
  void comesBackFromSerializationAsAWholeProvider() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Providers.standard());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Provider read = (Provider) in.readObject();
      assertNotNull(read.getService("Cipher", "AES/GCM/NoPadding").newInstance(null));
    }
  }
}
