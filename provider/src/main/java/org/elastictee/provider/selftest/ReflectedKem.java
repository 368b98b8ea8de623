package org.elastictee.provider.selftest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A provider's {@code javax.crypto.KEMSpi}, which {@code javac --release 17} does not show: {@link
 * org.elastictee.provider.agreement.EngineKem} says why.
 */
final class ReflectedKem {
  private static final String SPI = "javax.crypto.KEMSpi";
  private static final String ENCAPSULATED = "javax.crypto.KEM$Encapsulated";
  private static final int SECRET_BYTES = 32;

  private final Object spi;

  /**
   * Creates an object over a new one of the provider's.
   *
   * @throws NoSuchAlgorithmException if it has none
   */
  ReflectedKem(Provider provider, String name) throws NoSuchAlgorithmException {
    Provider.Service service = provider.getService("KEM", name);
    if (service == null) {
      throw new NoSuchAlgorithmException("the provider has no such KEM");
    }
    spi = service.newInstance(null);
  }

  /** Returns whether this JVM has {@code javax.crypto.KEM}. */
  static boolean isSupported() {
    try {
      Class.forName(SPI);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Returns whether what the public key encapsulates is what the private key decapsulates. */
  boolean agrees(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
    Object encapsulator = call(SPI, "engineNewEncapsulator", spi, publicKey, null, null);
    Object made =
        call(
            SPI + "$EncapsulatorSpi",
            "engineEncapsulate",
            encapsulator,
            0,
            SECRET_BYTES,
            "Generic");
    SecretKey secret = (SecretKey) call(ENCAPSULATED, "key", made);
    byte[] ciphertext = (byte[]) call(ENCAPSULATED, "encapsulation", made);
    return Arrays.equals(decapsulate(privateKey, ciphertext), secret.getEncoded());
  }

  byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException {
    Object decapsulator = call(SPI, "engineNewDecapsulator", spi, key, null);
    Object secret =
        call(
            SPI + "$DecapsulatorSpi",
            "engineDecapsulate",
            decapsulator,
            ciphertext,
            0,
            SECRET_BYTES,
            "Generic");
    return ((SecretKey) secret).getEncoded();
  }

  /** None of these types has two methods of one name. */
  private static Object call(String type, String name, Object target, Object... arguments)
      throws GeneralSecurityException {
    try {
      for (Method method : Class.forName(type).getMethods()) {
        if (method.getName().equals(name)) {
          return method.invoke(target, arguments);
        }
      }
      throw new NoSuchMethodException(name);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof GeneralSecurityException refusal) {
        throw refusal;
      }
      throw new ProviderException("the engine failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new NoSuchAlgorithmException("this JVM has no KEM", e);
    }
  }
}
