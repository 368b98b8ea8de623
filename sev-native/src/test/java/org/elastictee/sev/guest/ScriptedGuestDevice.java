package org.elastictee.sev.guest;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A guest device that answers as it is told, and remembers what it was asked. */
final class ScriptedGuestDevice implements GuestDevice {
  static final long GET_REPORT = 0xC020_5300L;
  static final long GET_DERIVED_KEY = 0xC020_5301L;
  static final long GET_EXT_REPORT = 0xC020_5302L;
  static final byte[] KEY = counting(32);

  private final Deque<Answer> script = new ArrayDeque<>();
  final List<Call> calls = new ArrayList<>();
  int closings;

  /** What the kernel does with a call. */
  interface Answer {
    int answer(Call call);
  }

  /** A call, with the argument and the request as they were when it was made. */
  static final class Call {
    private final long number;
    private final Pointer argument;
    private final byte[] argumentBytes;
    private final byte[] requestBytes;

    Call(long number, Pointer argument) {
      this.number = number;
      this.argument = argument;
      this.argumentBytes = argument.getByteArray(0, 32);
      this.requestBytes =
          request()
              .getByteArray(0, number == GET_REPORT ? 96 : number == GET_DERIVED_KEY ? 32 : 112);
    }

    long number() {
      return number;
    }

    byte[] argumentBytes() {
      return argumentBytes.clone();
    }

    byte[] requestBytes() {
      return requestBytes.clone();
    }

    Pointer argument() {
      return argument;
    }

    Pointer request() {
      return argument.getPointer(8);
    }

    Pointer response() {
      return argument.getPointer(16);
    }

    Pointer certificates() {
      return request().getPointer(96);
    }

    int certificateBytes() {
      return request().getInt(104);
    }
  }

  static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }

  ScriptedGuestDevice then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** An error of the call itself; exitinfo2 is written back where the kernel does so. */
  static Answer error(int errno, long exitinfo2) {
    return call -> {
      if (exitinfo2 != 0) {
        call.argument().setLong(24, exitinfo2);
      }
      return -errno;
    };
  }

  /** A response whose status says no. */
  static Answer status(int status) {
    return call -> {
      call.response().setInt(0, status);
      return 0;
    };
  }

  /** A derived key. */
  static Answer key(byte[] key) {
    return call -> {
      call.response().write(32, key, 0, key.length);
      return 0;
    };
  }

  /** The report that was asked for, of this version. */
  static Answer report(int version) {
    return call -> {
      Pointer response = call.response();
      response.clear(4000);
      response.setInt(4, 1184);
      Pointer report = response.share(32);
      report.setInt(0, version);
      report.setInt(0x30, call.request().getInt(64));
      report.write(0x50, call.request().getByteArray(0, 64), 0, 64);
      report.setByte(0x2A0, (byte) 0x77);
      return 0;
    };
  }

  /** The report, and certificates of which the driver fills the rest of the room with zeros. */
  static Answer extendedReport(byte[] certificates) {
    return call -> {
      call.certificates().clear(call.certificateBytes());
      call.certificates().write(0, certificates, 0, certificates.length);
      return report(3).answer(call);
    };
  }

  /** Too little room: the needed bytes in place of the given, and no response. */
  static Answer needsRoom(int errno, int bytes) {
    return call -> {
      call.request().setInt(104, bytes);
      return error(errno, 1L << 32).answer(call);
    };
  }

  @Override
  public int ioctl(long number, Pointer argument) {
    Call call = new Call(number, argument);
    calls.add(call);
    Answer answer = script.poll();
    if (answer == null) {
      throw new AssertionError("a call that the script does not have");
    }
    return answer.answer(call);
  }

  @Override
  public void close() {
    closings++;
  }
}
