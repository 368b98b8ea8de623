package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import org.elastictee.provider.install.FreshJvm;
import org.elastictee.provider.key.RootSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link PlainApplication} with nothing but configuration to lead it to this key store. */
class PlainApplicationTest {
  /** Behind the twelve of the JDK: the number follows from java.security.example. */
  private static final String LAST = "security.provider.13=Elastic\n";

  @TempDir Path folder;

  private FreshJvm.Result run(boolean first, String keyManagers, String keyType) throws Exception {
    RootSource root = Stores.root(folder.resolve("root"));
    KeyStore keyStore = Stores.empty(root);
    for (String algorithm : List.of("EC", "RSA")) {
      KeyPair pair = Stores.pair(algorithm);
      keyStore.setKeyEntry(
          algorithm,
          pair.getPrivate(),
          null,
          new Certificate[] {Stores.certificate("localhost", pair)});
    }
    keyStore.setKeyEntry("secret", Stores.aes(1), null, null);
    Path file = Files.write(folder.resolve("keystore"), Stores.bytes(keyStore));
    Path example = Path.of(System.getProperty("elastic.project.root"), "java.security.example");
    Path configuration =
        Files.writeString(
            folder.resolve("java.security"),
            (first ? Files.readString(example) : LAST) + "keystore.type=Elastic\n");
    String signatures =
        keyType.equals("RSA")
            ? "rsa_pss_rsae_sha256,rsa_pkcs1_sha256"
            : "ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384";
    String suites =
        "TLS_AES_128_GCM_SHA256,TLS_ECDHE_"
            + (keyType.equals("RSA") ? "RSA" : "ECDSA")
            + "_WITH_AES_128_GCM_SHA256";
    return FreshJvm.run(
        List.of(
            "-Djava.security.properties=" + configuration,
            "-Delastic.root.file=" + folder.resolve("root"),
            "-Djdk.tls.client.SignatureSchemes=" + signatures,
            "-Djdk.tls.server.SignatureSchemes=" + signatures,
            "-Djdk.tls.client.cipherSuites=" + suites),
        PlainApplication.class,
        file.toString(),
        keyManagers);
  }

  @ParameterizedTest
  @CsvSource({
    "true, PKIX, EC",
    "true, PKIX, RSA",
    "true, SunX509, EC",
    "true, SunX509, RSA",
    "false, PKIX, EC",
    "false, PKIX, RSA",
    "false, SunX509, EC",
    "false, SunX509, RSA",
  })
  void encryptsSignsAndTalksTls(boolean first, String keyManagers, String keyType)
      throws Exception {
    FreshJvm.Result result = run(first, keyManagers, keyType);
    assertEquals(0, result.exitCode(), () -> String.join("\n", result.lines()));
    assertTrue(
        result
            .lines()
            .containsAll(
                List.of(
                    "encrypted",
                    "signed",
                    "TLSv1.2 " + keyType + " " + keyType,
                    "TLSv1.3 " + keyType + " " + keyType)),
        () -> String.join("\n", result.lines()));
  }

  @Test
  void isToldOnceThatItsPasswordIsIgnored() throws Exception {
    assertEquals(
        1,
        run(true, "PKIX", "EC").lines().stream()
            .filter(line -> line.contains("the password of a key store of type Elastic"))
            .count());
  }
}
