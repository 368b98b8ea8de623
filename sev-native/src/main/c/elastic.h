/*
 * libelastic: AES-GCM, SHA-256, HMAC-SHA256, a random bit generator and the processor's sources of randomness and time.
 *
 * It is freestanding: no C library, no allocation, no threads, no global state but the choice of kernels, which is made once and is the
 * same however often it is made. Memory is the caller's. Functions may be called by several threads at once, as long as no two of them
 * use the same object and one changes it; a key that has been prepared is not changed by its use.
 *
 * Lengths and offsets are in bytes. Pointers may be NULL where the length is zero. No function branches or indexes on secret data.
 */
#ifndef ELASTIC_H
#define ELASTIC_H

#include <stddef.h>
#include <stdint.h>

/* What functions of type int return: nothing is changed where an argument is refused. */
enum el_result {
  EL_OK = 0,
  EL_TAG_MISMATCH = -1,  /* the message is not authentic */
  EL_BAD_ARGUMENT = -2,  /* a length out of its range, or an object that was not prepared */
  EL_TOO_LONG = -3,      /* more than the standard allows under one IV or in one request */
  EL_OVERLAP = -4,       /* the output begins within the input */
  EL_UNSUPPORTED = -5,   /* the processor does not have the instructions */
  EL_WRONG_STATE = -6,   /* a call out of its order */
  EL_SOURCE_FAILED = -7, /* a source of randomness gave none, or failed a health test */
  EL_RESEED = -8         /* the generator asks for new entropy first */
};

/* ---- The processor: cpu.c ---- */

/* What it has, and the operating system saves: bits of el_cpu_features. */
enum el_feature {
  EL_AESNI = 1 << 0,   /* AES-NI, PCLMULQDQ, SSSE3, SSE4.1 */
  EL_VAES256 = 1 << 1, /* VAES, VPCLMULQDQ, AVX2 */
  EL_VAES512 = 1 << 2, /* VAES, VPCLMULQDQ, AVX-512 F, BW, DQ, VL */
  EL_SHANI = 1 << 3,   /* SHA-NI, SSSE3, SSE4.1 */
  EL_RDRAND = 1 << 4,
  EL_RDSEED = 1 << 5,
  EL_RDTSCP = 1 << 6,
  EL_INVARIANT_TSC = 1 << 7
};

uint32_t el_cpu_features(void);

/* CPUID (AMD64 Architecture Programmer's Manual, volume 3): EAX, EBX, ECX, EDX. */
void el_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]);

/* The time stamp counter, read after all instructions before it and before all after it: LFENCE; RDTSC; LFENCE. */
uint64_t el_tsc(void);

/* The same by RDTSCP, and in *processor what the system wrote to TSC_AUX. EL_UNSUPPORTED without the instruction. */
int el_tscp(uint64_t *ticks, uint32_t *processor);

/* ---- AES-GCM (SP 800-38D): gcm.c ---- */

/* The kernels, the best first. */
enum el_gcm_kernel { EL_GCM_BEST = 0, EL_GCM_VAES512 = 1, EL_GCM_VAES256 = 2, EL_GCM_AESNI = 3 };

typedef struct el_gcm_key el_gcm_key;
typedef struct el_gcm_stream el_gcm_stream;

enum { EL_GCM_ALIGNMENT = 64, EL_GCM_MIN_TAG = 12, EL_GCM_MAX_TAG = 16 };

/* The longest message under one IV: 2^36 - 32 bytes. */
#define EL_GCM_MAX_TEXT (((uint64_t)1 << 36) - 32)

/* Sizes of the two, which lie at multiples of EL_GCM_ALIGNMENT and hold secrets. */
size_t el_gcm_key_bytes(void);
size_t el_gcm_stream_bytes(void);

/* Which kernel EL_GCM_BEST is on this processor; EL_UNSUPPORTED if none. */
int el_gcm_best_kernel(void);

/* Prepares a key of 16, 24 or 32 bytes for a kernel. */
int el_gcm_key_init(el_gcm_key *key, int kernel, const uint8_t *bytes, size_t length);
void el_gcm_key_wipe(el_gcm_key *key);

