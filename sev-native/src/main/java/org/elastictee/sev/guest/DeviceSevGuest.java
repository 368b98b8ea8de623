package org.elastictee.sev.guest;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.memory.SecretMemory;

/**
 * The guest device {@code /dev/sev-guest}, by message version 1. Safe for use by several threads.
 *
 * <p>The device is precious: the kernel answers one refused message by giving the device up until
 * the guest is rebooted (Linux {@code snp_disable_vmpck}). So every argument is checked before a
 * call, nothing is probed, no two calls overlap, and after a failure that costs the device no
 * further call is made: {@link Reason#DEVICE_DISABLED}.
 *
 * <p>Nobody can throttle the host, and a kernel before 6.3 answers being throttled by giving the
 * device up: there, ask seldom.
 */
public final class DeviceSevGuest implements SevGuest {
  /** The SEV-SNP guest device of Linux 5.19 and later. */
  public static final String PATH = LinuxGuestDevice.PATH;

  private static final Object PROCESS_LOCK = new Object();
  private static DeviceOwner processOwner;
  private static int processHandles;

  private final DeviceOwner owner;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DeviceSevGuest(DeviceOwner owner, Runnable release) {
    this.owner = owner;
    this.release = release;
  }

  /**
   * Opens {@code /dev/sev-guest}. The process opens it once: while it is open, each further call
   * gives another handle to the same owner, also after the device was lost, and the last handle
   * that is closed closes it.
   *
   * @throws SevGuestException with {@link Reason#NO_DEVICE}, {@link Reason#NO_PERMISSION} or {@link
   *     Reason#IO} if it cannot be opened
   */
  public static DeviceSevGuest open() throws SevGuestException {
    return open(LinuxGuestDevice::open);
  }

  static DeviceSevGuest open(Opening opening) throws SevGuestException {
    synchronized (PROCESS_LOCK) {
      if (processHandles == 0) {
        processOwner = new DeviceOwner(opening.open());
      }
      processHandles++;
      return new DeviceSevGuest(processOwner, DeviceSevGuest::releaseProcessHandle);
    }
  }

  /** Whoever opens meanwhile waits until the last call on the old descriptor has ended. */
  private static void releaseProcessHandle() {
    synchronized (PROCESS_LOCK) {
      processHandles--;
      if (processHandles == 0) {
        processOwner.close();
        processOwner = null;
      }
    }
  }

  /**
   * Takes over an open device, a simulated one for example, and closes it when closed. It is
   * independent of {@link #open}.
   */
  public static DeviceSevGuest over(GuestDevice device) {
    DeviceOwner owner = new DeviceOwner(device);
    return new DeviceSevGuest(owner, owner::close);
  }

  @Override
  public boolean isDisabled() {
    return owner.isLost();
  }

  @Override
  public AttestationResponse report(byte[] reportData, int vmpl) throws SevGuestException {
    byte[] asked = reportData.clone();
    byte[] request = GuestRequestAbi.reportRequest(asked, vmpl);
    requireOpen();
    return owner.exchange(
        calls -> {
          try (RequestMemory memory =
              new RequestMemory(request.length, GuestRequestAbi.REPORT_RESPONSE_BYTES, 0)) {
            calls.call(GuestRequestAbi.SNP_GET_REPORT, memory, request);
            return GuestRequestAbi.reportResponse(memory.response(), asked, vmpl);
          }
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first call offers all the room that the kernel can fill, 16 KiB. Only where the
   * hypervisor asks for another size within it is there a second call.
   *
   * @throws SevGuestException with {@link Reason#CERTIFICATES_TOO_LARGE} if the hypervisor asks for
   *     more, or asks twice
   */
  @Override
  public ExtendedReport extendedReport(byte[] reportData, int vmpl) throws SevGuestException {
    byte[] asked = GuestRequestAbi.requireReportData(reportData).clone();
    GuestRequestAbi.requireVmpl(vmpl);
    requireOpen();
    return owner.exchange(
        calls -> {
          ExtendedAnswer first =
              extendedReport(calls, asked, vmpl, GuestRequestAbi.MAX_CERTIFICATE_BYTES);
          if (first.report() != null) {
            return first.report();
          }
          ExtendedAnswer second =
              extendedReport(calls, asked, vmpl, requireRoom(first.bytesWanted()));
          if (second.report() == null) {
            throw tooLarge("the hypervisor asks for more room for certificates each time");
          }
          return second.report();
        });
  }

  private static ExtendedAnswer extendedReport(
      DeviceOwner.Calls calls, byte[] reportData, int vmpl, int certificateBytes)
      throws SevGuestException {
    try (RequestMemory memory =
        new RequestMemory(
            GuestRequestAbi.EXT_REPORT_REQUEST_BYTES,
            GuestRequestAbi.REPORT_RESPONSE_BYTES,
            certificateBytes)) {
      byte[] request =
          GuestRequestAbi.extReportRequest(
              reportData, vmpl, memory.certificatesAddress(), certificateBytes);
      if (calls.call(GuestRequestAbi.SNP_GET_EXT_REPORT, memory, request) != 0) {
        return new ExtendedAnswer(null, GuestRequestAbi.certsLength(memory.request()));
      }
      AttestationResponse response =
          GuestRequestAbi.reportResponse(memory.response(), reportData, vmpl);
      byte[] table = memory.certificates();
      return new ExtendedAnswer(
          new ExtendedReport(response, isZero(table) ? new byte[0] : table), 0);
    }
  }

  private static int requireRoom(long bytes) throws SevGuestException {
    if (bytes > GuestRequestAbi.MAX_CERTIFICATE_BYTES) {
      throw tooLarge("the host's certificates need " + bytes + " bytes, and the kernel has 16384");
    }
    if (bytes == 0 || bytes % GuestRequestAbi.PAGE_BYTES != 0) {
      throw new SevGuestException(
          Reason.BAD_RESPONSE, "the hypervisor asks for room of " + bytes + " bytes");
    }
    return (int) bytes;
  }

  private static SevGuestException tooLarge(String message) {
    return new SevGuestException(Reason.CERTIFICATES_TOO_LARGE, message);
  }

  @Override
  public SecretMemory derivedKey(DerivedKeyRequest request) throws SevGuestException {
    byte[] encoded = Objects.requireNonNull(request, "request").encode();
    requireOpen();
    return owner.exchange(
        calls -> {
          try (RequestMemory memory =
              new RequestMemory(encoded.length, GuestRequestAbi.DERIVED_KEY_RESPONSE_BYTES, 0)) {
            calls.call(GuestRequestAbi.SNP_GET_DERIVED_KEY, memory, encoded);
            byte[] key = GuestRequestAbi.derivedKeyResponse(memory.response());
            try {
              if (isZero(key)) {
                throw new SevGuestException(
                    Reason.ZERO_KEY, "the firmware's derived key is all zeros");
              }
              return SecretMemory.takeFrom(key);
            } finally {
              Arrays.fill(key, (byte) 0);
            }
          }
        });
  }

  private static boolean isZero(byte[] bytes) {
    return MessageDigest.isEqual(bytes, new byte[bytes.length]);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this handle of the guest device has been closed");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }

  /** What an extended request came to: a report or, where that is null, the room wanted. */
  private record ExtendedAnswer(ExtendedReport report, long bytesWanted) {}

  /** How the device of the process is opened. */
  interface Opening {
    GuestDevice open() throws SevGuestException;
  }
}
