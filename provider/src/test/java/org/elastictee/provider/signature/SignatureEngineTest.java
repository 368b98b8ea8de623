package org.elastictee.provider.signature;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SignatureException;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureEngineTest {
  @ParameterizedTest
  @CsvSource({"ECDSA_SHA256, EC, 64", "RSA_SHA256, RSA, 256", "ED25519, Ed25519, 64"})
  void doesNotSignByAKeyThatWasForgotten(Operation operation, String keys, int shortest)
      throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
    SignatureEngine engine = new SignatureEngine(EngineTable.standard(), operation);
    engine.start(candidate -> candidate.initSign(pair.getPrivate()));
    assertTrue(engine.current().sign().length >= shortest);
    engine.forgetPrivateKey(pair.getPublic());
    assertThrows(SignatureException.class, () -> engine.current().sign());
  }
}