/*
 * Encrypts a message: ciphertext as long as the plaintext, and a tag of 12 to 16 bytes. The IV has 1 byte or more; 12 is the quick and
 * the recommended length. The output may be where the input is, or begin before it, but not within it; the tag and the AAD overlap
 * neither.
 */
int el_gcm_seal(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length, const uint8_t *in,
                size_t length, uint8_t *out, uint8_t *tag, size_t tag_length);

/*
 * Decrypts a message, after its tag was found right: a message that is not authentic changes nothing. The input must not change during
 * the call, as it is read twice; so memory that a host can write is copied first.
 */
int el_gcm_open(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, const uint8_t *aad, size_t aad_length, const uint8_t *in,
                size_t length, uint8_t *out, const uint8_t *tag, size_t tag_length);

/*
 * A message in pieces: begin, AAD, text, and the end, which gives the tag or compares it, and wipes the stream. Pieces may have any
 * length. The key stays where it is until the end. What a decrypting stream returns before the end is not authenticated: who cannot wait
 * with its use must not use this. EL_GCM_VERIFY reads a message as EL_GCM_DECRYPT does, and decrypts nothing: el_gcm_update takes
 * no output.
 */
enum el_gcm_direction { EL_GCM_ENCRYPT = 1, EL_GCM_DECRYPT = 2, EL_GCM_VERIFY = 3 };

/*
 * Decrypts a piece of a message that a stream of EL_GCM_VERIFY has found authentic; the piece begins at `offset` of the message, a
 * multiple of 16.
 */
int el_gcm_decrypt_verified(const el_gcm_key *key, const uint8_t *iv, size_t iv_length, uint64_t offset, const uint8_t *in,
                            size_t length, uint8_t *out);

int el_gcm_begin(el_gcm_stream *stream, const el_gcm_key *key, int direction, const uint8_t *iv, size_t iv_length);
int el_gcm_aad(el_gcm_stream *stream, const uint8_t *aad, size_t length);
int el_gcm_update(el_gcm_stream *stream, const uint8_t *in, size_t length, uint8_t *out);
int el_gcm_end_encrypt(el_gcm_stream *stream, uint8_t *tag, size_t tag_length);
int el_gcm_end_decrypt(el_gcm_stream *stream, const uint8_t *tag, size_t tag_length);
void el_gcm_stream_wipe(el_gcm_stream *stream);

/* ---- SHA-256 (FIPS 180-4) and HMAC (FIPS 198-1): sha256.c ---- */

enum { EL_SHA256_BYTES = 32, EL_SHA256_BLOCK = 64 };

/* A message as far as it was read; an ordinary copy of it is a second one that goes on by itself. */
typedef struct el_sha256 {
  uint32_t state[8];
  uint64_t length;
  uint8_t block[EL_SHA256_BLOCK];
} el_sha256;

/* The states after the first block, which the key fills, of the inner and the outer hash. */
typedef struct el_hmac_sha256_key {
  uint32_t inner[8];
  uint32_t outer[8];
} el_hmac_sha256_key;

void el_sha256_init(el_sha256 *hash);
void el_sha256_update(el_sha256 *hash, const uint8_t *in, size_t length);
void el_sha256_final(el_sha256 *hash, uint8_t digest[EL_SHA256_BYTES]); /* wipes it */
void el_sha256_digest(const uint8_t *in, size_t length, uint8_t digest[EL_SHA256_BYTES]);

void el_hmac_sha256_key_init(el_hmac_sha256_key *key, const uint8_t *bytes, size_t length);
void el_hmac_sha256_init(el_sha256 *hash, const el_hmac_sha256_key *key); /* then el_sha256_update */
void el_hmac_sha256_final(el_sha256 *hash, const el_hmac_sha256_key *key, uint8_t mac[EL_SHA256_BYTES]);
void el_hmac_sha256(const el_hmac_sha256_key *key, const uint8_t *in, size_t length, uint8_t mac[EL_SHA256_BYTES]);

/* ---- Randomness: entropy.c, drbg.c ---- */

enum el_source { EL_SOURCE_RDRAND = 0, EL_SOURCE_RDSEED = 1 };

/*
 * One source and its health. All zeros is a new one. Once failed it stays failed, and gives nothing more, until it is zeroed; each
 * user has its own.
 */
