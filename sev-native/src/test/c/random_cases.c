/*
 * Random cases: every kernel against the reference and so against every other; whole messages and messages in pieces; every buffer against a
 * page that cannot be touched, at its end or at its start; the output elsewhere, in place, or beginning before the input.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "elastic.h"
#include "reference.h"
#include "sha256.h"

enum { MAX_TEXT = 6000, MAX_AAD = 2000, MAX_IV = 200, MAX_SHIFT = 600 };

static struct {
  fenced iv;
  fenced aad;
  fenced in;
  fenced out;
  fenced tag;
} room;

static el_gcm_key *keys[3];
static el_gcm_stream *stream;
static el_drbg *drbg;
static int found[3];
static int available;

static uint8_t *place(const fenced *where, size_t bytes) {
  return below(2) == 0 ? at_end(where, bytes) : at_start(where) + below(where->usable - bytes < 64 ? 1 : 64);
}

/* Mostly short: where the code has most of its branches. */
static size_t text_length(void) {
  switch (below(8)) {
    case 0: return below(MAX_TEXT + 1);
    case 1: return below(2100);
    case 2: return 16 * below(80);
    case 3: return 128 * below(20);
    default: return below(600);
  }
}

/* In pieces, of which some are empty; out may be in, or before it. */
static void in_pieces(int (*feed)(el_gcm_stream *, const uint8_t *, size_t, uint8_t *), const uint8_t *in, size_t length, uint8_t *out) {
  const size_t longest = below(3) == 0 ? length + 1 : 1 + below(below(2) == 0 ? 40 : 1200);
  size_t done = 0;
  while (done < length) {
    size_t piece = below(longest + 1);
    piece = piece < length - done ? piece : length - done;
    CHECK(feed(stream, in + done, piece, out == NULL ? NULL : out + done) == EL_OK);
    done += piece;
  }
}

static int feed_aad(el_gcm_stream *to, const uint8_t *in, size_t length, uint8_t *none) {
  (void)none;
  return el_gcm_aad(to, in, length);
}

typedef struct message {
  size_t iv_length;
  size_t aad_length;
  size_t length;
  size_t tag_length;
  uint8_t *iv;
  uint8_t *aad;
  uint8_t plaintext[MAX_TEXT];
  uint8_t ciphertext[MAX_TEXT];
  uint8_t whole_tag[16];
} message;

/* Where the input is put, and the output, for this case: elsewhere, the same place, or before. */
static void place_both(const message *m, uint8_t **in, uint8_t **out) {
  switch (below(3)) {
    case 0:
      *in = place(&room.in, m->length);
      *out = place(&room.out, m->length);
      break;
    case 1:
      *in = place(&room.in, m->length);
      *out = *in;
      break;
    default:
      *in = at_end(&room.in, m->length);
      *out = *in - below(MAX_SHIFT);
      break;
  }
}

static void whole_message(const el_gcm_key *key, const message *m) {
  uint8_t *in;
  uint8_t *out;
  uint8_t *tag = place(&room.tag, m->tag_length);
  place_both(m, &in, &out);
  memcpy(in, m->plaintext, m->length);
  CHECK(el_gcm_seal(key, m->iv, m->iv_length, m->aad, m->aad_length, in, m->length, out, tag, m->tag_length) == EL_OK);
  CHECK(memcmp(out, m->ciphertext, m->length) == 0);
  CHECK(memcmp(tag, m->whole_tag, m->tag_length) == 0);

  place_both(m, &in, &out);
  memcpy(in, m->ciphertext, m->length);
  uint8_t before[MAX_TEXT];
  memcpy(before, out, m->length);
  const size_t bit = below(8 * m->tag_length);
  tag[bit / 8] ^= (uint8_t)(1 << bit % 8);
  CHECK(el_gcm_open(key, m->iv, m->iv_length, m->aad, m->aad_length, in, m->length, out, tag, m->tag_length) == EL_TAG_MISMATCH);
  CHECK(memcmp(before, out, m->length) == 0);
  tag[bit / 8] ^= (uint8_t)(1 << bit % 8);
  CHECK(el_gcm_open(key, m->iv, m->iv_length, m->aad, m->aad_length, in, m->length, out, tag, m->tag_length) == EL_OK);
  CHECK(memcmp(out, m->plaintext, m->length) == 0);
}

