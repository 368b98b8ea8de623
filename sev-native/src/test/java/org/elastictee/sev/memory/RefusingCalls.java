package org.elastictee.sev.memory;

import java.nio.ByteBuffer;

/** The real calls, of which some are refused. */
final class RefusingCalls implements MemoryCalls {
  boolean refuseMap;
  boolean refuseWriting;
  boolean refuseLock;
  boolean refuseAdvice;
  boolean refuseRandom;

  /** How many mappings there are. */
  int mapped;

  private final MemoryCalls real = LibC.load().orElseThrow();

  @Override
  public int pageBytes() {
    return real.pageBytes();
  }

  @Override
  public long map(long bytes) {
    if (refuseMap) {
      return FAILED;
    }
    mapped++;
    return real.map(bytes);
  }

  @Override
  public boolean makeWritable(long address, long bytes) {
    return !refuseWriting && real.makeWritable(address, bytes);
  }

  @Override
  public boolean lock(long address, long bytes) {
    return !refuseLock && real.lock(address, bytes);
  }

  @Override
  public boolean excludeFromDumps(long address, long bytes) {
    return !refuseAdvice && real.excludeFromDumps(address, bytes);
  }

  @Override
  public boolean wipeOnFork(long address, long bytes) {
    return !refuseAdvice && real.wipeOnFork(address, bytes);
  }

  @Override
  public void unmap(long address, long bytes) {
    mapped--;
    real.unmap(address, bytes);
  }

  @Override
  public boolean fillRandomly(long address, int bytes) {
    return !refuseRandom && real.fillRandomly(address, bytes);
  }

  @Override
  public ByteBuffer view(long address, long bytes) {
    return real.view(address, bytes);
  }

  @Override
  public long addressOf(ByteBuffer direct) {
    return real.addressOf(direct);
  }
}
