/*
 * SHA-256 (FIPS 180-4) of whole blocks with the SHA extensions.
 *
 * SHA256RNDS2 makes two rounds, of the eight working variables in two registers: a, b, e, f and c, d, g, h, the last of them lowest. What
 * it returns is the new a, b, e, f; the new c, d, g, h are the old a, b, e, f, so that the two registers take turns. SHA256MSG1 and
 * SHA256MSG2 compute the parts of four words of the message schedule:
 *
 *     w[t] = sigma1(w[t-2]) + w[t-7] + sigma0(w[t-15]) + w[t-16]       MSG1: sigma0 and w[t-16];  MSG2: sigma1
 *
 * (Intel, "Intel SHA Extensions", 2013; AMD64 APM volume 4.)
 */
#include "base.h"

EL_TARGET_BEGIN("sha,ssse3,sse4.1")

#include <immintrin.h>

#include "sha256.h"

EL_INLINE __m128i load(const void *p) {
  return _mm_loadu_si128((const __m128i *)p);
}

void sha256_blocks_shani(uint32_t state[8], const uint8_t *in, size_t blocks) {
  const __m128i big_endian = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
  /* a b c d and e f g h, a and e lowest, become f e b a and h g d c. */
  const __m128i badc = _mm_shuffle_epi32(load(state), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1b);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
  for (; blocks != 0; blocks--, in += EL_SHA256_BLOCK) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i w[4];
    EL_UNROLL
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(load(in + 16 * i), big_endian);
    }
    EL_UNROLL
    for (int i = 0; i < 16; i++) { /* four rounds with the words in w[i % 4], which are replaced by those of four steps later */
      const __m128i words = _mm_add_epi32(w[i % 4], load(sha256_constants + 4 * i));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
      if (i < 12) {
        const __m128i w7 = _mm_alignr_epi8(w[(i + 3) % 4], w[(i + 2) % 4], 4);
        w[i % 4] = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w[i % 4], w[(i + 1) % 4]), w7), w[(i + 3) % 4]);
      }
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

EL_TARGET_END
