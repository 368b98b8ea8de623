package org.elastictee.sev.platform;

import java.io.IOException;
import java.util.OptionalInt;
import org.elastictee.sev.guest.SevGuest;

/** What an SEV-SNP guest's kernel tells in {@code /sys/devices/system/cpu/sev}, Linux 6.12. */
public final class SevSysfs {
  static final String VMPL = "/sys/devices/system/cpu/sev/vmpl";

  private static final int MAX_TEXT_BYTES = 16;

  private SevSysfs() {}

  /**
   * Returns the privilege level that the kernel runs at, 0 to 3; empty where it does not say so,
   * which an older kernel never does.
   */
  public static OptionalInt currentVmpl() {
    try {
      return vmpl(MachineFiles.real());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Reads the level; empty if what is there is none.
   *
   * @throws java.nio.file.NoSuchFileException if the kernel does not tell
   * @throws IOException if it cannot be read
   */
  static OptionalInt vmpl(MachineFiles files) throws IOException {
    String text = files.read(VMPL, MAX_TEXT_BYTES).strip();
    boolean isLevel =
        text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '0' + SevGuest.MAX_VMPL;
    return isLevel ? OptionalInt.of(text.charAt(0) - '0') : OptionalInt.empty();
  }
}
