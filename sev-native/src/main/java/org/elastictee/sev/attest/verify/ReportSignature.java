package org.elastictee.sev.attest.verify;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.elastictee.sev.attest.AmdCertificate;
import org.elastictee.sev.attest.AttestationReport;
import org.elastictee.sev.jdk.JdkProviders;

/** The signature of a report: ECDSA (FIPS 186-5) on P-384 with SHA-384, over its raw bytes. */
final class ReportSignature {
  private static final int BYTES = 48;
  private static final BigInteger ORDER =
      new BigInteger(
          "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
          16);

  private ReportSignature() {}

  /** Returns whether 72 bytes, little-endian, are a number of 1 to the order of the curve - 1. */
  static boolean isComponent(byte[] littleEndian) {
    BigInteger number = new BigInteger(1, reversed(littleEndian, littleEndian.length));
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }

  /** Step 11: the key of a certificate has signed the report. */
  static String require(AttestationReport report, AmdCertificate certificate)
      throws CheckException {
    if (!isComponent(report.signatureR()) || !isComponent(report.signatureS())) {
      throw CheckException.notAsked("it rests on a well-formed signature, and there is none");
    }
    byte[] signature = Arrays.copyOf(reversed(report.signatureR(), BYTES), 2 * BYTES);
    System.arraycopy(reversed(report.signatureS(), BYTES), 0, signature, BYTES, BYTES);
    byte[] key = certificate.x509().getPublicKey().getEncoded();
    try {
      Signature verifier =
          Signature.getInstance("SHA384withECDSAinP1363Format", JdkProviders.sunEc());
      verifier.initVerify(
          KeyFactory.getInstance("EC", JdkProviders.sunEc())
              .generatePublic(new X509EncodedKeySpec(key)));
      verifier.update(report.signedBytes());
      CheckException.require(
          verifier.verify(signature), "the report was not signed by the endorsement key");
      return "ECDSA P-384 with SHA-384";
    } catch (SignatureException e) {
      throw CheckException.failed("the signature of the report cannot be verified", e);
    } catch (GeneralSecurityException e) {
      throw CheckException.failed("the endorsement key cannot be used", e);
    }
  }

  private static byte[] reversed(byte[] littleEndian, int length) {
    byte[] bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[i] = littleEndian[length - 1 - i];
    }
    return bigEndian;
  }
}
