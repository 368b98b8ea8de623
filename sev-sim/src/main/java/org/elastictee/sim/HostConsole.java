package org.elastictee.sim;

/** Where the host's events are asked for in words, so that another process can ask for them too. */
public interface HostConsole {
  /**
   * Carries out one command, a word and its {@code name=value} arguments between blanks.
   *
   * @return the answer, one line; empty where there is nothing to say
   * @throws IllegalArgumentException if there is no such command, or an argument is wrong; nothing
   *     was changed
   */
  String execute(String command);
}
