/* AES-GCM, two blocks in a vector: VAES and VPCLMULQDQ on the 256-bit registers of AVX2 (Zen 3 and later). */
#include "base.h"

EL_TARGET_BEGIN("aes,pclmul,ssse3,sse4.1,avx,avx2,vaes,vpclmulqdq")

#include "gcm.h"

typedef __m256i vec;

enum { LANES = 2 };

EL_INLINE vec v_zero(void) {
  return _mm256_setzero_si256();
}

EL_INLINE vec v_load(const uint8_t *p) {
  return _mm256_loadu_si256((const __m256i *)p);
}

EL_INLINE void v_store(uint8_t *p, vec x) {
  _mm256_storeu_si256((__m256i *)p, x);
}

EL_INLINE __m128i v_load_block_part(const uint8_t *p, size_t n) {
  return load128_part(p, n);
}

EL_INLINE vec v_load_part(const uint8_t *p, size_t n) {
  if (n <= AES_BLOCK) {
    return _mm256_zextsi128_si256(load128_part(p, n));
  }
  return _mm256_set_m128i(load128_part(p + AES_BLOCK, n - AES_BLOCK), load128(p));
}

EL_INLINE void v_store_part(uint8_t *p, vec x, size_t n) {
  if (n <= AES_BLOCK) {
    store128_part(p, _mm256_castsi256_si128(x), n);
  } else {
    store128(p, _mm256_castsi256_si128(x));
    store128_part(p + AES_BLOCK, _mm256_extracti128_si256(x, 1), n - AES_BLOCK);
  }
}

EL_INLINE vec v_keep(vec x, size_t n) {
  const vec positions = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                                         28, 29, 30, 31);
  return _mm256_and_si256(x, _mm256_cmpgt_epi8(_mm256_set1_epi8((char)n), positions));
}

EL_INLINE vec v_xor(vec a, vec b) {
  return _mm256_xor_si256(a, b);
}

EL_INLINE vec v_xor3(vec a, vec b, vec c) {
  return _mm256_xor_si256(a, _mm256_xor_si256(b, c));
}

EL_INLINE vec v_spread(__m128i x) {
  return _mm256_broadcastsi128_si256(x);
}

EL_INLINE vec v_first(__m128i x) {
  return _mm256_zextsi128_si256(x);
}

EL_INLINE __m128i v_fold(vec x) {
  return _mm_xor_si128(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
}

EL_INLINE vec v_reverse(vec x) {
  return _mm256_shuffle_epi8(x, v_spread(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
}

EL_INLINE vec v_add32(vec a, vec b) {
  return _mm256_add_epi32(a, b);
}

EL_INLINE vec v_lane_numbers(void) {
  return _mm256_set_epi32(0, 0, 0, 1, 0, 0, 0, 0);
}

EL_INLINE vec v_aes(vec x, vec key) {
  return _mm256_aesenc_epi128(x, key);
}

EL_INLINE vec v_aes_last(vec x, vec key) {
  return _mm256_aesenclast_epi128(x, key);
}

EL_INLINE vec v_swap_halves(vec x) {
  return _mm256_shuffle_epi32(x, 0x4e);
}

EL_INLINE vec v_low_halves(vec a, vec b) {
  return _mm256_unpacklo_epi64(a, b);
}

EL_INLINE vec v_high_halves(vec a, vec b) {
  return _mm256_unpackhi_epi64(a, b);
}

#define v_multiply(a, b, which) _mm256_clmulepi64_epi128(a, b, which)

#include "gcm_kernel.h"

GCM_KERNEL(gcm_vaes256);

EL_TARGET_END
