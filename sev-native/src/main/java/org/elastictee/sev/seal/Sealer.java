package org.elastictee.sev.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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
   * @return the blob
   * @throws RootOfTrustException if the root refuses
   * @throws IllegalArgumentException if the data or the label is too long, or the label is empty
   */
  public byte[] seal(byte[] plaintext, SealingPolicy policy, String label)
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
    try (TransientKey kek = keyEncryptionKey(request, label, salt);
        TransientKey dataKey =
            new TransientKey("AES", JdkPrimitives.random(SealedBlob.KEY_BYTES))) {
      byte[] dataKeyBytes = dataKey.getEncoded();
      byte[] wrappedKey;
      try {
        wrappedKey = aesGcm(Cipher.ENCRYPT_MODE, kek, wrapNonce, wrapAad, dataKeyBytes);
      } finally {
        Arrays.fill(dataKeyBytes, (byte) 0);
      }
      byte[] dataAad = concat(wrapAad, wrapNonce, wrappedKey);
      byte[] data = aesGcm(Cipher.ENCRYPT_MODE, dataKey, dataNonce, dataAad, plaintext);
      return concat(dataAad, dataNonce, data);
    } catch (AEADBadTagException e) {
      throw new ProviderException("AES/GCM/NoPadding failed to encrypt", e);
    }
  }

  /**
   * Opens sealed data.
   *
   * @param blob made by {@link #seal}
   * @param label the one it was sealed with
   * @return the data, which the caller overwrites when done
   * @throws UnsealException if the blob is not whole, not for this label or not of this root;
   *     nothing of it is released
   * @throws RootOfTrustException if the root refuses for a reason of its own
   */
  public byte[] unseal(byte[] blob, String label) throws UnsealException, RootOfTrustException {
    checkLabel(label);
    SealedBlob parts = SealedBlob.parse(blob);
    Header header = parts.header();
    if (!header.label().equals(label)) {
      throw new UnsealException(Reason.WRONG_LABEL, "the data was sealed for another use");
    }
    if (header.request().kind() != root.kind()) {
      throw foreignRoot(null);
    }
    try (TransientKey kek = keyEncryptionKey(header.request(), label, parts.salt());
        TransientKey dataKey =
            new TransientKey(
                "AES",
                aesGcm(
                    Cipher.DECRYPT_MODE,
                    kek,
                    parts.wrapNonce(),
                    parts.wrapAad(),
                    parts.wrappedKey()))) {
      return aesGcm(Cipher.DECRYPT_MODE, dataKey, parts.dataNonce(), parts.dataAad(), parts.data());
    } catch (AEADBadTagException e) {
      throw new UnsealException(Reason.TAMPERED, "the data was changed after it was sealed", e);
    } catch (RootOfTrustException e) {
      if (e.reason() == RootOfTrustException.Reason.FOREIGN_REQUEST) {
        throw foreignRoot(e);
      }
      throw e;
    }
  }

  /** Returns whether data begins as sealed data does. */
  public static boolean isSealed(byte[] start) {
    return SealedBlob.hasMagic(start);
  }

  private TransientKey keyEncryptionKey(DerivationRequest request, String label, byte[] salt)
      throws RootOfTrustException {
    byte[] bytes;
    try (SecretMemory derived = root.derive(request, PURPOSE + label, SealedBlob.KEY_BYTES)) {
      bytes = derived.copy();
    }
    byte[] pseudorandomKey = Hkdf.extract(salt, bytes);
    try {
      return new TransientKey("AES", Hkdf.expand(pseudorandomKey, KEK_INFO, SealedBlob.KEY_BYTES));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  private static byte[] aesGcm(int mode, TransientKey key, byte[] nonce, byte[] aad, byte[] in)
      throws AEADBadTagException {
    try {
      Cipher cipher = JdkPrimitives.aesGcm();
      cipher.init(mode, key, new GCMParameterSpec(8 * SealedBlob.TAG_BYTES, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(in);
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

  private static UnsealException foreignRoot(Throwable cause) {
    return new UnsealException(
        Reason.FOREIGN_ROOT, "the data was sealed by another root of trust than this one", cause);
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
