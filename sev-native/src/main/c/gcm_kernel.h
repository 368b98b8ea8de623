/*
 * AES-GCM (NIST SP 800-38D), written once for vectors of one, two or four blocks. gcm_aesni.c, gcm_vaes256.c and gcm_vaes512.c define
 * the vector and its operations, and include this:
 *
 *     vec, LANES                 the vector, and the blocks in it
 *     v_zero, v_load, v_store    v_load_part, v_store_part: the first bytes of a vector, the others zero or left alone
 *     v_load_block_part          the first bytes of one block, the others zero
 *     v_lane_numbers             0, 1, 2, ... as the first word of each lane
 *     v_xor, v_xor3, v_keep      v_keep: the first bytes of a vector, the others zero
 *     v_spread, v_first          one block in all lanes; one block in the first lane, zeros in the others
 *     v_fold                     the sum of all lanes
 *     v_reverse                  the bytes of each block in reverse order
 *     v_add32                    addition of 32-bit words
 *     v_aes, v_aes_last          a round of AES in each lane
 *     v_multiply(a, b, which)    a carry-less product of two 64-bit halves in each lane
 *     v_swap_halves              the two halves of each lane
 *     v_low_halves(a, b)         the lower halves of the lanes of a and b, side by side; v_high_halves: the upper ones
 *
 * COUNTER MODE. Counter blocks are kept with their bytes reversed, so that the counter, the last 32 bits of the block, big-endian, is
 * the first 32-bit word of the lane: adding to it carries nowhere, which is inc32 of SP 800-38D, 6.2.
 *
 * GHASH (SP 800-38D, 6.3 and 6.4) works in GF(2^128) = GF(2)[x] / P with P = x^128 + x^7 + x^2 + x + 1. The first bit of a block, the
 * most significant of its first byte, is the coefficient of x^0. With the bytes reversed, a block is a 128-bit number whose bit 127 - i is
 * the coefficient of x^i: each block "reflected". PCLMULQDQ multiplies polynomials whose bit i is the coefficient of x^i. But
 * multiplication without carries has no direction: the product of two reflected blocks is the reflected product of 255 bits, bit 254 - i the
 * coefficient of x^i. To read it as a reflected 256-bit number, bit 255 - i the coefficient, it would have to be shifted left by one bit
 * each time. Instead the powers of H are multiplied by x^-1 once: then the product read as it stands is A * (H x^-1) * x = A * H.
 * (S. Gueron, M. Kounavis, "Intel Carry-Less Multiplication Instruction and its Usage for Computing the GCM Mode", 2014, algorithms 1, 5;
 * S. Gueron, "AES-GCM for efficient authenticated encryption", RWC 2013, for x^-1.)
 *
 * x^-1 is a shift left by one bit, of the reflected number. The bit that falls out is the coefficient of x^0, now that of x^-1; and
 * x^-1 = x^127 + x^6 + x + 1, as P / x shows: in reflected form bits 0, 121, 126 and 127, the constant C200...0001.
 *
 * AGGREGATION. GHASH of blocks B1..Bn after the hash Y is ((Y + B1) H + B2) H + ... = (Y + B1) H^n + B2 H^(n-1) + ... + Bn H. So
 * the products of up to 8 vectors are summed, 256 bits wide, before they are reduced once; and any lane may take any block, if it
 * meets the block's power. Each 128-bit product is made of four 64-bit ones, of which the two in the middle are summed:
 *
 *     low = a0 b0,   middle = a0 b1 + a1 b0,   high = a1 b1;   product = low + middle x^64 + high x^128
 *
 * Where many blocks are hashed, three do (Karatsuba): middle = (a0 + a1) (b0 + b1) + low + high. The sums of the halves of two blocks are
 * packed into one lane, and so are those of their powers, beforehand: two blocks cost six products and three other instructions. AES and
 * PCLMULQDQ use the same two units of a Zen processor, which are what a long message waits for, and the others go elsewhere.
 *
 * REDUCTION. The reflected 256-bit sum has the coefficients of x^0..x^127 in its upper half, and those of x^128..x^255 in the lower, which
 * has to go. Reflected P is the 129-bit number R = 2^128 + 2^127 + 2^126 + 2^121 + 1, and adding multiples of R, at any place, adds
 * multiples of P. R ends in 1 and its next bit is 2^121: so the lowest 64 bits, L, are cancelled by adding L * R, which is L at the bottom
 * and
 *
 *     L * (2^57 + 2^62 + 2^63) * 2^64  +  L * 2^128        one product by C200000000000000 at 64, and L itself at 128
 *
 * The same again for the next 64 bits. "L itself at 128" and the half of `low` that moves up are one swap of the halves of `low`. Two
 * products, one after the other, and nothing of it depends on how many blocks were summed.
 *
 * The block of lengths is the last block of every message. In a whole message it is not a step of its own: the last blocks meet powers
 * one higher, and it is added to the sum with H^1 before the one reduction.
 */
