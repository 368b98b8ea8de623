package org.elastictee.provider.selftest;

import static org.elastictee.provider.selftest.WrongAnswerException.unless;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A generated pair belongs together, as FIPS 140-3 (10.3.5) asks it of every pair, and is not the
 * next one.
 *
 * @param parameters of the pair, or null where the algorithm's name says it all
 * @param proof that it belongs together
 * @param use the algorithm of the service that gives the proof
 */
record KeyPairConsistency(AlgorithmParameterSpec parameters, Proof proof, String use)
    implements KnownAnswerTest {
  private static final int MESSAGE_BYTES = 32;

  /** What the two keys of a pair do together. */
  enum Proof {
    /** By {@link Signature}: what the private key signs, the public key verifies. */
    SIGNATURE,
    /** By {@link KeyAgreement}: two pairs agree on one secret. */
    AGREEMENT,
    /** By {@code KEM}: what the public key encapsulates, the private key decapsulates. */
    ENCAPSULATION,
    /**
     * By {@link KeyFactory}, for ML-KEM on a JVM that has no {@code KEM}: both keys are read and
     * written, and the private key has the public one in it (FIPS 203, 7.1).
     */
    ENCODING
  }

  @Override
  public void run(Provider provider, String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
    if (parameters != null) {
      generator.initialize(parameters);
    }
    KeyPair pair = generator.generateKeyPair();
    KeyPair other = generator.generateKeyPair();
    unless(
        !Arrays.equals(pair.getPublic().getEncoded(), other.getPublic().getEncoded()),
        "two pairs are the same");
    unless(
        switch (proof) {
          case SIGNATURE -> verifies(provider, pair);
          case AGREEMENT ->
              Arrays.equals(secret(provider, pair, other), secret(provider, other, pair));
          case ENCAPSULATION ->
              new ReflectedKem(provider, use).agrees(pair.getPublic(), pair.getPrivate());
          case ENCODING -> isReadAndContained(provider, pair);
        },
        "the pair does not belong together");
  }

  private boolean verifies(Provider provider, KeyPair pair) throws GeneralSecurityException {
    byte[] message = Pattern.bytes(MESSAGE_BYTES);
    Signature signature = Signature.getInstance(use, provider);
    signature.initSign(pair.getPrivate());
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(message);
    return signature.verify(signed);
  }

  private byte[] secret(Provider provider, KeyPair own, KeyPair peer)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(use, provider);
    agreement.init(own.getPrivate());
    agreement.doPhase(peer.getPublic(), true);
    return agreement.generateSecret();
  }

  private boolean isReadAndContained(Provider provider, KeyPair pair)
      throws GeneralSecurityException {
    byte[] publicBytes = pair.getPublic().getEncoded();
    byte[] privateBytes = pair.getPrivate().getEncoded();
    KeyFactory factory = KeyFactory.getInstance(use, provider);
    byte[] publicAgain = factory.generatePublic(new X509EncodedKeySpec(publicBytes)).getEncoded();
    byte[] privateAgain =
        factory.generatePrivate(new PKCS8EncodedKeySpec(privateBytes)).getEncoded();
    byte[] publicKey = SubjectPublicKeyInfo.getInstance(publicBytes).getPublicKeyData().getOctets();
    return Arrays.equals(publicBytes, publicAgain)
        && Arrays.equals(privateBytes, privateAgain)
        && Bytes.contains(privateBytes, publicKey);
  }
}
