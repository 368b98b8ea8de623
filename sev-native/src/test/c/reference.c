/* See reference.h. */
#include "reference.h"

#include <stdbool.h>
#include <string.h>

/* ---- FIPS 197 ---- */

/* 4.2: the product of two bytes modulo x^8 + x^4 + x^3 + x + 1. */
static uint8_t times(uint8_t a, uint8_t b) {
  uint8_t product = 0;
  for (; b != 0; b >>= 1) {
    product ^= b & 1 ? a : 0;
    a = (uint8_t)(a << 1 ^ (a & 0x80 ? 0x1b : 0));
  }
  return product;
}

/* 5.1.1: the inverse, and an affine map of its bits. Computed once for all bytes, from the definition. */
static uint8_t substitute(uint8_t x) {
  static uint8_t box[256];
  static bool made;
  for (int value = 0; !made && value < 256; value++) {
    uint8_t inverse = 0;
    for (int i = 1; i < 256; i++) {
      if (times((uint8_t)value, (uint8_t)i) == 1) {
        inverse = (uint8_t)i;
      }
    }
    uint8_t result = 0x63;
    for (int shift = 0; shift < 5; shift++) {
      result ^= (uint8_t)(inverse << shift | inverse >> (8 - shift));
    }
    box[value] = result;
  }
  made = true;
  return box[x];
}

/* 5.2; returns the number of rounds. */
static int expand(const uint8_t *key, size_t key_length, uint8_t words[60][4]) {
  const int nk = (int)key_length / 4;
  const int rounds = nk + 6;
  memcpy(words, key, key_length);
  uint8_t constant = 1;
  for (int i = nk; i < 4 * (rounds + 1); i++) {
    uint8_t t[4];
    memcpy(t, words[i - 1], 4);
    if (i % nk == 0) {
      const uint8_t first = t[0];
      for (int j = 0; j < 4; j++) {
        t[j] = substitute(j < 3 ? t[j + 1] : first);
      }
      t[0] ^= constant;
      constant = times(constant, 2);
    } else if (nk > 6 && i % nk == 4) {
      for (int j = 0; j < 4; j++) {
        t[j] = substitute(t[j]);
      }
    }
    for (int j = 0; j < 4; j++) {
      words[i][j] = words[i - nk][j] ^ t[j];
    }
  }
  return rounds;
}

static uint8_t doubled(uint8_t x) {
  return (uint8_t)(x << 1 ^ (x & 0x80 ? 0x1b : 0));
}

/* 5.1, with the state as the bytes of the block, column after column. */
static void encrypt(uint8_t words[60][4], int rounds, const uint8_t in[16], uint8_t out[16]) {
  uint8_t state[16];
  for (int i = 0; i < 16; i++) {
    state[i] = in[i] ^ words[i / 4][i % 4];
  }
  for (int round = 1; round <= rounds; round++) {
    uint8_t shifted[16];
    for (int i = 0; i < 16; i++) {
      shifted[i] = substitute(state[(i + 4 * (i % 4)) % 16]);
    }
    for (int column = 0; column < 4; column++) {
      const uint8_t *s = shifted + 4 * column;
      for (int row = 0; row < 4; row++) {
        const uint8_t next = s[(row + 1) % 4];
        const uint8_t mixed = (uint8_t)(doubled(s[row]) ^ doubled(next) ^ next ^ s[(row + 2) % 4] ^ s[(row + 3) % 4]);
        state[4 * column + row] = (uint8_t)((round < rounds ? mixed : s[row]) ^ words[4 * round + column][row]);
      }
    }
  }
  memcpy(out, state, 16);
}

void reference_aes(const uint8_t *key, size_t key_length, const uint8_t in[16], uint8_t out[16]) {
  uint8_t words[60][4];
  const int rounds = expand(key, key_length, words);
  encrypt(words, rounds, in, out);
}

/* ---- SP 800-38D ---- */

/* 6.3, algorithm 1: bit by bit, the first bit of a block the most significant of its first byte. */
static void multiply(uint8_t x[16], const uint8_t y[16]) {
  uint8_t z[16] = {0};
  uint8_t v[16];
  memcpy(v, y, 16);
  for (int i = 0; i < 128; i++) {
    if (x[i / 8] >> (7 - i % 8) & 1) {
      for (int j = 0; j < 16; j++) {
        z[j] ^= v[j];
      }
    }
    const bool last = v[15] & 1;
    for (int j = 15; j > 0; j--) {
      v[j] = (uint8_t)(v[j] >> 1 | v[j - 1] << 7);
    }
    v[0] >>= 1;
    v[0] ^= last ? 0xe1 : 0;
  }
  memcpy(x, z, 16);
}