#ifndef EL_GCM_KERNEL_H
#define EL_GCM_KERNEL_H

enum { BATCH = 8, VECTOR_BYTES = AES_BLOCK * LANES, BATCH_BYTES = BATCH * VECTOR_BYTES, BATCH_BLOCKS = BATCH * LANES };

/* Sums of products, not yet reduced. */
typedef struct sums {
  vec low;
  vec middle;
  vec high;
} sums;

EL_INLINE __m128i reverse128(__m128i x) {
  return _mm_shuffle_epi8(x, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

EL_INLINE __m128i reduction_constant(void) {
  return _mm_set_epi64x((int64_t)UINT64_C(0xc200000000000000), 1);
}

/* ---- GHASH ---- */

EL_INLINE sums no_sums(void) {
  const sums none = {v_zero(), v_zero(), v_zero()};
  return none;
}

EL_INLINE void add_product(sums *s, vec a, vec b) {
  s->low = v_xor(s->low, v_multiply(a, b, 0x00));
  s->middle = v_xor3(s->middle, v_multiply(a, b, 0x01), v_multiply(a, b, 0x10));
  s->high = v_xor(s->high, v_multiply(a, b, 0x11));
}

/*
 * The products of two vectors and the powers at `powers`; folded are the sums of halves of these powers. The middle sum gets what
 * Karatsuba's formula has to be added to: see add_outer_sums.
 */
EL_INLINE void add_two_products(sums *s, vec a, vec b, const uint8_t *powers, const uint8_t *folded) {
  const vec power_a = v_load(powers);
  const vec power_b = v_load(powers + VECTOR_BYTES);
  const vec power_halves = v_load(folded);
  const vec halves = v_xor(v_low_halves(a, b), v_high_halves(a, b));
  s->low = v_xor3(s->low, v_multiply(a, power_a, 0x00), v_multiply(b, power_b, 0x00));
  s->high = v_xor3(s->high, v_multiply(a, power_a, 0x11), v_multiply(b, power_b, 0x11));
  s->middle = v_xor3(s->middle, v_multiply(halves, power_halves, 0x00), v_multiply(halves, power_halves, 0x11));
}

EL_INLINE void add_outer_sums(sums *s) {
  s->middle = v_xor3(s->middle, s->low, s->high);
}

EL_INLINE __m128i reduce(sums s) {
  const vec constant = v_spread(reduction_constant());
  s.middle = v_xor3(s.middle, v_swap_halves(s.low), v_multiply(constant, s.low, 0x01));
  s.high = v_xor3(s.high, v_swap_halves(s.middle), v_multiply(constant, s.middle, 0x01));
  return v_fold(s.high);
}

/* One product of two blocks, reduced. */
EL_INLINE __m128i multiply128(__m128i a, __m128i b) {
  const __m128i constant = reduction_constant();
  const __m128i low = _mm_clmulepi64_si128(a, b, 0x00);
  __m128i middle = _mm_xor_si128(_mm_clmulepi64_si128(a, b, 0x01), _mm_clmulepi64_si128(a, b, 0x10));
  __m128i high = _mm_clmulepi64_si128(a, b, 0x11);
  middle = _mm_xor_si128(middle, _mm_xor_si128(_mm_shuffle_epi32(low, 0x4e), _mm_clmulepi64_si128(constant, low, 0x01)));
  high = _mm_xor_si128(high, _mm_xor_si128(_mm_shuffle_epi32(middle, 0x4e), _mm_clmulepi64_si128(constant, middle, 0x01)));
  return high;
}

/* H x^-1, of H with its bytes reversed, in a time that does not depend on it. */
EL_INLINE __m128i divide_by_x(__m128i h) {
  const __m128i carries = _mm_slli_si128(_mm_srli_epi64(h, 63), 8);                          /* from the lower half to the upper */
  const __m128i shifted = _mm_or_si128(_mm_slli_epi64(h, 1), carries);
  const __m128i out = _mm_srai_epi32(_mm_shuffle_epi32(h, 0xff), 31); /* all ones if the highest bit is set */
  return _mm_xor_si128(shifted, _mm_and_si128(out, reduction_constant()));
}

/* The lengths in bits, as the last block of a message has them, its bytes reversed. */
EL_INLINE __m128i length_block(size_t aad_length, size_t length) {
  return _mm_set_epi64x((int64_t)((uint64_t)aad_length * 8), (int64_t)((uint64_t)length * 8));
}

static void kernel_prepare(el_gcm_key *key) {
  el_zero(key->powers, sizeof key->powers);
  const __m128i h1 = divide_by_x(reverse128(aes_encrypt_block(&key->aes, _mm_setzero_si128())));
  __m128i power = h1;
  uint8_t *slot = key->powers[GCM_NO_POWERS_BEFORE + GCM_POWERS - 1];
  store128(slot, power);
  for (int i = 1; i < LANES; i++) {
    power = multiply128(power, h1);
    slot -= AES_BLOCK;
    store128(slot, power);
  }
  /* From here on a vector of powers at a time; the last one is H^(BATCH_BLOCKS + 1) alone. */
  const vec step = v_spread(power);
  vec powers = v_load(slot);
  for (int i = LANES; i < BATCH_BLOCKS; i += LANES) {
    sums s = no_sums();
    add_product(&s, powers, step);
    const vec constant = v_spread(reduction_constant());
    s.middle = v_xor3(s.middle, v_swap_halves(s.low), v_multiply(constant, s.low, 0x01));
    powers = v_xor3(s.high, v_swap_halves(s.middle), v_multiply(constant, s.middle, 0x01));
    slot -= VECTOR_BYTES;
    v_store(slot, powers);
  }
  store128(slot - AES_BLOCK, multiply128(load128(slot), h1));
  for (int i = 0; i < BATCH; i += 2) {
    const vec a = v_load(slot + i * VECTOR_BYTES);
    const vec b = v_load(slot + (i + 1) * VECTOR_BYTES);
    v_store(key->folded[i / 2 * LANES], v_xor(v_low_halves(a, b), v_high_halves(a, b)));
  }
}

/* The products of two vectors of a batch whose first block meets H^BATCH_BLOCKS. */
EL_INLINE void add_two_of_batch(sums *s, const el_gcm_key *key, __m128i hash, const uint8_t *in, int i) {
  const vec a = v_reverse(v_load(in + i * VECTOR_BYTES));
  const vec b = v_reverse(v_load(in + (i + 1) * VECTOR_BYTES));
  add_two_products(s, i == 0 ? v_xor(a, v_first(hash)) : a, b, gcm_power(key, BATCH_BLOCKS) + i * VECTOR_BYTES, key->folded[i / 2 * LANES]);
}

/* GHASH of a whole batch. The first vectors, which wait for the hash of the batch before, come last. */
EL_INLINE __m128i hash_batch(const el_gcm_key *key, __m128i hash, const uint8_t *in) {
  sums s = no_sums();
  EL_UNROLL
  for (int i = BATCH - 2; i >= 0; i -= 2) {
    add_two_of_batch(&s, key, hash, in, i);
  }
  add_outer_sums(&s);
  return reduce(s);
}

/* The products of 1 to BATCH_BYTES bytes, filled up with zeros; the last block meets H^last, last is 1 or 2. */
EL_INLINE void add_part(sums *s, const el_gcm_key *key, __m128i hash, const uint8_t *in, size_t length, size_t last) {
  const uint8_t *powers = gcm_power(key, (length + AES_BLOCK - 1) / AES_BLOCK + last - 1);
  vec added = v_first(hash);
  while (length > VECTOR_BYTES) {
    add_product(s, v_xor(v_reverse(v_load(in)), added), v_load(powers));
    added = v_zero();
    in += VECTOR_BYTES;
    powers += VECTOR_BYTES;
    length -= VECTOR_BYTES;
  }
  add_product(s, v_xor(v_reverse(v_load_part(in, length)), added), v_load(powers));
}

/* GHASH of any input, filled up with zeros to a whole block, after `hash`. */
EL_INLINE __m128i hash_padded(const el_gcm_key *key, __m128i hash, const uint8_t *in, size_t length) {
  while (length >= BATCH_BYTES) {
    hash = hash_batch(key, hash, in);
    in += BATCH_BYTES;
    length -= BATCH_BYTES;
  }
  if (length != 0) {
    sums s = no_sums();
    add_part(&s, key, hash, in, length, 1);
    hash = reduce(s);
  }
  return hash;
}

/* GHASH of the AAD. A short one is the common case, and one product. */
EL_INLINE __m128i hash_aad(const el_gcm_key *key, const uint8_t *aad, size_t length) {
  if (length == 0) {
    return _mm_setzero_si128();
  }
  if (length <= AES_BLOCK) {
    return multiply128(reverse128(v_load_block_part(aad, length)), load128(gcm_power(key, 1)));
  }
  return hash_padded(key, _mm_setzero_si128(), aad, length);
}

/* The end of a message: adds the block of lengths to what was not yet reduced, in which the last block met H^2. */
EL_INLINE __m128i reduce_with_lengths(sums s, const el_gcm_key *key, __m128i lengths) {
  add_product(&s, v_first(lengths), v_load(gcm_power(key, 1)));
  return reduce(s);
}

/* ---- Counter mode ---- */

/* The counter blocks c, c + 1, ... of the first vector; and what makes the next vector of one. */
EL_INLINE vec counter_blocks(__m128i counter) {
  return v_add32(v_spread(counter), v_lane_numbers());
}

EL_INLINE vec next_counters(vec counters) {
  return v_add32(counters, v_spread(_mm_set_epi32(0, 0, 0, LANES)));
}

EL_INLINE __m128i counter_after(__m128i counter, size_t blocks) {
  return _mm_add_epi32(counter, _mm_set_epi32(0, 0, 0, (int)(uint32_t)blocks));
}

EL_INLINE vec round_key(const aes_key *key, uint64_t round) {
  return v_spread(aes_round_key(key, (int)round));
}

/* The whitening and all rounds but the last, of n vectors of counter blocks. */
EL_INLINE void start_rounds(const aes_key *key, vec blocks[BATCH], vec *counters, int n) {
  const vec first = round_key(key, 0);
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    blocks[i] = v_xor(v_reverse(*counters), first);
    *counters = next_counters(*counters);
  }
}

EL_INLINE void aes_round(const aes_key *key, vec blocks[BATCH], uint64_t round, int n) {
  const vec k = round_key(key, round);
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    blocks[i] = v_aes(blocks[i], k);
  }
}

