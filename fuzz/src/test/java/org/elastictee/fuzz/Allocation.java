package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading hostile bytes takes of the heap: no more than in proportion to them. */
final class Allocation {
  private static final long PER_BYTE = 64;
  private static final long CONSTANT_BYTES = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Reads something; what it returns is ignored. */
  interface Reader {
    void read();
  }

  /** Reads, once more if it took too much, as the first time may have loaded classes. */
  static void assertBounded(byte[] bytes, Reader reader) {
    long most = PER_BYTE * bytes.length + CONSTANT_BYTES;
    if (allocated(reader) > most) {
      long again = allocated(reader);
      assertTrue(again <= most, () -> again + " bytes for " + bytes.length);
    }
  }

  private static long allocated(Reader reader) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reader.read();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
