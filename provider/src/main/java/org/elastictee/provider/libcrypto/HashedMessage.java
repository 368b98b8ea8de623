package org.elastictee.provider.libcrypto;

/**
 * A message that is hashed by libcrypto. It is collected in a buffer, so that a short one costs one
 * call.
 */
final class HashedMessage implements MessageInput {
  private static final int OK = 1;

  private final long digest;
  private final int digestBytes;
  private final NativeHandle hash;
  private final NativeBuffer buffer = new NativeBuffer();
  private int collected;
  private boolean begun;

  /** Creates a hash of nothing. */
  HashedMessage(Libcrypto libcrypto, Digest digest) {
    this.digest = libcrypto.digest(digest);
    this.digestBytes = digest.bytes();
    this.hash = NativeHandle.of(Calls.EVP_MD_CTX_new(), Calls::EVP_MD_CTX_free);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (collected == buffer.capacity()) {
        flush();
      }
      int part = Math.min(left, buffer.capacity() - collected);
      buffer.put(collected, bytes, at, part);
      collected += part;
      at += part;
      left -= part;
    }
  }

  private void flush() {
    int length = collected;
    boolean wasBegun = begun;
    begun = true;
    collected = 0;
    boolean works =
        hash.use(
            pointer ->
                (wasBegun || Calls.EVP_DigestInit_ex2(pointer, digest, 0) == OK)
                    && Calls.EVP_DigestUpdate(pointer, buffer.address(0), length) == OK);
    buffer.wipe(length);
    require(works);
  }

  @Override
  public byte[] finish() {
    flush();
    begun = false;
    require(hash.use(pointer -> Calls.EVP_DigestFinal_ex(pointer, buffer.address(0), 0) == OK));
    byte[] value = buffer.get(0, digestBytes);
    buffer.wipe(digestBytes);
    return value;
  }

  private static void require(boolean works) {
    if (!works) {
      throw NativeErrors.failure("libcrypto does not hash");
    }
  }

  @Override
  public void reset() {
    buffer.wipe(collected);
    collected = 0;
    begun = false;
  }
}
