/** {@code ElasticProvider}: the JCA and JSSE services. */
module org.elastictee.provider {
  requires transitive org.elastictee.sev;
  // For events of downgrades; a runtime without it works.
  requires static jdk.jfr;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;

  exports org.elastictee.provider;
  exports org.elastictee.provider.health;
  exports org.elastictee.provider.key;
  exports org.elastictee.provider.engine to
      org.elastictee.cli;
  exports org.elastictee.provider.keystore;

  provides java.security.Provider with
      org.elastictee.provider.ElasticProvider;
}