/* 6.4, algorithm 2, of an input filled up with zeros. */
static void ghash(const uint8_t h[16], uint8_t y[16], const uint8_t *in, size_t length) {
  for (size_t at = 0; at < length; at += 16) {
    for (size_t j = 0; j < 16 && at + j < length; j++) {
      y[j] ^= in[at + j];
    }
    multiply(y, h);
  }
}

static void lengths(uint8_t block[16], uint64_t first, uint64_t second) {
  for (int i = 0; i < 8; i++) {
    block[i] = (uint8_t)(first * 8 >> (56 - 8 * i));
    block[8 + i] = (uint8_t)(second * 8 >> (56 - 8 * i));
  }
}

static void increment32(uint8_t block[16]) {
  for (int i = 15; i >= 12 && ++block[i] == 0; i--) {
  }
}

void reference_gcm(const uint8_t *key, size_t key_length, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length,
                   const uint8_t *in, size_t length, uint8_t *out, uint8_t tag[16]) {
  uint8_t words[60][4];
  const int rounds = expand(key, key_length, words);
  uint8_t h[16] = {0};
  encrypt(words, rounds, h, h);
  uint8_t last[16];
  uint8_t j0[16] = {0};
  if (iv_length == 12) {
    memcpy(j0, iv, 12);
    j0[15] = 1;
  } else {
    ghash(h, j0, iv, iv_length);
    lengths(last, 0, iv_length);
    ghash(h, j0, last, 16);
  }
  uint8_t counter[16];
  memcpy(counter, j0, 16);
  for (size_t at = 0; at < length; at += 16) {
    uint8_t stream[16];
    increment32(counter);
    encrypt(words, rounds, counter, stream);
    for (size_t j = 0; j < 16 && at + j < length; j++) {
      out[at + j] = in[at + j] ^ stream[j];
    }
  }
  uint8_t s[16] = {0};
  ghash(h, s, aad, aad_length);
  ghash(h, s, out, length);
  lengths(last, aad_length, length);
  ghash(h, s, last, 16);
  encrypt(words, rounds, j0, tag);
  for (int j = 0; j < 16; j++) {
    tag[j] ^= s[j];
  }
}

/* ---- SP 800-90A ---- */

static void increment(uint8_t v[16]) {
  for (int i = 15; i >= 0 && ++v[i] == 0; i--) {
  }
}

/* 10.2.1.2 */
static void update(reference_drbg *drbg, const uint8_t data[48]) {
  uint8_t temp[48];
  for (int i = 0; i < 3; i++) {
    increment(drbg->v);
    reference_aes(drbg->key, 32, drbg->v, temp + 16 * i);
  }
  for (int i = 0; i < 48; i++) {
    temp[i] ^= data[i];
  }
  memcpy(drbg->key, temp, 32);
  memcpy(drbg->v, temp + 32, 16);
}

static void combine(uint8_t data[48], const uint8_t seed[48], const uint8_t *in, size_t length) {
  memcpy(data, seed, 48);
  for (size_t i = 0; i < length; i++) {
    data[i] ^= in[i];
  }
}

void reference_drbg_instantiate(reference_drbg *drbg, const uint8_t seed[48], const uint8_t *personalisation, size_t length) {
  memset(drbg, 0, sizeof *drbg);
  reference_drbg_reseed(drbg, seed, personalisation, length);
}

void reference_drbg_reseed(reference_drbg *drbg, const uint8_t seed[48], const uint8_t *additional, size_t length) {
  uint8_t data[48];
  combine(data, seed, additional, length);
  update(drbg, data);
}

void reference_drbg_generate(reference_drbg *drbg, const uint8_t *additional, size_t additional_length, uint8_t *out, size_t length) {
  const uint8_t zeros[48] = {0};
  uint8_t data[48];
  combine(data, zeros, additional, additional_length);
  if (additional_length != 0) {
    update(drbg, data);
  }
  for (size_t at = 0; at < length; at += 16) {
    uint8_t block[16];
    increment(drbg->v);
    reference_aes(drbg->key, 32, drbg->v, block);
    memcpy(out + at, block, length - at < 16 ? length - at : 16);
  }
  update(drbg, data);
}
