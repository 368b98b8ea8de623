package org.elastictee.provider.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A {@code KEMSpi} that does to what it decapsulates as it is told; by proxies, as {@code javac
 * --release 17} does not show the type.
 */
final class BrokenKem {
  private BrokenKem() {}

  static Object of(Object real, UnaryOperator<byte[]> fault) {
    return proxy(
        "javax.crypto.KEMSpi",
        (method, arguments) -> {
          Object made = call(real, method, arguments);
          return method.getName().equals("engineNewDecapsulator")
              ? decapsulator(made, fault)
              : made;
        });
  }

  private static Object decapsulator(Object real, UnaryOperator<byte[]> fault) {
    return proxy(
        "javax.crypto.KEMSpi$DecapsulatorSpi",
        (method, arguments) -> {
          Object answer = call(real, method, arguments);
          return answer instanceof SecretKey secret
              ? new SecretKeySpec(fault.apply(secret.getEncoded()), secret.getAlgorithm())
              : answer;
        });
  }

  private interface Handler {
    Object handle(Method method, Object[] arguments) throws Throwable;
  }

  private static Object proxy(String type, Handler handler) {
    try {
      return Proxy.newProxyInstance(
          BrokenKem.class.getClassLoader(),
          new Class<?>[] {Class.forName(type)},
          (proxy, method, arguments) -> handler.handle(method, arguments));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
