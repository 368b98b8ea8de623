package org.elastictee.sim.supervisor;

import static org.elastictee.sim.supervisor.SystemCalls.O_CLOEXEC;
import static org.elastictee.sim.supervisor.SystemCalls.O_CREAT;
import static org.elastictee.sim.supervisor.SystemCalls.O_DIRECTORY;
import static org.elastictee.sim.supervisor.SystemCalls.O_EXCL;
import static org.elastictee.sim.supervisor.SystemCalls.O_NONBLOCK;
import static org.elastictee.sim.supervisor.SystemCalls.O_RDONLY;
import static org.elastictee.sim.supervisor.SystemCalls.O_RDWR;
import static org.elastictee.sim.supervisor.SystemCalls.O_WRONLY;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.DerivedKeyRequest.GuestField;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.ExtendedReport;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.platform.PlatformDetector;

/** What the tests run in another JVM: it knows of no simulator, and prints what it meets. */
final class SupervisedProgram {
  private static final String DEVICE = "/dev/sev-guest";
  private static final int THREADS = 16;
  private static final int ROUNDS = 20;
  private static final int SIGUSR2 = 12;
  private static final long SIGUSR2_BIT = 1L << (SIGUSR2 - 1);

  private SupervisedProgram() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "nothing" -> {}
      case "detect" -> print(PlatformDetector.detect().platform());
      case "open" -> open();
      case "report" -> report();
      case "key" -> key();
      case "extended" -> extended();
      case "threads" -> threads();
      case "addresses" -> addresses();
      case "numbers" -> numbers();
      case "openings" -> openings();
      case "many-openings" -> manyOpenings();
      case "files" -> files();
      case "own-file-system" -> ownFileSystem(Path.of(arguments[1]));
      case "openings-during-a-call" -> openingsDuringACall();
      case "signals-during-a-call" -> signalsDuringACall();
      case "inheritance" -> inheritance();
      case "loss" -> loss();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void print(Object line) {
    System.out.println(line);
  }

  private static byte[] data(int first) {
    byte[] data = new byte[64];
    data[0] = (byte) first;
    return data;
  }

  private static void open() {
    try {
      DeviceSevGuest.open().close();
      print("open");
    } catch (SevGuestException e) {
      print(e.reason());
    }
  }

  private static void report() throws Exception {
    try (DeviceSevGuest guest = DeviceSevGuest.open()) {
      print("REPORT_DATA " + guest.report(data(7), 2).fields().reportData()[0]);
    }
  }

  private static void key() throws Exception {
    try (DeviceSevGuest guest = DeviceSevGuest.open();
        SecretMemory key =
            guest.derivedKey(
                DerivedKeyRequest.builder()
                    .guestFieldSelect(Set.of(GuestField.MEASUREMENT))
                    .build())) {
      print(HexFormat.of().formatHex(key.copy()));
    }
  }

  private static void extended() throws Exception {
    try (DeviceSevGuest guest = DeviceSevGuest.open()) {
      ExtendedReport report = guest.extendedReport(data(9), 0);
      byte[] table = report.certificateTable();
      print("REPORT_DATA " + report.fields().reportData()[0]);
      print(table.length + " " + HexFormat.of().formatHex(Arrays.copyOf(table, 101)));
    }
  }

  /** Each thread opens the device itself, so that the calls meet in the kernel. */
  private static void threads() throws Exception {
    inThreads(
        thread -> {
          long descriptor = SystemCalls.open(DEVICE, O_RDWR | O_CLOEXEC);
          RawRequest request = new RawRequest();
          for (int round = 0; round < ROUNDS; round++) {
            int asked = thread * ROUNDS + round;
            long result = request.report(descriptor, asked);
            if (result != 0 || request.reported() != asked) {
              throw new IllegalStateException(result + " and another's report");
            }
          }
          return null;
        });
    print(THREADS * ROUNDS + " reports");
  }

