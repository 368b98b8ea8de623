package org.elastictee.provider.libcrypto;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The system's libcrypto, loaded when it is first asked for: from the folders of the system alone,
 * not by a search path that the environment or a system property could lead elsewhere.
 *
 * <p>It works in a library context of our own, which reads no configuration: neither the system's
 * {@code openssl.cnf} nor a file that {@code OPENSSL_CONF} names changes what it does, and the
 * context of others in this process stays as it is. Safe for use by several threads.
 */
final class Libcrypto {
  private static final String SONAME = "libcrypto.so.3";

  /** Debian's folders first, then those of Fedora, Alpine and the rest. */
  private static final List<String> FOLDERS =
      List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib");

  /**
   * The secure heap, where libcrypto keeps the private values of elliptic curves: locked as far as
   * {@code RLIMIT_MEMLOCK} goes, and left out of core dumps. One for the process: where another
   * user of the same library has made it already, that one serves. A key that finds it full is
   * refused, and the next engine takes it.
   */
  private static final long SECURE_HEAP_BYTES = 4 << 20;

  private static final long SMALLEST_SECRET_BYTES = 32;

  private static final long VERSION_3_0 = 0x3000_0000L;

  private final long version;
  private final long context;
  private final Map<Digest, Long> digests = new ConcurrentHashMap<>();

  private Libcrypto(long version, long context) {
    this.version = version;
    this.context = context;
  }

  /** Returns the library, or empty if there is none of version 3.0 or later. */
  static Optional<Libcrypto> loaded() {
    return Holder.LIBCRYPTO;
  }

  /** Returns the version as {@code OpenSSL_version_num(3)} says it, such as 0x30000130. */
  long version() {
    return version;
  }

  /** Returns our library context: it is never released. */
  long context() {
    return context;
  }

  /**
   * Returns a digest as libcrypto knows it: it is never released.
   *
   * @throws java.security.ProviderException if the library does not have it
   */
  long digest(Digest digest) {
    return digests.computeIfAbsent(digest, this::fetch);
  }

  private long fetch(Digest digest) {
    long fetched = Calls.EVP_MD_fetch(context, digest.openSslName(), null);
    if (fetched == 0) {
      throw NativeErrors.failure("libcrypto does not have " + digest);
    }
    return fetched;
  }

  /**
   * Loads from a file.
   *
   * @return empty if it is no libcrypto of version 3.0 or later for this machine
   */
  static Optional<Libcrypto> load(Path file) {
    try {
      if (!isRightMachine() || !Files.isRegularFile(file)) {
        return Optional.empty();
      }
      NativeLibrary library = NativeLibrary.getInstance(file.toString());
      long version = library.getFunction("OpenSSL_version_num").invokeLong(new Object[0]);
      if (version < VERSION_3_0) {
        return Optional.empty();
      }
      Calls.bind(library);
      Calls.CRYPTO_secure_malloc_init(SECURE_HEAP_BYTES, SMALLEST_SECRET_BYTES);
      long context = Calls.OSSL_LIB_CTX_new();
      return context == 0 ? Optional.empty() : Optional.of(new Libcrypto(version, context));
    } catch (LinkageError e) {
      // A library that is missing, for another machine, or older: the next engine serves.
      return Optional.empty();
    }
  }

  /** Pointers are longs here, and numbers begin with their last byte. */
  private static boolean isRightMachine() {
    return Native.POINTER_SIZE == Long.BYTES && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private static final class Holder {
    static final Optional<Libcrypto> LIBCRYPTO =
        FOLDERS.stream()
            .map(folder -> Path.of(folder, SONAME))
            .map(Libcrypto::load)
            .flatMap(Optional::stream)
            .findFirst();
  }
}
