package org.elastictee.sim.host;

import java.util.Objects;
import org.elastictee.sim.firmware.GuestMessage;

/**
 * How the hypervisor answered a guest request: GHCB specification (AMD document 56421), SNP Guest
 * Request and SNP Extended Guest Request. Immutable.
 */
public final class GuestRequestExit {
  /** {@code exitinfo2} of a hypervisor that throttles. */
  public static final long BUSY = 2L << 32;

  /** {@code exitinfo2} of a hypervisor that has more certificates than there is room. */
  public static final long INVALID_LEN = 1L << 32;

  private final long exitinfo2;
  private final int pages;
  private final GuestMessage response;
  private final boolean authentic;
  private final byte[] certificates;

  private GuestRequestExit(
      long exitinfo2, int pages, GuestMessage response, boolean authentic, byte[] certificates) {
    this.exitinfo2 = exitinfo2;
    this.pages = pages;
    this.response = response;
    this.authentic = authentic;
    this.certificates = certificates.clone();
  }

  static GuestRequestExit error(long exitinfo2) {
    return new GuestRequestExit(exitinfo2, 0, null, false, new byte[0]);
  }

  static GuestRequestExit invalidLength(int pages) {
    return new GuestRequestExit(INVALID_LEN, pages, null, false, new byte[0]);
  }

  static GuestRequestExit response(GuestMessage response, boolean authentic, byte[] certificates) {
    return new GuestRequestExit(
        0, 0, Objects.requireNonNull(response, "response"), authentic, certificates);
  }

  /** Returns {@code SW_EXITINFO2}: 0, or errors of the hypervisor above and the firmware below. */
  public long exitinfo2() {
    return exitinfo2;
  }

  /** Returns the pages that the certificates need, where there were too few. */
  public int pages() {
    return pages;
  }

  /** Returns the firmware's response; null unless {@code exitinfo2} is 0. */
  public GuestMessage response() {
    return response;
  }

  /** Returns whether the response's tag is right. */
  public boolean isAuthentic() {
    return authentic;
  }

  /** Returns the certificate table, empty if there is none. */
  public byte[] certificates() {
    return certificates.clone();
  }
}
