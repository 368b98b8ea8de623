package org.elastictee.sev.attest;

/** The parts of the trusted computing base that have a security version number, by AMD's names. */
public enum TcbComponent {
  /** Turin and later: the firmware of the second-stage boot processor. */
  FMC,
  /** The boot loader of the secure processor. */
  BOOT_LOADER,
  /** The operating system of the secure processor. */
  TEE,
  /** The SEV-SNP firmware. */
  SNP,
  /** The lowest microcode patch level of all cores. */
  MICROCODE
}
