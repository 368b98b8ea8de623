package org.elastictee.provider.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.Principal;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.key.LiveKeys;
import org.elastictee.provider.key.RootSource;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where there is no root of trust, a client goes on without an identity and a server says why it
 * cannot.
 */
class DerivedIdentitySourceTest {
  private static final Principal OTHER_IDENTITY =
      new X500Principal("CN=Elastic identity 0123456789abcdef");

  private final AtomicInteger asked = new AtomicInteger();
  private final RootSource none =
      () -> {
        asked.incrementAndGet();
        throw new RootOfTrustException(Reason.DEVICE_MISSING, "no device");
      };
  private final DerivedIdentitySource source =
      new DerivedIdentitySource(EngineTable.standard(), new SecureRandom(), none, new LiveKeys());

  @Test
  void aServersOptionalQuestionFindsNoIdentity() {
    assertFalse(source.mayShowToServer(List.of(OTHER_IDENTITY)));
    ElasticKeyManager manager = new ElasticKeyManager(source);
    assertEquals(
        null,
        manager.chooseEngineClientAlias(
            new String[] {"EC"}, new Principal[] {OTHER_IDENTITY}, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=Elastic identity 0000",
        "CN=Elastic identity 0123456789ABCDEF",
        "CN=Elastic identity 0123456789abcdef0",
        "CN=Example CA"
      })
  void aNameThatNoIdentityHasDoesNotTouchTheRoot(String name) {
    assertFalse(source.mayShowToServer(List.of(new X500Principal(name))));
    assertEquals(0, asked.get());
  }

  @Test
  void aServerSaysWhy() {
    ProviderException e = assertThrows(ProviderException.class, source::identities);
    assertEquals("the derived identity is not to be had: no device", e.getMessage());
  }
}
