package org.elastictee.sim.main;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The signals that a terminal sends to all programs in its foreground when a key is pressed. */
final class TerminalSignals {
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final Pointer SIG_IGN = new Pointer(1);

  private TerminalSignals() {}

  private interface LibC extends Library {
    Pointer signal(int number, Pointer handler);
  }

  /**
   * Has this process ignore {@code ^C} and {@code ^\} from now on: it waits for a program that gets
   * them itself, and has to say what becomes of them. Java has no means for that: it keeps {@code
   * SIGQUIT} to itself, and for {@code SIGINT} there is {@code sun.misc.Signal}, with a warning
   * that cannot be turned off.
   */
  static void ignore() {
    LibC library = Native.load(null, LibC.class);
    library.signal(SIGINT, SIG_IGN);
    library.signal(SIGQUIT, SIG_IGN);
  }
}
