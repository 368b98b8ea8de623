package org.elastictee.sim.supervisor;

/** A node that always answers the same, and counts how often it is opened. */
final class ScriptedNode implements DeviceNode {
  private final int look;
  private final int open;
  private int openings;

  ScriptedNode(int look, int open) {
    this.look = look;
    this.open = open;
  }

  synchronized int openings() {
    return openings;
  }

  @Override
  public int look() {
    return look;
  }

  @Override
  public synchronized int open() {
    openings++;
    notifyAll();
    return open;
  }

  /** Waits until the device is opened once more; returns whether it was, within 30 seconds. */
  synchronized boolean awaitAnOpening() {
    int before = openings;
    long deadline = System.nanoTime() + 30_000_000_000L;
    try {
      while (openings == before && System.nanoTime() < deadline) {
        wait(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return openings != before;
  }
}
