package org.elastictee.provider.libcrypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;

/**
 * Whether libcrypto does something on this machine: each begins the operation with a public key or
 * with one that is no secret, and throws an exception if it cannot. A build or a policy may lack a
 * curve or refuse a digest.
 */
final class Probes {
  private static final int OK = 1;
  private static final int RSA_BITS = 2048;
  private static final int PSS_PADDING = 6;

  private Probes() {}

  /** What begins an operation. */
  @FunctionalInterface
  interface Probe {
    void run(Libcrypto libcrypto) throws InvalidKeyException;
  }

  static Probe ecdsa(Optional<Digest> digest) {
    return libcrypto -> {
      try (NativeHandle key = generator(libcrypto)) {
        KeyOperation.Step[] steps =
            digest.isEmpty()
                ? new KeyOperation.Step[] {Calls::EVP_PKEY_verify_init}
                : new KeyOperation.Step[] {
                  Calls::EVP_PKEY_verify_init, digest.get().asSigned(libcrypto)
                };
        KeyOperation.of(libcrypto, key, steps).close();
      }
    };
  }

  /** Makes a public key of the curve's generator. */
  private static NativeHandle generator(Libcrypto libcrypto) throws InvalidKeyException {
    String curve = NistCurve.P_256.openSslName();
    byte[] point = ECNamedCurveTable.getByName(curve).getG().getEncoded(false);
    return keys(libcrypto)
        .publicKey("EC", new OsslParameters().text("group", curve).octets("pub", point));
  }

  static Probe rsa(Digest digest) {
    return libcrypto -> {
      try (NativeHandle key = modulus(libcrypto)) {
        KeyOperation.of(libcrypto, key, Calls::EVP_PKEY_verify_init, digest.asSigned(libcrypto))
            .close();
      }
    };
  }

  static Probe pss() {
    return libcrypto -> {
      try (NativeHandle key = modulus(libcrypto)) {
        KeyOperation.of(
                libcrypto,
                key,
                Calls::EVP_PKEY_verify_init,
                context -> Calls.EVP_PKEY_CTX_set_rsa_padding(context, PSS_PADDING))
            .close();
      }
      for (Digest digest : Digest.values()) {
        rsa(digest).run(libcrypto);
      }
    };
  }

  /** Both directions take the same parameters; the one of a public key is tried. */
  static Probe encryption(Supplier<OsslParameters> padding) {
    return libcrypto -> {
      try (NativeHandle key = modulus(libcrypto);
          KeyOperation operation = KeyOperation.of(libcrypto, key, Calls::EVP_PKEY_encrypt_init)) {
        boolean taken =
            operation.take(new NativeBuffer(), padding.get(), Calls::EVP_PKEY_CTX_set_params);
        require(taken, "the padding of RSA encryption");
      }
    };
  }

  /** Makes a public key of a number that has no meaning. */
  private static NativeHandle modulus(Libcrypto libcrypto) throws InvalidKeyException {
    BigInteger odd = BigInteger.ONE.shiftLeft(RSA_BITS - 1).add(BigInteger.ONE);
    return keys(libcrypto)
        .publicKey(
            "RSA", new OsslParameters().number("n", odd).number("e", BigInteger.valueOf(65_537)));
  }

  static Probe edwards(String curve, int keyBytes) {
    return libcrypto -> {
      try (NativeHandle key = keys(libcrypto).rawPublicKey(curve, new byte[keyBytes]);
          NativeHandle hash = NativeHandle.of(Calls.EVP_MD_CTX_new(), Calls::EVP_MD_CTX_free)) {
        boolean works =
            key.use(
                pointer ->
                    hash.use(
                        context ->
                            Calls.EVP_DigestVerifyInit_ex(
                                    context, 0, null, libcrypto.context(), null, pointer, 0)
                                == OK));
        require(works, curve);
      }
    };
  }

  static Probe montgomery(String curve, int keyBytes) {
    return libcrypto -> {
      try (NativeHandle key = keys(libcrypto).rawPrivateKey(curve, new byte[keyBytes])) {
        KeyOperation.of(libcrypto, key, Calls::EVP_PKEY_derive_init).close();
      }
    };
  }

  static Probe ecdh() {
    return libcrypto -> {
      OsslParameters one =
          new OsslParameters()
              .text("group", NistCurve.P_256.openSslName())
              .number("priv", BigInteger.ONE);
      try (NativeHandle key = keys(libcrypto).privateKey("EC", one)) {
        KeyOperation.of(libcrypto, key, Calls::EVP_PKEY_derive_init).close();
      }
    };
  }

  /** Asks for the keys of algorithms: those of ML-DSA and ML-KEM are in 3.5 and later. */
  static Probe keysOf(Set<String> algorithms) {
    return libcrypto -> {
      for (String algorithm : algorithms) {
        long context = Calls.EVP_PKEY_CTX_new_from_name(libcrypto.context(), algorithm, null);
        require(context != 0, algorithm);
        Calls.EVP_PKEY_CTX_free(context);
      }
    };
  }

  static Probe both(Probe first, Probe second) {
    return libcrypto -> {
      first.run(libcrypto);
      second.run(libcrypto);
    };
  }

  private static void require(boolean works, String algorithm) throws InvalidKeyException {
    if (!works) {
      NativeErrors.drain();
      throw new InvalidKeyException("libcrypto does not have " + algorithm);
    }
  }

  private static NativeKeys keys(Libcrypto libcrypto) {
    return new NativeKeys(libcrypto, new NativeBuffer());
  }
}
