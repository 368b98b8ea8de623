/*
 * AES-GCM (NIST SP 800-38D): arguments, counter blocks, and messages in pieces. The work on the text is done by the kernel that the
 * key was prepared for.
 */
#include "base.h"

EL_TARGET_BEGIN("aes,pclmul,ssse3,sse4.1")

#include "cpu.h"
#include "gcm.h"

/* SP 800-38D, 5.2.1.1: AAD and IV of at most 2^64 - 1 bits; a quarter of that is more than there is memory. */
#define MAX_AAD ((uint64_t)1 << 59)

static const gcm_kernel *kernel_of(int number) {
  switch (number) {
    case EL_GCM_BEST: return gcm_best();
    case EL_GCM_VAES512: return cpu_has(EL_VAES512) ? &gcm_vaes512 : NULL;
    case EL_GCM_VAES256: return cpu_has(EL_VAES256) ? &gcm_vaes256 : NULL;
    case EL_GCM_AESNI: return cpu_has(EL_AESNI) ? &gcm_aesni : NULL;
    default: return NULL;
  }
}

const gcm_kernel *gcm_best(void) {
  return cpu_has(EL_VAES512) ? &gcm_vaes512 : cpu_has(EL_VAES256) ? &gcm_vaes256 : cpu_has(EL_AESNI) ? &gcm_aesni : NULL;
}

int el_gcm_best_kernel(void) {
  const gcm_kernel *best = gcm_best();
  return best == &gcm_vaes512   ? EL_GCM_VAES512
         : best == &gcm_vaes256 ? EL_GCM_VAES256
         : best == &gcm_aesni   ? EL_GCM_AESNI
                                : EL_UNSUPPORTED;
}

size_t el_gcm_key_bytes(void) {
  return sizeof(el_gcm_key);
}

size_t el_gcm_stream_bytes(void) {
  return sizeof(el_gcm_stream);
}

int el_gcm_key_init(el_gcm_key *key, int kernel, const uint8_t *bytes, size_t length) {
  if (kernel < EL_GCM_BEST || kernel > EL_GCM_AESNI || (length != 16 && length != 24 && length != 32)) {
    return EL_BAD_ARGUMENT;
  }
  const gcm_kernel *chosen = kernel_of(kernel);
  if (chosen == NULL) {
    return EL_UNSUPPORTED;
  }
  if (length == 16) {
    aes128_expand(&key->aes, bytes);
  } else if (length == 24) {
    aes192_expand(&key->aes, bytes);
  } else {
    aes256_expand(&key->aes, bytes);
  }
  chosen->prepare(key);
  key->kernel = chosen;
  key->prepared = GCM_PREPARED;
  return EL_OK;
}

void el_gcm_key_wipe(el_gcm_key *key) {
  wipe(key, sizeof *key);
}

void el_gcm_stream_wipe(el_gcm_stream *stream) {
  wipe(stream, sizeof *stream);
}

