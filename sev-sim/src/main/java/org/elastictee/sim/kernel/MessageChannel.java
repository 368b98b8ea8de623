package org.elastictee.sim.kernel;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.elastictee.sim.firmware.GuestMessage;
import org.elastictee.sim.host.GuestRequestExit;
import org.elastictee.sim.host.SimulatedHypervisor;

/**
 * The driver's encrypted channel to the firmware, {@code snp_send_guest_request}: the key VMPCK,
 * which lives until the first error, and the sequence number. One call at a time.
 */
final class MessageChannel {
  /** {@code SNP_REQ_RETRY_DELAY}. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  /** {@code SNP_REQ_MAX_RETRY_DURATION}. */
  static final Duration MAX_RETRY_DURATION = Duration.ofSeconds(60);

  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final SimulatedHypervisor hypervisor;
  private final KernelVariant variant;
  private final KernelClock clock;
  private volatile boolean vmpckAlive = true;
  private long sequenceNumber;

  MessageChannel(
      SimulatedHypervisor hypervisor,
      KernelVariant variant,
      KernelClock clock,
      long sequenceNumber) {
    this.hypervisor = Objects.requireNonNull(hypervisor, "hypervisor");
    this.variant = Objects.requireNonNull(variant, "variant");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.sequenceNumber = sequenceNumber;
  }

  /** Returns whether the key is there. */
  boolean isAlive() {
    return vmpckAlive;
  }

  /** What came of a request: {@code response} and {@code certificates} only if {@code errno} 0. */
  static final class Outcome {
    private final int errno;
    private final long exitinfo2;
    private final int pages;
    private final byte[] response;
    private final byte[] certificates;

    private Outcome(int errno, long exitinfo2, int pages, byte[] response, byte[] certificates) {
      this.errno = errno;
      this.exitinfo2 = exitinfo2;
      this.pages = pages;
      this.response = response;
      this.certificates = certificates;
    }

    private static Outcome failed(int errno, long exitinfo2, int pages) {
      return new Outcome(errno, exitinfo2, pages, null, null);
    }

    int errno() {
      return errno;
    }

    long exitinfo2() {
      return exitinfo2;
    }

    /** The pages that the certificates need, where there were too few. */
    int pages() {
      return pages;
    }

    byte[] response() {
      return response;
    }

    byte[] certificates() {
      return certificates;
    }
  }

  /**
   * Sends a message and waits for the response.
   *
   * @param unnumbered the message without its sequence number
   * @param certificatePages the room for certificates, or empty for a request without any
   * @param responseBytes the most bytes that the response may have
   */
  Outcome send(GuestMessage unnumbered, OptionalInt certificatePages, int responseBytes) {
    if (!vmpckAlive) {
      return Outcome.failed(Errno.ENOTTY, variant.unsentExitinfo2(), 0);
    }
    long next = sequenceNumber + 1;
    if (next >= MAX_U32) {
      return Outcome.failed(Errno.EIO, variant.unsentExitinfo2(), 0);
    }
    GuestMessage message = unnumbered.withSequenceNumber(next);
    Issued issued = issue(message, certificatePages);
    sequenceNumber += 2;
    if (issued.errno != 0) {
      if (issued.errno != Errno.EIO || issued.exitinfo2 != GuestRequestExit.INVALID_LEN) {
        vmpckAlive = false;
      }
      return Outcome.failed(issued.errno, issued.exitinfo2, issued.pages);
    }
    if (!belongsTo(message, issued.exit, responseBytes)) {
      vmpckAlive = false;
      return Outcome.failed(Errno.EBADMSG, issued.exitinfo2, 0);
    }
    return new Outcome(0, 0, 0, issued.exit.response().payload(), issued.exit.certificates());
  }

  /** What the exits to the hypervisor came to. */
  private static final class Issued {
    private int errno;
    private long exitinfo2;
    private int pages;
    private GuestRequestExit exit;
  }

  /**
   * {@code __handle_guest_request}. Too little room for certificates makes a plain request of it,
   * so that the message, which the host has seen, is used up; its error is told afterwards.
   */
  private Issued issue(GuestMessage message, OptionalInt certificatePages) {
    Issued issued = new Issued();
    boolean extended = certificatePages.isPresent();
    boolean tooLittleRoom = false;
    long start = clock.nanoTime();
    while (true) {
      issued.exit =
          extended
              ? hypervisor.extendedGuestRequest(message, certificatePages.getAsInt())
              : hypervisor.guestRequest(message);
      issued.exitinfo2 = issued.exit.exitinfo2();
      if (issued.exitinfo2 == GuestRequestExit.INVALID_LEN && extended) {
        extended = false;
        tooLittleRoom = true;
        issued.pages = issued.exit.pages();
      } else if (issued.exitinfo2 != GuestRequestExit.BUSY) {
        issued.errno = issued.exitinfo2 == 0 ? 0 : Errno.EIO;
        break;
      } else if (clock.nanoTime() - start > MAX_RETRY_DURATION.toNanos()) {
        issued.errno = Errno.ETIMEDOUT;
        break;
      } else {
        clock.sleep(RETRY_DELAY);
      }
    }
    if (tooLittleRoom) {
      issued.exitinfo2 = GuestRequestExit.INVALID_LEN;
      if (issued.errno == 0) {
        issued.errno = Errno.EIO;
      }
    }
    return issued;
  }

  private static boolean belongsTo(GuestMessage request, GuestRequestExit exit, int responseBytes) {
    GuestMessage response = exit.response();
    return exit.isAuthentic()
        && response.sequenceNumber() == request.sequenceNumber() + 1
        && response.type() == request.type() + 1
        && response.version() == request.version()
        && response.payload().length <= responseBytes;
  }
}
