package org.elastictee.provider.libcrypto;

import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system's libcrypto as a provider, never to be put into the provider list. It offers what the
 * library does on this machine, found out once by beginning each operation. Safe for use by several
 * threads; its services as those of the JDK.
 */
public final class LibcryptoProvider extends Provider {
  /** The name of the provider. */
  public static final String NAME = "libcrypto";

  private static final long serialVersionUID = 1L;

  private final transient Libcrypto libcrypto;

  LibcryptoProvider(Libcrypto libcrypto) {
    super(NAME, versionText(libcrypto.version()), "libcrypto: public-key cryptography of OpenSSL");
    this.libcrypto = libcrypto;
    for (LibcryptoServices.Row row : LibcryptoServices.ROWS) {
      if (row.isServed(libcrypto)) {
        putService(new NativeService(row));
      }
    }
  }

  /**
   * Returns the provider, which is made when it is first asked for, or empty if there is no
   * libcrypto of version 3.0 or later.
   */
  public static Optional<Provider> find() {
    return Holder.PROVIDER;
  }

  /** Major, minor and patch are 4, 8 and 8 bits (OpenSSL_version_num(3)). */
  private static String versionText(long version) {
    return (version >>> 28) + "." + (version >>> 20 & 0xff) + "." + (version >>> 4 & 0xff);
  }

  private final class NativeService extends Service {
    private final LibcryptoServices.Row row;

    NativeService(LibcryptoServices.Row row) {
      super(
          LibcryptoProvider.this,
          row.type(),
          row.algorithm(),
          LibcryptoProvider.class.getName(),
          List.of(),
          Map.of());
      this.row = row;
    }

    @Override
    public Object newInstance(Object parameter) {
      return row.constructor().apply(libcrypto);
    }
  }

  /** A provider that was serialized comes back as the one of this process. */
  private Object readResolve() {
    return Holder.PROVIDER.orElseThrow(IllegalStateException::new);
  }

  private static final class Holder {
    static final Optional<Provider> PROVIDER = Libcrypto.loaded().map(LibcryptoProvider::new);
  }
}
