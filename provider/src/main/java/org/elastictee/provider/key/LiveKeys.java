package org.elastictee.provider.key;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The sealed keys that came out of one provider object, so that they end with it. It keeps none of
 * them alive. Safe for use by several threads.
 */
public final class LiveKeys implements AutoCloseable {
  /** By identity, as sealed keys equal only themselves. */
  private final Set<SealedKey> keys = Collections.newSetFromMap(new WeakHashMap<>());

  private boolean closed;

  /** Creates an empty set. */
  public LiveKeys() {}

  /**
   * Takes a key that is about to be given out, and returns it.
   *
   * @throws IllegalStateException if the provider was closed; the key is destroyed
   */
  public synchronized <K extends SealedKey> K add(K key) {
    if (closed) {
      key.destroy();
      throw new IllegalStateException("the provider has been closed");
    }
    keys.add(key);
    return key;
  }

  /** Destroys the keys, and all that come later; a second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    keys.forEach(SealedKey::destroy);
    keys.clear();
  }
}
