/* What is refused, and that nothing is changed then; and the sources of randomness and time. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "elastic.h"

static void gcm(void) {
  begin_case("refusals of AES-GCM", 0, 0);
  el_gcm_key *key = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_key_bytes());
  el_gcm_stream *stream = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_stream_bytes());
  uint8_t bytes[64] = {0};
  uint8_t before[64];
  uint8_t tag[16] = {0};
  memcpy(before, bytes, sizeof bytes);
  memset(key, 0, el_gcm_key_bytes());
  memset(stream, 0, el_gcm_stream_bytes());
  const size_t wrong_keys[] = {0, 15, 17, 31, 33, 64};
  for (size_t i = 0; i < 6; i++) {
    CHECK(el_gcm_key_init(key, EL_GCM_BEST, bytes, wrong_keys[i]) == EL_BAD_ARGUMENT);
  }
  CHECK(el_gcm_key_init(key, 4, bytes, 16) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_key_init(key, -1, bytes, 16) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_seal(key, bytes, 12, NULL, 0, bytes, 16, bytes, tag, 16) == EL_BAD_ARGUMENT); /* not prepared */
  CHECK(el_gcm_begin(stream, key, EL_GCM_ENCRYPT, bytes, 12) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_aad(stream, bytes, 1) == EL_WRONG_STATE);
  CHECK(el_gcm_update(stream, bytes, 1, bytes) == EL_WRONG_STATE);
  CHECK(el_gcm_end_encrypt(stream, tag, 16) == EL_WRONG_STATE);
  CHECK(el_gcm_end_decrypt(stream, tag, 16) == EL_WRONG_STATE);
  CHECK(el_gcm_key_init(key, EL_GCM_BEST, bytes, 16) == EL_OK);
  CHECK(el_gcm_seal(key, bytes, 0, NULL, 0, bytes, 16, bytes, tag, 16) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_seal(key, bytes, 12, NULL, 0, bytes, 16, bytes, tag, 11) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_seal(key, bytes, 12, NULL, 0, bytes, 16, bytes, tag, 17) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_seal(key, bytes, 12, NULL, 0, bytes, EL_GCM_MAX_TEXT + 1, bytes, tag, 16) == EL_TOO_LONG);
  CHECK(el_gcm_open(key, bytes, 12, NULL, 0, bytes, EL_GCM_MAX_TEXT + 1, bytes, tag, 16) == EL_TOO_LONG);
  CHECK(el_gcm_seal(key, bytes, 12, NULL, 0, bytes, 16, bytes + 1, tag, 16) == EL_OVERLAP);
  CHECK(el_gcm_open(key, bytes, 12, NULL, 0, bytes, 16, bytes + 15, tag, 16) == EL_OVERLAP);
  CHECK(el_gcm_decrypt_verified(key, bytes, 12, 8, bytes, 16, bytes) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_decrypt_verified(key, bytes, 12, EL_GCM_MAX_TEXT, bytes, 16, bytes) == EL_TOO_LONG);
  CHECK(el_gcm_decrypt_verified(key, bytes, 12, 16, bytes, 16, bytes + 1) == EL_OVERLAP);
  CHECK(memcmp(before, bytes, sizeof bytes) == 0);
  CHECK(el_gcm_begin(stream, key, 0, bytes, 12) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_begin(stream, key, 4, bytes, 12) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_begin(stream, key, EL_GCM_ENCRYPT, bytes, 0) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_begin(stream, key, EL_GCM_ENCRYPT, bytes, 12) == EL_OK);
  CHECK(el_gcm_update(stream, bytes, 16, bytes + 8) == EL_OVERLAP);
  CHECK(el_gcm_update(stream, bytes, EL_GCM_MAX_TEXT + 1, bytes) == EL_TOO_LONG);
  CHECK(el_gcm_update(stream, bytes, 1, bytes + 32) == EL_OK);
  CHECK(el_gcm_update(stream, bytes, EL_GCM_MAX_TEXT, bytes) == EL_TOO_LONG);
  CHECK(el_gcm_aad(stream, bytes, 1) == EL_WRONG_STATE);
  CHECK(el_gcm_end_decrypt(stream, tag, 16) == EL_WRONG_STATE);
  CHECK(el_gcm_end_encrypt(stream, tag, 11) == EL_BAD_ARGUMENT);
  CHECK(el_gcm_end_encrypt(stream, tag, 16) == EL_OK);
  CHECK(el_gcm_end_encrypt(stream, tag, 16) == EL_WRONG_STATE);
  for (size_t i = 0; i < el_gcm_stream_bytes(); i++) {
    CHECK(((const uint8_t *)stream)[i] == 0);
  }
  el_gcm_key_wipe(key);
  for (size_t i = 0; i < el_gcm_key_bytes(); i++) {
    CHECK(((const uint8_t *)key)[i] == 0);
  }
  free(key);
  free(stream);
}

