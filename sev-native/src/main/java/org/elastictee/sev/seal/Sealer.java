package org.elastictee.sev.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.SealedBlob.Header;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * Seals small data to a root of trust: AES-256-GCM under a random key of the blob's own, which is
 * wrapped by a key derived from the root. Everything before the ciphertext is authenticated with
 * it. Safe for use by several threads.
 *
 * <p>Sealed data is not fresh data: whoever can write the disk can put an older blob back, and it
 * opens.
 */
public final class Sealer {
  /** The most bytes that can be sealed at once: 16 MiB. */
  public static final int MAX_PLAINTEXT_BYTES = 16 << 20;

  private static final String PURPOSE = "seal/";
  private static final byte[] KEK_INFO =
      "elastic sealed blob v1 key-encryption key".getBytes(StandardCharsets.US_ASCII);

  private final RootOfTrust root;

  /** Creates a sealer over a root of trust. */
  public Sealer(RootOfTrust root) {
    this.root = Objects.requireNonNull(root, "root");
  }

  /**
   * Seals data.
   *
   * @param plaintext 0 to {@value #MAX_PLAINTEXT_BYTES} bytes
   * @param policy what it is bound to
   * @param label what it is, 1 to 250 bytes of UTF-8; stands readable in the blob, and {@link
   *     #unseal} must be given it
   * @throws RootOfTrustException if the root refuses
   * @throws IllegalArgumentException if the data or the label is too long, or the label is empty
   */
  public SealedBlob seal(byte[] plaintext, SealingPolicy policy, String label)
      throws RootOfTrustException {
    if (plaintext.length > MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException("at most " + MAX_PLAINTEXT_BYTES + " bytes are sealed");
    }
    checkLabel(label);
    DerivationRequest request = root.request(policy);
    byte[] salt = JdkPrimitives.random(SealedBlob.SALT_BYTES);
    byte[] wrapNonce = JdkPrimitives.random(SealedBlob.NONCE_BYTES);
    byte[] dataNonce = JdkPrimitives.random(SealedBlob.NONCE_BYTES);
    byte[] wrapAad = concat(new Header(request, label).encode(), salt);
    try (TransientKey kek = keyEncryptionKey(request, policy, label, salt);
        TransientKey dataKey =
            new TransientKey("AES", JdkPrimitives.random(SealedBlob.KEY_BYTES))) {
      byte[] dataKeyBytes = dataKey.getEncoded();
      byte[] wrappedKey;
      try {
        wrappedKey = aesGcm(Cipher.ENCRYPT_MODE, kek, wrapNonce, wrapAad, dataKeyBytes, 0);
      } finally {
        Arrays.fill(dataKeyBytes, (byte) 0);
      }
      byte[] dataAad = concat(wrapAad, wrapNonce, wrappedKey);
      byte[] data = aesGcm(Cipher.ENCRYPT_MODE, dataKey, dataNonce, dataAad, plaintext, 0);
      return SealedBlob.ofOwn(concat(dataAad, dataNonce, data));
    } catch (AEADBadTagException | UnsealException e) {
      throw new ProviderException("what was sealed does not have the form of sealed data", e);
    }
  }

  /**
   * Opens sealed data.
   *
   * @param blob made by {@link #seal}
   * @param policy the one it was sealed under, or else it may be the work of another image
   * @param label the one it was sealed with
   * @return the data, which the caller overwrites when done
   * @throws UnsealException if the blob is not whole, not for this label or policy or not of this
   *     root; nothing of it is released
   * @throws RootOfTrustException if the root refuses for a reason of its own
   */
  public byte[] unseal(SealedBlob blob, SealingPolicy policy, String label)
      throws UnsealException, RootOfTrustException {
    checkLabel(label);
    if (!blob.label().equals(label)) {
      throw new UnsealException(Reason.WRONG_LABEL, "the data was sealed for another use");
    }
    if (blob.request().kind() != root.kind()) {
      throw foreignRoot("it was of kind " + blob.request().kind().displayName(), null);
    }
    try (TransientKey kek = keyEncryptionKey(blob.request(), policy, label, blob.salt());
        TransientKey dataKey =
            new TransientKey(
                "AES",
                aesGcm(
                    Cipher.DECRYPT_MODE,
                    kek,
                    blob.wrapNonce(),
                    blob.wrapAad(),
                    blob.wrappedKey(),
                    0))) {
      return aesGcm(
          Cipher.DECRYPT_MODE,
          dataKey,
          blob.dataNonce(),
          blob.dataAad(),
          blob.bytes(),
          blob.dataStart());
    } catch (AEADBadTagException e) {
      throw new UnsealException(Reason.TAMPERED, "the data was changed after it was sealed", e);
    } catch (RootOfTrustException e) {
      throw unsealable(e);
    }
  }

