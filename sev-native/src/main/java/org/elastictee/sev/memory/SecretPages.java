package org.elastictee.sev.memory;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * Where secrets lie: small ones share a {@link Slab} of 16 KiB, a larger one has its own. A slab
 * that is empty goes back to the kernel, but for one, which waits for the next secret. Where the
 * kernel gives no pages, or cannot be called, a secret lies in a direct buffer. Safe for use by
 * several threads.
 */
final class SecretPages {
  static final int SLAB_BYTES = 16 << 10;

  private final Optional<MemoryCalls> calls;
  private final List<Slab> slabs = new ArrayList<>();
  private int secrets;
  private int unprotectedSecrets;

  /**
   * Creates an allocator.
   *
   * @param calls empty where the kernel cannot be called
   */
  SecretPages(Optional<MemoryCalls> calls) {
    this.calls = calls;
  }

  /** Returns the allocator of this process: the C library is first called here. */
  static SecretPages ofProcess() {
    return Holder.PAGES;
  }

  /** Returns so many bytes, all zero. */
  synchronized Chunk allocate(int length) {
    Chunk chunk = inSlab(length).orElseGet(() -> inBuffer(length));
    secrets++;
    return chunk;
  }

  private Optional<Chunk> inSlab(int length) {
    for (Slab slab : slabs) {
      Optional<Chunk> chunk = inSlab(slab, length);
      if (chunk.isPresent()) {
        return chunk;
      }
    }
    Optional<Slab> fresh = calls.flatMap(it -> Slab.map(it, Math.max(length, SLAB_BYTES)));
    fresh.ifPresent(slabs::add);
    return fresh.flatMap(slab -> inSlab(slab, length));
  }

  private Optional<Chunk> inSlab(Slab slab, int length) {
    return slab.allocate(length, chunk -> free(slab, chunk));
  }

  private synchronized void free(Slab slab, Chunk chunk) {
    secrets--;
    slab.free(chunk);
    if (slab.isEmpty() && (slab.size() > SLAB_BYTES || isAnotherEmpty(slab))) {
      slabs.remove(slab);
      slab.unmap();
    }
  }

  private boolean isAnotherEmpty(Slab slab) {
    return slabs.stream().anyMatch(other -> other != slab && other.isEmpty());
  }

  private Chunk inBuffer(int length) {
    // Native code finds every secret where a slab would have put it: at a multiple of 64 bytes.
    int rounded = Math.multiplyExact(Slab.units(length), Slab.UNIT_BYTES);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.addExact(rounded, Slab.UNIT_BYTES))
            .alignedSlice(Slab.UNIT_BYTES)
            .slice(0, length);
    OptionalLong address =
        calls.isPresent() ? OptionalLong.of(calls.get().addressOf(buffer)) : OptionalLong.empty();
    unprotectedSecrets++;
    return new Chunk(buffer, address, chunk -> freeBuffer());
  }

  private synchronized void freeBuffer() {
    secrets--;
    unprotectedSecrets--;
  }

  /** Fills a chunk from the kernel's generator: by way of the heap only where there is no other. */
  void fillRandomly(Chunk chunk) {
    boolean filled =
        calls.isPresent() && calls.get().fillRandomly(chunk.address().getAsLong(), chunk.length());
    if (!filled) {
      byte[] bytes = new byte[chunk.length()];
      try {
        SecureRandom.getInstance("NativePRNGNonBlocking", JdkProviders.sun()).nextBytes(bytes);
        chunk.buffer().put(0, bytes);
      } catch (GeneralSecurityException e) {
        throw new ProviderException("the JDK cannot reach the kernel's random generator", e);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  /** Returns how secrets are protected, and would be: where there is no page yet, one is mapped. */
  synchronized MemoryProtection protection() {
    allocate(1).release();
    boolean inPages = !slabs.isEmpty() && unprotectedSecrets == 0;
    return new MemoryProtection(
        inPages && slabs.stream().allMatch(Slab::isLocked),
        inPages && slabs.stream().allMatch(Slab::isExcludedFromDumps),
        inPages && slabs.stream().allMatch(Slab::isWipedOnFork),
        secrets,
        slabs.size(),
        slabs.stream().mapToLong(Slab::size).sum());
  }

  private static final class Holder {
    static final SecretPages PAGES = new SecretPages(LibC.load());
  }
}
