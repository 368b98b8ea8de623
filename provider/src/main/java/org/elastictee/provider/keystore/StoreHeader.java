package org.elastictee.provider.keystore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * Which key store a file is, in its first {@value #BYTES} bytes, and who else may open it. Says
 * nothing that is secret.
 *
 * @param id of the key store, random, the same for as long as it lives
 * @param generation how often it was stored: 0 for one that was not yet, and so in no file
 * @param recipient who can open it without the root of trust
 */
record StoreHeader(UUID id, long generation, Optional<RecoveryRecipient> recipient) {
  static final int BYTES = 32;
  static final int VERSION = 2;

  private static final byte[] MAGIC = "ELKS".getBytes(StandardCharsets.US_ASCII);
  private static final int NO_RECOVERY = 0;
  private static final int RECOVERY = 1;

  /** Returns the header of a key store that never was. */
  static StoreHeader create(Optional<RecoveryRecipient> recipient, SecureRandom random) {
    ByteBuffer id = ByteBuffer.wrap(random(16, random));
    return new StoreHeader(new UUID(id.getLong(), id.getLong()), 0, recipient);
  }

  static byte[] random(int length, SecureRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns whether bytes begin as such a file does. */
  static boolean isOne(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Returns the header of the next file.
   *
   * @throws KeyStoreFileException with {@link KeyStoreFileException.Reason#EXHAUSTED}
   */
  StoreHeader next() throws KeyStoreFileException {
    if (generation == Long.MAX_VALUE) {
      throw new KeyStoreFileException(
          KeyStoreFileException.Reason.EXHAUSTED, "the key store is of the last generation");
    }
    return new StoreHeader(id, generation + 1, recipient);
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put((byte) VERSION)
        .put((byte) (recipient.isPresent() ? RECOVERY : NO_RECOVERY))
        .putShort((short) 0)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putLong(generation)
        .array();
  }

  /**
   * Reads a header, and the recipient from what follows it.
   *
   * @throws UnsealException if this is none, or of another version, or malformed
   */
  static StoreHeader read(byte[] file) throws UnsealException {
    if (!isOne(file)) {
      throw new UnsealException(Reason.NOT_SEALED, "this is no key store of Elastic");
    }
    if (file.length == MAGIC.length) {
      throw StoreFile.malformed();
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    in.position(MAGIC.length);
    int version = in.get() & 0xFF;
    if (version != VERSION) {
      throw new UnsealException(
          Reason.UNSUPPORTED_VERSION,
          "a key store of version " + version + ", and this version of Elastic opens 1 and 2");
    }
    if (in.remaining() < BYTES - MAGIC.length - 1) {
      throw StoreFile.malformed();
    }
    int recovery = in.get();
    int reserved = in.getShort();
    UUID id = new UUID(in.getLong(), in.getLong());
    long generation = in.getLong();
    boolean isRecovery = recovery == RECOVERY;
    if (reserved != 0 || generation < 1 || (!isRecovery && recovery != NO_RECOVERY)) {
      throw StoreFile.malformed();
    }
    if (!isRecovery) {
      return new StoreHeader(id, generation, Optional.empty());
    }
    if (in.remaining() < RecoverySlot.BYTES) {
      throw StoreFile.malformed();
    }
    byte[] key = new byte[RecoveryRecipient.KEY_BYTES];
    in.get(in.position(), key);
    return new StoreHeader(id, generation, Optional.of(RecoveryRecipient.ofRaw(key)));
  }
}
