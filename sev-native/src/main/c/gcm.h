/* What gcm.c and its kernels share: the key, the message in pieces, and the functions of a kernel. */
#ifndef EL_GCM_H
#define EL_GCM_H

#include "aes.h"
#include "base.h"
#include "elastic.h"

/* The widest kernel multiplies 32 blocks by as many powers of H; one more power stands before them for the block of lengths. */
enum { GCM_POWERS = 33, GCM_NO_POWERS_BEFORE = 3, GCM_NO_POWERS_AFTER = 4, GCM_SLOTS = GCM_NO_POWERS_BEFORE + GCM_POWERS + GCM_NO_POWERS_AFTER };

typedef struct gcm_kernel gcm_kernel;

/*
 * Powers of the hash key H, in the form that gcm_kernel.h explains: H^33 first, H^1 last, so that n blocks meet H^n to H^1 in memory's
 * order. H^32 is at the start of a cache line. A vector that reaches behind H^1 reads zeros.
 */
struct el_gcm_key {
  aes_key aes;
  uint64_t prepared; /* GCM_PREPARED */
  const gcm_kernel *kernel;
  uint8_t folded[GCM_POWERS / 2][AES_BLOCK] __attribute__((aligned(EL_GCM_ALIGNMENT))); /* see Karatsuba in gcm_kernel.h */
  uint8_t powers[GCM_SLOTS][AES_BLOCK] __attribute__((aligned(EL_GCM_ALIGNMENT)));
} __attribute__((aligned(EL_GCM_ALIGNMENT)));

#define GCM_PREPARED UINT64_C(0x456c6173746963)

/* Where H^n is. */
EL_INLINE const uint8_t *gcm_power(const el_gcm_key *key, size_t n) {
  return key->powers[GCM_NO_POWERS_BEFORE + GCM_POWERS - n];
}

/* The state between two pieces. */
typedef struct gcm_state {
  uint8_t hash[AES_BLOCK];    /* GHASH so far, its bytes reversed */
  uint8_t counter[AES_BLOCK]; /* the next counter block, as the standard writes it */
} gcm_state;

struct el_gcm_stream {
  gcm_state state;
  uint8_t tag_mask[AES_BLOCK];  /* E(J0) */
  uint8_t partial[AES_BLOCK];   /* the beginning of a block of AAD or of ciphertext */
  uint8_t keystream[AES_BLOCK]; /* for the rest of that block of ciphertext */
  const el_gcm_key *key;
  uint64_t aad_length;
  uint64_t text_length;
  uint32_t partial_length; /* 0 to 15 */
  uint32_t direction;      /* enum el_gcm_direction; 0 before the beginning and after the end */
} __attribute__((aligned(EL_GCM_ALIGNMENT)));

struct gcm_kernel {
  /* Fills the powers, of an expanded key. */
  void (*prepare)(el_gcm_key *key);

  /* GHASH of the input, filled up to a whole block with zeros. */
  void (*hash)(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length);

  /* Counter mode and GHASH of the ciphertext, in one pass. Whole blocks, at least one. */
  void (*encrypt)(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length, uint8_t *out);
  void (*decrypt)(const el_gcm_key *key, gcm_state *state, const uint8_t *in, size_t length, uint8_t *out);

  /* Counter mode alone, of any length, from a counter block on; returns the one after the last block, whole or not. */
  __m128i (*counter_mode)(const aes_key *key, __m128i counter, const uint8_t *in, size_t length, uint8_t *out);

  /* The same of an input of zeros: the keystream. */
  __m128i (*keystream)(const aes_key *key, __m128i counter, uint8_t *out, size_t length);

  /* A whole message, with a whole tag; J0 is the counter block before the first. It and the tag are passed in registers. */
  __m128i (*seal)(const el_gcm_key *key, __m128i j0, const uint8_t *aad, size_t aad_length, const uint8_t *in, size_t length,
                  uint8_t *out);

  /* The tag of a whole ciphertext. */
  __m128i (*tag)(const el_gcm_key *key, __m128i j0, const uint8_t *aad, size_t aad_length, const uint8_t *in, size_t length);
};

extern const gcm_kernel gcm_vaes512;
extern const gcm_kernel gcm_vaes256;
extern const gcm_kernel gcm_aesni;

/* The best kernel of this processor, or NULL. */
const gcm_kernel *gcm_best(void);

#endif
