package org.elastictee.provider.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.EnumSet;
import java.util.Optional;
import org.elastictee.provider.libcrypto.LibcryptoProvider;
import org.elastictee.sev.cpu.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTableTest {
  /** Whether an engine has an operation: libcrypto may be missing, or may not have it yet. */
  private static boolean has(Engine engine, Operation operation) {
    if (engine == Engine.SUN_JCE && operation.algorithm().startsWith("PBKDF2WithHmacSHA512/")) {
      return Security.getProvider("SunJCE").getService(operation.type(), operation.algorithm())
          != null;
    }
    return switch (engine) {
      case LIBELASTIC -> NativeLibrary.get().isLoaded();
      case LIBCRYPTO ->
          LibcryptoProvider.find()
              .map(found -> found.getService(operation.type(), operation.algorithm()))
              .isPresent();
      case SUN, SUN_JCE ->
          !operation.algorithm().startsWith("ML-") || Runtime.version().feature() >= 24;
      default -> true;
    };
  }

  private static Engine first(Operation operation) {
    return operation.engines().stream()
        .filter(engine -> has(engine, operation))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void takesTheFirstEngineOfTheRow(Operation operation) throws Exception {
    EngineTable table = EngineTable.standard();
    Engine first = first(operation);
    assertEquals(Optional.of(first), table.engine(operation));
    assertEquals(first.providerName(), table.provider(operation).getName());
  }

  @Test
  void takesTheNextEngineWhereTheFirstIsMissing() {
    EngineTable table = EngineTable.without(EnumSet.of(Engine.LIBELASTIC));
    assertEquals(Optional.of(Engine.SUN_JCE), table.engine(Operation.AES_GCM));
    table = EngineTable.without(EnumSet.of(Engine.LIBELASTIC, Engine.SUN_JCE));
    assertEquals(Optional.of(Engine.BOUNCY_CASTLE), table.engine(Operation.AES_GCM));
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void asksThePreferredEngineBeforeTheOthersOfTheRow(Operation operation) {
    EngineTable table = EngineTable.preferring(Engine.BOUNCY_CASTLE);
    Engine expected =
        operation.engines().contains(Engine.BOUNCY_CASTLE)
            ? Engine.BOUNCY_CASTLE
            : operation.engines().get(0);
    assertEquals(Optional.of(expected), table.engine(operation));
  }

  @Test
  void keepsTheChoice() throws Exception {
    EngineTable table = EngineTable.without(EnumSet.of(Engine.SUN_JCE));
    assertSame(table.provider(Operation.AES_GCM), table.provider(Operation.AES_GCM));
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void saysSoWhenThereIsNone(Operation operation) {
    EngineTable table = EngineTable.without(EnumSet.allOf(Engine.class));
    assertEquals(Optional.empty(), table.engine(operation));
    assertThrows(NoSuchAlgorithmException.class, () -> table.provider(operation));
  }

  @Test
  void behindLibcryptoIsWhatServesWithoutIt() {
    EngineTable table = EngineTable.standard();
    Optional<String> behind =
        table.behindLibcrypto(Operation.RSA_SHA256).map(s -> s.provider().getName());
    assertEquals(
        has(Engine.LIBCRYPTO, Operation.RSA_SHA256) ? Optional.of("SunRsaSign") : Optional.empty(),
        behind);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void whatAnotherEngineRefusesIsOfferedToNone(Operation operation) {
    EngineTable table = EngineTable.without(EnumSet.of(Engine.LIBCRYPTO));
    assertEquals(Optional.empty(), table.behindLibcrypto(operation));
  }
}