typedef struct el_health {
  uint64_t words;           /* read and passed */
  uint64_t retries;         /* times that the instruction had nothing ready */
  uint64_t last;            /* repetition count test */
  uint64_t window_first;    /* adaptive proportion test */
  uint32_t repetitions;
  uint32_t window_position;
  uint32_t window_matches;
  uint32_t failure;         /* enum el_failure; not zero: failed */
} el_health;

enum el_failure {
  EL_HEALTHY = 0,
  EL_FAILED_ABSENT = 1,      /* the processor does not have the instruction */
  EL_FAILED_EMPTY = 2,       /* nothing ready after all retries */
  EL_FAILED_ALL_ZEROS = 3,   /* a word of zeros, with success: AMD-SB-7055 */
  EL_FAILED_ALL_ONES = 4,    /* a word of ones, with success: what RDRAND of some family 15h, 16h and 17h gives after a resume */
  EL_FAILED_REPETITION = 5,  /* SP 800-90B 4.4.1 */
  EL_FAILED_PROPORTION = 6   /* SP 800-90B 4.4.2 */
};

/* One 64-bit word as the instruction gives it, tested by nobody, and without a retry: 1 if there was one, 0 if not. */
int el_raw_word(int source, uint64_t *word);

/* Words that passed the health tests, with retries. On failure the output is zeros, and health->failure says why. */
int el_hardware_words(int source, el_health *health, uint64_t *words, size_t count);

/* Feeds one word to the tests: what el_hardware_words does with each. */
int el_health_test(el_health *health, uint64_t word);

/* getrandom(2) without flags, by the system call itself: waits until the kernel's generator is seeded. At most 256 bytes. */
int el_kernel_random(uint8_t *out, size_t length);

/*
 * Whole pages for secrets, or NULL: zeroed in the child of a fork (MADV_WIPEONFORK), so that a generator in them is found to be
 * none there; and not in core dumps (MADV_DONTDUMP). Without either promise of the kernel there is no memory.
 */
void *el_secret_map(size_t bytes);
void el_secret_unmap(void *memory, size_t bytes); /* wipes them */

/* AES-256 CTR_DRBG (SP 800-90A 10.2.1), without a derivation function. */
typedef struct el_drbg el_drbg;

enum {
  EL_DRBG_SEED = 48,            /* bytes of entropy input, and the most of additional input and personalisation */
  EL_DRBG_ALIGNMENT = 64,
  EL_DRBG_MAX_REQUEST = 1 << 16 /* bytes; 2^19 bits by SP 800-90A, table 3 */
};
#define EL_DRBG_RESEED_INTERVAL ((uint64_t)1 << 48)

size_t el_drbg_bytes(void);
int el_drbg_instantiate(el_drbg *drbg, const uint8_t seed[EL_DRBG_SEED], const uint8_t *personalisation, size_t length);
int el_drbg_reseed(el_drbg *drbg, const uint8_t seed[EL_DRBG_SEED], const uint8_t *additional, size_t length);
int el_drbg_generate(el_drbg *drbg, const uint8_t *additional, size_t additional_length, uint8_t *out, size_t length);
void el_drbg_wipe(el_drbg *drbg);

/* Requests since the seed, plus one; zero if not instantiated. */
uint64_t el_drbg_reseed_counter(const el_drbg *drbg);

/*
 * el_drbg_generate for any length, by as many requests as that takes, with a word of RDRAND as the additional input of each. Without
 * RDRAND, or with one that has failed, the requests have no additional input: the caller sees that by health->failure.
 */
int el_drbg_random(el_drbg *drbg, el_health *rdrand, uint8_t *out, size_t length);

/*
 * A seed: 48 bytes of the kernel's generator and 48 bytes of RDSEED, combined by exclusive or, so that either is enough. A source
 * that fails is left out; *sources says which were used, bits 1 (kernel) and 2 (RDSEED). EL_SOURCE_FAILED if neither works.
 */
int el_seed(el_health *rdseed, uint8_t seed[EL_DRBG_SEED], uint32_t *sources);

/* Overwrites with zeros. */
void el_wipe(void *memory, size_t length);

#endif