static void message_in_pieces(const el_gcm_key *key, const message *m) {
  uint8_t *in;
  uint8_t *out;
  uint8_t tag[16];
  const int direction = (int)(EL_GCM_ENCRYPT + below(3));
  place_both(m, &in, &out);
  memcpy(in, direction == EL_GCM_ENCRYPT ? m->plaintext : m->ciphertext, m->length);
  CHECK(el_gcm_begin(stream, key, direction, m->iv, m->iv_length) == EL_OK);
  in_pieces(feed_aad, m->aad, m->aad_length, NULL);
  in_pieces(el_gcm_update, in, m->length, direction == EL_GCM_VERIFY ? NULL : out);
  if (direction == EL_GCM_ENCRYPT) {
    CHECK(el_gcm_end_encrypt(stream, tag, m->tag_length) == EL_OK);
    CHECK(memcmp(out, m->ciphertext, m->length) == 0);
    CHECK(memcmp(tag, m->whole_tag, m->tag_length) == 0);
    return;
  }
  memcpy(tag, m->whole_tag, 16);
  const int forged = below(4) == 0;
  tag[below(m->tag_length)] ^= forged ? 0x10 : 0;
  CHECK(el_gcm_end_decrypt(stream, tag, m->tag_length) == (forged ? EL_TAG_MISMATCH : EL_OK));
  if (direction == EL_GCM_VERIFY) {
    const size_t first = m->length / 2 / 16 * 16;
    CHECK(el_gcm_decrypt_verified(key, m->iv, m->iv_length, 0, in, first, out) == EL_OK);
    CHECK(el_gcm_decrypt_verified(key, m->iv, m->iv_length, first, in + first, m->length - first, out + first) == EL_OK);
  }
  CHECK(memcmp(out, m->plaintext, m->length) == 0);
}

static void gcm_case(void) {
  static message m;
  uint8_t key[32];
  const size_t key_length = 16 + 8 * below(3);
  fill(key, key_length);
  m.iv_length = below(4) != 0 ? 12 : 1 + below(MAX_IV);
  m.aad_length = below(8) == 0 ? below(MAX_AAD + 1) : below(64);
  m.length = text_length();
  m.tag_length = below(4) != 0 ? 16 : 12 + below(5);
  m.iv = place(&room.iv, m.iv_length);
  m.aad = place(&room.aad, m.aad_length);
  fill(m.iv, m.iv_length);
  fill(m.aad, m.aad_length);
  fill(m.plaintext, m.length);
  reference_gcm(key, key_length, m.iv, m.iv_length, m.aad, m.aad_length, m.plaintext, m.length, m.ciphertext, m.whole_tag);
  for (int k = 0; k < available; k++) {
    CHECK(el_gcm_key_init(keys[k], found[k], key, key_length) == EL_OK);
    whole_message(keys[k], &m);
    message_in_pieces(keys[k], &m);
  }
}

