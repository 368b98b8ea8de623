/*
 * AES-256 CTR_DRBG (NIST SP 800-90A revision 1, 10.2.1), without a derivation function, the counter as long as a block.
 *
 * Without a derivation function, because the seeds are what 10.2.1.3.1 asks for then: 48 bytes of full entropy, from the kernel's generator
 * and from RDSEED, which both give that already. A derivation function would compress longer inputs of less entropy; there are none here,
 * it would cost 9 blocks for every seed and every additional input, and be more to get wrong. The price is that additional input
 * and personalisation are at most 48 bytes.
 *
 * A request costs two key expansions if it has additional input, one if not: the state is replaced after every request, so that who
 * learns it cannot compute what came out before (10.2.1.5.1, step 6).
 */
#include "base.h"

EL_TARGET_BEGIN("aes,pclmul,ssse3,sse4.1")

#include "aes.h"
#include "cpu.h"
#include "gcm.h"

enum { SEED_BLOCKS = EL_DRBG_SEED / AES_BLOCK, SHORT_BLOCKS = 4, KEY_BYTES = 32 };

/* Key, V and reseed_counter of the standard: the key expanded, as it always is when it is used. */
struct el_drbg {
  aes_key key;
  uint8_t v[AES_BLOCK];
  uint64_t reseed_counter; /* zero: not instantiated */
} __attribute__((aligned(EL_DRBG_ALIGNMENT)));

size_t el_drbg_bytes(void) {
  return sizeof(el_drbg);
}

uint64_t el_drbg_reseed_counter(const el_drbg *drbg) {
  return drbg->reseed_counter;
}

void el_drbg_wipe(el_drbg *drbg) {
  wipe(drbg, sizeof *drbg);
}

/* V as a number. Its upper and its lower half are kept apart, and the carry is computed, not branched on: V is secret. */
typedef struct counter {
  uint64_t high;
  uint64_t low;
} counter;

EL_INLINE counter load_counter(const uint8_t v[AES_BLOCK]) {
  return (counter){load_be64(v), load_be64(v + 8)};
}

EL_INLINE counter plus(counter c, uint64_t n) {
  counter sum = {c.high, c.low + n};
  sum.high += sum.low < n;
  return sum;
}

EL_INLINE __m128i counter_block(counter c) {
  return _mm_set_epi64x((int64_t)__builtin_bswap64(c.low), (int64_t)__builtin_bswap64(c.high));
}

/* E(V + 1), ..., E(V + n), side by side; n is a constant. */
EL_INLINE void next_blocks(const el_drbg *drbg, counter c, __m128i *blocks, int n) {
  const __m128i first = aes_round_key(&drbg->key, 0);
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    blocks[i] = _mm_xor_si128(counter_block(plus(c, (uint64_t)i + 1)), first);
  }
  EL_UNROLL
  for (int r = 1; r < AES_MAX_ROUNDS; r++) {
    const __m128i k = aes_round_key(&drbg->key, r);
    EL_UNROLL
    for (int i = 0; i < n; i++) {
      blocks[i] = _mm_aesenc_si128(blocks[i], k);
    }
  }
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    blocks[i] = _mm_aesenclast_si128(blocks[i], aes_round_key(&drbg->key, AES_MAX_ROUNDS));
  }
}

/* CTR_DRBG_Update (10.2.1.2) from its step 3 on: the three blocks, XORed with the provided data, are the new key and V. */
EL_INLINE void replace_state(el_drbg *drbg, const __m128i blocks[SEED_BLOCKS], const __m128i data[SEED_BLOCKS]) {
  aes256_expand_halves(&drbg->key, _mm_xor_si128(blocks[0], data[0]), _mm_xor_si128(blocks[1], data[1]));
  store128(drbg->v, _mm_xor_si128(blocks[2], data[2]));
}

EL_INLINE void update(el_drbg *drbg, const __m128i data[SEED_BLOCKS]) {
  __m128i blocks[SEED_BLOCKS];
  next_blocks(drbg, load_counter(drbg->v), blocks, SEED_BLOCKS);
  replace_state(drbg, blocks, data);
}

/* Additional input, filled up with zeros (10.2.1.5.1, step 2). */
EL_INLINE void load_padded(__m128i data[SEED_BLOCKS], const uint8_t *in, size_t length) {
  for (int i = 0; i < SEED_BLOCKS; i++) {
    const size_t used = length < AES_BLOCK ? length : AES_BLOCK;
    data[i] = used != 0 ? load128_part(in, used) : _mm_setzero_si128();
    in += used;
    length -= used;
  }
}

EL_INLINE void load_seed(__m128i data[SEED_BLOCKS], const uint8_t seed[EL_DRBG_SEED], const uint8_t *in, size_t length) {
  load_padded(data, in, length);
  for (int i = 0; i < SEED_BLOCKS; i++) {
    data[i] = _mm_xor_si128(data[i], load128(seed + i * AES_BLOCK));
  }
}

