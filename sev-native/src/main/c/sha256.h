/* Between sha256.c and its two ways of processing blocks. */
#ifndef EL_SHA256_H
#define EL_SHA256_H

#include "base.h"
#include "elastic.h"

extern const uint32_t sha256_constants[64];

/* FIPS 180-4, 6.2.2: processes whole blocks. */
void sha256_blocks_portable(uint32_t state[8], const uint8_t *in, size_t blocks);
void sha256_blocks_shani(uint32_t state[8], const uint8_t *in, size_t blocks);

#endif