/* The rounds that only longer keys have, but for the last. */
EL_INLINE void later_rounds(const aes_key *key, vec blocks[BATCH], int n) {
  if (key->rounds > 10) {
    aes_round(key, blocks, 10, n);
    aes_round(key, blocks, 11, n);
    if (key->rounds > 12) {
      aes_round(key, blocks, 12, n);
      aes_round(key, blocks, 13, n);
    }
  }
}

enum hashing { HASH_NOTHING, HASH_BATCH };

/*
 * One batch in counter mode, and meanwhile GHASH of a batch of ciphertext: the one before where this is encryption, the same where it is
 * decryption. The two do not wait for one another, and fill each other's gaps: two vectors of the hash go beside two rounds of AES.
 * Everything is read before anything is written. XORing the text to the last round key takes a step out of the way of the result.
 */
EL_INLINE __m128i batch(const aes_key *key, const el_gcm_key *hash_key, vec *counters, const uint8_t *in, uint8_t *out, enum hashing hashing,
                        __m128i hash, const uint8_t *hashed) {
  vec blocks[BATCH];
  sums s = no_sums();
  start_rounds(key, blocks, counters, BATCH);
  EL_UNROLL
  for (int r = 1; r < 10; r++) {
    aes_round(key, blocks, (uint64_t)r, BATCH);
    if (hashing == HASH_BATCH && r <= BATCH && r % 2 == 0) {
      add_two_of_batch(&s, hash_key, hash, hashed, r % BATCH);
    }
  }
  later_rounds(key, blocks, BATCH);
  const vec last = round_key(key, key->rounds);
  EL_UNROLL
  for (int i = 0; i < BATCH; i++) {
    blocks[i] = v_aes_last(blocks[i], in == NULL ? last : v_xor(last, v_load(in + i * VECTOR_BYTES)));
  }
  EL_UNROLL
  for (int i = 0; i < BATCH; i++) {
    v_store(out + i * VECTOR_BYTES, blocks[i]);
  }
  if (hashing == HASH_NOTHING) {
    return hash;
  }
  add_outer_sums(&s);
  return reduce(s);
}

