package org.elastictee.sev.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.elastictee.sev.guest.DerivedKeyRequest;
import org.elastictee.sev.guest.SevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.memory.SecretMemory;

/**
 * The firmware's derived keys, each asked for once and kept as the pseudorandom key of HKDF; the
 * raw key is overwritten at once. The least recently used is forgotten when there are more than
 * {@value #MAX_KEYS}. Safe for use by several threads.
 */
final class DerivedKeys implements AutoCloseable {
  static final int MAX_KEYS = 16;

  private static final byte[] SALT = "elastic sev-snp root v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID_INFO = "id".getBytes(StandardCharsets.US_ASCII);

  private final SevGuest guest;
  private final Map<DerivedKeyRequest, Entry> entries = new LinkedHashMap<>(32, 0.75f, true);
  private boolean closed;

  DerivedKeys(SevGuest guest) {
    this.guest = guest;
  }

  /** Returns the pseudorandom key, which the caller overwrites. */
  synchronized byte[] pseudorandomKey(DerivedKeyRequest request) throws SevGuestException {
    return entry(request).pseudorandomKey.copy();
  }

  /** Returns what tells this key from others and tells nothing of it. */
  synchronized byte[] id(DerivedKeyRequest request) throws SevGuestException {
    return entry(request).id.clone();
  }

  private Entry entry(DerivedKeyRequest request) throws SevGuestException {
    if (closed) {
      throw new IllegalStateException("the root of trust has been closed");
    }
    Entry known = entries.get(request);
    if (known != null) {
      return known;
    }
    Entry asked = ask(request);
    entries.put(request, asked);
    if (entries.size() > MAX_KEYS) {
      entries.remove(entries.keySet().iterator().next()).pseudorandomKey.close();
    }
    return asked;
  }

  private Entry ask(DerivedKeyRequest request) throws SevGuestException {
    try (SecretMemory derived = guest.derivedKey(request)) {
      byte[] raw = derived.copy();
      try {
        byte[] pseudorandomKey = Hkdf.extract(SALT, raw);
        byte[] id = Hkdf.expand(pseudorandomKey, ID_INFO, SevSnpRequest.KEY_ID_BYTES);
        return new Entry(SecretMemory.takeFrom(pseudorandomKey), id);
      } finally {
        Arrays.fill(raw, (byte) 0);
      }
    }
  }

  /** Overwrites all keys. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(entry -> entry.pseudorandomKey.close());
    entries.clear();
  }

  /** A key and its identifier. */
  private static final class Entry {
    private final SecretMemory pseudorandomKey;
    private final byte[] id;

    Entry(SecretMemory pseudorandomKey, byte[] id) {
      this.pseudorandomKey = pseudorandomKey;
      this.id = id;
    }
  }
}