/* Each way of processing blocks, and any splits, against one another; HMAC against its definition. */
static void sha256_case(void) {
  static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const size_t length = text_length();
  uint8_t *in = place(&room.in, length);
  fill(in, length);
  uint8_t padded[MAX_TEXT + 128] = {0};
  memcpy(padded, in, length);
  padded[length] = 0x80;
  const size_t blocks = (length + 9 + 63) / 64;
  for (size_t i = 0; i < 8; i++) {
    padded[64 * blocks - 8 + i] = (uint8_t)((uint64_t)length * 8 >> (56 - 8 * i));
  }
  uint32_t state[8];
  memcpy(state, start, sizeof state);
  sha256_blocks_portable(state, padded, blocks);
  uint8_t expected[32];
  for (size_t i = 0; i < 32; i++) {
    expected[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
  }
  uint8_t *digest = place(&room.tag, 32);
  el_sha256_digest(in, length, digest);
  CHECK(memcmp(digest, expected, 32) == 0);
  el_sha256 hash;
  el_sha256 copy;
  el_sha256_init(&hash);
  el_sha256_init(&copy);
  const size_t longest = 1 + below(300);
  for (size_t done = 0; done < length;) {
    size_t piece = below(longest + 1);
    piece = piece < length - done ? piece : length - done;
    el_sha256_update(&hash, in + done, piece);
    done += piece;
    if (below(4) == 0) { /* a copy goes on as the original would, and leaves it as it is */
      copy = hash;
      el_sha256_update(&copy, in + done, length - done);
      el_sha256_final(&copy, digest);
      CHECK(memcmp(digest, expected, 32) == 0);
    }
  }
  el_sha256_final(&hash, digest);
  CHECK(memcmp(digest, expected, 32) == 0);

  uint8_t key[150];
  const size_t key_length = below(sizeof key + 1);
  fill(key, key_length);
  uint8_t block[64] = {0};
  if (key_length > 64) {
    el_sha256_digest(key, key_length, block);
  } else {
    memcpy(block, key, key_length);
  }
  for (int i = 0; i < 64; i++) {
    block[i] ^= 0x36;
  }
  el_sha256_init(&hash);
  el_sha256_update(&hash, block, 64);
  el_sha256_update(&hash, in, length);
  el_sha256_final(&hash, digest);
  for (int i = 0; i < 64; i++) {
    block[i] ^= 0x36 ^ 0x5c;
  }
  el_sha256_init(&hash);
  el_sha256_update(&hash, block, 64);
  el_sha256_update(&hash, digest, 32);
  el_sha256_final(&hash, expected);
  el_hmac_sha256_key mac_key;
  el_hmac_sha256_key_init(&mac_key, key, key_length);
  el_hmac_sha256(&mac_key, in, length, digest);
  CHECK(memcmp(digest, expected, 32) == 0);
  el_hmac_sha256_init(&hash, &mac_key);
  const size_t first = below(length + 1);
  el_sha256_update(&hash, in, first);
  el_sha256_update(&hash, in + first, length - first);
  el_hmac_sha256_final(&hash, &mac_key, digest);
  CHECK(memcmp(digest, expected, 32) == 0);
}

static void drbg_case(void) {
  uint8_t seed[48];
  uint8_t additional[48];
  static uint8_t expected[MAX_TEXT];
  reference_drbg reference;
  size_t additional_length = below(49);
  fill(seed, sizeof seed);
  fill(additional, additional_length);
  reference_drbg_instantiate(&reference, seed, additional, additional_length);
  CHECK(el_drbg_instantiate(drbg, seed, additional, additional_length) == EL_OK);
  for (size_t requests = below(5); requests > 0; requests--) {
    additional_length = below(2) == 0 ? 0 : below(49);
    fill(additional, additional_length);
    if (below(4) == 0) {
      fill(seed, sizeof seed);
      reference_drbg_reseed(&reference, seed, additional, additional_length);
      CHECK(el_drbg_reseed(drbg, seed, additional, additional_length) == EL_OK);
    }
    const size_t length = below(2) == 0 ? below(100) : text_length();
    uint8_t *out = place(&room.out, length);
    reference_drbg_generate(&reference, additional, additional_length, expected, length);
    CHECK(el_drbg_generate(drbg, additional, additional_length, out, length) == EL_OK);
    CHECK(memcmp(out, expected, length) == 0);
  }
}

/*
 * Counters that overflow: 32 bits of GCM's within a message, and of the generator's V within a request, which random cases do not
 * meet. The generator's state begins with the expanded key of 15 blocks, rounded up, and V; so V is where memory equals the reference's.
 */
static void drbg_overflow(uint64_t number) {
  begin_case("the overflow of V", 1, number);
  uint8_t seed[48];
  fill(seed, sizeof seed);
  reference_drbg reference;
  reference_drbg_instantiate(&reference, seed, NULL, 0);
  CHECK(el_drbg_instantiate(drbg, seed, NULL, 0) == EL_OK);
  uint8_t *state = (uint8_t *)drbg;
  size_t at = 0;
  while (memcmp(state + at, reference.v, 16) != 0) {
    at++;
    CHECK(at + 16 <= el_drbg_bytes());
  }
  uint8_t v[16];
  fill(v, sizeof v);
  memset(v + (number % 3 == 0 ? 12 : number % 3 == 1 ? 8 : 0), 0xff, number % 3 == 0 ? 4 : number % 3 == 1 ? 8 : 16);
  v[15] = (uint8_t)(0xff - below(70));
  memcpy(state + at, v, 16);
  memcpy(reference.v, v, 16);
  uint8_t expected[MAX_TEXT];
  uint8_t out[MAX_TEXT];
  const size_t length = number % 2 == 0 ? 16 * below(80) + below(2) : below(1300);
  reference_drbg_generate(&reference, NULL, 0, expected, length);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, length) == EL_OK);
  CHECK(memcmp(out, expected, length) == 0);
}