  /** Parses sealed data and opens it: see {@link #unseal(SealedBlob, SealingPolicy, String)}. */
  public byte[] unseal(byte[] blob, SealingPolicy policy, String label)
      throws UnsealException, RootOfTrustException {
    checkLabel(label);
    // Not kept beyond this call, so not copied.
    return unseal(SealedBlob.ofOwn(blob), policy, label);
  }

  /**
   * Seals what a blob holds anew, by the request that stands for the new policy now: after a
   * firmware update, to the new TCB. The old blob stays as it is and still opens. The root is
   * looked at again first, and the new blob is opened for a trial before it is returned, so that
   * the old one can then be replaced.
   *
   * @param policy that the blob is sealed under
   * @param newPolicy that it is to be sealed under, mostly the same
   * @throws UnsealException as {@link #unseal}
   * @throws RootOfTrustException as {@link #seal}, or if the machine cannot be looked at again
   */
  public SealedBlob reseal(
      SealedBlob blob, SealingPolicy policy, SealingPolicy newPolicy, String label)
      throws UnsealException, RootOfTrustException {
    root.refresh();
    byte[] data = unseal(blob, policy, label);
    byte[] trial = {};
    try {
      SealedBlob resealed = seal(data, newPolicy, label);
      trial = unseal(resealed, newPolicy, label);
      if (!MessageDigest.isEqual(data, trial)) {
        throw new ProviderException("what was sealed anew does not open to the same");
      }
      return resealed;
    } finally {
      Arrays.fill(data, (byte) 0);
      Arrays.fill(trial, (byte) 0);
    }
  }

  private TransientKey keyEncryptionKey(
      DerivationRequest request, SealingPolicy policy, String label, byte[] salt)
      throws RootOfTrustException {
    byte[] bytes = {};
    byte[] pseudorandomKey = {};
    try (SecretMemory derived =
        root.derive(request, policy, PURPOSE + label, SealedBlob.KEY_BYTES)) {
      bytes = derived.copy();
      pseudorandomKey = Hkdf.extract(salt, bytes);
      return new TransientKey("AES", Hkdf.expand(pseudorandomKey, KEK_INFO, SealedBlob.KEY_BYTES));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  private static byte[] aesGcm(
      int mode, TransientKey key, byte[] nonce, byte[] aad, byte[] in, int from)
      throws AEADBadTagException {
    try {
      Cipher cipher = JdkPrimitives.aesGcm();
      cipher.init(mode, key, new GCMParameterSpec(8 * SealedBlob.TAG_BYTES, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(in, from, in.length - from);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES/GCM/NoPadding of the JDK fails", e);
    }
  }

  private static void checkLabel(String label) {
    DerivationLabel.utf8(PURPOSE + label);
    DerivationLabel.utf8(label);
  }

  /** What a root says of a request that came with a blob is said of the blob. */
  private static UnsealException unsealable(RootOfTrustException e) throws RootOfTrustException {
    if (e.reason() == RootOfTrustException.Reason.FOREIGN_REQUEST) {
      return foreignRoot(e.getMessage(), e);
    }
    Reason reason =
        switch (e.reason()) {
          case MALFORMED_REQUEST -> Reason.MALFORMED;
          case WRONG_POLICY -> Reason.WRONG_POLICY;
          case OLDER_TCB -> Reason.OLDER_TCB;
          case OLDER_IMAGE -> Reason.OLDER_IMAGE;
          case MORE_PRIVILEGED -> Reason.MORE_PRIVILEGED;
          default -> throw e;
        };
    return new UnsealException(reason, "the data does not open here: " + e.getMessage(), e);
  }

  private static UnsealException foreignRoot(String how, Throwable cause) {
    return new UnsealException(
        Reason.FOREIGN_ROOT,
        "the data was sealed by another root of trust than this one: " + how,
        cause);
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
