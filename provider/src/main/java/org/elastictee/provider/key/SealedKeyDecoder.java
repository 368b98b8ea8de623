package org.elastictee.provider.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * Makes sealed private keys of PKCS #8 encodings. The public key is computed from the private one,
 * so that no other can pass for it.
 */
final class SealedKeyDecoder {
  private final EngineTable engines;

  SealedKeyDecoder(EngineTable engines) {
    this.engines = engines;
  }

  /**
   * Makes a key.
   *
   * @param pkcs8 taken over and overwritten
   * @throws InvalidKeyException if it is the encoding of no such key, without a cause, which would
   *     tell of the bytes; or if no engine takes its public key
   */
  SealedPrivateKey privateKey(byte[] pkcs8, SealingPolicy policy) throws InvalidKeyException {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      byte[] content = info.getPrivateKey().getOctets();
      try {
        return read(info, content, policy, pkcs8);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (IOException | RuntimeException e) {
      // Of bytes that are no key, BouncyCastle's parsers throw what happens to come.
      throw new InvalidKeyException("not the encoding of a private key");
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private SealedPrivateKey read(
      PrivateKeyInfo info, byte[] content, SealingPolicy policy, byte[] pkcs8)
      throws IOException, InvalidKeyException {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey.getId())) {
      return ec(info, content, policy);
    }
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())) {
      return rsa("RSA", Operation.RSA_KEY, info, content, policy);
    }
    if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
      return rsa("RSASSA-PSS", Operation.RSASSA_PSS_KEY, info, content, policy);
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519.getId())) {
      return edwards(NamedParameterSpec.ED25519, info, content, policy);
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed448.getId())) {
      return edwards(NamedParameterSpec.ED448, info, content, policy);
    }
    if (oid.equals(EdECObjectIdentifiers.id_X25519.getId())) {
      return montgomery(NamedParameterSpec.X25519, info, content, policy);
    }
    if (oid.equals(EdECObjectIdentifiers.id_X448.getId())) {
      return montgomery(NamedParameterSpec.X448, info, content, policy);
    }
    if (LatticeKeys.isLattice(info.getPrivateKeyAlgorithm())) {
      return lattice(info, policy, pkcs8);
    }
    throw new InvalidKeyException("keys of this algorithm are not sealed");
  }

  private SealedPrivateKey ec(PrivateKeyInfo info, byte[] content, SealingPolicy policy)
      throws IOException, InvalidKeyException {
    EcScalar scalar = EcScalar.read(info, content);
    PublicKey publicKey = publicKey(Operation.EC_KEY, scalar.publicKey());
    return new SealedEcPrivateKey(policy, scalar.bytes(), (ECPublicKey) publicKey);
  }

  private SealedPrivateKey rsa(
      String algorithm,
      Operation keyFactory,
      PrivateKeyInfo info,
      byte[] content,
      SealingPolicy policy)
      throws IOException, InvalidKeyException {
    RsaNumbers numbers = RsaNumbers.read(info, content);
    PublicKey publicKey = publicKey(keyFactory, numbers.publicKey());
    KeyNumbers.check(publicKey);
    return new SealedRsaPrivateKey(algorithm, policy, numbers.bytes(), (RSAPublicKey) publicKey);
  }

  private SealedPrivateKey edwards(
      NamedParameterSpec curve, PrivateKeyInfo info, byte[] content, SealingPolicy policy)
      throws IOException, InvalidKeyException {
    SubjectPublicKeyInfo publicKey = BouncyCastlePublicKeys.of(info);
    return new SealedEdEcPrivateKey(
        policy, curve, curvePrivateKey(content), publicKey(Operation.EDDSA_KEY, publicKey));
  }

  private SealedPrivateKey montgomery(
      NamedParameterSpec curve, PrivateKeyInfo info, byte[] content, SealingPolicy policy)
      throws IOException, InvalidKeyException {
    SubjectPublicKeyInfo publicKey = BouncyCastlePublicKeys.of(info);
    return new SealedXecPrivateKey(
        policy, curve, curvePrivateKey(content), publicKey(Operation.XDH_KEY, publicKey));
  }

  /** RFC 8410, section 7. That it is as long as it should be, BouncyCastle has seen. */
  private static byte[] curvePrivateKey(byte[] content) throws IOException {
    return ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(content)).getOctets();
  }

  private SealedPrivateKey lattice(PrivateKeyInfo info, SealingPolicy policy, byte[] pkcs8)
      throws IOException, InvalidKeyException {
    // The check overwrites what it is given.
    LatticeKeys.checkPrivate(PrivateKeyInfo.getInstance(pkcs8));
    SubjectPublicKeyInfo publicKey = BouncyCastlePublicKeys.of(info);
    String parameterSet = LatticeKeys.nameOf(info.getPrivateKeyAlgorithm());
    Operation keyFactory = SealedLatticePrivateKey.keyFactory(parameterSet);
    return new SealedLatticePrivateKey(
        parameterSet, policy, pkcs8, publicKey(keyFactory, publicKey));
  }

  private PublicKey publicKey(Operation keyFactory, SubjectPublicKeyInfo encoded)
      throws IOException, InvalidKeyException {
    try {
      KeyFactory engine =
          KeyFactory.getInstance(engines.algorithm(keyFactory), engines.provider(keyFactory));
      return LatticeEncodings.generatePublic(engine, new X509EncodedKeySpec(encoded.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("the engine does not take the public key", e);
    }
  }
}