/* An IV whose J0 has a counter near 2^32 is found by trying: the first whose counter is that high. */
static void gcm_overflow(void) {
  static message m;
  uint8_t key[32];
  uint8_t zeros[16] = {0};
  begin_case("the overflow of GCM's counter", 1, 0);
  fill(key, sizeof key);
  CHECK(el_gcm_key_init(keys[0], found[0], key, 32) == EL_OK);
  m.iv = at_start(&room.iv);
  m.iv_length = 16;
  m.aad = NULL;
  m.length = MAX_TEXT;
  fill(m.plaintext, m.length);
  for (uint32_t i = 0;; i++) {
    /* The keystream says nothing of J0; but the stream's state, in memory, begins with the hash and the next counter block. */
    memcpy(m.iv, &i, sizeof i);
    memcpy(m.iv + 4, zeros, 12);
    CHECK(el_gcm_begin(stream, keys[0], EL_GCM_ENCRYPT, m.iv, m.iv_length) == EL_OK);
    const uint8_t *counter = (const uint8_t *)stream + 16;
    if (counter[12] == 0xff && counter[13] == 0xff && counter[14] == 0xff) {
      break;
    }
  }
  reference_gcm(key, 32, m.iv, m.iv_length, NULL, 0, m.plaintext, m.length, m.ciphertext, m.whole_tag);
  m.tag_length = 16;
  for (int k = 0; k < available; k++) {
    CHECK(el_gcm_key_init(keys[k], found[k], key, 32) == EL_OK);
    for (int i = 0; i < 20; i++) {
      whole_message(keys[k], &m);
      message_in_pieces(keys[k], &m);
    }
  }
}

void test_random_cases(uint64_t cases, uint64_t seed) {
  available = kernels(found);
  room.iv = fence(MAX_IV + 64);
  room.aad = fence(MAX_AAD + 64);
  room.in = fence(MAX_TEXT + MAX_SHIFT + 64);
  room.out = fence(MAX_TEXT + 64);
  room.tag = fence(128);
  for (int k = 0; k < available; k++) {
    keys[k] = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_key_bytes());
  }
  stream = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_stream_bytes());
  drbg = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  for (uint64_t i = 0; i < cases; i++) {
    begin_case("random AES-GCM", seed, i);
    gcm_case();
    if (i % 8 == 0) {
      begin_case("random SHA-256", seed, i);
      sha256_case();
      begin_case("random CTR_DRBG", seed, i);
      drbg_case();
    }
  }
  for (uint64_t i = 0; i < 200; i++) {
    drbg_overflow(i);
  }
  if (available != 0 && cases >= 1000) {
    gcm_overflow();
  }
}