  private interface Work {
    Void run(int thread) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(() -> work.run(thread));
      }
      for (Future<Void> result : executor.invokeAll(tasks)) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static void addresses() {
    long descriptor = SystemCalls.open(DEVICE, O_RDWR);
    RawRequest request = new RawRequest();
    long report = ScriptedKernel.GET_REPORT;
    print("argument " + SystemCalls.ioctl(descriptor, report, new Pointer(16)));
    Pointer page = SystemCalls.pageBeforeAGap();
    Pointer cut = page.share(SystemCalls.PAGE_BYTES - 16L);
    print("argument before a gap " + SystemCalls.ioctl(descriptor, report, cut));
    print("request " + request.call(descriptor, 16, request.response()));
    print("response " + request.call(descriptor, request.request(), 16));
    SystemCalls.makeReadOnly(page);
    long readOnly = Pointer.nativeValue(page);
    print("read-only response " + request.call(descriptor, request.request(), readOnly));
    print("right " + request.report(descriptor, 1));
  }

  private static void numbers() {
    long device = SystemCalls.open(DEVICE, O_RDWR);
    long other = SystemCalls.open("/dev/null", O_RDWR);
    Memory argument = new Memory(32);
    argument.clear();
    print("unknown number " + SystemCalls.ioctl(device, 0xC020_5309L, argument));
    print("other type " + SystemCalls.ioctl(device, 0xC020_5400L, argument));
    print("other file " + SystemCalls.ioctl(other, ScriptedKernel.GET_REPORT, argument));
    print("no file " + SystemCalls.ioctl(999, ScriptedKernel.GET_REPORT, argument));
    print("sign-extended " + SystemCalls.ioctl(device, 0xFFFF_FFFF_C020_5309L, argument));
  }

