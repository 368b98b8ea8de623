package org.elastictee.provider.key;

import java.io.IOException;
import java.security.ProviderException;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** The curves of {@link DerivedKeyPairSpec}. */
public enum DerivedCurve {
  /** NIST P-256, for ECDSA and ECDH. */
  P_256("P-256", Set.of("EC"), SECObjectIdentifiers.secp256r1, 40),
  /** NIST P-384, for ECDSA and ECDH. */
  P_384("P-384", Set.of("EC"), SECObjectIdentifiers.secp384r1, 56),
  /** Edwards25519, for Ed25519. */
  ED25519("Ed25519", Set.of("Ed25519", "EdDSA"), EdECObjectIdentifiers.id_Ed25519, 32),
  /** Curve25519, for X25519. */
  X25519("X25519", Set.of("X25519", "XDH"), EdECObjectIdentifiers.id_X25519, 32);

  private final String displayName;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
  private final Set<String> generators;

  @SuppressWarnings("ImmutableEnumChecker") // OIDs are immutable
  private final ASN1ObjectIdentifier oid;

  private final int derivedBytes;

  DerivedCurve(
      String displayName, Set<String> generators, ASN1ObjectIdentifier oid, int derivedBytes) {
    this.displayName = displayName;
    this.generators = generators;
    this.oid = oid;
    this.derivedBytes = derivedBytes;
  }

  /** Returns the name, which is part of what the key is derived from. */
  public String displayName() {
    return displayName;
  }

  /** Tells whether a {@code KeyPairGenerator} makes keys on this curve. */
  boolean isOf(String generator) {
    return generators.contains(generator);
  }

  /** Returns how many bytes a key is made of. */
  int derivedBytes() {
    return derivedBytes;
  }

  /**
   * Makes a private key.
   *
   * @param derived as many bytes as {@link #derivedBytes} says; taken over and overwritten
   * @return PKCS #8, to be overwritten by the caller
   */
  byte[] pkcs8(byte[] derived) {
    return switch (this) {
      case P_256, P_384 -> ec(derived);
      case ED25519, X25519 -> pkcs8(new AlgorithmIdentifier(oid), SecretDer.octetString(derived));
    };
  }

  private byte[] ec(byte[] derived) {
    byte[] scalar = DerivedEcKeys.scalar(CustomNamedCurves.getByOID(oid), derived);
    byte[] version = {1};
    return pkcs8(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid),
        SecretDer.sequence(SecretDer.integer(version), SecretDer.octetString(scalar)));
  }

  private static byte[] pkcs8(AlgorithmIdentifier algorithm, byte[] content) {
    try {
      byte[] version = {0};
      return SecretDer.sequence(
          SecretDer.integer(version), algorithm.getEncoded(), SecretDer.octetString(content));
    } catch (IOException e) {
      throw new ProviderException("an algorithm's identifier has no encoding", e);
    }
  }
}
