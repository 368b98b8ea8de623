package org.elastictee.provider.libcrypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded and what is offered. The tests of what it does need a libcrypto 3. */
class LibcryptoTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsLibcrypto() {
    Machine.assumeLibcrypto();
  }

  @Test
  void aFileThatIsMissingIsNoLibrary() {
    assertEquals(Optional.empty(), Libcrypto.load(folder.resolve("libcrypto.so.3")));
  }

  @Test
  void aFileThatIsNoLibraryIsNone() throws Exception {
    Path file = Files.writeString(folder.resolve("libcrypto.so.3"), "not a library");
    assertEquals(Optional.empty(), Libcrypto.load(file));
  }

  @Test
  void aLibraryWithoutTheFunctionsIsNone() {
    Path other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
    assertTrue(Files.exists(other));
    assertEquals(Optional.empty(), Libcrypto.load(other));
  }

  @Test
  void theVersionIsThatOfTheLibrary() {
    Provider provider = LibcryptoProvider.find().orElseThrow();
    assertTrue(provider.getVersionStr().matches("3\\.\\d+\\.\\d+"), provider.getVersionStr());
  }

  @Test
  void theProviderStaysOutOfTheList() {
    assertNull(Security.getProvider(LibcryptoProvider.NAME));
  }

  /** A probe that is wrong would leave a service to the next engine, unnoticed. */
  @Test
  void everythingElseIsOffered() {
    Provider provider = LibcryptoProvider.find().orElseThrow();
    for (LibcryptoServices.Row row : LibcryptoServices.ROWS) {
      if (!row.algorithm().startsWith("ML-")) {
        assertNotNull(provider.getService(row.type(), row.algorithm()), row.algorithm());
      }
    }
  }

  @Test
  void whatTheLibraryLacksIsNotOffered() {
    Provider provider = LibcryptoProvider.find().orElseThrow();
    boolean since35 = Libcrypto.loaded().orElseThrow().version() >= 0x3050_0000L;
    assertEquals(since35, provider.getService("Signature", "ML-DSA-65") != null);
  }

  @Test
  void aProbeThatFailsLeavesTheServiceOut() {
    LibcryptoServices.Row row =
        new LibcryptoServices.Row(
            "Signature", "Unheard", libcrypto -> null, Probes.keysOf(Set.of("Unheard")));
    assertEquals(false, row.isServed(Libcrypto.loaded().orElseThrow()));
  }
}