static void drbg(void) {
  begin_case("refusals of CTR_DRBG", 0, 0);
  el_drbg *drbg = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  static uint8_t out[EL_DRBG_MAX_REQUEST + 1];
  const uint8_t seed[EL_DRBG_SEED] = {1};
  memset(drbg, 0, el_drbg_bytes());
  CHECK(el_drbg_generate(drbg, NULL, 0, out, 1) == EL_WRONG_STATE);
  CHECK(el_drbg_reseed(drbg, seed, NULL, 0) == EL_WRONG_STATE);
  CHECK(el_drbg_instantiate(drbg, seed, out, 49) == EL_BAD_ARGUMENT);
  CHECK(el_drbg_instantiate(drbg, seed, NULL, 0) == EL_OK);
  CHECK(el_drbg_reseed(drbg, seed, out, 49) == EL_BAD_ARGUMENT);
  CHECK(el_drbg_generate(drbg, out, 49, out, 1) == EL_BAD_ARGUMENT);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, EL_DRBG_MAX_REQUEST + 1) == EL_TOO_LONG);
  CHECK(el_drbg_reseed_counter(drbg) == 1);
  for (size_t i = 0; i < sizeof out; i++) {
    CHECK(out[i] == 0);
  }
  CHECK(el_drbg_generate(drbg, NULL, 0, out, EL_DRBG_MAX_REQUEST) == EL_OK);
  el_drbg_wipe(drbg);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, 1) == EL_WRONG_STATE);
  free(drbg);
}

void test_refusals(void) {
  gcm();
  drbg();
}

static void health(void) {
  begin_case("health tests", 0, 0);
  el_health fresh = {0};
  CHECK(el_health_test(&fresh, 0) == EL_SOURCE_FAILED && fresh.failure == EL_FAILED_ALL_ZEROS);
  CHECK(el_health_test(&fresh, 5) == EL_SOURCE_FAILED); /* it stays failed */
  el_health ones = {0};
  CHECK(el_health_test(&ones, UINT64_MAX) == EL_SOURCE_FAILED && ones.failure == EL_FAILED_ALL_ONES);
  el_health stuck = {0};
  CHECK(el_health_test(&stuck, 7) == EL_OK && el_health_test(&stuck, 7) == EL_OK);
  CHECK(el_health_test(&stuck, 7) == EL_SOURCE_FAILED && stuck.failure == EL_FAILED_REPETITION);
  CHECK(stuck.words == 2);
  el_health often = {0};
  for (uint64_t i = 0; i < 8; i++) { /* the first word of the window at every second place, five times */
    CHECK(el_health_test(&often, i % 2 == 0 ? 99 : 100 + i) == EL_OK);
  }
  CHECK(el_health_test(&often, 99) == EL_SOURCE_FAILED && often.failure == EL_FAILED_PROPORTION);
  el_health windows = {0};
  for (uint64_t i = 0; i < 20 * 512; i++) { /* four times in each window is not too often */
    CHECK(el_health_test(&windows, i % 128 == 0 ? 99 : 1000 + i) == EL_OK);
  }
  uint64_t words[4] = {1, 2, 3, 4};
  CHECK(el_hardware_words(EL_SOURCE_RDRAND, &stuck, words, 4) == EL_SOURCE_FAILED);
  CHECK((words[0] | words[1] | words[2] | words[3]) == 0);
  el_health absent = {0};
  CHECK(el_hardware_words(7, &absent, words, 1) == EL_SOURCE_FAILED && absent.failure == EL_FAILED_ABSENT);
}

