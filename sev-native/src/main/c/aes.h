/*
 * The AES key expansion (FIPS 197, 5.2) and single blocks, with AES-NI.
 *
 * A file that includes this has said EL_TARGET_BEGIN with at least "aes,ssse3,sse4.1" before.
 */
#ifndef EL_AES_H
#define EL_AES_H

#include <immintrin.h>

#include "base.h"

enum { AES_BLOCK = 16, AES_MAX_ROUNDS = 14, AES_MAX_KEYS = AES_MAX_ROUNDS + 1 };

/* Round keys from the first on; rounds is 10, 12 or 14. */
typedef struct aes_key {
  uint8_t round_keys[AES_MAX_KEYS][AES_BLOCK] __attribute__((aligned(AES_BLOCK)));
  uint64_t rounds;
} aes_key;

EL_INLINE __m128i load128(const void *p) {
  return _mm_loadu_si128((const __m128i *)p);
}

EL_INLINE void store128(void *p, __m128i x) {
  _mm_storeu_si128((__m128i *)p, x);
}

EL_INLINE __m128i aes_round_key(const aes_key *key, int round) {
  return _mm_load_si128((const __m128i *)key->round_keys[round]);
}

/* The first n bytes of a block, 1 to 16, and zeros: by two loads that overlap, and none beyond the bytes. */
EL_INLINE __m128i load128_part(const uint8_t *p, size_t n) {
  uint64_t low = 0;
  uint64_t high = 0;
  if (n >= 8) {
    el_copy(&low, p, 8);
    if (n > 8) {
      el_copy(&high, p + n - 8, 8);
      high >>= 8 * (16 - n);
    }
  } else if (n >= 4) {
    uint32_t first;
    uint32_t last;
    el_copy(&first, p, 4);
    el_copy(&last, p + n - 4, 4);
    low = first | (uint64_t)last << 8 * (n - 4);
  } else {
    low = p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) | (uint64_t)p[n - 1] << 8 * (n - 1);
  }
  return _mm_set_epi64x((int64_t)high, (int64_t)low);
}

/* Stores the first n bytes of a block, 1 to 16, likewise. */
EL_INLINE void store128_part(uint8_t *p, __m128i x, size_t n) {
  const uint64_t low = (uint64_t)_mm_cvtsi128_si64(x);
  const uint64_t high = (uint64_t)_mm_extract_epi64(x, 1);
  if (n >= 8) {
    const uint64_t last = n == 8 ? low : n == 16 ? high : low >> 8 * (n - 8) | high << 8 * (16 - n);
    el_copy(p, &low, 8);
    el_copy(p + n - 8, &last, 8);
  } else if (n >= 4) {
    const uint32_t first = (uint32_t)low;
    const uint32_t last = (uint32_t)(low >> 8 * (n - 4));
    el_copy(p, &first, 4);
    el_copy(p + n - 4, &last, 4);
  } else {
    p[0] = (uint8_t)low;
    p[n / 2] = (uint8_t)(low >> 8 * (n / 2));
    p[n - 1] = (uint8_t)(low >> 8 * (n - 1));
  }
}

/*
 * Every word of the expanded key is the one before it, XORed with the one a key's length earlier; every first word of a key's length
 * has the word before it rotated, substituted and XORed with a round constant first, and with 256-bit keys every fifth is substituted.
 * So four words are made from w0..w3 and t, the changed word, by
 *
 *     w0 + t, w0 + w1 + t, w0 + w1 + w2 + t, w0 + w1 + w2 + w3 + t
 *
 * The sums without t do not wait for the last round key. What does is t, and AESENCLAST computes it in all four columns at once from
 * a block with four equal columns, whose rows ShiftRows does not change; it adds its "round key", the sums, in the same step. So a round
 * key costs the latency of one shuffle and one AESENCLAST, where AESKEYGENASSIST and the XORs that follow it cost three times that (after
 * S. Gueron, "Intel Advanced Encryption Standard (AES) New Instructions Set", 2010, who uses it for several keys at once).
 */
EL_INLINE __m128i aes_prefix_sums(__m128i words) {
  words = _mm_xor_si128(words, _mm_slli_si128(words, 4));
  return _mm_xor_si128(words, _mm_slli_si128(words, 8));
}