enum tail { TAIL_PLAIN, TAIL_ENCRYPT };

/*
 * The last 1 to BATCH_BYTES bytes of a message, as n vectors, of which the last may be a part; n is a constant wherever this is
 * inlined. TAIL_ENCRYPT adds the products of the ciphertext to the sums: the first block, with `hash`, meets the power at `powers`.
 */
EL_INLINE void tail_of(const aes_key *key, vec counters, const uint8_t *in, size_t length, uint8_t *out, enum tail mode, __m128i hash,
                       const uint8_t *powers, sums *s, int n) {
  const size_t last_bytes = length - (size_t)(n - 1) * VECTOR_BYTES;
  vec blocks[BATCH];
  vec text[BATCH];
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    text[i] = in == NULL ? v_zero() : i < n - 1 ? v_load(in + i * VECTOR_BYTES) : v_load_part(in + i * VECTOR_BYTES, last_bytes);
  }
  start_rounds(key, blocks, &counters, n);
  EL_UNROLL
  for (int r = 1; r < 10; r++) {
    aes_round(key, blocks, (uint64_t)r, n);
  }
  later_rounds(key, blocks, n);
  const vec last = round_key(key, key->rounds);
  EL_UNROLL
  for (int i = 0; i < n; i++) {
    blocks[i] = v_aes_last(blocks[i], v_xor(last, text[i]));
  }
  EL_UNROLL
  for (int i = 0; i < n - 1; i++) {
    v_store(out + i * VECTOR_BYTES, blocks[i]);
  }
  blocks[n - 1] = v_keep(blocks[n - 1], last_bytes);
  v_store_part(out + (n - 1) * VECTOR_BYTES, blocks[n - 1], last_bytes);
  if (mode == TAIL_ENCRYPT) {
    EL_UNROLL
    for (int i = 0; i < n; i++) {
      vec block = v_reverse(blocks[i]);
      block = i == 0 ? v_xor(block, v_first(hash)) : block;
      add_product(s, block, v_load(powers + i * VECTOR_BYTES));
    }
  }
}

