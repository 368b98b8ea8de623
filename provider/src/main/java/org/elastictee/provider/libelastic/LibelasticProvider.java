package org.elastictee.provider.libelastic;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.elastictee.provider.cipher.AeadSpi;
import org.elastictee.sev.cpu.NativeLibrary;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * libelastic as a provider, never to be put into the provider list: what the engine table tests.
 * Elastic's own services call the library without it. Safe for use by several threads; its services
 * as those of the JDK.
 */
public final class LibelasticProvider extends Provider {
  /** The name of the provider. */
  public static final String NAME = "libelastic";

  private static final long serialVersionUID = 1L;

  private LibelasticProvider() {
    super(NAME, "1", "libelastic: cryptography by the processor's instructions");
    putService(new GcmService());
  }

  /**
   * Returns the provider, which is made when it is first asked for, or empty if {@link
   * NativeLibrary} is not loaded.
   */
  public static Optional<Provider> find() {
    return Holder.PROVIDER;
  }

  private final class GcmService extends Service {
    GcmService() {
      super(
          LibelasticProvider.this,
          "Cipher",
          "AES/GCM/NoPadding",
          AeadSpi.class.getName(),
          List.of(),
          Map.of());
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return AeadSpi.onLibelastic(
          SecureRandom.getInstance("NativePRNGNonBlocking", JdkProviders.sun()));
    }
  }

  /** A provider that was serialized comes back as the one of this process. */
  private Object readResolve() {
    return Holder.PROVIDER.orElseThrow(IllegalStateException::new);
  }

  private static final class Holder {
    static final Optional<Provider> PROVIDER =
        NativeLibrary.get().isLoaded() ? Optional.of(new LibelasticProvider()) : Optional.empty();
  }
}