int el_drbg_instantiate(el_drbg *drbg, const uint8_t seed[EL_DRBG_SEED], const uint8_t *personalisation, size_t length) {
  if (length > EL_DRBG_SEED) {
    return EL_BAD_ARGUMENT;
  }
  if (!cpu_has(EL_AESNI)) {
    return EL_UNSUPPORTED;
  }
  __m128i data[SEED_BLOCKS];
  load_seed(data, seed, personalisation, length);
  aes256_expand_halves(&drbg->key, _mm_setzero_si128(), _mm_setzero_si128());
  store128(drbg->v, _mm_setzero_si128());
  update(drbg, data);
  drbg->reseed_counter = 1;
  wipe(data, sizeof data);
  return EL_OK;
}

int el_drbg_reseed(el_drbg *drbg, const uint8_t seed[EL_DRBG_SEED], const uint8_t *additional, size_t length) {
  if (length > EL_DRBG_SEED) {
    return EL_BAD_ARGUMENT;
  }
  if (drbg->reseed_counter == 0) {
    return EL_WRONG_STATE;
  }
  __m128i data[SEED_BLOCKS];
  load_seed(data, seed, additional, length);
  update(drbg, data);
  drbg->reseed_counter = 1;
  wipe(data, sizeof data);
  return EL_OK;
}

/* A short output and the blocks of the next state, all side by side: n blocks and three. */
EL_INLINE void generate_short(el_drbg *drbg, const __m128i data[SEED_BLOCKS], uint8_t *out, size_t length, int n) {
  __m128i blocks[SHORT_BLOCKS + SEED_BLOCKS];
  next_blocks(drbg, load_counter(drbg->v), blocks, n + SEED_BLOCKS);
  EL_UNROLL
  for (int i = 0; i < n - 1; i++) {
    store128(out + i * AES_BLOCK, blocks[i]);
  }
  store128_part(out + (n - 1) * AES_BLOCK, blocks[n - 1], length - (size_t)(n - 1) * AES_BLOCK);
  replace_state(drbg, blocks + n, data);
}

/*
 * Longer output is made by the kernels of AES-GCM, whose counter has 32 bits: in two parts, where those overflow within the request,
 * which says nothing of V but that it is near such a place, with a probability of 2^-20 a request.
 */
static void generate_long(el_drbg *drbg, const __m128i data[SEED_BLOCKS], uint8_t *out, size_t length) {
  const gcm_kernel *kernel = gcm_best();
  counter c = load_counter(drbg->v);
  while (length != 0) {
    const counter first = plus(c, 1);
    uint64_t before_overflow = (UINT64_C(1) << 32) - (uint32_t)first.low;
    el_public(before_overflow);
    const size_t part = length / AES_BLOCK >= before_overflow ? (size_t)before_overflow * AES_BLOCK : length;
    kernel->keystream(&drbg->key, counter_block(first), out, part);
    c = plus(c, (part + AES_BLOCK - 1) / AES_BLOCK);
    out += part;
    length -= part;
  }
  store128(drbg->v, counter_block(c));
  update(drbg, data);
  wipe(&c, sizeof c);
}

int el_drbg_generate(el_drbg *drbg, const uint8_t *additional, size_t additional_length, uint8_t *out, size_t length) {
  if (additional_length > EL_DRBG_SEED) {
    return EL_BAD_ARGUMENT;
  }
  if (length > EL_DRBG_MAX_REQUEST) {
    return EL_TOO_LONG;
  }
  if (drbg->reseed_counter == 0) {
    return EL_WRONG_STATE;
  }
  if (drbg->reseed_counter > EL_DRBG_RESEED_INTERVAL) {
    return EL_RESEED;
  }
  __m128i data[SEED_BLOCKS] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128()};
  if (additional_length != 0) {
    load_padded(data, additional, additional_length);
    update(drbg, data);
  }
  switch ((length + AES_BLOCK - 1) / AES_BLOCK) {
    case 0: update(drbg, data); break;
    case 1: generate_short(drbg, data, out, length, 1); break;
    case 2: generate_short(drbg, data, out, length, 2); break;
    case 3: generate_short(drbg, data, out, length, 3); break;
    case 4: generate_short(drbg, data, out, length, 4); break;
    default: generate_long(drbg, data, out, length);
  }
  drbg->reseed_counter++;
  wipe(data, sizeof data);
  return EL_OK;
}

int el_drbg_random(el_drbg *drbg, el_health *rdrand, uint8_t *out, size_t length) {
  do {
    const size_t part = length < EL_DRBG_MAX_REQUEST ? length : EL_DRBG_MAX_REQUEST;
    uint64_t word = 0;
    const bool has_word = el_hardware_words(EL_SOURCE_RDRAND, rdrand, &word, 1) == EL_OK;
    const int result = el_drbg_generate(drbg, (const uint8_t *)&word, has_word ? sizeof word : 0, out, part);
    wipe(&word, sizeof word);
    if (result != EL_OK) {
      return result;
    }
    out += part;
    length -= part;
  } while (length != 0);
  return EL_OK;
}

EL_TARGET_END