static void instructions(void) {
  begin_case("the processor's sources", 0, 0);
  const uint32_t bits[] = {EL_RDRAND, EL_RDSEED};
  for (int source = EL_SOURCE_RDRAND; source <= EL_SOURCE_RDSEED; source++) {
    el_health state = {0};
    uint64_t words[8];
    const int has = (el_cpu_features() & bits[source]) != 0;
    CHECK(el_hardware_words(source, &state, words, 8) == (has ? EL_OK : EL_SOURCE_FAILED));
    CHECK(state.failure == (has ? EL_HEALTHY : EL_FAILED_ABSENT));
    CHECK(state.words == (has ? 8 : 0));
    uint64_t raw;
    CHECK(has || el_raw_word(source, &raw) == 0);
  }
  const uint64_t first = el_tsc();
  CHECK(el_tsc() > first);
  uint64_t ticks;
  uint32_t processor;
  const int has_rdtscp = (el_cpu_features() & EL_RDTSCP) != 0;
  CHECK(el_tscp(&ticks, &processor) == (has_rdtscp ? EL_OK : EL_UNSUPPORTED));
  uint32_t registers[4];
  el_cpuid(0, 0, registers);
  CHECK(registers[0] >= 1);
}

static void seeds(void) {
  begin_case("seeds", 0, 0);
  uint8_t a[EL_DRBG_SEED] = {0};
  uint8_t b[EL_DRBG_SEED] = {0};
  uint32_t sources;
  el_health healthy = {0};
  el_health failed = {.failure = EL_FAILED_EMPTY};
  CHECK(el_seed(&healthy, a, &sources) == EL_OK);
  CHECK(sources == (el_cpu_features() & EL_RDSEED ? 3 : 1));
  CHECK(el_seed(&failed, b, &sources) == EL_OK); /* the kernel alone */
  CHECK(sources == 1);
  CHECK(memcmp(a, b, sizeof a) != 0);
  CHECK(el_kernel_random(a, 257) == EL_BAD_ARGUMENT);
}

/* A generator in secret memory is none in a child. */
static void fork_of_a_generator(void) {
  begin_case("fork", 0, 0);
  const size_t bytes = 4096;
  void *memory = el_secret_map(bytes);
  CHECK(memory != NULL);
  const uint8_t seed[EL_DRBG_SEED] = {2};
  uint8_t out[32];
  CHECK(el_drbg_instantiate(memory, seed, NULL, 0) == EL_OK);
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    _exit(el_drbg_generate(memory, NULL, 0, out, sizeof out) == EL_WRONG_STATE ? 0 : 1);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK(el_drbg_generate(memory, NULL, 0, out, sizeof out) == EL_OK);
  el_secret_unmap(memory, bytes);
}

static void mixed_requests(void) {
  begin_case("requests with RDRAND", 0, 0);
  el_drbg *drbg = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  el_drbg *same = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  static uint8_t a[200000];
  static uint8_t b[200000];
  const uint8_t seed[EL_DRBG_SEED] = {3};
  el_health failed = {.failure = EL_FAILED_ALL_ONES};
  el_health healthy = {0};
  CHECK(el_drbg_instantiate(drbg, seed, NULL, 0) == EL_OK && el_drbg_instantiate(same, seed, NULL, 0) == EL_OK);
  CHECK(el_drbg_random(drbg, &failed, a, sizeof a) == EL_OK); /* without RDRAND it is what the seed says */
  for (size_t done = 0; done < sizeof b; done += EL_DRBG_MAX_REQUEST) {
    const size_t part = sizeof b - done < EL_DRBG_MAX_REQUEST ? sizeof b - done : EL_DRBG_MAX_REQUEST;
    CHECK(el_drbg_generate(same, NULL, 0, b + done, part) == EL_OK);
  }
  CHECK(memcmp(a, b, sizeof a) == 0);
  CHECK(el_drbg_reseed_counter(drbg) == 5);
  CHECK(el_drbg_random(drbg, &healthy, a, 32) == EL_OK && el_drbg_generate(same, NULL, 0, b, 32) == EL_OK);
  CHECK((healthy.words == 1) == (memcmp(a, b, 32) != 0)); /* and with it, not */
  free(drbg);
  free(same);
}

void test_sources(void) {
  health();
  instructions();
  seeds();
  fork_of_a_generator();
  mixed_requests();
}
