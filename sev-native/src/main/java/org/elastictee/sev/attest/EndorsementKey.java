package org.elastictee.sev.attest;

import java.util.Optional;
import java.util.OptionalInt;
import org.elastictee.sev.attest.EvidenceException.Reason;
import org.elastictee.sev.attest.KeyInfo.SigningKey;

/**
 * What the certificate of a VCEK or VLEK says in AMD's extensions, each of which must be there and
 * no other: Versioned Chip Endorsement Key Certificate and KDS Interface Specification (AMD
 * document 57230). It reads; it vouches for nothing. Immutable.
 */
public final class EndorsementKey {
  private static final int STRUCT_VERSION_MILAN_GENOA = 0;
  private static final int STRUCT_VERSION_TURIN = 1;

  /** The security patch levels by the bytes of the TCB version, 0 being the least significant. */
  private static final int[] SPLS_MILAN_GENOA = {1, 2, 4, 5, 6, 7, 3, 8};

  private static final int[] SPLS_TURIN = {9, 1, 2, 3, 5, 6, 7, 8};

  /** {@code fmcSPL} is of Turin only, and level 4 of the others only. */
  private static final int SPL_NOT_OF_MILAN_GENOA = 9;

  private static final int SPL_NOT_OF_TURIN = 4;

  private final AmdCertificate certificate;
  private final SigningKey kind;
  private final Product product;
  private final int structVersion;
  private final TcbVersion tcb;
  private final byte[] hwId;
  private final String cspId;

  private EndorsementKey(
      AmdCertificate certificate, SigningKey kind, EndorsementExtensions extensions)
      throws EvidenceException {
    this.certificate = certificate;
    this.kind = kind;
    OptionalInt version = extensions.structVersion();
    Optional<String> name = extensions.productName();
    Optional<byte[]> id = extensions.hwId();
    Optional<String> csp = extensions.cspId();
    this.product =
        name.flatMap(Product::ofCertificate)
            .orElseThrow(() -> identity("productName is no product that is known"));
    boolean turin = product.tcbLayout() == TcbLayout.TURIN;
    this.structVersion = turin ? STRUCT_VERSION_TURIN : STRUCT_VERSION_MILAN_GENOA;
    if (!version.equals(OptionalInt.of(structVersion))) {
      throw identity("structVersion is not " + structVersion + ", as this product has it");
    }
    boolean vcek = kind == SigningKey.VCEK;
    if (id.isPresent() != vcek || csp.isPresent() == vcek) {
      throw identity("a VCEK has hwID and no cspID, a VLEK has cspID and no hwID");
    }
    this.hwId = id.orElse(null);
    this.cspId = csp.orElse(null);
    this.tcb = tcb(turin, extensions);
  }

  /**
   * Reads a certificate.
   *
   * @throws EvidenceException with {@link Reason#ENDORSEMENT_KEY} if it is neither named {@code
   *     SEV-VCEK} nor {@code SEV-VLEK} or an extension is unknown, twice or malformed; with {@link
   *     Reason#ENDORSEMENT_IDENTITY} if it does not say of what product and chip or cloud it is;
   *     with {@link Reason#ENDORSEMENT_TCB} if it does not give each byte of the TCB version once
   */
  public static EndorsementKey of(AmdCertificate certificate) throws EvidenceException {
    SigningKey kind =
        switch (certificate.commonName().orElse("")) {
          case "SEV-VCEK" -> SigningKey.VCEK;
          case "SEV-VLEK" -> SigningKey.VLEK;
          default ->
              throw new EvidenceException(
                  Reason.ENDORSEMENT_KEY, "the certificate is not named SEV-VCEK or SEV-VLEK");
        };
    return new EndorsementKey(certificate, kind, EndorsementExtensions.of(certificate.x509()));
  }

  private static TcbVersion tcb(boolean turin, EndorsementExtensions extensions)
      throws EvidenceException {
    if (extensions.spl(turin ? SPL_NOT_OF_TURIN : SPL_NOT_OF_MILAN_GENOA).isPresent()) {
      throw new EvidenceException(
          Reason.ENDORSEMENT_TCB, "a security patch level is of another kind of processor");
    }
    int[] spls = turin ? SPLS_TURIN : SPLS_MILAN_GENOA;
    long raw = 0;
    for (int position = spls.length - 1; position >= 0; position--) {
      OptionalInt spl = extensions.spl(spls[position]);
      if (spl.isEmpty()) {
        throw new EvidenceException(
            Reason.ENDORSEMENT_TCB, "security patch level " + spls[position] + " is missing");
      }
      raw = raw << Byte.SIZE | spl.getAsInt();
    }
    return new TcbVersion(raw, turin ? TcbLayout.TURIN : TcbLayout.MILAN_GENOA);
  }

  private static EvidenceException identity(String message) {
    return new EvidenceException(Reason.ENDORSEMENT_IDENTITY, message);
  }

  /** Returns the certificate. */
  public AmdCertificate certificate() {
    return certificate;
  }

  /** Returns {@link SigningKey#VCEK} or {@link SigningKey#VLEK}. */
  public SigningKey kind() {
    return kind;
  }

  /** Returns the product of {@code productName}. */
  public Product product() {
    return product;
  }

  /** Returns {@code structVersion}: 0 for Milan and Genoa, 1 from Turin on. */
  public int structVersion() {
    return structVersion;
  }

  /** Returns the TCB version that the key is of, by the layout of the product. */
  public TcbVersion tcb() {
    return tcb;
  }

  /** Returns {@code hwID}, 64 bytes or 8; empty for a VLEK. */
  public Optional<byte[]> hwId() {
    return Optional.ofNullable(hwId).map(byte[]::clone);
  }

  /** Returns {@code cspID}, the cloud, in printable ASCII; empty for a VCEK. */
  public Optional<String> cspId() {
    return Optional.ofNullable(cspId);
  }

  /** Tells the kind, the product and the TCB version. */
  @Override
  public String toString() {
    return "EndorsementKey[" + kind + " of " + product.productName() + ", " + tcb + "]";
  }
}
