package org.elastictee.provider.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.elastictee.provider.install.FreshJvm.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM loads providers when it first needs them, and runs their constructors under locks of its
 * own.
 */
class ProviderLoadingTest {
  @TempDir Path folder;

  /**
   * One thread loads a provider whose constructor asks for a digest, which is ours; another asks us
   * for TLS, for which we ask the provider list. Neither may wait for the other.
   */
  @Test
  void doesNotLockWhileAnotherProviderIsLoadedThatNeedsUs() throws Exception {
    Path properties =
        Files.writeString(
            folder.resolve("security"),
            String.join(
                "\n",
                "security.provider.1=Elastic",
                "security.provider.2=SUN",
                "security.provider.3=SunRsaSign",
                "security.provider.4=SunEC",
                "security.provider.5=SunJCE",
                "security.provider.6=" + NeedsADigest.class.getName(),
                "security.provider.7=SunJSSE",
                "security.provider.8=XMLDSig",
                "security.provider.9=JdkLDAP",
                "security.provider.10=JdkSASL",
                "security.provider.11=SunJGSS",
                "security.provider.12=SunSASL",
                "security.provider.13=SunPCSC"));
    Result result =
        FreshJvm.run(List.of("-Djava.security.properties=" + properties), Program.class);
    assertEquals(List.of("both ended"), result.lines());
    assertEquals(0, result.exitCode());
  }

  /** A provider as others write them: it uses the JCA while it is constructed. */
  public static final class NeedsADigest extends Provider {
    private static final long serialVersionUID = 1L;

    static final CountDownLatch CONSTRUCTING = new CountDownLatch(1);

    public NeedsADigest() throws Exception {
      super("NeedsADigest", "1", "");
      CONSTRUCTING.countDown();
      Thread.sleep(1_500); // for the other thread to get as far as the provider list
      digest();
    }

    private static void digest() throws NoSuchAlgorithmException {
      MessageDigest.getInstance("SHA-384");
    }
  }

  /** Both threads, and a verdict. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      MessageDigest.getInstance("SHA-256");
      Thread loading = daemon(Security::getProviders);
      loading.start();
      Thread asking =
          daemon(
              () -> {
                try {
                  NeedsADigest.CONSTRUCTING.await();
                  SSLContext.getInstance("TLS");
                } catch (NoSuchAlgorithmException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      asking.start();
      boolean ended = ends(loading) && ends(asking);
      System.out.println(ended ? "both ended" : "they wait for each other");
      System.exit(ended ? 0 : 1);
    }

    private static Thread daemon(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      return thread;
    }

    private static boolean ends(Thread thread) throws InterruptedException {
      thread.join(Duration.ofSeconds(20).toMillis());
      return !thread.isAlive();
    }
  }
}
