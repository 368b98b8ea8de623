package org.elastictee.provider.libcrypto;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code KEM} by libcrypto: proxies of {@code KEMSpi} and what it makes. {@link
 * org.elastictee.provider.agreement.EngineKem} says why. Safe for use by several threads.
 */
final class KemSpis {
  private static final String SPI = "javax.crypto.KEMSpi";

  private KemSpis() {}

  /** Returns whether this JVM has {@code javax.crypto.KEM}. */
  static boolean areSupported() {
    try {
      Class.forName(SPI);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Creates a {@code KEMSpi}.
   *
   * @param reader reads its keys
   */
  static Object create(Libcrypto libcrypto, EncodedKeys reader) {
    return proxy(SPI, (name, arguments) -> newSpi(libcrypto, reader, arguments));
  }

  /** What a method of an interface does. */
  @FunctionalInterface
  private interface Body {
    Object call(String name, Object[] arguments) throws GeneralSecurityException;
  }

  private static Object proxy(String type, Body body) {
    InvocationHandler handler = (proxy, method, arguments) -> invoke(body, method, arguments);
    return Proxy.newProxyInstance(
        KemSpis.class.getClassLoader(), new Class<?>[] {named(type)}, handler);
  }

  private static Object invoke(Body body, Method method, Object[] arguments) throws Throwable {
    return method.getDeclaringClass() == Object.class
        ? method.invoke(body, arguments)
        : body.call(method.getName(), arguments);
  }

  private static Class<?> named(String type) {
    try {
      return Class.forName(type);
    } catch (ClassNotFoundException e) {
      throw new ProviderException("this JVM has no KEM", e);
    }
  }

  /** Both methods have the key first, and parameters, of which ML-KEM has none. */
  private static Object newSpi(Libcrypto libcrypto, EncodedKeys reader, Object[] arguments)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (arguments[1] != null) {
      throw new InvalidAlgorithmParameterException("ML-KEM takes no parameters");
    }
    if (arguments[0] instanceof PublicKey publicKey) {
      Optional<SecureRandom> random = Optional.ofNullable((SecureRandom) arguments[2]);
      KemKeys keys = KemKeys.of(libcrypto, reader, publicKey);
      return proxy(
          SPI + "$EncapsulatorSpi",
          (name, given) ->
              name.equals("engineEncapsulate")
                  ? encapsulate(keys, random, Secret.of(given, 0))
                  : size(keys, name));
    }
    if (arguments[0] instanceof PrivateKey privateKey) {
      KemKeys keys = KemKeys.of(libcrypto, reader, privateKey);
      return proxy(
          SPI + "$DecapsulatorSpi",
          (name, given) ->
              name.equals("engineDecapsulate")
                  ? decapsulate(keys, (byte[]) given[0], Secret.of(given, 1))
                  : size(keys, name));
    }
    throw new InvalidKeyException("the key is missing");
  }

  private static int size(KemKeys keys, String method) {
    return switch (method) {
      case "engineSecretSize" -> KemKeys.SECRET_BYTES;
      case "engineEncapsulationSize" -> keys.ciphertextBytes();
      default -> throw new UnsupportedOperationException("KEM has no such method here: " + method);
    };
  }

  /** The part of a secret that is asked for, and the algorithm of the key that it is to be. */
  private record Secret(int from, int to, String algorithm) {
    Secret {
      Objects.checkFromToIndex(from, to, KemKeys.SECRET_BYTES);
      Objects.requireNonNull(algorithm, "algorithm");
    }

    /** Reads the last three arguments of a method. */
    static Secret of(Object[] arguments, int first) {
      return new Secret(
          (int) arguments[first], (int) arguments[first + 1], (String) arguments[first + 2]);
    }

    /** Makes the key, and overwrites the secret. */
    SecretKey key(byte[] secret) {
      try {
        return new SecretKeySpec(secret, from, to - from, algorithm);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  private static Object encapsulate(KemKeys keys, Optional<SecureRandom> random, Secret wanted) {
    KemKeys.Encapsulation made = keys.encapsulate(random);
    return create(
        "javax.crypto.KEM$Encapsulated",
        new Class<?>[] {SecretKey.class, byte[].class, byte[].class},
        wanted.key(made.secret()),
        made.ciphertext(),
        null);
  }

  private static SecretKey decapsulate(KemKeys keys, byte[] ciphertext, Secret wanted)
      throws GeneralSecurityException {
    Objects.requireNonNull(ciphertext, "ciphertext");
    Optional<byte[]> secret =
        ciphertext.length == keys.ciphertextBytes()
            ? keys.decapsulate(ciphertext)
            : Optional.empty();
    if (secret.isEmpty()) {
      throw (GeneralSecurityException)
          create(
              "javax.crypto.DecapsulateException",
              new Class<?>[] {String.class},
              "the ciphertext is not as long as those of the key");
    }
    return wanted.key(secret.get());
  }

  private static Object create(String type, Class<?>[] parameters, Object... arguments) {
    try {
      return named(type).getConstructor(parameters).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new ProviderException("this JVM has another KEM", e);
    }
  }
}