EL_INLINE void tail(const aes_key *key, vec counters, const uint8_t *in, size_t length, uint8_t *out, enum tail mode, __m128i hash,
                    const uint8_t *powers, sums *s) {
  switch ((length + VECTOR_BYTES - 1) / VECTOR_BYTES) {
#define TAIL_OF(n) tail_of(key, counters, in, length, out, mode, hash, powers, s, n)
    case 1: TAIL_OF(1); break;
    case 2: TAIL_OF(2); break;
    case 3: TAIL_OF(3); break;
    case 4: TAIL_OF(4); break;
    case 5: TAIL_OF(5); break;
    case 6: TAIL_OF(6); break;
    case 7: TAIL_OF(7); break;
    case 8: TAIL_OF(8); break;
#undef TAIL_OF
    default: __builtin_unreachable();
  }
}

/* Counter mode alone; in is NULL where the keystream is wanted. */
EL_INLINE __m128i counter_mode(const aes_key *key, __m128i counter, const uint8_t *in, size_t length, uint8_t *out) {
  const __m128i first = reverse128(counter);
  vec counters = counter_blocks(first);
  size_t done = 0;
  for (; length - done >= BATCH_BYTES; done += BATCH_BYTES) {
    batch(key, NULL, &counters, in == NULL ? NULL : in + done, out + done, HASH_NOTHING, _mm_setzero_si128(), NULL);
  }
  if (length != done) {
    sums none = no_sums();
    tail(key, counters, in == NULL ? NULL : in + done, length - done, out + done, TAIL_PLAIN, _mm_setzero_si128(), NULL, &none);
  }
  return reverse128(counter_after(first, (length + AES_BLOCK - 1) / AES_BLOCK));
}

