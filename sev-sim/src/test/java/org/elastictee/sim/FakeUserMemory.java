package org.elastictee.sim;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The memory of a process that is not there: regions of bytes, and nothing between them. */
public final class FakeUserMemory implements UserMemory {
  private final TreeMap<Long, byte[]> regions = new TreeMap<>();
  private final TreeMap<Long, Boolean> readOnly = new TreeMap<>();

  /** Maps bytes at an address, in place of what was mapped there. */
  public FakeUserMemory map(long address, byte[] bytes) {
    regions.put(address, bytes.clone());
    readOnly.remove(address);
    return this;
  }

  /** Takes a region away. */
  public void unmap(long address) {
    regions.remove(address);
  }

  /** Makes a region refuse to be written. */
  public void protect(long address) {
    readOnly.put(address, true);
  }

  /** Returns a copy of a whole region. */
  public byte[] region(long address) {
    return regions.get(address).clone();
  }

  @Override
  public byte[] read(long address, int length) throws BadAddressException {
    Map.Entry<Long, byte[]> region = regionOf(address, length);
    int offset = (int) (address - region.getKey());
    return Arrays.copyOfRange(region.getValue(), offset, offset + length);
  }

  @Override
  public void write(long address, byte[] bytes) throws BadAddressException {
    Map.Entry<Long, byte[]> region = regionOf(address, bytes.length);
    if (readOnly.containsKey(region.getKey())) {
      throw new BadAddressException();
    }
    int offset = (int) (address - region.getKey());
    System.arraycopy(bytes, 0, region.getValue(), offset, bytes.length);
  }

  private Map.Entry<Long, byte[]> regionOf(long address, int length) throws BadAddressException {
    Map.Entry<Long, byte[]> region = regions.floorEntry(address);
    if (region == null || address + length > region.getKey() + region.getValue().length) {
      throw new BadAddressException();
    }
    return region;
  }
}
