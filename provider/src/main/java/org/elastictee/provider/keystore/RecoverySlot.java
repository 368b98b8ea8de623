package org.elastictee.provider.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.elastictee.sev.seal.UnsealException;
import org.elastictee.sev.seal.UnsealException.Reason;

/**
 * The content key for the recovery recipient: HPKE (RFC 9180) in base mode, DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256, AES-256-GCM. {@code info} is {@code elastic keystore recovery} in
 * ASCII, the version (1 byte) and the identifier (16 bytes); {@code aad} is the first {@value
 * StoreHeader#BYTES} bytes of the file. Immutable.
 *
 * <table>
 * <caption>Recovery slot</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>32</td><td>the recipient's public key</td></tr>
 * <tr><td>32</td><td>32</td><td>{@code enc}, the encapsulated key</td></tr>
 * <tr><td>64</td><td>48</td><td>the content key, sealed</td></tr>
 * </table>
 */
final class RecoverySlot {
  static final int BYTES = 112;

  private static final int ENC_BYTES = 32;
  private static final int SEALED_BYTES = 48;
  private static final byte[] INFO =
      "elastic keystore recovery".getBytes(StandardCharsets.US_ASCII);

  private final RecoveryRecipient recipient;
  private final byte[] enc;
  private final byte[] sealedKey;

  private RecoverySlot(RecoveryRecipient recipient, byte[] enc, byte[] sealedKey) {
    this.recipient = recipient;
    this.enc = enc;
    this.sealedKey = sealedKey;
  }

  /**
   * Seals a content key.
   *
   * @param header of the file that the slot will stand in
   */
  static RecoverySlot seal(
      RecoveryRecipient recipient, byte[] contentKey, StoreHeader header, SecureRandom random) {
    X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(random);
    AsymmetricCipherKeyPair pair =
        new AsymmetricCipherKeyPair(ephemeral.generatePublicKey(), ephemeral);
    try {
      HPKEContextWithEncapsulation context =
          hpke().setupBaseS(recipient.parameters(), info(header), pair);
      byte[] sealedKey = context.seal(header.encode(), contentKey);
      return new RecoverySlot(recipient, context.getEncapsulation(), sealedKey);
    } catch (InvalidCipherTextException e) {
      throw new ProviderException("BouncyCastle's HPKE does not seal", e);
    }
  }

  static RecoverySlot decode(byte[] bytes, int offset, RecoveryRecipient recipient) {
    int encStart = offset + RecoveryRecipient.KEY_BYTES;
    int sealedStart = encStart + ENC_BYTES;
    return new RecoverySlot(
        recipient,
        Arrays.copyOfRange(bytes, encStart, sealedStart),
        Arrays.copyOfRange(bytes, sealedStart, sealedStart + SEALED_BYTES));
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES).put(recipient.raw()).put(enc).put(sealedKey).array();
  }

  /**
   * Opens the slot.
   *
   * @param header of the file that the slot stands in
   * @return the content key, which the caller overwrites
   * @throws InvalidKeyException if the key is not the recipient's
   * @throws UnsealException if the slot was changed, or is of another file
   */
  byte[] open(PrivateKey key, StoreHeader header) throws InvalidKeyException, UnsealException {
    X25519PrivateKeyParameters privateKey = parameters(key);
    if (!Arrays.equals(privateKey.generatePublicKey().getEncoded(), recipient.raw())) {
      throw new InvalidKeyException("the key is not that of the recovery recipient");
    }
    AsymmetricCipherKeyPair pair =
        new AsymmetricCipherKeyPair(privateKey.generatePublicKey(), privateKey);
    try {
      return hpke().setupBaseR(enc, pair, info(header)).open(header.encode(), sealedKey);
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new UnsealException(Reason.TAMPERED, "the recovery slot was changed", e);
    }
  }

  private static X25519PrivateKeyParameters parameters(PrivateKey key) throws InvalidKeyException {
    byte[] encoded = RecoveryRecipient.requireEncoding(key, "PKCS#8");
    try {
      AsymmetricKeyParameter parsed = PrivateKeyFactory.createKey(encoded);
      if (parsed instanceof X25519PrivateKeyParameters x25519) {
        return x25519;
      }
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("the key of the recovery recipient cannot be read", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
    throw new InvalidKeyException("the key of a recovery recipient is of X25519, and no other");
  }

  private static byte[] info(StoreHeader header) {
    return ByteBuffer.allocate(INFO.length + 1 + 2 * Long.BYTES)
        .put(INFO)
        .put((byte) StoreHeader.VERSION)
        .putLong(header.id().getMostSignificantBits())
        .putLong(header.id().getLeastSignificantBits())
        .array();
  }

  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
