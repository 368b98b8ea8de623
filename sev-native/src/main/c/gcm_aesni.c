/* AES-GCM, one block in a vector: AES-NI and PCLMULQDQ with SSE (every processor that runs SEV). */
#include "base.h"

EL_TARGET_BEGIN("aes,pclmul,ssse3,sse4.1")

#include "gcm.h"

typedef __m128i vec;

enum { LANES = 1 };

EL_INLINE vec v_zero(void) {
  return _mm_setzero_si128();
}

EL_INLINE vec v_load(const uint8_t *p) {
  return load128(p);
}

EL_INLINE void v_store(uint8_t *p, vec x) {
  store128(p, x);
}

EL_INLINE vec v_load_part(const uint8_t *p, size_t n) {
  return load128_part(p, n);
}

EL_INLINE __m128i v_load_block_part(const uint8_t *p, size_t n) {
  return load128_part(p, n);
}

EL_INLINE void v_store_part(uint8_t *p, vec x, size_t n) {
  store128_part(p, x, n);
}

EL_INLINE vec v_keep(vec x, size_t n) {
  const vec positions = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return _mm_and_si128(x, _mm_cmpgt_epi8(_mm_set1_epi8((char)n), positions));
}

EL_INLINE vec v_xor(vec a, vec b) {
  return _mm_xor_si128(a, b);
}

EL_INLINE vec v_xor3(vec a, vec b, vec c) {
  return _mm_xor_si128(a, _mm_xor_si128(b, c));
}

EL_INLINE vec v_spread(__m128i x) {
  return x;
}

EL_INLINE vec v_first(__m128i x) {
  return x;
}

EL_INLINE __m128i v_fold(vec x) {
  return x;
}

EL_INLINE vec v_reverse(vec x) {
  return _mm_shuffle_epi8(x, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

EL_INLINE vec v_add32(vec a, vec b) {
  return _mm_add_epi32(a, b);
}

EL_INLINE vec v_lane_numbers(void) {
  return _mm_setzero_si128();
}

EL_INLINE vec v_aes(vec x, vec key) {
  return _mm_aesenc_si128(x, key);
}

EL_INLINE vec v_aes_last(vec x, vec key) {
  return _mm_aesenclast_si128(x, key);
}

EL_INLINE vec v_swap_halves(vec x) {
  return _mm_shuffle_epi32(x, 0x4e);
}

EL_INLINE vec v_low_halves(vec a, vec b) {
  return _mm_unpacklo_epi64(a, b);
}

EL_INLINE vec v_high_halves(vec a, vec b) {
  return _mm_unpackhi_epi64(a, b);
}

#define v_multiply(a, b, which) _mm_clmulepi64_si128(a, b, which)

#include "gcm_kernel.h"

GCM_KERNEL(gcm_aesni);

EL_TARGET_END
