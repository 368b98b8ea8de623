/* AES-GCM, four blocks in a vector: VAES and VPCLMULQDQ on the 512-bit registers of AVX-512 (Zen 4 and later; Ice Lake and later). */
#include "base.h"

EL_TARGET_BEGIN("aes,pclmul,ssse3,sse4.1,avx,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes,vpclmulqdq,bmi,bmi2")

#include "gcm.h"

typedef __m512i vec;

enum { LANES = 4 };

EL_INLINE vec v_zero(void) {
  return _mm512_setzero_si512();
}

EL_INLINE vec v_load(const uint8_t *p) {
  return _mm512_loadu_si512(p);
}

EL_INLINE void v_store(uint8_t *p, vec x) {
  _mm512_storeu_si512(p, x);
}

/* The first n bytes, 1 to 64. Bytes that a mask leaves out are not touched, and cause no fault. */
EL_INLINE __mmask64 first_bytes(size_t n) {
  return ~UINT64_C(0) >> (64 - n);
}

EL_INLINE vec v_load_part(const uint8_t *p, size_t n) {
  return _mm512_maskz_loadu_epi8(first_bytes(n), p);
}

EL_INLINE void v_store_part(uint8_t *p, vec x, size_t n) {
  _mm512_mask_storeu_epi8(p, first_bytes(n), x);
}

EL_INLINE vec v_keep(vec x, size_t n) {
  return _mm512_maskz_mov_epi8(first_bytes(n), x);
}

EL_INLINE __m128i v_load_block_part(const uint8_t *p, size_t n) {
  return _mm_maskz_loadu_epi8((__mmask16)first_bytes(n), p);
}

EL_INLINE vec v_xor(vec a, vec b) {
  return _mm512_xor_si512(a, b);
}

EL_INLINE vec v_xor3(vec a, vec b, vec c) {
  return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

EL_INLINE vec v_spread(__m128i x) {
  return _mm512_broadcast_i32x4(x);
}

EL_INLINE vec v_first(__m128i x) {
  return _mm512_zextsi128_si512(x);
}

EL_INLINE __m128i v_fold(vec x) {
  const __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
  return _mm_xor_si128(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

EL_INLINE vec v_reverse(vec x) {
  return _mm512_shuffle_epi8(x, v_spread(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
}

EL_INLINE vec v_add32(vec a, vec b) {
  return _mm512_add_epi32(a, b);
}

EL_INLINE vec v_lane_numbers(void) {
  return _mm512_set_epi32(0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0);
}

EL_INLINE vec v_aes(vec x, vec key) {
  return _mm512_aesenc_epi128(x, key);
}

EL_INLINE vec v_aes_last(vec x, vec key) {
  return _mm512_aesenclast_epi128(x, key);
}

EL_INLINE vec v_swap_halves(vec x) {
  return _mm512_shuffle_epi32(x, _MM_PERM_BADC);
}

EL_INLINE vec v_low_halves(vec a, vec b) {
  return _mm512_unpacklo_epi64(a, b);
}

EL_INLINE vec v_high_halves(vec a, vec b) {
  return _mm512_unpackhi_epi64(a, b);
}

#define v_multiply(a, b, which) _mm512_clmulepi64_epi128(a, b, which)

#include "gcm_kernel.h"

GCM_KERNEL(gcm_vaes512);

EL_TARGET_END
