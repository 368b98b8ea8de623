package org.elastictee.sim.pki;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.UUID;
import java.util.function.Supplier;
import org.elastictee.sim.firmware.EndorsementKey.Kind;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.host.CertificateTable;

/** The certificate tables that a host can put beside reports. */
public enum HostCertificateKind {
  /** None: the usual case of a machine of one's own. */
  NONE,
  /** The VCEK of this chip at the reported TCB, the ASK and the ARK. */
  VCEK,
  /** The VLEK at the reported TCB if one is installed, the ASVK and the ARK. */
  VLEK,
  /** An entry that nobody knows and that is more than the kernel hands on, 16 KiB. */
  OVERSIZE;

  private static final UUID UNKNOWN = UUID.fromString("53494d55-4c41-5445-4400-000000000000");
  private static final int OVERSIZE_BYTES = 0x4000;

  /**
   * Returns the table for a platform, empty for {@link #NONE}.
   *
   * @param authority is asked for the authority where there are certificates to be had of it
   */
  public byte[] table(PlatformState platform, Supplier<TestCertificateAuthority> authority) {
    return switch (this) {
      case NONE -> new byte[0];
      case VCEK -> chain(platform, Kind.VCEK, CertificateTable.VCEK, authority.get());
      case VLEK -> chain(platform, Kind.VLEK, CertificateTable.VLEK, authority.get());
      case OVERSIZE -> new CertificateTable().with(UNKNOWN, new byte[OVERSIZE_BYTES]).encode();
    };
  }

  private static byte[] chain(
      PlatformState platform, Kind kind, UUID guid, TestCertificateAuthority authority) {
    CertificateTable table = new CertificateTable();
    platform.endorsementKey(kind).ifPresent(key -> table.with(guid, der(authority.certify(key))));
    return table
        .with(CertificateTable.ASK, der(authority.certificate(CaRole.issuerOf(kind))))
        .with(CertificateTable.ARK, der(authority.ark()))
        .encode();
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
  }
}