static __m128i kernel_counter_mode(const aes_key *key, __m128i counter, const uint8_t *in, size_t length, uint8_t *out) {
  return counter_mode(key, counter, in, length, out);
}

static __m128i kernel_keystream(const aes_key *key, __m128i counter, uint8_t *out, size_t length) {
  return counter_mode(key, counter, NULL, length, out);
}

/* ---- Both ---- */

/* Encrypts whole batches but the hash of the last one, which is left to do, and returns how many bytes that were. */
EL_INLINE size_t encrypt_batches(const el_gcm_key *key, __m128i *hash, vec *counters, const uint8_t *in, size_t length, uint8_t *out) {
  if (length < BATCH_BYTES) {
    return 0;
  }
  batch(&key->aes, key, counters, in, out, HASH_NOTHING, *hash, NULL);
  size_t done = BATCH_BYTES;
  for (; length - done >= BATCH_BYTES; done += BATCH_BYTES) {
    *hash = batch(&key->aes, key, counters, in + done, out + done, HASH_BATCH, *hash, out + done - BATCH_BYTES);
  }
  return done;
}

/*
 * Encrypts, and returns the hash: of a whole message if there are lengths, which is then ended with their block, or of a piece of
 * whole blocks, at least one.
 */
EL_INLINE __m128i encrypt_and_hash(const el_gcm_key *key, __m128i hash, vec counters, const uint8_t *in, size_t length, uint8_t *out,
                                   bool whole, __m128i lengths) {
  const size_t last_power = whole ? 2 : 1;
  const size_t done = encrypt_batches(key, &hash, &counters, in, length, out);
  const size_t rest = length - done;
  sums s = no_sums();
  if (rest == 0 && done == 0) { /* only of a whole message */
    return multiply128(_mm_xor_si128(hash, lengths), load128(gcm_power(key, 1)));
  }
  if (rest == 0) {
    add_part(&s, key, hash, out + done - BATCH_BYTES, BATCH_BYTES, last_power);
  } else {
    if (done != 0) { /* beside the rounds of the tail, which do not wait for it */
      hash = hash_batch(key, hash, out + done - BATCH_BYTES);
    }
    const uint8_t *powers = gcm_power(key, (rest + AES_BLOCK - 1) / AES_BLOCK + last_power - 1);
    tail(&key->aes, counters, in + done, rest, out + done, TAIL_ENCRYPT, hash, powers, &s);
  }
  return whole ? reduce_with_lengths(s, key, lengths) : reduce(s);
}

