package org.elastictee.sev.guest;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.elastictee.sev.guest.GuestFailure.Aftermath;
import org.elastictee.sev.guest.SevGuestException.Reason;

/**
 * The one owner of an open device: makes one call at a time, remembers when the device is lost, and
 * makes no further call then.
 *
 * <p>The lock is not interruptible, as the driver's own is not: a request that has begun ends.
 */
final class DeviceOwner {
  /**
   * How often a call that a signal interrupted is made again. The driver itself waits
   * uninterruptibly, and only a killed process gets out of it; {@code EINTR} comes from what stands
   * before it, such as a seccomp supervisor, and means that nothing was sent. Even if something
   * was, repeating is safe: a report or a key changes nothing in the firmware, and the sequence
   * numbers are the kernel's, which makes a new message of each call, or has wiped its key and says
   * so.
   */
  private static final int MAX_INTERRUPTIONS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final GuestDevice device;
  private Aftermath aftermath = Aftermath.USABLE;
  private boolean closed;

  DeviceOwner(GuestDevice device) {
    this.device = Objects.requireNonNull(device, "device");
  }

  /** One request in memory, and what to do with the answer. */
  interface Exchange<T> {
    /** Makes calls and reads what they return. */
    T run(Calls calls) throws SevGuestException;
  }

  /** The calls of one exchange. */
  interface Calls {
    /**
     * Makes the call, and throws what its failure means.
     *
     * @return {@code exitinfo2} after the call if it says that there is too little room for
     *     certificates and the request has any, or else 0
     */
    long call(long number, RequestMemory memory, byte[] request) throws SevGuestException;
  }

  /** Runs an exchange with no other call between its own. */
  <T> T exchange(Exchange<T> exchange) throws SevGuestException {
    lock.lock();
    try {
      requireUsable();
      return exchange.run(this::call);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the device answers nothing more. */
  boolean isLost() {
    lock.lock();
    try {
      return aftermath != Aftermath.USABLE;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the device after the call that is under way. */
  void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        device.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireUsable() throws SevGuestException {
    if (closed) {
      throw new IllegalStateException("the guest device has been closed");
    }
    switch (aftermath) {
      case USABLE -> {}
      case DISABLED ->
          throw new SevGuestException(
              Reason.DEVICE_DISABLED,
              "the guest device failed before and is disabled: only a reboot of the guest helps");
      case GONE ->
          throw new SevGuestException(
              Reason.NO_DEVICE, "the guest device vanished before: it must be opened again");
    }
  }

  private long call(long number, RequestMemory memory, byte[] request) throws SevGuestException {
    int result;
    int interruptions = 0;
    do {
      result = device.ioctl(number, memory.argument(request));
    } while (result == -Errno.EINTR && interruptions++ < MAX_INTERRUPTIONS);
    long exitinfo2 = memory.exitinfo2();
    if (number == GuestRequestAbi.SNP_GET_EXT_REPORT
        && GuestFailure.wantsMoreRoom(result, exitinfo2)) {
      return exitinfo2;
    }
    GuestFailure failure = GuestFailure.of(result, exitinfo2);
    if (failure != null) {
      aftermath = failure.aftermath();
      throw failure.exception();
    }
    return 0;
  }
}
