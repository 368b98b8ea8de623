package org.elastictee.provider.keystore;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.provider.key.DerivedEcKeys;
import org.elastictee.provider.key.KeyAccess;
import org.elastictee.provider.key.SealedEcPrivateKey;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * The identity that the root of trust gives: a P-256 key derived under {@link
 * SealingPolicy#STRICT}, the same whenever the same root is asked, and a self-signed certificate
 * over it that is made anew in each life of the process, and again before it ends. Nothing is
 * stored. Safe for use by several threads.
 */
public final class DerivedIdentity {
  /** The name of the identity in every key store of type Elastic. */
  public static final String ALIAS = "elastic-identity";

  private static final String LABEL = "tls identity v1";
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final Duration RENEWAL = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final SealedEcPrivateKey key;
  private final SelfSignedCertificates certificates;
  private final Clock clock;
  private X509Certificate certificate;

  private DerivedIdentity(
      SealedEcPrivateKey key, SelfSignedCertificates certificates, Clock clock) {
    this.key = key;
    this.certificates = certificates;
    this.clock = clock;
  }

  /**
   * Derives the identity.
   *
   * @param random for serial numbers and signatures
   * @param clock for the certificate's validity
   * @throws RootOfTrustException if the root refuses
   * @throws GeneralSecurityException if no engine makes the key
   */
  public static DerivedIdentity derive(
      RootOfTrust root, EngineTable engines, SecureRandom random, Clock clock)
      throws GeneralSecurityException {
    Provider ecKeyFactory = engines.provider(Operation.EC_KEY);
    SealedEcPrivateKey key = DerivedEcKeys.p256(root, SealingPolicy.STRICT, LABEL, ecKeyFactory);
    return new DerivedIdentity(key, new SelfSignedCertificates(engines, random), clock);
  }

  /** Returns the private key, an object of the caller's own: destroying it leaves the identity. */
  public SealedEcPrivateKey privateKey() {
    return KeyAccess.copy(key);
  }

  /**
   * Returns the certificate, valid for 30 days at least.
   *
   * @throws ProviderException if it cannot be made
   */
  public synchronized X509Certificate certificate() {
    Instant now = clock.instant();
    if (certificate == null || certificate.getNotAfter().toInstant().isBefore(now.plus(RENEWAL))) {
      try {
        certificate =
            certificates.create(
                key, Date.from(now.minus(CLOCK_SKEW)), Date.from(now.plus(LIFETIME)));
      } catch (GeneralSecurityException e) {
        throw new ProviderException("the certificate of the identity cannot be made", e);
      }
    }
    return certificate;
  }

  /** Returns whether a name may be that of a derived identity, this one or another. */
  public static boolean isNameOfSome(X500Principal name) {
    return name.getName(X500Principal.RFC1779)
        .matches("CN=" + SelfSignedCertificates.COMMON_NAME_PREFIX + "[0-9a-f]{16}");
  }
}
