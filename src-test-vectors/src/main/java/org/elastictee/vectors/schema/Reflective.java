package org.elastictee.vectors.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;

/** Calls to API that the JDK of the build may not have: {@code KDF} and {@code KEM}. */
final class Reflective {
  private Reflective() {}

  /**
   * Calls a static method.
   *
   * @throws GeneralSecurityException if it does
   */
  static Object call(String type, String method, Object... arguments)
      throws GeneralSecurityException {
    try {
      return invoke(Class.forName(type), null, method, arguments);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a service is registered that this JDK cannot have", e);
    }
  }

  /**
   * Calls a method of an object.
   *
   * @throws GeneralSecurityException if it does
   */
  static Object call(Object target, String method, Object... arguments)
      throws GeneralSecurityException {
    return invoke(target.getClass(), target, method, arguments);
  }

  private static Object invoke(Class<?> type, Object target, String name, Object... arguments)
      throws GeneralSecurityException {
    Method method =
        Stream.of(type.getMethods())
            .filter(candidate -> candidate.getName().equals(name) && takes(candidate, arguments))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no method " + name + " of " + type));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof GeneralSecurityException cause) {
        throw cause;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null fits all classes. */
  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean fits =
          types[i].isPrimitive()
              ? types[i] == int.class && arguments[i] instanceof Integer
              : arguments[i] == null || types[i].isInstance(arguments[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
