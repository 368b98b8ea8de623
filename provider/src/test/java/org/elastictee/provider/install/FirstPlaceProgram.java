package org.elastictee.provider.install;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import org.elastictee.provider.ElasticProvider;
import org.elastictee.provider.Providers;
import org.elastictee.provider.engine.BrokenEngines;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.health.Health;
import org.elastictee.provider.health.StrictModeError;
import org.elastictee.sev.Settings;

/** Programs with Elastic in first place, so that its engines find it in the provider list. */
public final class FirstPlaceProgram {
  private FirstPlaceProgram() {}

  /** Runs all self-tests. */
  public static final class SelfTests {
    public static void main(String[] args) {
      ElasticProvider provider = Providers.standard();
      Security.insertProviderAt(provider, 1);
      Health health = provider.runSelfTests();
      System.out.println("healthy: " + health.isHealthy());
      System.out.println(
          "used from below: " + health.services().stream().anyMatch(s -> s.uses() > 0));
    }
  }

  /** Makes every service in several threads, each in another order. */
  public static final class Threads {
    private static final int THREADS = 4;

    public static void main(String[] args) throws Exception {
      ElasticProvider provider = Providers.standard();
      Security.insertProviderAt(provider, 1);
      List<Provider.Service> services =
          provider.getServices().stream().filter(s -> !s.getAlgorithm().equals("Default")).toList();
      CountDownLatch start = new CountDownLatch(1);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i * services.size() / THREADS;
        Thread thread = new Thread(() -> makeAll(services, first, start, failure));
        thread.start();
        threads.add(thread);
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      if (failure.get() != null) {
        throw new AssertionError(failure.get());
      }
      System.out.println("healthy: " + provider.health().isHealthy());
    }

    private static void makeAll(
        List<Provider.Service> services,
        int first,
        CountDownLatch start,
        AtomicReference<Throwable> failure) {
      try {
        start.await();
        for (int i = 0; i < services.size(); i++) {
          services.get((first + i) % services.size()).newInstance(null);
        }
      } catch (NoSuchAlgorithmException | InterruptedException | RuntimeException e) {
        failure.set(e);
      }
    }
  }

  /** Asks the JCA for a cipher, of which SunJCE gives wrong ones to Elastic. */
  public static final class BrokenCipher {
    public static void main(String[] args) throws Exception {
      Operation broken = Operation.AES_GCM;
      Security.insertProviderAt(Providers.over(BrokenEngines.table(broken, Settings::isStrict)), 1);
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new javax.crypto.spec.SecretKeySpec(new byte[16], "AES"));
        System.out.println("served by " + cipher.getProvider().getName());
      } catch (StrictModeError e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
