/** A software AMD-SP: for tests and demonstrations, never beside an application in production. */
module org.elastictee.sim {
  requires transitive org.elastictee.sev;
  requires transitive org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires info.picocli;

  exports org.elastictee.sim;
  exports org.elastictee.sim.firmware;
  exports org.elastictee.sim.host;
  exports org.elastictee.sim.kernel;
  exports org.elastictee.sim.pki;

  // picocli fills the fields of the command; JNA reads the interface that it implements.
  opens org.elastictee.sim.main to
      info.picocli,
      com.sun.jna;
}