  private static void openings() {
    print("open " + opened(SystemCalls.open(DEVICE, O_RDWR)));
    print("openat " + opened(SystemCalls.openat(SystemCalls.AT_FDCWD, DEVICE, O_RDWR)));
    print("openat bad folder " + opened(SystemCalls.openat(999, DEVICE, O_RDWR)));
    print("openat2 " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 0, 24, 0)));
    print("openat2 long " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 0, 32, 0)));
    print("openat2 longer " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 0, 32, 1)));
    print("openat2 flags " + opened(SystemCalls.openat2(DEVICE, 1L << 40, 0, 24, 0)));
    print("openat2 resolve " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 1 << 20, 24, 0)));
    print("openat2 short " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 0, 16, 0)));
    print("openat2 beneath " + opened(SystemCalls.openat2(DEVICE, O_RDWR, 0x08, 24, 0)));
    print("creat " + opened(SystemCalls.creat(DEVICE)));
    print("exclusive " + opened(SystemCalls.open(DEVICE, O_RDWR | O_CREAT | O_EXCL)));
    print("folder " + opened(SystemCalls.open(DEVICE, O_DIRECTORY)));
    print("longer " + opened(SystemCalls.open(DEVICE + "x", O_RDWR)));
    print("shorter " + opened(SystemCalls.open("/dev/sev-gues", O_RDWR)));
    Pointer page = SystemCalls.pageBeforeAGap();
    print("path at the end " + opened(SystemCalls.open(atTheEnd(page, DEVICE + "\0"), O_RDWR)));
    print("path over the end " + opened(SystemCalls.open(atTheEnd(page, DEVICE), O_RDWR)));
    print("other at the end " + opened(SystemCalls.open(atTheEnd(page, "/dev/null\0"), O_RDWR)));
    print("no path " + opened(SystemCalls.open(new Pointer(16), O_RDWR)));
    print("readable " + SystemCalls.access(DEVICE, 6));
    print("executable " + SystemCalls.access(DEVICE, 1));
    print("no mode " + SystemCalls.access(DEVICE, 99));
    print("readable, effectively " + SystemCalls.faccessat2(DEVICE, 6, 0x200));
    print("no flag " + SystemCalls.faccessat2(DEVICE, 6, 0x4_0000));
  }

  private static void manyOpenings() {
    long end = System.nanoTime() + 4_000_000_000L;
    Set<Long> wrong = new TreeSet<>();
    print("ready");
    while (System.nanoTime() < end) {
      long descriptor = SystemCalls.open(DEVICE, O_RDWR | O_CLOEXEC);
      if (descriptor <= 2) { // an error, or what was open before
        wrong.add(descriptor);
      } else {
        SystemCalls.close(descriptor);
      }
    }
    print("wrong: " + wrong);
  }

  private static void files() {
    long first = SystemCalls.open(DEVICE, O_RDONLY);
    long second = SystemCalls.open(DEVICE, O_WRONLY | O_NONBLOCK);
    int shown = 3 | O_NONBLOCK;
    print("flags " + (SystemCalls.statusFlags(first) & shown));
    print("flags " + (SystemCalls.statusFlags(second) & shown));
    print("lock " + SystemCalls.lock(first));
    print("second lock " + SystemCalls.lock(second));
    print("call " + new RawRequest().report(first, 1));
  }

  /** A call on a file that this program serves itself, by calls that are stopped too. */
  private static void ownFileSystem(Path folder) throws Exception {
    FuseFile file = FuseFile.mount(folder, () -> SystemCalls.access("/", 0));
    long descriptor = SystemCalls.open(file.path(), O_RDWR);
    print("file " + opened(descriptor));
    print("call " + SystemCalls.ioctl(descriptor, ScriptedKernel.GET_REPORT, new Memory(32)));
  }

  private static String opened(long result) {
    return result >= 0 ? "opened" : String.valueOf(result);
  }

  private static Pointer atTheEnd(Pointer page, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    Pointer place = page.share(SystemCalls.PAGE_BYTES - (long) bytes.length);
    place.write(0, bytes, 0, bytes.length);
    return place;
  }

  private static void openingsDuringACall() throws Exception {
    Thread caller = new Thread(SupervisedProgram::printReport);
    caller.start();
    while (caller.isAlive()) {
      print(PlatformDetector.detect().platform());
      SystemCalls.open(DEVICE, O_RDWR | O_CLOEXEC);
      Thread.sleep(20);
    }
  }

  private static void printReport() {
    try {
      report();
    } catch (Exception e) {
      print(e);
    }
  }

  /** HotSpot installs a handler for SIGUSR2 that does nothing of its own accord. */
  private static void signalsDuringACall() throws Exception {
    AtomicInteger thread = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              thread.set(SystemCalls.threadId());
              printReport();
            });
    caller.start();
    boolean wasPending = false;
    while (caller.isAlive()) {
      Thread.sleep(20);
      if (thread.get() != 0) {
        SystemCalls.signal(thread.get(), SIGUSR2);
        wasPending |= isPending(thread.get());
      }
    }
    print("a signal waited: " + wasPending);
  }

  private static boolean isPending(int thread) {
    try {
      return Files.readAllLines(Path.of("/proc/self/task/" + thread + "/status")).stream()
          .filter(line -> line.startsWith("SigPnd:"))
          .anyMatch(line -> (Long.parseLong(line.substring(8).strip(), 16) & SIGUSR2_BIT) != 0);
    } catch (IOException e) {
      return false; // the thread has ended
    }
  }

  private static void inheritance() throws Exception {
    try (DeviceSevGuest guest = DeviceSevGuest.open()) {
      guest.report(data(1), 0);
      SystemCalls.system("echo closed: $(ls -l /proc/self/fd | grep -c sev-guest)");
    }
    SystemCalls.open(DEVICE, O_RDWR);
    SystemCalls.system("echo inherited: $(ls -l /proc/self/fd | grep -c sev-guest)");
  }

  private static void loss() {
    long descriptor = SystemCalls.open(DEVICE, O_RDWR);
    print("open " + opened(descriptor));
    RawRequest request = new RawRequest();
    print("call " + request.report(descriptor, 1));
    print("next call " + request.report(descriptor, 1));
    print("next open " + opened(SystemCalls.open(DEVICE, O_RDWR)));
    print(PlatformDetector.detect().platform());
  }

  /** A request for a report in memory, made by the bare system call. */
  private static final class RawRequest {
    private final Memory memory = new Memory(32 + 96 + 4000);

    RawRequest() {
      memory.clear();
    }

    long request() {
      return Pointer.nativeValue(memory) + 32;
    }

    long response() {
      return Pointer.nativeValue(memory) + 128;
    }

    long report(long descriptor, int data) {
      memory.setInt(32, data);
      return call(descriptor, request(), response());
    }

    int reported() {
      return memory.getInt(128 + 32 + 0x50L);
    }

    long call(long descriptor, long request, long response) {
      memory.setByte(0, (byte) 1);
      memory.setLong(8, request);
      memory.setLong(16, response);
      return SystemCalls.ioctl(descriptor, ScriptedKernel.GET_REPORT, memory);
    }
  }
}
