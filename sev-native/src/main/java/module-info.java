/**
 * What touches the machine: the guest device, attestation reports and their verification, the root
 * of trust and sealing, and the processor's own cryptography.
 */
module org.elastictee.sev {
  requires java.net.http;
  // GuestDevice, by which a simulator stands in for the device, takes JNA's pointers.
  requires transitive com.sun.jna;

  exports org.elastictee.sev;
  exports org.elastictee.sev.jdk to
      org.elastictee.provider;
  exports org.elastictee.sev.attest;
  exports org.elastictee.sev.attest.verify;
  exports org.elastictee.sev.cpu to
      org.elastictee.provider;
  exports org.elastictee.sev.guest;
  exports org.elastictee.sev.kds;
  exports org.elastictee.sev.memory;
  exports org.elastictee.sev.platform;
  exports org.elastictee.sev.seal;

  // JNA reads the interface that it implements.
  opens org.elastictee.sev.guest to
      com.sun.jna;
}