/* The four words after `words`, a key's length on: from `last`, the words before those; with the word at `shuffle` of it. */
EL_INLINE __m128i aes_next_words(__m128i words, __m128i last, __m128i shuffle, uint32_t round_constant) {
  const __m128i sums = _mm_xor_si128(aes_prefix_sums(words), _mm_set1_epi32((int)round_constant));
  return _mm_aesenclast_si128(_mm_shuffle_epi8(last, shuffle), sums);
}

/* Shuffles: word n in all columns, rotated by a byte or as it is. */
EL_INLINE __m128i aes_rotated_word(int n) {
  const int first = 4 * n;
  return _mm_set1_epi32(first << 24 | (first + 3) << 16 | (first + 2) << 8 | (first + 1));
}

EL_INLINE __m128i aes_plain_word(int n) {
  const int first = 4 * n;
  return _mm_set1_epi32((first + 3) << 24 | (first + 2) << 16 | (first + 1) << 8 | first);
}

EL_INLINE void aes_set_round_key(aes_key *key, int round, __m128i value) {
  _mm_store_si128((__m128i *)key->round_keys[round], value);
}

EL_INLINE void aes128_expand(aes_key *key, const uint8_t *bytes) {
  static const uint8_t constants[10] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36};
  __m128i words = load128(bytes);
  aes_set_round_key(key, 0, words);
  EL_UNROLL
  for (int i = 0; i < 10; i++) {
    words = aes_next_words(words, words, aes_rotated_word(3), constants[i]);
    aes_set_round_key(key, i + 1, words);
  }
  key->rounds = 10;
}

/* Six words at a time: four in `low`, two in the lower half of `high`, written one after the other. */
EL_INLINE void aes192_expand(aes_key *key, const uint8_t *bytes) {
  static const uint8_t constants[8] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80};
  uint8_t expanded[9 * 24] __attribute__((aligned(16)));
  __m128i low = load128(bytes);
  __m128i high = _mm_loadl_epi64((const __m128i *)(bytes + 16));
  store128(expanded, low);
  _mm_storel_epi64((__m128i *)(expanded + 16), high);
  EL_UNROLL
  for (int i = 0; i < 8; i++) {
    low = aes_next_words(low, high, aes_rotated_word(1), constants[i]);
    high = _mm_xor_si128(high, _mm_slli_si128(high, 4)); /* and no substitution in the middle: just the last word of low */
    high = _mm_xor_si128(high, _mm_shuffle_epi32(low, 0xff));
    store128(expanded + 24 * (i + 1), low);
    _mm_storel_epi64((__m128i *)(expanded + 24 * (i + 1) + 16), high);
  }
  el_copy(key->round_keys, expanded, 13 * AES_BLOCK);
  wipe(expanded, sizeof expanded);
  key->rounds = 12;
}

/* Also where the key is in the two halves already. */
EL_INLINE void aes256_expand_halves(aes_key *key, __m128i even, __m128i odd) {
  static const uint8_t constants[7] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40};
  aes_set_round_key(key, 0, even);
  aes_set_round_key(key, 1, odd);
  EL_UNROLL
  for (int i = 0; i < 7; i++) {
    even = aes_next_words(even, odd, aes_rotated_word(3), constants[i]);
    aes_set_round_key(key, 2 * i + 2, even);
    if (i < 6) {
      odd = aes_next_words(odd, even, aes_plain_word(3), 0);
      aes_set_round_key(key, 2 * i + 3, odd);
    }
  }
  key->rounds = 14;
}

EL_INLINE void aes256_expand(aes_key *key, const uint8_t *bytes) {
  aes256_expand_halves(key, load128(bytes), load128(bytes + 16));
}

/* FIPS 197, 5.1: one block. */
EL_INLINE __m128i aes_encrypt_block(const aes_key *key, __m128i block) {
  const int rounds = (int)key->rounds;
  block = _mm_xor_si128(block, aes_round_key(key, 0));
  EL_UNROLL
  for (int r = 1; r < 10; r++) {
    block = _mm_aesenc_si128(block, aes_round_key(key, r));
  }
  for (int r = 10; r < rounds; r++) {
    block = _mm_aesenc_si128(block, aes_round_key(key, r));
  }
  return _mm_aesenclast_si128(block, aes_round_key(key, rounds));
}

#endif
