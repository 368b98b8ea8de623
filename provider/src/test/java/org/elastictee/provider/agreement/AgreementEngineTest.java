package org.elastictee.provider.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.elastictee.provider.engine.Engine;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementEngineTest {
  private static final EngineTable ENGINES = EngineTable.standard();

  /** Of which the attempt is told that the first engine does not take it. */
  private static AgreementEngine.Attempt refusedBy(Provider first, KeyPair pair) {
    return candidate -> {
      if (candidate.getProvider().equals(first)) {
        throw new InvalidKeyException("full");
      }
      candidate.init(pair.getPrivate());
    };
  }

  private static byte[] agree(KeyAgreement agreement, KeyPair peer) throws Exception {
    agreement.doPhase(peer.getPublic(), true);
    return agreement.generateSecret();
  }

  @ParameterizedTest
  @CsvSource({"ECDH, EC", "X25519, X25519", "X448, X448"})
  void whatLibcryptoDoesNotTakeTheEngineBehindTakes(Operation operation, String keys)
      throws Exception {
    assumeTrue(ENGINES.behindLibcrypto(operation).isPresent(), "libcrypto is not there");
    Provider libcrypto = ENGINES.provider(operation);
    KeyPair own = KeyPairGenerator.getInstance(keys).generateKeyPair();
    KeyPair peer = KeyPairGenerator.getInstance(keys).generateKeyPair();
    AgreementEngine engine = new AgreementEngine(ENGINES, operation);
    engine.start(candidate -> candidate.init(own.getPrivate()));
    assertSame(libcrypto, engine.current().getProvider());
    byte[] secret = agree(engine.current(), peer);
    engine.start(refusedBy(libcrypto, own));
    assertNotEquals(libcrypto, engine.current().getProvider());
    assertArrayEquals(secret, agree(engine.current(), peer));
    engine.start(candidate -> candidate.init(own.getPrivate()));
    assertSame(libcrypto, engine.current().getProvider());
  }

  @Test
  void theFirstRefusalStands() throws Exception {
    InvalidKeyException refusal = new InvalidKeyException("first");
    AgreementEngine engine = new AgreementEngine(ENGINES, Operation.ECDH);
    Provider first = engine.current().getProvider();
    assertSame(
        refusal,
        assertThrows(
            InvalidKeyException.class,
            () ->
                engine.start(
                    candidate -> {
                      throw candidate.getProvider().equals(first)
                          ? refusal
                          : new InvalidKeyException("second");
                    })));
  }

  @ParameterizedTest
  @CsvSource({"ECDH, EC", "X25519, X25519", "X448, X448"})
  void libcryptoHasNoKeyThatWasForgotten(Operation operation, String keys) throws Exception {
    assumeTrue(ENGINES.behindLibcrypto(operation).isPresent(), "libcrypto is not there");
    KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
    AgreementEngine engine = new AgreementEngine(ENGINES, operation);
    engine.start(candidate -> candidate.init(pair.getPrivate()));
    engine.forgetKey();
    assertThrows(IllegalStateException.class, () -> agree(engine.current(), pair));
  }

  @Test
  void withoutLibcryptoNothingIsBehind() throws Exception {
    EngineTable table = EngineTable.without(EnumSet.of(Engine.LIBCRYPTO));
    AgreementEngine engine = new AgreementEngine(table, Operation.ECDH);
    List<String> asked = new ArrayList<>();
    assertThrows(
        InvalidKeyException.class,
        () ->
            engine.start(
                candidate -> {
                  asked.add(candidate.getProvider().getName());
                  throw new InvalidKeyException("refused");
                }));
    assertEquals(List.of("SunEC"), asked);
  }
}
