/*
 * What the functions of libelastic cost, in ns a call, beside the system's libcrypto where there is one: bench [SECONDS_PER_FIGURE]
 *
 * Every figure is the best of five rounds, in which all contestants take turns, so that a drifting machine cancels. Not a test.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "elastic.h"

enum { ROUNDS = 5, MAX_BYTES = 1 << 20, AAD = 13, CONTESTANTS = 6 };

static double seconds = 0.05;
static uint8_t *in;
static uint8_t *out;
static uint8_t ivs[64][16];
static uint8_t *iv = ivs[0];
static uint8_t aad[16];
static uint8_t tag[16];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A new IV for every message, written long ago, as a load right after a store of its parts would be what is measured. */
static void next_iv(void) {
  static unsigned number;
  iv = ivs[++number % 64];
}

/* One call of a contestant; bytes is the size of the message. */
typedef void (*call)(void *state, size_t bytes);

static double ns_of(call function, void *state, size_t bytes) {
  long calls = 0;
  const double start = now();
  double elapsed;
  do {
    for (int i = 0; i < 16; i++) {
      function(state, bytes);
    }
    calls += 16;
    elapsed = now() - start;
  } while (elapsed < seconds * 1e9 / ROUNDS);
  return elapsed / (double)calls;
}

typedef struct contestant {
  const char *name;
  call function;
  void *state;
} contestant;

static void compare(const char *title, const size_t *sizes, size_t count, const contestant *all, int contestants) {
  printf("\n%-28s", title);
  for (int c = 0; c < contestants; c++) {
    printf("%14s", all[c].name);
  }
  printf("   ns\n");
  for (size_t s = 0; s < count; s++) {
    double best[CONTESTANTS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int c = 0; c < contestants; c++) {
        const double ns = ns_of(all[c].function, all[c].state, sizes[s]);
        best[c] = round == 0 || ns < best[c] ? ns : best[c];
      }
    }
    printf("%26zu B", sizes[s]);
    for (int c = 0; c < contestants; c++) {
      printf("%14.1f", best[c]);
    }
    printf("\n");
  }
}

static void *room(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (memory == NULL) {
    abort();
  }
  memset(memory, 0, (bytes + 63) / 64 * 64);
  return memory;
}

static void must(int result) {
  if (result < 0) {
    fprintf(stderr, "failed: %d\n", result);
    exit(1);
  }
}

/* ---- libcrypto, by name: no headers are needed, and a machine without it has a shorter table ---- */

static struct {
  void *(*new_cipher)(void);
  const void *(*aes_256_gcm)(void);
  int (*encrypt_init)(void *, const void *, void *, const uint8_t *, const uint8_t *);
  int (*encrypt_update)(void *, uint8_t *, int *, const uint8_t *, int);
  int (*encrypt_final)(void *, uint8_t *, int *);
  int (*control)(void *, int, int, void *);
  uint8_t *(*sha256)(const uint8_t *, size_t, uint8_t *);
  int (*random)(uint8_t *, int);
} libcrypto;

static int load_libcrypto(void) {
  void *library = dlopen("libcrypto.so.3", RTLD_NOW);
  if (library == NULL) {
    return 0;
  }
#define FIND(field, name) *(void **)&libcrypto.field = dlsym(library, name)
  FIND(new_cipher, "EVP_CIPHER_CTX_new");
  FIND(aes_256_gcm, "EVP_aes_256_gcm");
  FIND(encrypt_init, "EVP_EncryptInit_ex");
  FIND(encrypt_update, "EVP_EncryptUpdate");
  FIND(encrypt_final, "EVP_EncryptFinal_ex");
  FIND(control, "EVP_CIPHER_CTX_ctrl");
  FIND(sha256, "SHA256");
  FIND(random, "RAND_bytes");
#undef FIND
  return 1;
}

static void libcrypto_seal(void *context, size_t bytes) {
  int length;
  next_iv();
  libcrypto.encrypt_init(context, NULL, NULL, NULL, iv);
  libcrypto.encrypt_update(context, NULL, &length, aad, AAD);
  libcrypto.encrypt_update(context, out, &length, in, (int)bytes);
  libcrypto.encrypt_final(context, out + bytes, &length);
  libcrypto.control(context, 0x10 /* EVP_CTRL_AEAD_GET_TAG */, 16, tag);
}

static void libcrypto_sha256(void *unused, size_t bytes) {
  (void)unused;
  libcrypto.sha256(in, bytes, out);
}

static void libcrypto_random(void *unused, size_t bytes) {
  (void)unused;
  libcrypto.random(out, (int)bytes);
}

/* ---- libelastic ---- */

static void seal(void *key, size_t bytes) {
  next_iv();
  must(el_gcm_seal(key, iv, 12, aad, AAD, in, bytes, out, tag, 16));
}

static void open_sealed(void *key, size_t bytes) {
  must(el_gcm_open(key, iv, 12, aad, AAD, out, bytes, in, tag, 16));
}

/* Opens what it has sealed once: the last message sealed is another. */
static void seal_and_open(void *key, size_t bytes) {
  seal(key, bytes);
  open_sealed(key, bytes);
}

static void stream_decrypt(void *key, size_t bytes) {
  static el_gcm_stream *stream;
  stream = stream == NULL ? room(el_gcm_stream_bytes()) : stream;
  must(el_gcm_begin(stream, key, EL_GCM_DECRYPT, iv, 12));
  must(el_gcm_aad(stream, aad, AAD));
  must(el_gcm_update(stream, in, bytes, out));
  el_gcm_end_decrypt(stream, tag, 16);
}