static void kernel_hash(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length) {
  store128(state->hash, hash_padded(key, load128(state->hash), in, length));
}

static void kernel_encrypt(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length, uint8_t *out) {
  const __m128i counter = reverse128(load128(state->counter));
  const __m128i hash = encrypt_and_hash(key, load128(state->hash), counter_blocks(counter), in, length, out, false, _mm_setzero_si128());
  store128(state->hash, hash);
  store128(state->counter, reverse128(counter_after(counter, length / AES_BLOCK)));
}

static void kernel_decrypt(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length, uint8_t *out) {
  const __m128i counter = reverse128(load128(state->counter));
  __m128i hash = load128(state->hash);
  vec counters = counter_blocks(counter);
  size_t done = 0;
  for (; length - done >= BATCH_BYTES; done += BATCH_BYTES) {
    hash = batch(&key->aes, key, &counters, in + done, out + done, HASH_BATCH, hash, in + done);
  }
  if (length != done) {
    sums s = no_sums();
    hash = hash_padded(key, hash, in + done, length - done);
    tail(&key->aes, counters, in + done, length - done, out + done, TAIL_PLAIN, hash, NULL, &s);
  }
  store128(state->hash, hash);
  store128(state->counter, reverse128(counter_after(counter, length / AES_BLOCK)));
}

static __m128i kernel_seal(const el_gcm_key *key, __m128i j0, const uint8_t *aad, size_t aad_length, const uint8_t *in, size_t length,
                           uint8_t *out) {
  const __m128i mask = aes_encrypt_block(&key->aes, j0); /* waits for nothing, and is waited for at the very end */
  const vec counters = counter_blocks(counter_after(reverse128(j0), 1));
  const __m128i hash = hash_aad(key, aad, aad_length);
  return _mm_xor_si128(mask, reverse128(encrypt_and_hash(key, hash, counters, in, length, out, true, length_block(aad_length, length))));
}

static __m128i kernel_tag(const el_gcm_key *key, __m128i j0, const uint8_t *aad, size_t aad_length, const uint8_t *in, size_t length) {
  const __m128i mask = aes_encrypt_block(&key->aes, j0);
  const __m128i lengths = length_block(aad_length, length);
  __m128i hash = hash_aad(key, aad, aad_length);
  if (length == 0) {
    return _mm_xor_si128(mask, reverse128(multiply128(_mm_xor_si128(hash, lengths), load128(gcm_power(key, 1)))));
  }
  while (length > BATCH_BYTES) {
    hash = hash_batch(key, hash, in);
    in += BATCH_BYTES;
    length -= BATCH_BYTES;
  }
  sums s = no_sums();
  add_part(&s, key, hash, in, length, 2);
  return _mm_xor_si128(mask, reverse128(reduce_with_lengths(s, key, lengths)));
}

#define GCM_KERNEL(name)                                                                                                                \
  const gcm_kernel name = {kernel_prepare,      kernel_hash,      kernel_encrypt, kernel_decrypt,                                        \
                           kernel_counter_mode, kernel_keystream, kernel_seal,    kernel_tag}

#endif
