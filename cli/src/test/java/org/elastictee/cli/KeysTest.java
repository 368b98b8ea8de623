package org.elastictee.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.elastictee.sev.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code elastic keys}, on the software root. */
class KeysTest {
  /** PKCS #12 with the private key "old", under the password "changeit". */
  private static byte[] old;

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void chooseHome() throws Exception {
    home = folder.resolve("home");
    Files.writeString(folder.resolve("password"), "changeit\n");
    Files.writeString(folder.resolve("wrong"), "changeit?\n");
  }

  /** Every {@code @} in a word is the folder of the test. */
  private String[] words(String arguments) {
    List<String> words = new ArrayList<>(List.of("keys"));
    for (String word : arguments.strip().split(" +", -1)) {
      words.add(word.replace("@", folder + "/"));
    }
    words.addAll(List.of("--home", home.toString()));
    return words.toArray(String[]::new);
  }

  /** In this process, whose root of trust is one for all tests: that of the first home. */
  private CommandRun keys(String arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed);
    int exitCode = Main.commandLine().setOut(writer).setErr(writer).execute(words(arguments));
    return new CommandRun(exitCode, printed.toString());
  }

  /** In a process of its own, with the root of trust of its home and no terminal. */
  private CommandRun keysApart(String arguments) throws Exception {
    return CommandRun.elastic(words(arguments));
  }

  @AfterAll
  static void forgetTheRootFile() {
    System.clearProperty(Settings.ROOT_FILE);
  }

  private CommandRun good(String arguments) throws Exception {
    CommandRun run = keys(arguments);
    assertEquals(0, run.exitCode(), run.output());
    return run;
  }

  private JsonNode list() throws Exception {
    return new ObjectMapper().readTree(good("list --json").output());
  }

  private JsonNode entry(String alias) throws Exception {
    for (JsonNode entry : list().get("entries")) {
      if (entry.get("alias").asText().equals(alias)) {
        return entry;
      }
    }
    throw new AssertionError("no entry " + alias);
  }

  private void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    for (String word : arguments.split(" +", -1)) {
      command.add(word.replace("@", folder + "/"));
    }
    CommandRun run = CommandRun.of(command, null, Map.of());
    assertEquals(0, run.exitCode(), run.output());
  }

  @BeforeAll
  static void makeOld(@TempDir Path once) throws Exception {
    Path file = once.resolve("old");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=old",
            "-storepass",
            "changeit",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-alias",
            "old");
    CommandRun run = CommandRun.of(command, null, Map.of());
    assertEquals(0, run.exitCode(), run.output());
    old = Files.readAllBytes(file);
  }

  private void makePair(String type, String alias) throws Exception {
    keytool(
        "-genkeypair -keyalg EC -dname CN=old -storepass changeit -storetype "
            + type
            + " -keystore @old -alias "
            + alias);
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
  }

  private void writeRecoveryPair() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    Files.writeString(
        folder.resolve("offline"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(
        folder.resolve("offline.pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  @ParameterizedTest
  @CsvSource({
    "AES-192,    secret key,  AES,        192",
    "ChaCha20,   secret key,  ChaCha20,   256",
    "HmacSHA256, secret key,  HmacSHA256, 256",
    "P-521,      private key, EC,         521",
    "RSA-2048,   private key, RSA,        2048",
    "Ed25519,    private key, EdDSA,      255"
  })
  void generatesAKeyThatIsListed(String algorithm, String kind, String name, int size)
      throws Exception {
    good("generate --alias one --algorithm " + algorithm);
    JsonNode entry = entry("one");
    assertEquals(kind, entry.get("kind").asText());
    assertEquals(name, entry.get("algorithm").asText());
    assertEquals(size, entry.get("size").asInt());
    assertEquals("STRICT", entry.get("policy").asText());
    assertTrue(entry.get("fingerprint").asText().matches("[0-9a-f]{16}|[0-9a-f]{64}"));
  }

  @Test
  void listsWhatTheFileIsAndThatNobodyElseOpensIt() throws Exception {
    good("generate --alias one --algorithm AES-256");
    CommandRun run = good("list");
    assertEquals(home.resolve("keys").toString(), run.valueOf("store"));
    assertEquals("2, generation 1", run.valueOf("version"));
    assertEquals("STRICT", run.valueOf("policy"));
    assertEquals("none: a lost machine or image is a lost key store", run.valueOf("recovery"));
    assertTrue(run.output().contains("derived identity"), run.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS", "JCEKS"})
  void importsAKeyStoreAndSaysWhatTheOriginalMeans(String type) throws Exception {
    makePair(type, "tls");
    CommandRun run = good("import @old --password-file @password");
    assertTrue(run.output().contains("tls: private key, EC, certificates: 1"), run.output());
    assertTrue(run.output().contains("The original is still the key"), run.output());
    assertTrue(run.output().contains("and its password"), run.output());
    assertEquals("CN=old", entry("tls").get("subject").asText());
  }

  @Test
  void importsOneEntryOfSeveralAndReplacesOnlyIfTold() throws Exception {
    makePair("PKCS12", "one");
    makePair("PKCS12", "two");
    keytool("-genseckey -keyalg AES -keysize 256 -keystore @old -storepass changeit -alias three");
    good("import @old --password-file @password --alias three");
    assertEquals(2, list().get("entries").size(), "and the identity");
    CommandRun refused = keys("import @old --password-file @password");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.output().contains("there is an entry three already"), refused.output());
    assertEquals(2, list().get("entries").size(), "all or none");
    good("import @old --password-file @password --replace");
    assertEquals(4, list().get("entries").size());
  }

  @Test
  void importsPemWithoutAPasswordAndSaysThatItHadNone() throws Exception {
    makePair("PKCS12", "one");
    keytool("-exportcert -rfc -keystore @old -storepass changeit -alias one -file @trusted");
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.writeString(folder.resolve("key"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    CommandRun key = good("import @key --alias signer --subject CN=signer");
    assertTrue(key.output().contains("with no password"), key.output());
    CommandRun certificate = good("import @trusted --alias ca");
    assertFalse(certificate.output().contains("The original"), certificate.output());
    assertEquals("trusted certificate", entry("ca").get("kind").asText());
    assertEquals("CN=signer", entry("signer").get("subject").asText());
  }

  @Test
  void importsEncryptedPkcs8WithItsChain() throws Exception {
    Files.writeString(folder.resolve("key"), EncryptedPem.with("changeit"));
    CommandRun wrong = keys("import @key --alias one --password-file @wrong");
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.output().contains("the password is wrong"), wrong.output());
    CommandRun run = good("import @key --alias one --password-file @password");
    assertTrue(run.output().contains("and its password"), run.output());
    assertEquals("CN=pem", entry("one").get("subject").asText());
  }

  @Test
  void requestsACertificateAndTakesTheReply() throws Exception {
    good("generate --alias tls --algorithm P-384 --subject CN=mine");
    good("csr --alias tls --san dns:example.org,ip:127.0.0.1 --out @csr");
    assertVerifies(Files.readString(folder.resolve("csr")), "CN=mine");
    keytool("-genkeypair -keyalg EC -dname CN=ca -keystore @ca -storepass changeit -alias ca");
    keytool("-gencert -rfc -keystore @ca -storepass changeit -alias ca -infile @csr -outfile @crt");
    keytool("-exportcert -rfc -keystore @ca -storepass changeit -alias ca -file @cacrt");
    String before = entry("tls").get("fingerprint").asText();
    CommandRun foreign = keys("import --alias tls --certificate @cacrt");
    assertEquals(1, foreign.exitCode());
    assertTrue(foreign.output().contains("no certificate in it is that of the key"));
    good("import --alias tls --certificate @crt");
    assertEquals(before, entry("tls").get("fingerprint").asText());
  }

  private static void assertVerifies(String csr, String subject) throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(csr))) {
      PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
      assertEquals(subject, request.getSubject().toString());
      assertTrue(
          request.isSignatureValid(
              new JcaContentVerifierProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(request.getSubjectPublicKeyInfo())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "P-384", "Ed25519", "X25519"})
  void derivesTheSamePublicKeyEachTimeAndStoresNothing(String algorithm) throws Exception {
    CommandRun first = good("derive --label a --algorithm " + algorithm);
    assertEquals(first, good("derive --label a --algorithm " + algorithm));
    assertTrue(first.output().contains("-----BEGIN PUBLIC KEY-----"), first.output());
    assertFalse(Files.exists(home.resolve("keys")));
  }

  @Test
  void requestsACertificateForADerivedKey() throws Exception {
    CommandRun run = good("csr --label a --algorithm Ed25519 --subject CN=derived");
    assertVerifies(run.output(), "CN=derived");
  }

  @Test
  void ofADerivedSecretKeyTheFingerprintAloneIsShown() throws Exception {
    CommandRun run = good("derive --label a --algorithm AES-256 --json");
    JsonNode view = new ObjectMapper().readTree(run.output());
    assertTrue(view.get("fingerprint").asText().matches("[0-9a-f]{16}"));
    assertTrue(view.path("publicKey").isMissingNode());
  }

  @Test
  void recoversAStoreOnAnotherMachineByTheOfflineKey() throws Exception {
    writeRecoveryPair();
    good("generate --alias one --algorithm AES-256 --recovery @offline.pub");
    JsonNode listed = list();
    String recipient = listed.get("recoveryRecipient").asText();
    String fingerprint = listed.at("/entries/1/fingerprint").asText();
    CommandRun shown = good("list");
    assertTrue(
        shown.output().contains("private key to " + recipient + " can open this store"),
        shown.output());
    String old = home.resolve("keys").toString();
    home = folder.resolve("other");
    CommandRun foreign = keysApart("list --store " + old);
    assertEquals(1, foreign.exitCode(), foreign.output());
    assertTrue(foreign.output().matches("elastic: [^\n]+\n"), foreign.output());
    CommandRun recovered = keysApart("recover " + old + " --recovery-key @offline");
    assertEquals(0, recovered.exitCode(), recovered.output());
    CommandRun opened = keysApart("list");
    assertEquals(0, opened.exitCode(), opened.output());
    assertTrue(opened.output().contains(fingerprint), opened.output());
  }

  @Test
  void resealsWithAllThatIsInIt() throws Exception {
    good("generate --alias one --algorithm AES-256");
    byte[] before = Files.readAllBytes(home.resolve("keys"));
    good("reseal");
    assertFalse(Arrays.equals(before, Files.readAllBytes(home.resolve("keys"))));
    assertEquals("secret key", entry("one").get("kind").asText());
  }

  @Test
  void destroysAnEntryAndTheWholeStore() throws Exception {
    good("generate --alias one --algorithm AES-256");
    CommandRun run = good("destroy --alias one --yes");
    assertTrue(run.output().contains("backups, still have it"), run.output());
    assertEquals(1, list().get("entries").size());
    good("destroy --all --yes");
    assertFalse(Files.exists(home.resolve("keys")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "destroy --alias one | nothing is destroyed: there is no terminal to ask on, and no --yes",
        "import @old         | there is no terminal to ask on, and no --password-file"
      })
  void withoutATerminalNothingIsAsked(String arguments, String told) throws Exception {
    prepareBadInput();
    byte[] before = Files.readAllBytes(home.resolve("keys"));
    CommandRun run = keysApart(arguments);
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains(told), run.output());
    assertArrayEquals(before, Files.readAllBytes(home.resolve("keys")));
  }

  /** {@code @} is the folder of the test; the store has a key "one". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list --store @none                                       | there is no such key store",
        "list --store @junk                                       | this is no",
        "list --store @cut                                        | ",
        "list --store @flipped                                    | does not open",
        "list --store @                                           | no regular file",
        "list --policy updatable                                  | ",
        "reseal --store @none                                     | there is no such key store",
        "reseal --store @cut                                      | ",
        "destroy --all --yes --store @password                    | ",
        "destroy --alias two --yes                                | there is no entry two",
        "destroy --alias elastic-identity --yes                   | cannot be replaced or deleted",
        "csr --alias two                                          | there is no entry two",
        "csr --alias one                                          | no private key",
        "generate --alias one --algorithm AES-256                 | there is an entry one already",
        "generate --alias two --algorithm AES-256 --recovery @pub | when the key store is created",
        "generate --alias two --algorithm AES-256 --store @a/b    | folder",
        "generate --store @new --alias two --algorithm AES-256 --recovery @junk | recovery recipient",
        "import @none                                             | there is no such file",
        "import @                                                 | not a regular file",
        "import @junk                                             | neither PKCS #12 nor",
        "import @der --password-file @password                    | no key store of PKCS12",
        "import @jks --password-file @password                    | no key store of JKS",
        "import @pem --alias two                                  | no PEM of a key or a certificate",
        "import @old --password-file @wrong                       | the password is wrong",
        "import @old --password-file @none                        | there is no such file",
        "import @old --password-file @password --alias two        | there is no entry two in it",
        "import @offline --alias two                              | no certificate",
        "import @offline                                          | --alias gives it one",
        "import --alias one --certificate @junk                   | no certificate that can be read",
        "recover @none --recovery-key @offline --store @new       | ",
        "recover @store --recovery-key @offline --store @new      | recovery recipient",
        "recover @store --recovery-key @junk --store @new         | no private key",
        "recover @store --recovery-key @offline                   | this file exists"
      })
  void badInputIsOneLineExitCodeOneAndChangesNothing(String arguments, String told)
      throws Exception {
    prepareBadInput();
    byte[] before = Files.readAllBytes(home.resolve("keys"));
    CommandRun run = keys(arguments);
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().matches("elastic: [^\n]+\n"), run.output());
    assertTrue(run.output().contains(told == null ? "" : told), run.output());
    assertArrayEquals(before, Files.readAllBytes(home.resolve("keys")));
    assertFalse(Files.exists(folder.resolve("new")));
  }

  private void prepareBadInput() throws Exception {
    good("generate --alias one --algorithm AES-256");
    byte[] store = Files.readAllBytes(home.resolve("keys"));
    Files.write(folder.resolve("store"), store);
    Files.write(folder.resolve("cut"), Arrays.copyOf(store, store.length / 2));
    store[store.length - 1] ^= 1;
    Files.write(folder.resolve("flipped"), store);
    Files.writeString(folder.resolve("junk"), "nonsense");
    Files.write(folder.resolve("der"), new byte[] {0x30, 3, 2, 1, 3});
    Files.write(
        folder.resolve("jks"),
        new byte[] {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED, 0, 0, 0, 2});
    Files.writeString(
        folder.resolve("pem"), pem("PRIVATE KEY", "x".getBytes(StandardCharsets.US_ASCII)));
    writeRecoveryPair();
    Files.write(folder.resolve("old"), old);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "list a",
        "list --policy none",
        "import",
        "import --certificate @x",
        "generate --alias a",
        "generate --alias a --algorithm DES",
        "generate --alias a --algorithm X25519",
        "generate --alias a --algorithm AES-256 --subject CN=a",
        "generate --alias a --algorithm P-256 --subject nonsense",
        "generate --alias a --algorithm P-256 --san nonsense",
        "generate --alias a --algorithm P-256 --san ip:nonsense",
        "derive --label a --algorithm P-521",
        "derive --label a --algorithm AES-256 --out @x",
        "csr",
        "csr --alias a --label b --algorithm P-256",
        "csr --label a --algorithm P-256",
        "csr --label a --algorithm X25519 --subject CN=a",
        "destroy",
        "destroy --alias a --all",
        "recover"
      })
  void aWrongUseIsExitCodeTwoAndCreatesNothing(String arguments) {
    CommandRun run = keys(arguments);
    assertEquals(2, run.exitCode(), run.output());
    assertTrue(run.output().contains("Usage: elastic keys"), run.output());
    assertFalse(Files.exists(home));
  }
}
