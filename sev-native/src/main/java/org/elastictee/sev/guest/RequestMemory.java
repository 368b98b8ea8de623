package org.elastictee.sev.guest;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * The native memory of one request: the argument of the call, the request, the response, and room
 * for certificates. Zero at first, and overwritten with zeros when closed, since a response may
 * hold a key.
 */
final class RequestMemory implements AutoCloseable {
  private static final int ALIGNMENT = 16;

  private final Memory memory;
  private final int requestBytes;
  private final int responseOffset;
  private final int responseBytes;
  private final int certificatesOffset;

  RequestMemory(int requestBytes, int responseBytes, int certificateBytes) {
    this.requestBytes = requestBytes;
    this.responseBytes = responseBytes;
    this.responseOffset = align(GuestRequestAbi.GUEST_REQUEST_BYTES + requestBytes);
    this.certificatesOffset = align(responseOffset + responseBytes);
    this.memory = new Memory(certificatesOffset + (long) certificateBytes);
    memory.clear();
  }

  private static int align(int offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Returns the address of the room for certificates. */
  long certificatesAddress() {
    return Pointer.nativeValue(memory) + certificatesOffset;
  }

  /** Writes the request, and the argument that points to it and to the response. */
  Pointer argument(byte[] request) {
    long base = Pointer.nativeValue(memory);
    memory.write(GuestRequestAbi.GUEST_REQUEST_BYTES, request, 0, requestBytes);
    byte[] argument =
        GuestRequestAbi.guestRequest(
            base + GuestRequestAbi.GUEST_REQUEST_BYTES, base + responseOffset);
    memory.write(0, argument, 0, argument.length);
    return memory;
  }

  /** Returns {@code exitinfo2} as it is now. */
  long exitinfo2() {
    return GuestRequestAbi.exitinfo2(memory.getByteBuffer(0, GuestRequestAbi.GUEST_REQUEST_BYTES));
  }

  /** Returns the request as it is now: the kernel writes into one of them. */
  ByteBuffer request() {
    return memory.getByteBuffer(GuestRequestAbi.GUEST_REQUEST_BYTES, requestBytes);
  }

  /** Returns the response as it is now, not to be used after {@link #close}. */
  ByteBuffer response() {
    return memory.getByteBuffer(responseOffset, responseBytes);
  }

  /** Returns a copy of the certificates as they are now. */
  byte[] certificates() {
    return memory.getByteArray(certificatesOffset, (int) memory.size() - certificatesOffset);
  }

  /** Overwrites all of it with zeros. */
  void wipe() {
    memory.clear();
  }

  @Override
  public void close() {
    wipe();
    memory.close();
  }
}
