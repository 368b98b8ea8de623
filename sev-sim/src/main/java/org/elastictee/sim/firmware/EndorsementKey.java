package org.elastictee.sim.firmware;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.elastictee.sev.attest.TcbVersion;

/**
 * A simulated VCEK or VLEK: an ECDSA key on P-384 that follows from the chip's secret or the
 * cloud's seed, and from a TCB version. Immutable.
 */
public final class EndorsementKey {
  /** What signs reports. */
  public enum Kind {
    /** The versioned chip endorsement key. */
    VCEK,
    /** The versioned loaded endorsement key. */
    VLEK
  }

  private static final X9ECParameters P384 = CustomNamedCurves.getByName("P-384");
  private static final int TCB = 1;
  private static final int PART = 2;

  private final Kind kind;
  private final Product product;
  private final TcbVersion tcb;
  private final byte[] hwId;
  private final String cspId;
  private final BigInteger d;

  private EndorsementKey(Chip chip, TcbVersion tcb) {
    this.kind = Kind.VCEK;
    this.product = chip.product();
    this.tcb = tcb;
    this.hwId = chip.hwId();
    this.cspId = null;
    this.d = scalar(chip.secret());
  }

  private EndorsementKey(Vlek vlek, Product product, TcbVersion tcb) {
    this.kind = Kind.VLEK;
    this.product = product;
    this.tcb = tcb;
    this.hwId = null;
    this.cspId = vlek.cspId();
    this.d = scalar(vlek.seed());
  }

  /** Returns the key of a chip at a TCB version. */
  public static EndorsementKey vcek(Chip chip, TcbVersion tcb) {
    return new EndorsementKey(chip, tcb);
  }

  /** Returns the key of a cloud for a kind of processor at a TCB version. */
  public static EndorsementKey vlek(Vlek vlek, Product product, TcbVersion tcb) {
    return new EndorsementKey(vlek, product, tcb);
  }

  /** FIPS 186-5, A.2.1: twice the bits of the order, so that the bias is of no account. */
  private BigInteger scalar(byte[] root) {
    byte[] bits = new byte[2 * KeyDerivation.BYTES];
    for (int part = 0; part < 2; part++) {
      byte[] half =
          KeyDerivation.labelled(kind.name() + " " + product)
              .with(TCB, tcb.raw())
              .with(PART, part)
              .under(root);
      System.arraycopy(half, 0, bits, part * half.length, half.length);
    }
    return new BigInteger(1, bits).mod(P384.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /** Returns what it is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the kind of processor. */
  public Product product() {
    return product;
  }

  /** Returns the TCB version that it is of. */
  public TcbVersion tcb() {
    return tcb;
  }

  /** Returns {@code hwID}, 64 bytes or 8 on Turin; empty for a VLEK. */
  public Optional<byte[]> hwId() {
    return Optional.ofNullable(hwId).map(byte[]::clone);
  }

  /** Returns {@code cspID}; empty for a VCEK. */
  public Optional<String> cspId() {
    return Optional.ofNullable(cspId);
  }

  /** Returns the public key. */
  public PublicKey publicKey() {
    org.bouncycastle.math.ec.ECPoint point = P384.getG().multiply(d).normalize();
    ECPoint w =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, secp384r1()));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("EC is not there", e);
    }
  }

  /** Returns {@code r} and {@code s} of a signature with SHA-384, 48 bytes each, big-endian. */
  public byte[] sign(byte[] message) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, secp384r1()));
      Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("a report cannot be signed", e);
    }
  }

  private static ECParameterSpec secp384r1() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp384r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof EndorsementKey other
        && kind == other.kind
        && product == other.product
        && tcb.equals(other.tcb)
        && Arrays.equals(hwId, other.hwId)
        && d.equals(other.d);
  }

  @Override
  public int hashCode() {
    return tcb.hashCode() + Arrays.hashCode(hwId);
  }

  /** Tells the kind and the TCB version. */
  @Override
  public String toString() {
    return "simulated " + kind + " of " + product.productName() + ", " + tcb;
  }
}
