package org.elastictee.sev.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.memory.SecretMemory;

/**
 * The firmware's derived keys, each asked for once and kept as the pseudorandom key of HKDF; the
 * raw key is overwritten at once. Of the keys that this guest seals with, and of those that only
 * data on a disk asked for, the least recently used is forgotten when there are more than {@value
 * #MAX_KEYS}: the disk cannot push out the guest's own. Safe for use by several threads: a key that
 * is known is given out while another is asked for.
 */
final class DerivedKeys implements AutoCloseable {
  static final int MAX_KEYS = 16;

  private static final byte[] SALT = SevSnpRoot.SCHEME.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID_INFO = "id".getBytes(StandardCharsets.US_ASCII);

  private final SevGuest guest;
  private final ReentrantLock asking = new ReentrantLock();
  private final Map<DerivedKeyRequest, Entry> own = new LinkedHashMap<>(32, 0.75f, true);
  private final Map<DerivedKeyRequest, Entry> replayed = new LinkedHashMap<>(32, 0.75f, true);
  private boolean closed;

  DerivedKeys(SevGuest guest) {
    this.guest = guest;
  }

  /** Returns what tells the key of this guest's own request from others and tells nothing of it. */
  byte[] idOfOwn(DerivedKeyRequest request) throws SevGuestException {
    try (Key key = key(request, own)) {
      return key.id;
    }
  }

  /**
   * Returns the key of a request that comes with data.
   *
   * @return the key, which the caller closes
   */
  Key replay(DerivedKeyRequest request) throws SevGuestException {
    return key(request, replayed);
  }

  private Key key(DerivedKeyRequest request, Map<DerivedKeyRequest, Entry> group)
      throws SevGuestException {
    Key known = find(request);
    if (known != null) {
      return known;
    }
    asking.lock();
    try {
      Key meanwhile = find(request);
      if (meanwhile != null) {
        return meanwhile;
      }
      Entry asked = ask(request);
      keep(request, asked, group);
      return asked.key();
    } finally {
      asking.unlock();
    }
  }

  private synchronized Key find(DerivedKeyRequest request) {
    if (closed) {
      throw new IllegalStateException("the root of trust has been closed");
    }
    Entry known = own.get(request);
    if (known == null) {
      known = replayed.get(request);
    }
    return known == null ? null : known.key();
  }

  private synchronized void keep(
      DerivedKeyRequest request, Entry entry, Map<DerivedKeyRequest, Entry> group) {
    if (closed) {
      entry.pseudorandomKey.close();
      throw new IllegalStateException("the root of trust has been closed");
    }
    group.put(request, entry);
    if (group.size() > MAX_KEYS) {
      group.remove(group.keySet().iterator().next()).pseudorandomKey.close();
    }
  }

  private Entry ask(DerivedKeyRequest request) throws SevGuestException {
    byte[] raw = {};
    byte[] pseudorandomKey = {};
    try (SecretMemory derived = guest.derivedKey(request)) {
      raw = derived.copy();
      pseudorandomKey = Hkdf.extract(SALT, raw);
      byte[] id = Hkdf.expand(pseudorandomKey, ID_INFO, SevSnpRequest.KEY_ID_BYTES);
      return new Entry(SecretMemory.copyOf(pseudorandomKey), id);
    } finally {
      Arrays.fill(raw, (byte) 0);
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  /** Forgets all keys: the machine may derive others from now on. */
  synchronized void forget() {
    for (Map<DerivedKeyRequest, Entry> group : List.of(own, replayed)) {
      group.values().forEach(entry -> entry.pseudorandomKey.close());
      group.clear();
    }
  }

  /** Forgets all keys and gives out none any more. */
  @Override
  public synchronized void close() {
    closed = true;
    forget();
  }

  /** A copy of a key on the heap, for the length of one derivation, and its identifier. */
  static final class Key implements AutoCloseable {
    private final byte[] pseudorandomKey;
    private final byte[] id;

    private Key(byte[] pseudorandomKey, byte[] id) {
      this.pseudorandomKey = pseudorandomKey;
      this.id = id;
    }

    byte[] id() {
      return id.clone();
    }

    SecretMemory expand(byte[] info, int length) {
      return SecretMemory.takeFrom(Hkdf.expand(pseudorandomKey, info, length));
    }

    @Override
    public void close() {
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  /** A key that is kept, and its identifier. */
  private static final class Entry {
    private final SecretMemory pseudorandomKey;
    private final byte[] id;

    Entry(SecretMemory pseudorandomKey, byte[] id) {
      this.pseudorandomKey = pseudorandomKey;
      this.id = id;
    }

    Key key() {
      return new Key(pseudorandomKey.copy(), id.clone());
    }
  }
}
