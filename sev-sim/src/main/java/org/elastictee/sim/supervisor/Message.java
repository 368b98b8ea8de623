package org.elastictee.sim.supervisor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message between the supervisor and this process, by the protocol that {@code host.h} of the
 * supervisor defines.
 *
 * <p>All integers are little-endian. Each of the two connections begins with 4 bytes of the
 * supervisor's: {@code ES1} and {@link #NODE} or {@link #CALLS}. A message is a type, 4 bytes, the
 * length of what follows, 4 bytes, and that. Errors are 0 or a negative {@code errno} from -4095.
 *
 * <pre>
 * READY   1  to the supervisor, once on each connection
 *   on the connection about the node, one question at a time:
 * LOOK    2  from the supervisor: thread id (4)
 * OPEN    3  from the supervisor: thread id (4)
 * ANSWER  4  to the supervisor: error (4)
 *   on the connection about calls, one call at a time:
 * IOCTL   5  from the supervisor: thread id (4), request (4), argument (8)
 * READ    6  to the supervisor: address (8), length (4, from 1 to 65536)
 * BYTES   7  from the supervisor: as many bytes as READ asked for
 * WRITE   8  to the supervisor: address (8), bytes (1 to 65536)
 * WRITTEN 9  from the supervisor
 * FAULT  10  from the supervisor, in place of BYTES or WRITTEN
 * ANSWER  4  to the supervisor: error (4)
 * </pre>
 */
final class Message {
  static final int READY = 1;
  static final int LOOK = 2;
  static final int OPEN = 3;
  static final int ANSWER = 4;
  static final int IOCTL = 5;
  static final int READ = 6;
  static final int BYTES = 7;
  static final int WRITE = 8;
  static final int WRITTEN = 9;
  static final int FAULT = 10;

  static final int HELLO = 'E' | 'S' << 8 | '1' << 16;
  static final int NODE = 'N';
  static final int CALLS = 'C';

  static final int HEADER_BYTES = 8;
  static final int THREAD_BYTES = 4;
  static final int IOCTL_BYTES = 16;
  static final int MAX_MEMORY_BYTES = 65536;
  static final int MAX_PAYLOAD_BYTES = MAX_MEMORY_BYTES + 16;
  static final int MAX_ERRNO = 4095;

  private final int type;
  private final byte[] payload;

  /** Takes the payload over, without a copy. */
  Message(int type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  static Message ready() {
    return new Message(READY, new byte[0]);
  }

  /**
   * Encodes an answer.
   *
   * @throws IllegalStateException if the error is neither 0 nor a negative errno
   */
  static Message answer(int error) {
    if (error > 0 || error < -MAX_ERRNO) {
      throw new IllegalStateException(error + " is neither 0 nor a negative errno");
    }
    return new Message(ANSWER, zeros(4).putInt(error).array());
  }

  static Message read(long address, int length) {
    return new Message(READ, zeros(12).putLong(address).putInt(length).array());
  }

  static Message write(long address, byte[] bytes) {
    return new Message(WRITE, zeros(8 + bytes.length).putLong(address).put(bytes).array());
  }

  int type() {
    return type;
  }

  /** Returns the payload itself. */
  byte[] payload() {
    return payload;
  }

  /** Returns the payload to read integers of. */
  ByteBuffer fields() {
    return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer zeros(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
