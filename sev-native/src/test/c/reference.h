/* The standards, as they are written and as slow as that is: what libelastic is compared with. Shares no code with it. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>
#include <stdint.h>

/* FIPS 197. Key of 16, 24 or 32 bytes. */
void reference_aes(const uint8_t *key, size_t key_length, const uint8_t in[16], uint8_t out[16]);

/* SP 800-38D. The ciphertext and the whole tag. */
void reference_gcm(const uint8_t *key, size_t key_length, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length,
                   const uint8_t *in, size_t length, uint8_t *out, uint8_t tag[16]);

/* SP 800-90A, 10.2.1, AES-256, no derivation function. Inputs shorter than 48 bytes are filled up with zeros. */
typedef struct reference_drbg {
  uint8_t key[32];
  uint8_t v[16];
} reference_drbg;

void reference_drbg_instantiate(reference_drbg *drbg, const uint8_t seed[48], const uint8_t *personalisation, size_t length);
void reference_drbg_reseed(reference_drbg *drbg, const uint8_t seed[48], const uint8_t *additional, size_t length);
void reference_drbg_generate(reference_drbg *drbg, const uint8_t *additional, size_t additional_length, uint8_t *out, size_t length);

#endif