EL_INLINE __m128i reversed(__m128i x) {
  return _mm_shuffle_epi8(x, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

/*
 * SP 800-38D, 7.1, step 2: the counter block before the first. Built in a register, as a load of what has just been stored in parts
 * would wait for all stores to reach the cache.
 */
EL_INLINE __m128i first_counter_block(const el_gcm_key *key, const uint8_t *iv, size_t length) {
  if (length == 12) {
    uint32_t last;
    el_copy(&last, iv + 8, sizeof last);
    return _mm_insert_epi32(_mm_insert_epi32(_mm_loadl_epi64((const __m128i *)iv), (int)last, 2), 1 << 24, 3);
  }
  gcm_state state;
  uint8_t lengths[AES_BLOCK] = {0};
  el_zero(&state, sizeof state);
  store_be64(lengths + 8, (uint64_t)length * 8);
  key->kernel->hash(key, &state, iv, length);
  key->kernel->hash(key, &state, lengths, sizeof lengths);
  return reversed(load128(state.hash));
}

/* inc32 of SP 800-38D, 6.2, n times. */
EL_INLINE __m128i counter_block_after(__m128i block, uint64_t n) {
  return reversed(_mm_add_epi32(reversed(block), _mm_set_epi32(0, 0, 0, (int)(uint32_t)n)));
}

EL_INLINE bool is_prepared(const el_gcm_key *key) {
  return key != NULL && key->prepared == GCM_PREPARED;
}

EL_INLINE bool is_tag_length(size_t length) {
  return length >= EL_GCM_MIN_TAG && length <= EL_GCM_MAX_TAG;
}

/* Whether the output begins within the input, where writing it would change what is still to be read. */
EL_INLINE bool begins_within(const uint8_t *out, const uint8_t *in, size_t length) {
  const uintptr_t distance = (uintptr_t)out - (uintptr_t)in;
  return distance != 0 && distance < length;
}

EL_INLINE int check_message(const el_gcm_key *key, size_t iv_length, size_t aad_length, const uint8_t *in, size_t length, const uint8_t *out,
                            size_t tag_length) {
  if (!is_prepared(key) || iv_length == 0 || !is_tag_length(tag_length)) {
    return EL_BAD_ARGUMENT;
  }
  if (length > EL_GCM_MAX_TEXT || aad_length > MAX_AAD || iv_length > MAX_AAD) {
    return EL_TOO_LONG;
  }
  return begins_within(out, in, length) ? EL_OVERLAP : EL_OK;
}

int el_gcm_seal(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length, const uint8_t *in,
                size_t length, uint8_t *out, uint8_t *tag, size_t tag_length) {
  const int refused = check_message(key, iv_length, aad_length, in, length, out, tag_length);
  if (refused != EL_OK) {
    return refused;
  }
  const __m128i j0 = first_counter_block(key, iv, iv_length);
  store128_part(tag, key->kernel->seal(key, j0, aad, aad_length, in, length, out), tag_length);
  return EL_OK;
}

/* Whether the first bytes, 12 to 16, of two tags are equal, in the same time for all. */
EL_INLINE bool equal_tags(__m128i expected, const uint8_t *tag, size_t length) {
  const __m128i positions = _mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m128i compared = _mm_cmpgt_epi8(_mm_set1_epi8((char)length), positions);
  bool equal = _mm_testz_si128(_mm_xor_si128(expected, load128_part(tag, length)), compared);
  el_public(equal);
  return equal;
}

int el_gcm_open(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length, const uint8_t *in,
                size_t length, uint8_t *out, const uint8_t *tag, size_t tag_length) {
  const int refused = check_message(key, iv_length, aad_length, in, length, out, tag_length);
  if (refused != EL_OK) {
    return refused;
  }
  const __m128i j0 = first_counter_block(key, iv, iv_length);
  if (!equal_tags(key->kernel->tag(key, j0, aad, aad_length, in, length), tag, tag_length)) {
    return EL_TAG_MISMATCH;
  }
  key->kernel->counter_mode(&key->aes, counter_block_after(j0, 1), in, length, out);
  return EL_OK;
}

/* ---- A message in pieces ---- */

int el_gcm_decrypt_verified(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, uint64_t offset, const uint8_t *in, size_t length,
                            uint8_t *out) {
  if (!is_prepared(key) || iv_length == 0 || offset % AES_BLOCK != 0) {
    return EL_BAD_ARGUMENT;
  }
  if (offset > EL_GCM_MAX_TEXT || length > EL_GCM_MAX_TEXT - offset || iv_length > MAX_AAD) {
    return EL_TOO_LONG;
  }
  if (begins_within(out, in, length)) {
    return EL_OVERLAP;
  }
  const __m128i counter = counter_block_after(first_counter_block(key, iv, iv_length), 1 + offset / AES_BLOCK);
  key->kernel->counter_mode(&key->aes, counter, in, length, out);
  return EL_OK;
}

int el_gcm_begin(el_gcm_stream *stream, const el_gcm_key *key, int direction, const uint8_t *iv, size_t iv_length) {
  if (!is_prepared(key) || iv_length == 0 || direction < EL_GCM_ENCRYPT || direction > EL_GCM_VERIFY) {
    return EL_BAD_ARGUMENT;
  }
  if (iv_length > MAX_AAD) {
    return EL_TOO_LONG;
  }
  el_zero(stream, sizeof *stream);
  const __m128i j0 = first_counter_block(key, iv, iv_length);
  store128(stream->tag_mask, aes_encrypt_block(&key->aes, j0));
  store128(stream->state.counter, counter_block_after(j0, 1));
  stream->key = key;
  stream->direction = (uint32_t)direction;
  return EL_OK;
}

static void hash(el_gcm_stream *stream, const uint8_t *in, size_t length) {
  stream->key->kernel->hash(stream->key, &stream->state, in, length);
}

/* Ends the block that was begun, if one was, with zeros. */
static void end_partial_block(el_gcm_stream *stream) {
  if (stream->partial_length != 0) {
    hash(stream, stream->partial, stream->partial_length);
    stream->partial_length = 0;
  }
}

/* Hashes whole blocks, and keeps the rest for later. */
static void hash_piece(el_gcm_stream *stream, const uint8_t *in, size_t length) {
  while (stream->partial_length != 0 && length != 0) {
    stream->partial[stream->partial_length++] = *in++;
    length--;
    if (stream->partial_length == AES_BLOCK) {
      end_partial_block(stream);
    }
  }
  const size_t whole = length & ~(size_t)(AES_BLOCK - 1);
  if (whole != 0) {
    hash(stream, in, whole);
  }
  for (size_t i = whole; i < length; i++) {
    stream->partial[stream->partial_length++] = in[i];
  }
}

int el_gcm_aad(el_gcm_stream *stream, const uint8_t *aad, size_t length) {
  if (stream->direction == 0 || stream->text_length != 0) {
    return EL_WRONG_STATE;
  }
  if (length > MAX_AAD - stream->aad_length) {
    return EL_TOO_LONG;
  }
  stream->aad_length += length;
  hash_piece(stream, aad, length);
  return EL_OK;
}

/* Bytes of the block that was begun; the ciphertext is kept until the block is whole. */
static void crypt_byte(el_gcm_stream *stream, uint8_t in, uint8_t *out) {
  const uint32_t at = stream->partial_length;
  const uint8_t other = in ^ stream->keystream[at];
  stream->partial[at] = stream->direction == EL_GCM_ENCRYPT ? other : in;
  *out = other;
  stream->partial_length = at + 1;
  if (stream->partial_length == AES_BLOCK) {
    end_partial_block(stream);
  }
}

static void crypt_piece(el_gcm_stream *stream, const uint8_t *in, size_t length, uint8_t *out) {
  const el_gcm_key *key = stream->key;
  for (; stream->partial_length != 0 && length != 0; length--) {
    crypt_byte(stream, *in++, out++);
  }
  const size_t whole = length & ~(size_t)(AES_BLOCK - 1);
  if (whole != 0) {
    if (stream->direction == EL_GCM_ENCRYPT) {
      key->kernel->encrypt(key, &stream->state, in, whole, out);
    } else {
      key->kernel->decrypt(key, &stream->state, in, whole, out);
    }
  }
  if (length != whole) {
    const __m128i counter = load128(stream->state.counter);
    store128(stream->state.counter, key->kernel->keystream(&key->aes, counter, stream->keystream, AES_BLOCK));
    for (size_t i = whole; i < length; i++) {
      crypt_byte(stream, in[i], out + i);
    }
  }
}

int el_gcm_update(el_gcm_stream *stream, const uint8_t *in, size_t length, uint8_t *out) {
  if (stream->direction == 0) {
    return EL_WRONG_STATE;
  }
  if (length > EL_GCM_MAX_TEXT - stream->text_length) {
    return EL_TOO_LONG;
  }
  const bool verifies = stream->direction == EL_GCM_VERIFY;
  if (!verifies && begins_within(out, in, length)) {
    return EL_OVERLAP;
  }
  if (length == 0) {
    return EL_OK;
  }
  if (stream->text_length == 0) {
    end_partial_block(stream);
  }
  stream->text_length += length;
  if (verifies) {
    hash_piece(stream, in, length);
  } else {
    crypt_piece(stream, in, length, out);
  }
  return EL_OK;
}

/* SP 800-38D, 7.1, steps 5 and 6. */
static __m128i finish(el_gcm_stream *stream) {
  uint8_t lengths[AES_BLOCK];
  end_partial_block(stream);
  store_be64(lengths, stream->aad_length * 8);
  store_be64(lengths + 8, stream->text_length * 8);
  hash(stream, lengths, sizeof lengths);
  const __m128i tag = _mm_xor_si128(reversed(load128(stream->state.hash)), load128(stream->tag_mask));
  el_gcm_stream_wipe(stream);
  return tag;
}

int el_gcm_end_encrypt(el_gcm_stream *stream, uint8_t *tag, size_t tag_length) {
  if (stream->direction != EL_GCM_ENCRYPT) {
    return EL_WRONG_STATE;
  }
  if (!is_tag_length(tag_length)) {
    return EL_BAD_ARGUMENT;
  }
  store128_part(tag, finish(stream), tag_length);
  return EL_OK;
}

int el_gcm_end_decrypt(el_gcm_stream *stream, const uint8_t *tag, size_t tag_length) {
  if (stream->direction != EL_GCM_DECRYPT && stream->direction != EL_GCM_VERIFY) {
    return EL_WRONG_STATE;
  }
  if (!is_tag_length(tag_length)) {
    return EL_BAD_ARGUMENT;
  }
  return equal_tags(finish(stream), tag, tag_length) ? EL_OK : EL_TAG_MISMATCH;
}

EL_TARGET_END
