package org.elastictee.provider.soak;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the process holds, in bytes, from three sides. The JVM's own account (native memory
 * tracking) knows its own allocations; the C library's knows those of everyone, libcrypto and JNA
 * included; the kernel's knows all pages.
 *
 * @param jvm what the JVM has committed beside its heap, by native memory tracking
 * @param beyondJvm what the C library has handed out in all its arenas, less what of it the JVM
 *     accounts for
 * @param anonymousPages what the kernel counts as anonymous memory in use
 */
record NativeMemory(long jvm, long beyondJvm, long anonymousPages) {
  private static final Pattern TOTAL =
      Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");
  private static final Pattern HEAP =
      Pattern.compile("Java Heap \\(reserved=\\d+KB, committed=(\\d+)");
  private static final Pattern MALLOC =
      Pattern.compile("\\((?:malloc|arena|tracking overhead)=(\\d+)KB");
  private static final Pattern ANONYMOUS = Pattern.compile("Anonymous: +(\\d+) kB");

  /**
   * Collects garbage, lets cleaners run, and looks several times: the least of each is what stays,
   * without what a compilation takes for a moment.
   */
  static NativeMemory settled() throws Exception {
    NativeMemory least = null;
    for (int i = 0; i < 10; i++) {
      System.gc();
      Thread.sleep(100);
      NativeMemory now = now();
      least = least == null ? now : least.leastOf(now);
    }
    return least;
  }

  private static NativeMemory now() throws Exception {
    NativeLibrary c = NativeLibrary.getInstance("c");
    // Gives free pages back to the kernel.
    c.getFunction("malloc_trim").invokeInt(new Object[] {0L});
    long inUse = mallocInUse(c);
    String tracked = diagnostic("vmNativeMemory", "summary");
    long jvm = 1024 * (first(TOTAL, tracked) - first(HEAP, tracked));
    String pages = Files.readString(Path.of("/proc/self/smaps_rollup"));
    return new NativeMemory(jvm, inUse - mallocOfJvm(tracked), 1024 * first(ANONYMOUS, pages));
  }

  private NativeMemory leastOf(NativeMemory other) {
    return new NativeMemory(
        Math.min(jvm, other.jvm),
        Math.min(beyondJvm, other.beyondJvm),
        Math.min(anonymousPages, other.anonymousPages));
  }

  NativeMemory since(NativeMemory before) {
    return new NativeMemory(
        jvm - before.jvm, beyondJvm - before.beyondJvm, anonymousPages - before.anonymousPages);
  }

  static String diagnostic(String command, String... arguments) throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                command,
                new Object[] {arguments},
                new String[] {String[].class.getName()});
  }

  private static long mallocInUse(NativeLibrary c) {
    Function mallinfo2 = c.getFunction("mallinfo2");
    MallInfo info = (MallInfo) mallinfo2.invoke(MallInfo.class, new Object[0]);
    return info.uordblks + info.hblkhd;
  }

  private static long mallocOfJvm(String tracked) {
    long sum = 0;
    Matcher matcher = MALLOC.matcher(tracked);
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return 1024 * sum;
  }

  private static long first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("not found: " + pattern);
    }
    return Long.parseLong(matcher.group(1));
  }

  @Override
  public String toString() {
    return String.format(
        "JVM %,d KiB, malloc beyond it %,d KiB, anonymous pages %,d KiB",
        jvm >> 10, beyondJvm >> 10, anonymousPages >> 10);
  }

  /** {@code struct mallinfo2} of the C library, by value. */
  @Structure.FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class MallInfo extends Structure implements Structure.ByValue {
    public long arena;
    public long ordblks;
    public long smblks;
    public long hblks;
    public long hblkhd;
    public long usmblks;
    public long fsmblks;
    public long uordblks;
    public long fordblks;
    public long keepcost;
  }
}
