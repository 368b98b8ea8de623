package org.elastictee.provider.libcrypto;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of libcrypto that are called, by their C names: all of them are in 3.0. Pointers
 * and sizes are {@code long}. Arrays never go by JNA, which would copy them both ways: they lie in
 * a {@link NativeBuffer}. To be called when {@link Libcrypto} is loaded, and not before.
 */
@SuppressWarnings("MemberName")
final class Calls {
  private Calls() {}

  /**
   * Binds the functions.
   *
   * @throws UnsatisfiedLinkError if the library lacks one
   */
  static void bind(NativeLibrary library) {
    Native.register(Calls.class, library);
  }

  static native long OSSL_LIB_CTX_new();

  static native int CRYPTO_secure_malloc_init(long bytes, long smallest);

  static native long ERR_peek_last_error();

  static native void ERR_clear_error();

  static native long EVP_MD_fetch(long context, String algorithm, String properties);

  static native long EVP_MD_CTX_new();

  static native void EVP_MD_CTX_free(long hash);

  static native int EVP_DigestInit_ex2(long hash, long digest, long parameters);

  static native int EVP_DigestUpdate(long hash, long bytes, long length);

  static native int EVP_DigestFinal_ex(long hash, long bytes, long length);

  static native long EVP_PKEY_CTX_new_from_name(long context, String name, String properties);

  static native long EVP_PKEY_CTX_new_from_pkey(long context, long key, String properties);

  static native void EVP_PKEY_CTX_free(long keyContext);

  static native int EVP_PKEY_fromdata_init(long keyContext);

  static native int EVP_PKEY_fromdata(
      long keyContext, long keyPointer, int selection, long parameters);

  static native long EVP_PKEY_new_raw_public_key_ex(
      long context, String name, String properties, long bytes, long length);

  static native long EVP_PKEY_new_raw_private_key_ex(
      long context, String name, String properties, long bytes, long length);

  static native long d2i_PUBKEY_ex(
      long keyPointer, long bytesPointer, long length, long context, String properties);

  static native long d2i_AutoPrivateKey_ex(
      long keyPointer, long bytesPointer, long length, long context, String properties);

  static native void EVP_PKEY_free(long key);

  static native int EVP_PKEY_is_a(long key, String name);

  static native int EVP_PKEY_get_size(long key);

  static native int EVP_PKEY_public_check_quick(long keyContext);

  static native int EVP_PKEY_private_check(long keyContext);

  static native int EVP_PKEY_sign_init(long keyContext);

  static native int EVP_PKEY_sign(
      long keyContext, long signature, long lengthPointer, long input, long inputLength);

  static native int EVP_PKEY_verify_init(long keyContext);

  static native int EVP_PKEY_verify(
      long keyContext, long signature, long length, long input, long inputLength);

  static native int EVP_PKEY_verify_recover_init(long keyContext);

  static native int EVP_PKEY_verify_recover(
      long keyContext, long message, long lengthPointer, long signature, long length);

  static native int EVP_PKEY_encrypt_init(long keyContext);

  static native int EVP_PKEY_encrypt(
      long keyContext, long output, long lengthPointer, long input, long inputLength);

  static native int EVP_PKEY_decrypt_init(long keyContext);

  static native int EVP_PKEY_decrypt(
      long keyContext, long output, long lengthPointer, long input, long inputLength);

  static native int EVP_PKEY_CTX_set_params(long keyContext, long parameters);

  static native int EVP_PKEY_CTX_set_signature_md(long keyContext, long digest);

  static native int EVP_PKEY_CTX_set_rsa_padding(long keyContext, int padding);

  static native int EVP_PKEY_CTX_set_rsa_mgf1_md(long keyContext, long digest);

  static native int EVP_PKEY_CTX_set_rsa_pss_saltlen(long keyContext, int bytes);

  static native int EVP_DigestSignInit_ex(
      long hash,
      long keyContextPointer,
      String digest,
      long context,
      String properties,
      long key,
      long parameters);

  static native int EVP_DigestSign(
      long hash, long signature, long lengthPointer, long input, long inputLength);

  static native int EVP_DigestVerifyInit_ex(
      long hash,
      long keyContextPointer,
      String digest,
      long context,
      String properties,
      long key,
      long parameters);

  static native int EVP_DigestVerify(
      long hash, long signature, long length, long input, long inputLength);

  static native int EVP_PKEY_derive_init(long keyContext);

  static native int EVP_PKEY_derive_set_peer_ex(long keyContext, long peer, int validate);

  static native int EVP_PKEY_derive(long keyContext, long secret, long lengthPointer);

  static native int EVP_PKEY_encapsulate_init(long keyContext, long parameters);

  static native int EVP_PKEY_encapsulate(
      long keyContext,
      long ciphertext,
      long ciphertextLengthPointer,
      long secret,
      long secretLengthPointer);

  static native int EVP_PKEY_decapsulate_init(long keyContext, long parameters);

  static native int EVP_PKEY_decapsulate(
      long keyContext, long secret, long lengthPointer, long ciphertext, long ciphertextLength);
}
