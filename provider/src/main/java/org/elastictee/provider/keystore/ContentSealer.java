package org.elastictee.provider.keystore;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.provider.engine.EngineTable;
import org.elastictee.provider.engine.Operation;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.TransientKey;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/** Seals and opens the content of {@link StoreFile}s. Safe for use by several threads. */
final class ContentSealer {
  /** What a slot is sealed as. */
  static final String LABEL = "keystore content key";

  private static final int ID_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private final EngineTable engines;
  private final SecureRandom random;

  ContentSealer(EngineTable engines, SecureRandom random) {
    this.engines = engines;
    this.random = random;
  }

  /**
   * Seals content under a new key, by the request that stands for the policy now.
   *
   * @param content at most {@value Sealer#MAX_PLAINTEXT_BYTES} bytes
   * @throws RootOfTrustException if the root refuses
   * @throws GeneralSecurityException if no engine encrypts
   */
  StoreFile seal(byte[] content, StoreHeader header, RootOfTrust root, SealingPolicy policy)
      throws GeneralSecurityException {
    byte[] contentKey = StoreHeader.random(KEY_BYTES, random);
    byte[] slotContent = slotContent(header.id(), contentKey);
    try (TransientKey key = new TransientKey("AES", contentKey)) {
      SealedBlob slot = new Sealer(root).seal(slotContent, policy, LABEL);
      Optional<RecoverySlot> recovery =
          header.recipient().map(r -> RecoverySlot.seal(r, contentKey, header, random));
      byte[] nonce = StoreHeader.random(StoreFile.NONCE_BYTES, random);
      byte[] authenticated = StoreFile.authenticated(header, recovery, nonce);
      byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, key, nonce, authenticated, content);
      return new StoreFile(header, authenticated, slot, ciphertext);
    } finally {
      Arrays.fill(slotContent, (byte) 0);
    }
  }

  /**
   * Opens a file by the root of trust.
   *
   * @return the content, which the caller overwrites
   * @throws UnsealException if the file was changed, or another root or policy sealed it
   * @throws RootOfTrustException if the root refuses for a reason of its own
   */
  byte[] open(StoreFile file, RootOfTrust root, SealingPolicy policy)
      throws UnsealException, RootOfTrustException {
    byte[] slotContent = openSlot(file, root, policy);
    try {
      byte[] id = slotContent(file.header().id(), new byte[0]);
      if (slotContent.length != ID_BYTES + KEY_BYTES
          || !Arrays.equals(slotContent, 0, ID_BYTES, id, 0, ID_BYTES)) {
        throw new UnsealException(Reason.TAMPERED, "the parts of two key stores were mixed");
      }
      return open(file, Arrays.copyOfRange(slotContent, ID_BYTES, slotContent.length));
    } finally {
      Arrays.fill(slotContent, (byte) 0);
    }
  }

  /**
   * Opens the slot of a file.
   *
   * @return what is in it, which the caller overwrites
   * @throws UnsealException if it was changed, or another root or policy sealed it
   * @throws RootOfTrustException if the root refuses for a reason of its own
   */
  static byte[] openSlot(StoreFile file, RootOfTrust root, SealingPolicy policy)
      throws UnsealException, RootOfTrustException {
    return new Sealer(root).unseal(file.slot(), policy, LABEL);
  }

  /**
   * Opens a file by the key of its recovery recipient.
   *
   * @return the content, which the caller overwrites
   * @throws InvalidKeyException if the file has no recovery recipient, or another one
   * @throws UnsealException if the file was changed
   */
  byte[] recover(StoreFile file, PrivateKey key) throws UnsealException, InvalidKeyException {
    RecoverySlot slot =
        file.recovery()
            .orElseThrow(() -> new InvalidKeyException("the key store has no recovery recipient"));
    return open(file, slot.open(key, file.header()));
  }

  /**
   * Returns the file with its slot sealed anew, after a trial: see {@link Sealer#reseal}.
   *
   * @throws UnsealException as {@link #open}
   * @throws RootOfTrustException as {@link #open}
   */
  static StoreFile reseal(
      StoreFile file, RootOfTrust root, SealingPolicy policy, SealingPolicy newPolicy)
      throws UnsealException, RootOfTrustException {
    return file.withSlot(new Sealer(root).reseal(file.slot(), policy, newPolicy, LABEL));
  }

  /** Takes the content key over and overwrites it. */
  private byte[] open(StoreFile file, byte[] contentKey) throws UnsealException {
    try (TransientKey key = new TransientKey("AES", contentKey)) {
      return crypt(Cipher.DECRYPT_MODE, key, file.nonce(), file.authenticated(), file.content());
    } catch (AEADBadTagException e) {
      throw new UnsealException(Reason.TAMPERED, "the key store was changed", e);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("no engine decrypts the key store", e);
    }
  }

  private byte[] crypt(int mode, TransientKey key, byte[] nonce, byte[] aad, byte[] in)
      throws GeneralSecurityException {
    Cipher cipher =
        Cipher.getInstance(
            engines.algorithm(Operation.AES_GCM), engines.provider(Operation.AES_GCM));
    cipher.init(mode, key, new GCMParameterSpec(Byte.SIZE * StoreFile.TAG_BYTES, nonce));
    cipher.updateAAD(aad);
    return cipher.doFinal(in);
  }

  private static byte[] slotContent(UUID id, byte[] contentKey) {
    return ByteBuffer.allocate(ID_BYTES + contentKey.length)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .put(contentKey)
        .array();
  }
}
