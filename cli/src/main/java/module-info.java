/** The command line: a program, of which nothing is exported. */
module org.elastictee.cli {
  requires org.elastictee.provider;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.net.http;
  requires jdk.httpserver;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  // picocli fills the fields of commands; JNA reads the interface that it implements.
  opens org.elastictee.cli to
      info.picocli,
      com.sun.jna;
  // Jackson reads the records that become JSON, and makes what it reads from it.
  opens org.elastictee.cli.attest to
      com.fasterxml.jackson.databind;
  opens org.elastictee.cli.status to
      com.fasterxml.jackson.databind;
  // Both.
  opens org.elastictee.cli.keys to
      com.fasterxml.jackson.databind,
      info.picocli;
}