static void key_init(void *key, size_t bytes) {
  must(el_gcm_key_init(key, EL_GCM_BEST, in, bytes));
}

static void sha256(void *unused, size_t bytes) {
  (void)unused;
  el_sha256_digest(in, bytes, out);
}

static void hmac(void *key, size_t bytes) {
  el_hmac_sha256(key, in, bytes, out);
}

static void drbg(void *state, size_t bytes) {
  el_drbg_generate(state, NULL, 0, out, bytes);
}

typedef struct random_state {
  el_drbg *drbg;
  el_health rdrand;
} random_state;

static void drbg_with_rdrand(void *state, size_t bytes) {
  random_state *random = state;
  must(el_drbg_random(random->drbg, &random->rdrand, out, bytes));
}

static void instruction(void *health, size_t words) {
  const int source = health == NULL ? EL_SOURCE_RDSEED : EL_SOURCE_RDRAND;
  uint64_t word;
  for (size_t i = 0; i < words; i++) {
    el_raw_word(source, &word);
  }
}

static void kernel_random(void *unused, size_t bytes) {
  (void)unused;
  must(el_kernel_random(out, bytes));
}

static void tsc(void *unused, size_t bytes) {
  (void)unused;
  (void)bytes;
  el_tsc();
}

int main(int arguments, char **argument) {
  seconds = arguments > 1 ? atof(argument[1]) : seconds;
  in = room(MAX_BYTES + 64);
  out = room(MAX_BYTES + 64);
  for (int i = 0; i < MAX_BYTES; i++) {
    in[i] = (uint8_t)(i * 7 + i / 251);
  }
  for (int i = 0; i < 64; i++) {
    ivs[i][0] = (uint8_t)i;
  }
  const int has_libcrypto = load_libcrypto();
  static const char *const names[] = {"", "vaes512", "vaes256", "aesni"};
  static const size_t text_sizes[] = {0, 16, 64, 256, 1000, 1024, 1350, 8192, 16384, 65536, 1 << 20};
  static const size_t hash_sizes[] = {16, 64, 256, 1024, 16384, 1 << 20};
  static const size_t random_sizes[] = {16, 32, 64, 256, 1024, 16384};
  static const size_t one[] = {1};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

  contestant sealing[CONTESTANTS];
  contestant opening[CONTESTANTS];
  contestant decrypting[CONTESTANTS];
  int n = 0;
  el_gcm_key *key = NULL;
  for (int kernel = EL_GCM_VAES512; kernel <= EL_GCM_AESNI; kernel++) {
    key = room(el_gcm_key_bytes());
    if (el_gcm_key_init(key, kernel, in, 32) == EL_OK) {
      sealing[n] = (contestant){names[kernel], seal, key};
      opening[n] = (contestant){names[kernel], seal_and_open, key};
      decrypting[n++] = (contestant){names[kernel], stream_decrypt, key};
    }
  }
  if (has_libcrypto) {
    void *context = libcrypto.new_cipher();
    libcrypto.encrypt_init(context, libcrypto.aes_256_gcm(), NULL, in, iv);
    sealing[n] = (contestant){"libcrypto", libcrypto_seal, context};
  }
  compare("AES-256-GCM seal", text_sizes, COUNT(text_sizes), sealing, n + has_libcrypto);
  compare("seal, then open", text_sizes, COUNT(text_sizes), opening, n);
  compare("decrypt in one pass", text_sizes, COUNT(text_sizes), decrypting, n);
  static const size_t key_sizes[] = {16, 24, 32};
  const contestant keys[] = {{"best", key_init, key}};
  compare("AES-GCM key", key_sizes, COUNT(key_sizes), keys, 1);

  const contestant hashes[] = {{"elastic", sha256, NULL}, {"libcrypto", libcrypto_sha256, NULL}};
  compare("SHA-256", hash_sizes, COUNT(hash_sizes), hashes, 1 + has_libcrypto);
  el_hmac_sha256_key hmac_key;
  el_hmac_sha256_key_init(&hmac_key, in, 32);
  const contestant macs[] = {{"elastic", hmac, &hmac_key}};
  compare("HMAC-SHA256", hash_sizes, COUNT(hash_sizes), macs, 1);

  random_state random = {.drbg = room(el_drbg_bytes())};
  uint8_t seed[EL_DRBG_SEED];
  el_health rdseed = {0};
  uint32_t sources;
  must(el_seed(&rdseed, seed, &sources));
  must(el_drbg_instantiate(random.drbg, seed, NULL, 0));
  const contestant generators[] = {
      {"drbg", drbg, random.drbg}, {"with rdrand", drbg_with_rdrand, &random}, {"libcrypto", libcrypto_random, NULL}};
  compare("random", random_sizes, COUNT(random_sizes), generators, 2 + has_libcrypto);
  const contestant sources_of[] = {{"rdrand", instruction, &random}, {"rdseed", instruction, NULL}, {"ordered tsc", tsc, NULL}};
  compare("one word", one, 1, sources_of, 3);
  static const size_t seed_size[] = {48};
  const contestant kernel[] = {{"getrandom", kernel_random, NULL}};
  compare("48 bytes", seed_size, 1, kernel, 1);
  return 0;
}
