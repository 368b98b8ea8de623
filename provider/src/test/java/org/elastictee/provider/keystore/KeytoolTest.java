package org.elastictee.provider.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.install.FreshJvm;
import org.elastictee.provider.key.RootSource;
import org.elastictee.provider.key.SealedKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keytool of the JDK that runs the tests. */
class KeytoolTest {
  @TempDir Path folder;
  private RootSource root;

  @BeforeEach
  void openRoot() throws Exception {
    root = Stores.root(folder.resolve("root"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    FreshJvm.nativeAccess("ALL-UNNAMED").forEach(option -> command.add("-J" + option));
    command.add("-J-Delastic.root.file=" + path("root"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            path("keystore"),
            "-storetype",
            "Elastic",
            "-storepass",
            "changeit",
            "-providerclass",
            ElasticProvider.class.getName(),
            "-providerpath",
            System.getProperty("java.class.path")));
    FreshJvm.Result result = FreshJvm.run(command);
    assertEquals(0, result.exitCode(), () -> String.join("\n", result.lines()));
    return result.lines();
  }

  private void generatePair(String alias, String algorithm) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        algorithm,
        "-dname",
        "CN=" + alias,
        "-keypass",
        "changeit");
  }

  private KeyStore keyStore() throws Exception {
    return Stores.load(root, Files.readAllBytes(folder.resolve("keystore")));
  }

  @ParameterizedTest
  @CsvSource({"EC", "RSA", "Ed25519"})
  void generatesPairsAndRequestsAndImportsTheReply(String algorithm) throws Exception {
    generatePair("ca", algorithm);
    generatePair("server", algorithm);
    keytool("-certreq", "-alias", "server", "-file", path("request"));
    keytool("-gencert", "-alias", "ca", "-infile", path("request"), "-outfile", path("reply"));
    keytool("-importcert", "-alias", "server", "-file", path("reply"), "-noprompt");
    KeyStore keyStore = keyStore();
    assertInstanceOf(SealedKey.class, keyStore.getKey("server", null));
    Certificate[] chain = keyStore.getCertificateChain("server");
    assertEquals(2, chain.length);
    assertEquals(keyStore.getCertificate("ca"), chain[1]);
    chain[0].verify(chain[1].getPublicKey());
  }

  @Test
  void listsTheIdentityAndWhatIsStored() throws Exception {
    generatePair("pair", "EC");
    String list = String.join("\n", keytool("-list"));
    assertTrue(list.contains("pair, "), list);
    assertTrue(list.contains("elastic-identity, "), list);
    assertTrue(list.contains("PrivateKeyEntry"), list);
    assertTrue(list.contains("the password of a key store of type Elastic is ignored"), list);
  }

  @Test
  void exportsAndImportsTrustedCertificates() throws Exception {
    generatePair("pair", "EC");
    keytool("-exportcert", "-alias", "pair", "-file", path("certificate"), "-rfc");
    Files.delete(folder.resolve("keystore"));
    keytool("-importcert", "-alias", "trusted", "-file", path("certificate"), "-noprompt");
    assertTrue(keyStore().isCertificateEntry("trusted"));
  }

  @Test
  void generatesSecretKeysAndRenamesAndDeletesThem() throws Exception {
    keytool("-genseckey", "-alias", "secret", "-keyalg", "AES", "-keysize", "256");
    assertNull(keyStore().getKey("secret", null).getEncoded());
    keytool("-changealias", "-alias", "secret", "-destalias", "renamed");
    assertTrue(keyStore().containsAlias("renamed"));
    assertFalse(keyStore().containsAlias("secret"));
    keytool("-delete", "-alias", "renamed");
    assertEquals(1, keyStore().size());
  }
}
