package org.elastictee.provider.soak;

import com.sun.jna.NativeLibrary;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.elastictee.provider.ElasticProvider;

/**
 * Calls every service of the provider from many threads, and compares what the process holds before
 * and after. Arguments: seconds, threads, bytes to lose on purpose at each call. Needs a JVM with
 * {@code -XX:NativeMemoryTracking=summary}. Exit code 0: no service failed, nothing grew.
 */
public final class Soak {
  /** What may come and go; more, while the JVM still compiles. */
  private static final long ALLOWED_BEYOND_JVM = 256 << 10;

  private static final long ALLOWED_BEYOND_COLD_JVM = 2 << 20;

  private static final long ALLOWED_JVM = 24 << 20;
  private static final long ALLOWED_PAGES = 48 << 20;

  /** The JVM still compiles and loads for so long, and its own memory grows with that. */
  private static final int WARM_SECONDS = 30;

  /**
   * Files, certificates and primes: called in each tenth round only, else nothing else would be.
   */
  private static final Set<String> SLOW_TYPES =
      Set.of("SSLContext", "KeyManagerFactory", "TrustManagerFactory", "KeyStore");

  private static final int SLOW_EVERY = 10;

  private final List<Provider.Service> services;
  private final Exercises exercises;
  private final int threads;
  private final long bytesToLose;
  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder calls = new LongAdder();
  private final Map<String, String> failures = new TreeMap<>();

  private Soak(Provider provider, int threads, long bytesToLose) throws Exception {
    this.services =
        provider.getServices().stream()
            .sorted(Comparator.comparing(s -> s.getType() + " " + s.getAlgorithm()))
            .toList();
    this.exercises = new Exercises(provider);
    this.threads = threads;
    this.bytesToLose = bytesToLose;
  }

  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    int threads = Integer.parseInt(args[1]);
    ElasticProvider provider = new ElasticProvider();
    Security.insertProviderAt(provider, 1);
    System.exit(new Soak(provider, threads, Long.parseLong(args[2])).soak(seconds) ? 0 : 1);
  }

  private boolean soak(int seconds) throws Exception {
    for (Provider.Service service : services) {
      callOnce(service);
    }
    run(seconds);
    NativeMemory.diagnostic("vmNativeMemory", "baseline");
    NativeMemory before = NativeMemory.settled();
    long callsBefore = calls.sum();
    run(seconds);
    NativeMemory grown = NativeMemory.settled().since(before);
    System.out.printf(
        "%d services, %d threads, %d calls, %d services failed%n",
        services.size(), threads, calls.sum() - callsBefore, failures.size());
    failures.forEach((service, failure) -> System.out.println(service + ": " + failure));
    System.out.println("held before: " + before);
    System.out.println("grown by: " + grown);
    boolean leaks = leaks(grown, seconds >= WARM_SECONDS);
    if (leaks) {
      System.out.println("memory leaks");
      System.out.println(NativeMemory.diagnostic("vmNativeMemory", "summary.diff"));
    }
    return failures.isEmpty() && !leaks;
  }

  private static boolean leaks(NativeMemory grown, boolean warm) {
    return warm
        ? grown.beyondJvm() > ALLOWED_BEYOND_JVM
            || grown.jvm() > ALLOWED_JVM
            || grown.anonymousPages() > ALLOWED_PAGES
        : grown.beyondJvm() > ALLOWED_BEYOND_COLD_JVM;
  }

  private void run(int seconds) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> callUntil(end));
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private void callUntil(long end) {
    while (System.nanoTime() < end) {
      int call = next.getAndIncrement();
      Provider.Service service = services.get(call % services.size());
      if (!isSlow(service) || call / services.size() % SLOW_EVERY == 0) {
        callOnce(service);
      }
    }
  }

  private static boolean isSlow(Provider.Service service) {
    return SLOW_TYPES.contains(service.getType())
        || (service.getType().equals("KeyPairGenerator")
            && service.getAlgorithm().startsWith("RSA"));
  }

  private void callOnce(Provider.Service service) {
    try {
      exercises.run(service);
      if (bytesToLose > 0) {
        NativeLibrary.getInstance("c").getFunction("malloc").invokeLong(new Object[] {bytesToLose});
      }
    } catch (Exception | LinkageError e) {
      synchronized (failures) {
        failures.put(service.getType() + " " + service.getAlgorithm(), e.toString());
      }
    }
    calls.increment();
  }
}
