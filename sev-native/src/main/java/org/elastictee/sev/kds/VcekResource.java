package org.elastictee.sev.kds;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.EndorsementKey;
import org.elastictee.sev.attest.EvidenceException;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbComponent;
import org.elastictee.sev.attest.TcbVersion;

/**
 * The certificate of a chip's key at a TCB: document 57230, chapters 3 and 4.
 *
 * <p>The certificate is checked to be for what was asked, so that no other one is kept in the cache
 * in its place.
 */
final class VcekResource implements Resource {
  private static final int MAX_BYTES = 16 * 1024;

  private final Product product;
  private final byte[] hwid;
  private final TcbVersion tcb;

  VcekResource(Product product, byte[] hwid, TcbVersion tcb) {
    this.product = product;
    this.hwid = hwid;
    this.tcb = tcb;
  }

  @Override
  public String path() {
    StringJoiner query = new StringJoiner("&");
    for (TcbComponent component : TcbComponent.values()) {
      tcb.component(component)
          .ifPresent(
              value ->
                  query.add(String.format(Locale.ROOT, "%s=%02d", parameter(component), value)));
    }
    return String.format(
        Locale.ROOT,
        "/vcek/v1/%s/%s?%s",
        product.productName(),
        HexFormat.of().formatHex(hwid),
        query);
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT,
        "vcek-%s-%s-%016x",
        product.productName(),
        HexFormat.of().formatHex(hwid),
        tcb.raw());
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public Parsed parse(byte[] content) throws BadContentException {
    EndorsementKey key = endorsementKey(content);
    AmdCertificate certificate = key.certificate();
    Optional<String> issuer = Optional.of(product.authorityName(SigningKey.VCEK));
    if (key.kind() != SigningKey.VCEK
        || key.product() != product
        || !certificate.issuerCommonName().equals(issuer)) {
      throw new BadContentException("not a VCEK certificate of " + product.productName());
    }
    if (!certificate.hasP384Key()) {
      throw new BadContentException("the key of the certificate is not an EC key on P-384");
    }
    if (!Arrays.equals(key.hwId().orElseThrow(), hwid)) {
      throw new BadContentException("the certificate is that of another chip");
    }
    if (!key.tcb().equals(tcb)) {
      throw new BadContentException("the certificate is for another TCB");
    }
    return new Parsed(List.of(content), certificate.x509().getNotAfter().toInstant());
  }

  private static EndorsementKey endorsementKey(byte[] content) throws BadContentException {
    try {
      return EndorsementKey.of(Encodings.certificate(content));
    } catch (EvidenceException e) {
      throw BadContentException.of(e);
    }
  }

  private static String parameter(TcbComponent component) {
    return switch (component) {
      case FMC -> "fmcSPL";
      case BOOT_LOADER -> "blSPL";
      case TEE -> "teeSPL";
      case SNP -> "snpSPL";
      case MICROCODE -> "ucodeSPL";
    };
  }
}
