package org.elastictee.sev.platform;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.elastictee.sev.platform.PlatformEvidence.Fact;

/**
 * Looks at device nodes without opening them, and checks each against the kernel's own word: {@code
 * /sys/dev/char/MAJOR:MINOR/uevent} names the device of a number, whatever a node is called.
 */
final class DeviceSigns {
  /** The number of the misc driver: Linux {@code Documentation/admin-guide/devices.txt}. */
  private static final long MISC_MAJOR = 10;

  private static final int MAX_UEVENT_BYTES = 4096;

  private final MachineFiles files;
  private final List<Fact> facts;

  DeviceSigns(MachineFiles files, List<Fact> facts) {
    this.files = files;
    this.facts = facts;
  }

  /** Looks for a misc device of the name that its path ends in. */
  Sign lookForMisc(String path) {
    return look(path, true);
  }

  /** Looks for a character device of the name that its path ends in. */
  Sign look(String path) {
    return look(path, false);
  }

  private Sign look(String path, boolean isMisc) {
    DeviceNode node;
    try {
      node = files.lstat(path);
    } catch (NoSuchFileException e) {
      return found(Sign.ABSENT, path, "not present");
    } catch (IOException e) {
      return found(Sign.UNCLEAR, path, "cannot be examined");
    }
    if (!node.isCharacterDevice()) {
      return found(Sign.UNCLEAR, path, "present, but not a character device");
    }
    if (isMisc && node.major() != MISC_MAJOR) {
      return found(
          Sign.UNCLEAR,
          path,
          "present, but of driver " + node.major() + ", which is not that of misc devices");
    }
    facts.add(new Fact(path, "present, a character device"));
    return kernelNames(node, path.substring(path.lastIndexOf('/') + 1));
  }

  private Sign kernelNames(DeviceNode node, String name) {
    String path = "/sys/dev/char/" + node.major() + ":" + node.minor() + "/uevent";
    try {
      boolean agrees =
          files.read(path, MAX_UEVENT_BYTES).lines().anyMatch(("DEVNAME=" + name)::equals);
      return agrees
          ? found(Sign.SEEN, path, "the kernel calls it " + name)
          : found(Sign.UNCLEAR, path, "the kernel does not call it " + name);
    } catch (NoSuchFileException e) {
      return found(Sign.SEEN, path, "the kernel does not say which device it is");
    } catch (IOException e) {
      return found(Sign.UNCLEAR, path, "cannot be read");
    }
  }

  private Sign found(Sign sign, String source, String finding) {
    facts.add(new Fact(source, finding));
    return sign;
  }
}
