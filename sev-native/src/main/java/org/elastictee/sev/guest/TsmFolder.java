package org.elastictee.sev.guest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * Makes entries in configfs-tsm, each for one use by one thread, and removes them. The kernel keeps
 * an entry until it is removed, also when the process ends.
 */
final class TsmFolder {
  /** How many entries that could not be removed are tolerated before no more are made. */
  static final int MAX_LEFT_BEHIND = 16;

  private final ConfigFs configFs;
  private final Set<String> leftBehind = ConcurrentHashMap.newKeySet();

  TsmFolder(ConfigFs configFs) {
    this.configFs = Objects.requireNonNull(configFs, "configFs");
  }

  /** What is done with an entry. */
  interface Use<T> {
    T of(TsmEntry entry) throws SevGuestException;
  }

  /**
   * Makes an entry, uses it, and removes it whatever comes of that.
   *
   * @throws SevGuestException if there is no entry, or of the use
   */
  <T> T inEntry(Use<T> use) throws SevGuestException {
    leftBehind.forEach(this::remove);
    if (leftBehind.size() >= MAX_LEFT_BEHIND) {
      throw new SevGuestException(
          Reason.IO, "entries of configfs-tsm cannot be removed, and no more are made");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw TsmFailure.interrupted();
    }
    String name = newName();
    try {
      configFs.mkdir(name);
    } catch (IOException e) {
      throw TsmFailure.ofMaking(e);
    }
    try {
      return use.of(new TsmEntry(configFs, name));
    } finally {
      remove(name);
    }
  }

  /** Returns how many entries could not be removed yet: each later use tries again. */
  int leftBehind() {
    return leftBehind.size();
  }

  /** Makes a name that no other has; it is no secret, as the entries belong to root. */
  private static String newName() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "elastic-"
        + ProcessHandle.current().pid()
        + "-"
        + Long.toHexString(random.nextLong())
        + Long.toHexString(random.nextLong());
  }

  private void remove(String name) {
    try {
      configFs.rmdir(name);
      leftBehind.remove(name);
    } catch (NoSuchFileException e) {
      leftBehind.remove(name);
    } catch (IOException e) {
      // The report is as good as it was: what is left is a little memory of the kernel's, which is
      // remembered here, and asked for again.
      leftBehind.add(name);
    }
  }
}
