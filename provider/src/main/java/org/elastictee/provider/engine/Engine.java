package org.elastictee.provider.engine;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.elastictee.provider.bouncycastle.BouncyCastleEngine;
import org.elastictee.provider.libcrypto.LibcryptoProvider;
import org.elastictee.provider.libelastic.LibelasticProvider;
import org.elastictee.sev.cpu.NativeLibrary;

/** What can do the work: the implementations that Elastic's services stand on. */
public enum Engine {
  /** The processor's own cryptography, by the library of this project. */
  LIBELASTIC(LibelasticProvider.NAME) {
    @Override
    Optional<Provider> provider() {
      return LibelasticProvider.find();
    }

    @Override
    String absence() {
      NativeLibrary library = NativeLibrary.get();
      return library.isLoaded() ? super.absence() : library.toString();
    }
  },
  /** The system's libcrypto 3.0 or later, loaded when it is first asked for. */
  LIBCRYPTO(LibcryptoProvider.NAME) {
    @Override
    Optional<Provider> provider() {
      return LibcryptoProvider.find();
    }
  },
  /** Digests and randomness of the JDK. */
  SUN("SUN"),
  /** RSA signatures of the JDK. */
  SUN_RSA_SIGN("SunRsaSign"),
  /** Elliptic curves of the JDK. */
  SUN_EC("SunEC"),
  /** Ciphers and MACs of the JDK. */
  SUN_JCE("SunJCE"),
  /** The TLS protocol of the JDK. */
  SUN_JSSE("SunJSSE"),
  /** BouncyCastle, as an object of our own that is never put into the provider list. */
  BOUNCY_CASTLE("BC") {
    @Override
    Optional<Provider> provider() {
      return Optional.of(BouncyCastleHolder.PROVIDER);
    }
  };

  private final String providerName;

  Engine(String providerName) {
    this.providerName = providerName;
  }

  /** Returns the JCA name of the provider that is this engine. */
  public String providerName() {
    return providerName;
  }

  /**
   * Returns the provider that is this engine, unless it was taken out of the JVM's configuration.
   */
  Optional<Provider> provider() {
    return Optional.ofNullable(Security.getProvider(providerName));
  }

  /** Returns why it is not there, where it is not. */
  String absence() {
    return "it is not there";
  }

  /** Loads BouncyCastle when it is first asked for, and not before. */
  private static final class BouncyCastleHolder {
    static final Provider PROVIDER = new BouncyCastleEngine();
  }
}
