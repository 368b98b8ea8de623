/* SHA-256 (FIPS 180-4) and HMAC (FIPS 198-1) of messages in pieces. */
#include "sha256.h"

#include "cpu.h"

enum { LENGTH_AT = EL_SHA256_BLOCK - 8 };

/* FIPS 180-4, 5.3.3: the first 32 bits of the fractional parts of the square roots of the first eight primes. */
static const uint32_t initial_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static void process(uint32_t state[8], const uint8_t *in, size_t blocks) {
  if (cpu_has(EL_SHANI)) {
    sha256_blocks_shani(state, in, blocks);
  } else {
    sha256_blocks_portable(state, in, blocks);
  }
}

static void store_state(const uint32_t state[8], uint8_t digest[EL_SHA256_BYTES]) {
  for (int i = 0; i < 8; i++) {
    store_be32(digest + 4 * i, state[i]);
  }
}

/* FIPS 180-4, 5.1.1: a bit 1, zeros, and the length in bits, after the beginning of a block. */
static void pad_and_process(uint32_t state[8], uint8_t block[EL_SHA256_BLOCK], size_t used, uint64_t length) {
  block[used++] = 0x80;
  if (used > LENGTH_AT) {
    el_zero(block + used, EL_SHA256_BLOCK - used);
    process(state, block, 1);
    used = 0;
  }
  el_zero(block + used, LENGTH_AT - used);
  store_be64(block + LENGTH_AT, length * 8);
  process(state, block, 1);
}

void el_sha256_init(el_sha256 *hash) {
  el_zero(hash, sizeof *hash);
  el_copy(hash->state, initial_state, sizeof initial_state);
}

void el_sha256_update(el_sha256 *hash, const uint8_t *in, size_t length) {
  const size_t used = hash->length % EL_SHA256_BLOCK;
  if (length == 0) {
    return;
  }
  hash->length += length;
  if (used != 0) {
    const size_t room = EL_SHA256_BLOCK - used;
    if (length < room) {
      el_copy(hash->block + used, in, length);
      return;
    }
    el_copy(hash->block + used, in, room);
    process(hash->state, hash->block, 1);
    in += room;
    length -= room;
  }
  const size_t blocks = length / EL_SHA256_BLOCK;
  if (blocks != 0) {
    process(hash->state, in, blocks);
  }
  const size_t rest = length % EL_SHA256_BLOCK;
  if (rest != 0) {
    el_copy(hash->block, in + length - rest, rest);
  }
}

void el_sha256_final(el_sha256 *hash, uint8_t digest[EL_SHA256_BYTES]) {
  pad_and_process(hash->state, hash->block, hash->length % EL_SHA256_BLOCK, hash->length);
  store_state(hash->state, digest);
  wipe(hash, sizeof *hash);
}

/* The end of a message whose first bytes, whole blocks, are in the state already. */
static void digest_rest(uint32_t state[8], uint64_t before, const uint8_t *in, size_t length) {
  uint8_t block[EL_SHA256_BLOCK];
  const size_t blocks = length / EL_SHA256_BLOCK;
  const size_t rest = length % EL_SHA256_BLOCK;
  if (blocks != 0) {
    process(state, in, blocks);
  }
  if (rest != 0) {
    el_copy(block, in + length - rest, rest);
  }
  pad_and_process(state, block, rest, before + length);
  wipe(block, sizeof block);
}

void el_sha256_digest(const uint8_t *in, size_t length, uint8_t digest[EL_SHA256_BYTES]) {
  uint32_t state[8];
  el_copy(state, initial_state, sizeof state);
  digest_rest(state, 0, in, length);
  store_state(state, digest);
  wipe(state, sizeof state);
}

/* FIPS 198-1, 3: the key, hashed if it is longer than a block, filled up with zeros and XORed with 36.. and 5c.. */
void el_hmac_sha256_key_init(el_hmac_sha256_key *key, const uint8_t *bytes, size_t length) {
  uint8_t block[EL_SHA256_BLOCK] = {0};
  if (length > sizeof block) {
    el_sha256_digest(bytes, length, block);
  } else if (length != 0) {
    el_copy(block, bytes, length);
  }
  for (size_t i = 0; i < sizeof block; i++) {
    block[i] ^= 0x36;
  }
  el_copy(key->inner, initial_state, sizeof key->inner);
  process(key->inner, block, 1);
  for (size_t i = 0; i < sizeof block; i++) {
    block[i] ^= 0x36 ^ 0x5c;
  }
  el_copy(key->outer, initial_state, sizeof key->outer);
  process(key->outer, block, 1);
  wipe(block, sizeof block);
}

void el_hmac_sha256_init(el_sha256 *hash, const el_hmac_sha256_key *key) {
  el_zero(hash, sizeof *hash);
  el_copy(hash->state, key->inner, sizeof hash->state);
  hash->length = EL_SHA256_BLOCK;
}

/* The outer hash, of the digest of the inner one. */
static void outer(const el_hmac_sha256_key *key, const uint8_t digest[EL_SHA256_BYTES], uint8_t mac[EL_SHA256_BYTES]) {
  uint32_t state[8];
  el_copy(state, key->outer, sizeof state);
  digest_rest(state, EL_SHA256_BLOCK, digest, EL_SHA256_BYTES);
  store_state(state, mac);
  wipe(state, sizeof state);
}

void el_hmac_sha256_final(el_sha256 *hash, const el_hmac_sha256_key *key, uint8_t mac[EL_SHA256_BYTES]) {
  uint8_t digest[EL_SHA256_BYTES];
  el_sha256_final(hash, digest);
  outer(key, digest, mac);
  wipe(digest, sizeof digest);
}

void el_hmac_sha256(const el_hmac_sha256_key *key, const uint8_t *in, size_t length, uint8_t mac[EL_SHA256_BYTES]) {
  uint8_t digest[EL_SHA256_BYTES];
  uint32_t state[8];
  el_copy(state, key->inner, sizeof state);
  digest_rest(state, EL_SHA256_BLOCK, in, length);
  store_state(state, digest);
  wipe(state, sizeof state);
  outer(key, digest, mac);
  wipe(digest, sizeof digest);
}
