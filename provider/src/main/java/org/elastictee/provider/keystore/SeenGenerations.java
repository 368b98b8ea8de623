package org.elastictee.provider.keystore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;

/**
 * The highest generation that this process has loaded or stored, of the {@value #MAX_STORES} key
 * stores that it dealt with last. Nothing of it outlives the process: whoever can put an older file
 * back could put an older memory back with it. Safe for use by several threads.
 */
final class SeenGenerations {
  private static final int MAX_STORES = 1024;
  private static final Map<UUID, Long> HIGHEST =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
          return size() > MAX_STORES;
        }
      };

  private SeenGenerations() {}

  /**
   * Lets a file pass that was opened, unless it is older than one that was seen.
   *
   * @throws KeyStoreFileException with {@link Reason#OLDER}
   */
  static void check(StoreHeader header) throws KeyStoreFileException {
    synchronized (HIGHEST) {
      Long highest = HIGHEST.get(header.id());
      if (highest != null && header.generation() < highest) {
        throw new KeyStoreFileException(
            Reason.OLDER,
            "the key store is of generation "
                + header.generation()
                + ", and this process has seen generation "
                + highest);
      }
    }
  }

  /** Remembers what was loaded or stored. */
  static void add(StoreHeader header) {
    synchronized (HIGHEST) {
      HIGHEST.merge(header.id(), header.generation(), Math::max);
    }
  }
}
