package org.elastictee.sev.guest;

import org.elastictee.sev.memory.SecretMemory;

/**
 * What an SEV-SNP guest can ask of the firmware. Implementations are safe for use by several
 * threads and serialize the requests.
 *
 * <p>A request cannot be interrupted, and may take a minute where the host throttles: a thread that
 * is interrupted meanwhile keeps its interrupt status and gets its answer.
 */
public interface SevGuest extends AutoCloseable {
  /** The bytes of {@code REPORT_DATA}. */
  int REPORT_DATA_BYTES = 64;

  /** The highest, and least privileged, virtual machine privilege level. */
  int MAX_VMPL = 3;

  /** The bytes of a derived key. */
  int DERIVED_KEY_BYTES = 32;

  /**
   * Asks for an attestation report ({@code SNP_GET_REPORT}).
   *
   * @param reportData what is to be signed, exactly 64 bytes
   * @param vmpl the privilege level that the report is to name, 0 to 3; the firmware refuses one
   *     that is more privileged than the caller's, with {@link FirmwareStatus#INVALID_PARAM}
   * @throws SevGuestException if there is no report
   * @throws IllegalArgumentException if an argument is out of range; nothing was asked
   * @throws IllegalStateException if closed
   */
  AttestationResponse report(byte[] reportData, int vmpl) throws SevGuestException;

  /**
   * Asks for an attestation report and the host's certificate table ({@code SNP_GET_EXT_REPORT}).
   *
   * @param reportData what is to be signed, exactly 64 bytes
   * @param vmpl as for {@link #report}
   * @throws SevGuestException if there is no report, or the table cannot be had with it
   * @throws IllegalArgumentException if an argument is out of range; nothing was asked
   * @throws IllegalStateException if closed
   */
  ExtendedReport extendedReport(byte[] reportData, int vmpl) throws SevGuestException;

  /**
   * Asks for a derived key ({@code SNP_GET_DERIVED_KEY}): the same for the same request on the same
   * root key, for every process of this guest. Its users therefore derive keys of their own from
   * it, by purpose.
   *
   * @return 32 bytes that are not all zero, which the caller closes
   * @throws SevGuestException if there is no key
   * @throws IllegalStateException if closed
   */
  SecretMemory derivedKey(DerivedKeyRequest request) throws SevGuestException;

  /** Returns whether the device failed so that no further request is made of it. */
  boolean isDisabled();

  /** Gives the device back; a second call does nothing. */
  @Override
  void close();
}
