package org.elastictee.provider.libcrypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.IllegalBlockSizeException;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.jcajce.provider.util.DigestFactory;

/**
 * A message padded for encryption (RFC 8017 sections 7.1.1 and 7.2.1) by BouncyCastle, with the
 * randomness that the caller names: libcrypto would take its own.
 */
final class RsaBlock {
  private RsaBlock() {}

  /**
   * Pads a message.
   *
   * @param oaep empty for PKCS #1 v1.5
   * @return as many bytes as the modulus has, as a number below it
   * @throws IllegalBlockSizeException if the message is too long
   */
  static byte[] of(
      byte[] message, int modulusBytes, Optional<OaepParameters> oaep, SecureRandom random)
      throws IllegalBlockSizeException {
    AsymmetricBlockCipher padding = padding(oaep, new Bare(modulusBytes));
    padding.init(true, new ParametersWithRandom(new AsymmetricKeyParameter(false), random));
    byte[] padded = null;
    try {
      padded = padding.processBlock(message, 0, message.length);
      byte[] block = new byte[modulusBytes];
      System.arraycopy(padded, 0, block, modulusBytes - padded.length, padded.length);
      return block;
    } catch (DataLengthException | IllegalArgumentException | InvalidCipherTextException e) {
      throw new IllegalBlockSizeException("the message is too long for the key");
    } finally {
      if (padded != null) {
        Arrays.fill(padded, (byte) 0);
      }
    }
  }

  private static AsymmetricBlockCipher padding(Optional<OaepParameters> oaep, Bare block) {
    return oaep.<AsymmetricBlockCipher>map(
            parameters ->
                new OAEPEncoding(
                    block,
                    digest(parameters.digest()),
                    digest(parameters.mask()),
                    parameters.label()))
        .orElseGet(() -> new PKCS1Encoding(block));
  }

  /** BouncyCastle writes the truncated SHA-512s as SHA-512(224) and SHA-512(256). */
  private static org.bouncycastle.crypto.Digest digest(Digest digest) {
    return DigestFactory.getDigest(digest.jcaName().replaceFirst("/(.*)", "($1)"));
  }

  /** The block as it is: it is for libcrypto to encrypt. */
  private record Bare(int modulusBytes) implements AsymmetricBlockCipher {
    @Override
    public void init(boolean forEncryption, CipherParameters param) {}

    @Override
    public int getInputBlockSize() {
      return modulusBytes - 1;
    }

    @Override
    public int getOutputBlockSize() {
      return modulusBytes;
    }

    @Override
    public byte[] processBlock(byte[] in, int inOff, int len) {
      return Arrays.copyOfRange(in, inOff, inOff + len);
    }
  }
}
