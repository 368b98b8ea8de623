package org.elastictee.sev.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the kernel says of a process's pages: {@code /proc/PID/smaps}, proc_pid_smaps(5). */
final class Smaps {
  private Smaps() {}

  /**
   * Returns the flags of the mapping that an address lies in, such as {@code dd}, "do not include
   * area into core dump".
   */
  static Set<String> flags(String process, long address) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc", process, "smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        int middle = line.indexOf('-');
        long from = Long.parseUnsignedLong(line.substring(0, middle), 16);
        long to = Long.parseUnsignedLong(line.substring(middle + 1, line.indexOf(' ')), 16);
        inside = Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
      } else if (inside && line.startsWith("VmFlags: ")) {
        return Set.copyOf(List.of(line.substring("VmFlags: ".length()).trim().split(" ")));
      }
    }
    throw new IOException("no mapping holds the address");
  }
}
