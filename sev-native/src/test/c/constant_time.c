/*
 * Constant time, by the method of ctgrind (A. Langley, 2010): secrets are marked as undefined, and valgrind's memcheck complains wherever a
 * branch or an address depends on one. Built with -DEL_CONSTANT_TIME, where valgrind's header is there, and run by
 * valgrind --error-exitcode=1; the exception in the library, the outcome of comparing tags, says so where it is (el_public in base.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "elastic.h"

#ifdef EL_CONSTANT_TIME
#include <valgrind/memcheck.h>

static void secret(void *memory, size_t bytes) {
  VALGRIND_MAKE_MEM_UNDEFINED(memory, bytes);
}

static void public(void *memory, size_t bytes) {
  VALGRIND_MAKE_MEM_DEFINED(memory, bytes);
}

static uint8_t *secret_bytes(uint8_t *memory, size_t bytes) {
  public(memory, bytes);
  fill(memory, bytes);
  secret(memory, bytes);
  return memory;
}

static void gcm(int kernel, size_t length, size_t iv_length) {
  static uint8_t in[2000];
  static uint8_t out[2000];
  uint8_t key[32];
  uint8_t aad[40];
  uint8_t iv[16] = {1};
  uint8_t tag[16];
  el_gcm_key *prepared = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_key_bytes());
  el_gcm_stream *stream = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_stream_bytes());
  CHECK(el_gcm_key_init(prepared, kernel, secret_bytes(key, 32), 16 + 8 * (length % 3)) == EL_OK);
  secret_bytes(in, sizeof in);
  secret_bytes(aad, sizeof aad);
  CHECK(el_gcm_seal(prepared, iv, iv_length, aad, length % 40, in, length, out, tag, 16) == EL_OK);
  CHECK(el_gcm_open(prepared, iv, iv_length, aad, length % 40, out, length, in, tag, 16) == EL_OK);
  CHECK(el_gcm_begin(stream, prepared, EL_GCM_ENCRYPT, iv, iv_length) == EL_OK);
  CHECK(el_gcm_aad(stream, aad, 5) == EL_OK && el_gcm_aad(stream, aad + 5, 30) == EL_OK);
  CHECK(el_gcm_update(stream, in, length / 3, out) == EL_OK);
  CHECK(el_gcm_update(stream, in + length / 3, length - length / 3, out + length / 3) == EL_OK);
  CHECK(el_gcm_end_encrypt(stream, tag, 12) == EL_OK);
  CHECK(el_gcm_begin(stream, prepared, EL_GCM_DECRYPT, iv, iv_length) == EL_OK);
  CHECK(el_gcm_aad(stream, aad, 35) == EL_OK);
  CHECK(el_gcm_update(stream, out, length, in) == EL_OK);
  CHECK(el_gcm_end_decrypt(stream, tag, 12) == EL_OK);
  free(prepared);
  free(stream);
}

static void hashes(size_t length) {
  static uint8_t in[2000];
  uint8_t key[100];
  uint8_t digest[32];
  secret_bytes(in, sizeof in);
  el_sha256_digest(in, length, digest);
  el_hmac_sha256_key prepared;
  el_hmac_sha256_key_init(&prepared, secret_bytes(key, sizeof key), length % 100);
  el_hmac_sha256(&prepared, in, length, digest);
}

static void generator(size_t length) {
  static uint8_t out[2000];
  uint8_t seed[EL_DRBG_SEED];
  uint8_t additional[8];
  el_drbg *drbg = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  CHECK(el_drbg_instantiate(drbg, secret_bytes(seed, sizeof seed), NULL, 0) == EL_OK);
  CHECK(el_drbg_generate(drbg, secret_bytes(additional, 8), 8, out, length) == EL_OK);
  CHECK(el_drbg_reseed(drbg, seed, additional, 8) == EL_OK);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, length) == EL_OK);
  free(drbg);
}

void test_constant_time(void) {
  int found[3];
  const int available = kernels(found);
  begin_case("constant time", 1, 0);
  CHECK(RUNNING_ON_VALGRIND);
  for (size_t length = 0; length < 1200; length += length < 160 ? 1 : 61) {
    for (int k = 0; k < available; k++) {
      gcm(found[k], length, 12);
    }
    hashes(length);
    generator(length);
  }
  for (int k = 0; k < available; k++) {
    gcm(found[k], 100, 16);
  }
  printf("passed: constant time\n");
}

#else

void test_constant_time(void) {
  fprintf(stderr, "built without EL_CONSTANT_TIME\n");
  exit(1);
}

#endif
