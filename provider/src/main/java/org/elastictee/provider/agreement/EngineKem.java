package org.elastictee.provider.agreement;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.ForeignKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedPrivateKey;

/**
 * {@code KEM} by an engine, which also takes the keys of others and sealed ones; what encapsulates
 * and decapsulates is the engine's own object, and ends with a sealed key.
 *
 * <p>{@code javax.crypto.KEM} is of Java 21, and in some updates of Java 17 as well, which {@code
 * javac --release 17} does not show: so {@code KEMSpi} is implemented by a proxy.
 */
public final class EngineKem implements InvocationHandler {
  private static final Optional<Class<?>> KEM_SPI = kemSpi();

  private final EngineTable engines;
  private final Object engine;
  private final ForeignKeys foreignKeys;
  private final SecureRandom ownRandom;

  private EngineKem(
      EngineTable engines, Object engine, ForeignKeys foreignKeys, SecureRandom ownRandom) {
    this.engines = engines;
    this.engine = engine;
    this.foreignKeys = foreignKeys;
    this.ownRandom = ownRandom;
  }

  private static Optional<Class<?>> kemSpi() {
    try {
      return Optional.of(Class.forName("javax.crypto.KEMSpi"));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns whether this JVM has {@code javax.crypto.KEM}. */
  public static boolean isSupported() {
    return KEM_SPI.isPresent();
  }

  /**
   * Creates a {@code KEMSpi}.
   *
   * @param keyFactory the {@code KeyFactory} of its keys
   * @param ownRandom serves where the caller names none
   * @throws NoSuchAlgorithmException if there is no engine, or no {@code KEM} in this JVM
   */
  public static Object create(
      EngineTable engines, Operation operation, Operation keyFactory, SecureRandom ownRandom)
      throws NoSuchAlgorithmException {
    Class<?> type = KEM_SPI.orElseThrow(() -> new NoSuchAlgorithmException("this JVM has no KEM"));
    return Proxy.newProxyInstance(
        EngineKem.class.getClassLoader(),
        new Class<?>[] {type},
        new EngineKem(
            engines,
            engines.newObject(operation),
            new ForeignKeys(engines, keyFactory),
            ownRandom));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, arguments);
    }
    if (arguments[0] instanceof SealedPrivateKey sealed) {
      Object[] opened = arguments.clone();
      opened[0] = KeyAccess.open((PrivateKey) sealed, engines);
      return endingWith(sealed, method.getReturnType(), create(method, opened));
    }
    return create(method, arguments);
  }

  /** Passes calls on for as long as the key lives. */
  private static Object endingWith(SealedPrivateKey key, Class<?> type, Object decapsulator) {
    return Proxy.newProxyInstance(
        EngineKem.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          KeyAccess.requireAlive(key);
          return call(decapsulator, method, arguments);
        });
  }

  private Object create(Method method, Object[] arguments) throws Throwable {
    // Of both methods, engineNewEncapsulator and engineNewDecapsulator, the key is the first
    // argument; only that of a public key has a third.
    Object[] ours = arguments.clone();
    if (ours.length == 3 && ours[2] == null) {
      ours[2] = ownRandom;
    }
    if (!(ours[0] instanceof Key key)) {
      throw new InvalidKeyException("the key is missing");
    }
    try {
      return call(engine, method, ours);
    } catch (InvalidKeyException e) {
      ours[0] = foreignKeys.translate(key, e);
      return call(engine, method, ours);
    }
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
