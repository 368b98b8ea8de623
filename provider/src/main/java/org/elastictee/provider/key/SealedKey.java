package org.elastictee.provider.key;

import java.security.Key;
import javax.security.auth.Destroyable;
import org.elastictee.sev.seal.SealingPolicy;

/**
 * A key that the services of Elastic can use and that does not show itself: it lies outside of the
 * Java heap, has neither format nor encoding, is not serialized, prints no secret and equals only
 * itself. That keeps it out of logs, files and mistakes, and not from code of the same JVM that
 * means to get it, which is trusted: {@link KeyAccess} gives the bytes to whoever calls it. Safe
 * for use by several threads.
 *
 * <p>After {@link #destroy} every use is an {@link IllegalStateException}.
 */
public sealed interface SealedKey extends Key, Destroyable permits AbstractSealedKey {
  /** Returns what the key is bound to where it is stored, or what it was derived under. */
  SealingPolicy policy();

  /**
   * Returns what the key is for, as whoever generated or derived it said, or an empty string. A key
   * store keeps its own name of the key instead.
   */
  String label();

  /** Returns 16 hexadecimal digits that tell this key from others and tell nothing of its bytes. */
  String fingerprint();

  /** Overwrites the key; a second call does nothing. */
  @Override
  void destroy();

  /** Returns {@code null}: there is no encoding. */
  @Override
  String getFormat();

  /** Returns {@code null}: the bytes do not leave. */
  @Override
  byte[] getEncoded();
}
