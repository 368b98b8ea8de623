package org.elastictee.provider.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.elastictee.sev.jdk.Sha256;

/**
 * Who can open a key store without the root of trust that sealed it: the holder of an X25519 key
 * (RFC 7748) that is kept offline. Immutable.
 */
public final class RecoveryRecipient {
  /** The bytes of an X25519 public key. */
  static final int KEY_BYTES = 32;

  private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PEM_END = "-----END PUBLIC KEY-----";

  private final byte[] key;

  private RecoveryRecipient(byte[] key) {
    this.key = key;
  }

  /**
   * Returns the recipient that has a public key.
   *
   * @param publicKey X25519, with an X.509 encoding
   * @throws InvalidKeyException if it is another kind of key, or one of the few with which every
   *     agreement gives zero
   */
  public static RecoveryRecipient of(PublicKey publicKey) throws InvalidKeyException {
    return ofDer(requireEncoding(publicKey, "X.509"));
  }

  /**
   * Reads a public key.
   *
   * @param encoded {@code SubjectPublicKeyInfo} (RFC 5280, RFC 8410), DER or PEM
   * @throws InvalidKeyException as {@link #of}
   */
  public static RecoveryRecipient parse(byte[] encoded) throws InvalidKeyException {
    String text = new String(encoded, StandardCharsets.ISO_8859_1).strip();
    if (!text.startsWith(PEM_BEGIN)) {
      return ofDer(encoded);
    }
    int end = text.indexOf(PEM_END);
    if (end < 0) {
      throw new InvalidKeyException("the PEM of the recovery recipient has no end");
    }
    try {
      return ofDer(Base64.getMimeDecoder().decode(text.substring(PEM_BEGIN.length(), end)));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the PEM of the recovery recipient is not Base64", e);
    }
  }

  private static RecoveryRecipient ofDer(byte[] der) throws InvalidKeyException {
    AsymmetricKeyParameter parsed;
    try {
      parsed = PublicKeyFactory.createKey(der);
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("the recovery recipient has no public key that can be read", e);
    }
    if (!(parsed instanceof X25519PublicKeyParameters x25519)) {
      throw new InvalidKeyException("the key of a recovery recipient is of X25519, and no other");
    }
    requireUseful(x25519);
    return new RecoveryRecipient(x25519.getEncoded());
  }

  /** RFC 7748, section 6.1: whatever the private key is, the points of small order give zero. */
  private static void requireUseful(X25519PublicKeyParameters publicKey)
      throws InvalidKeyException {
    byte[] one = new byte[KEY_BYTES];
    one[0] = 1;
    try {
      new X25519PrivateKeyParameters(one).generateSecret(publicKey, new byte[KEY_BYTES], 0);
    } catch (IllegalStateException e) {
      throw new InvalidKeyException("the key of the recovery recipient is of small order", e);
    }
  }

  /** Returns the recipient that a file names, as it stands there. */
  static RecoveryRecipient ofRaw(byte[] key) {
    return new RecoveryRecipient(key.clone());
  }

  static byte[] requireEncoding(Key key, String format) throws InvalidKeyException {
    byte[] encoded = format.equals(key.getFormat()) ? key.getEncoded() : null;
    if (encoded == null) {
      throw new InvalidKeyException("the key of the recovery recipient does not show its bytes");
    }
    return encoded;
  }

  byte[] raw() {
    return key.clone();
  }

  X25519PublicKeyParameters parameters() {
    return new X25519PublicKeyParameters(key);
  }

  /**
   * Returns SHA-256 of the {@code SubjectPublicKeyInfo} in DER, 64 hexadecimal digits, as {@code
   * openssl pkey -pubin -outform DER | sha256sum} prints it.
   */
  public String fingerprint() {
    try {
      byte[] der =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parameters()).getEncoded();
      return HexFormat.of().formatHex(Sha256.digest(der));
    } catch (IOException e) {
      throw new IllegalStateException("32 bytes have an encoding", e);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RecoveryRecipient other && Arrays.equals(key, other.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** Tells the fingerprint. */
  @Override
  public String toString() {
    return "RecoveryRecipient[" + fingerprint() + "]";
  }
}
