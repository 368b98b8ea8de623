package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.file.Path;

/** Named pipes, which Java cannot make. */
public final class Pipes {
  private Pipes() {}

  private interface CLibrary extends Library {
    CLibrary INSTANCE = Native.load(null, CLibrary.class);

    int mkfifo(String path, int mode);
  }

  /** Makes one. */
  public static void make(Path path) {
    assertEquals(0, CLibrary.INSTANCE.mkfifo(path.toString(), 0600));
  }
}
