package org.elastictee.sim.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.firmware.GuestMessage;
import org.elastictee.sim.firmware.SimulatedFirmware;

/**
 * The simulated hypervisor: hands the guest's messages to the firmware, puts its certificates
 * beside reports, throttles, and does what faults it is told to. Safe for use by several threads.
 */
public final class SimulatedHypervisor {
  private static final int PAGE_BYTES = 4096;

  private final SimulatedFirmware firmware;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<CallKind, Long> calls = new EnumMap<>(CallKind.class);
  private HostCertificates certificates = () -> new byte[0];
  private int busy;

  /** Creates a hypervisor without certificates that does everything at once. */
  public SimulatedHypervisor(SimulatedFirmware firmware) {
    this.firmware = Objects.requireNonNull(firmware, "firmware");
  }

  /** Sets where the certificate table comes from. */
  public synchronized void setCertificates(HostCertificates source) {
    certificates = Objects.requireNonNull(source, "source");
  }

  /**
   * Answers the next exits with {@code BUSY}, in place of what was set before.
   *
   * @throws IllegalArgumentException if negative
   */
  public synchronized void throttle(int exits) {
    if (exits < 0) {
      throw new IllegalArgumentException("the number of throttled exits is not negative");
    }
    busy = exits;
  }

  /**
   * Does this to each of the next requests that is not throttled, after the faults that were set
   * before.
   *
   * @throws IllegalArgumentException unless there is at least one request
   */
  public synchronized void inject(Fault fault, int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("a fault needs at least one request");
    }
    for (int i = 0; i < requests; i++) {
      faults.add(fault);
    }
  }

  /** Forgets certificates, throttling, faults and counts. */
  public synchronized void reset() {
    certificates = () -> new byte[0];
    busy = 0;
    faults.clear();
    calls.clear();
  }

  /** Returns how often the firmware was called, by kind, since the start or the last reset. */
  public synchronized Map<CallKind, Long> calls() {
    Map<CallKind, Long> copy = new EnumMap<>(CallKind.class);
    for (CallKind kind : CallKind.values()) {
      copy.put(kind, calls.getOrDefault(kind, 0L));
    }
    return copy;
  }

  /** Returns how many exits will still be throttled. */
  public synchronized int throttled() {
    return busy;
  }

  /** Returns how many requests still have a fault ahead. */
  public synchronized int pendingFaults() {
    return faults.size();
  }

  /** SNP Guest Request. */
  public synchronized GuestRequestExit guestRequest(GuestMessage message) {
    CallKind kind = message.type() == GuestMessage.MSG_KEY_REQ ? CallKind.KEY : CallKind.REPORT;
    return request(message, kind, new byte[0]);
  }

  /**
   * SNP Extended Guest Request.
   *
   * @param pages the room for certificates, in pages of 4096 bytes
   */
  public synchronized GuestRequestExit extendedGuestRequest(GuestMessage message, int pages) {
    if (busy > 0) {
      return request(message, CallKind.EXTENDED_REPORT, new byte[0]);
    }
    byte[] table = certificates.table();
    int needed = (table.length + PAGE_BYTES - 1) / PAGE_BYTES;
    if (needed > pages) {
      return GuestRequestExit.invalidLength(needed);
    }
    return request(message, CallKind.EXTENDED_REPORT, table);
  }

  private GuestRequestExit request(GuestMessage message, CallKind kind, byte[] table) {
    if (busy > 0) {
      busy--;
      return GuestRequestExit.error(GuestRequestExit.BUSY);
    }
    Fault fault = faults.poll();
    if (fault != null && fault.kind() == Fault.Kind.EXITINFO2) {
      return GuestRequestExit.error(fault.value());
    }
    GuestMessage response;
    try {
      response = firmware.guestRequest(message);
    } catch (FirmwareRefusedException e) {
      return GuestRequestExit.error(e.status().code());
    }
    calls.merge(kind, 1L, Long::sum);
    return fault == null
        ? GuestRequestExit.response(response, true, table)
        : GuestRequestExit.response(
            spoilt(response, fault), fault.kind() != Fault.Kind.BAD_TAG, table);
  }

  private static GuestMessage spoilt(GuestMessage message, Fault fault) {
    return switch (fault.kind()) {
      case BAD_SEQUENCE_NUMBER -> message.withSequenceNumber(message.sequenceNumber() + 1);
      case BAD_TYPE -> message.withType(message.type() + 1);
      case BAD_VERSION -> message.withVersion(message.version() + 1);
      case STATUS -> message.withPayload(refused(message.payload().length, (int) fault.value()));
      case BAD_TAG, EXITINFO2 -> message;
    };
  }

  private static byte[] refused(int length, int status) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(status).array();
  }
}
