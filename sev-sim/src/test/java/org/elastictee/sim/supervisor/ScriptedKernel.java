package org.elastictee.sim.supervisor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.UserMemory;
import org.elastictee.sim.UserMemory.BadAddressException;

/** A kernel that answers every request rightly, and remembers what it was asked. */
final class ScriptedKernel implements GuestKernel {
  static final long GET_REPORT = 0xC020_5300L;
  static final long GET_DERIVED_KEY = 0xC020_5301L;
  static final long GET_EXT_REPORT = 0xC020_5302L;
  static final byte[] KEY = counting(32);
  static final byte[] CERTIFICATES = counting(100);

  private static final int EFAULT = 14;
  private static final int ENOTTY = 25;

  private final Runnable during;
  private final List<Long> requests = new ArrayList<>();
  private int underWay;
  private boolean overlapped;

  ScriptedKernel() {
    this(() -> {});
  }

  /** What else happens during each request, before it is answered. */
  ScriptedKernel(Runnable during) {
    this.during = during;
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }

  synchronized List<Long> requests() {
    return List.copyOf(requests);
  }

  synchronized boolean overlapped() {
    return overlapped;
  }

  private synchronized void begin(long request) {
    requests.add(request);
    underWay++;
    overlapped |= underWay > 1;
  }

  private synchronized void end() {
    underWay--;
  }

  @Override
  public int ioctl(long request, long argument, UserMemory memory) {
    begin(request);
    try {
      during.run();
      return answer(request, argument, memory);
    } catch (BadAddressException e) {
      return -EFAULT;
    } finally {
      end();
    }
  }

  private static int answer(long request, long argument, UserMemory memory)
      throws BadAddressException {
    ByteBuffer guestRequest = little(memory.read(argument, 32));
    long requestAddress = guestRequest.getLong(8);
    long responseAddress = guestRequest.getLong(16);
    if (request == GET_REPORT) {
      memory.write(responseAddress, report(memory.read(requestAddress, 96)));
    } else if (request == GET_DERIVED_KEY) {
      memory.read(requestAddress, 32);
      byte[] response = new byte[64];
      System.arraycopy(KEY, 0, response, 32, KEY.length);
      memory.write(responseAddress, response);
    } else if (request == GET_EXT_REPORT) {
      byte[] asked = memory.read(requestAddress, 112);
      byte[] table = new byte[little(asked).getInt(104)];
      System.arraycopy(CERTIFICATES, 0, table, 0, CERTIFICATES.length);
      memory.write(little(asked).getLong(96), table);
      memory.write(responseAddress, report(asked));
    } else {
      return -ENOTTY;
    }
    return 0;
  }

  private static byte[] report(byte[] request) {
    byte[] response = new byte[4000];
    little(response)
        .putInt(4, 1184)
        .putInt(32, 3)
        .putInt(32 + 0x30, little(request).getInt(64))
        .put(32 + 0x50, request, 0, 64);
    return response;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
