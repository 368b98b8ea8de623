/*
 * Sources of randomness: RDRAND and RDSEED with health tests, the kernel's generator, and memory for the states of generators.
 *
 * The tests are those of SP 800-90B, 4.4, on 64-bit words, with a false alarm less often than once in 2^40 words. They are here, and not
 * with the caller, because every word passes them, and because a state of ours is all that they need. What the instructions return has
 * been conditioned by the processor already: the tests find a source that is stuck or repeats itself, not one that is predictable.
 * Therefore they assume little entropy, 20 bits a word, and the words known from broken processors are refused as they stand. A good
 * source gives such a word once in 2^63.
 */
#include "cpu.h"

enum {
  /* 4.4.1: 1 + 40 / 20 equal words in a row */
  REPETITION_CUTOFF = 3,
  /*
   * 4.4.2: the first word of a window occurs again, in the 511 after it, with probability 2^-20 each. Three times: C(511, 3) 2^-60 =
   * 2^-35.6, too often; four times: C(511, 4) 2^-80 = 2^-48.6. So at the fifth occurrence, the first one counted.
   */
  PROPORTION_WINDOW = 512,
  PROPORTION_CUTOFF = 5,
  /* Intel SDM volume 1, 7.3.17, names 10 for RDRAND. RDSEED waits for raw entropy: at 1.1 us a word, with several cores asking. */
  RDRAND_TRIES = 10,
  RDSEED_TRIES = 1000
};

static int rdrand(uint64_t *word) {
  uint64_t value;
  bool ready;
  __asm__ volatile("rdrand %0" : "=r"(value), "=@ccc"(ready));
  *word = ready ? value : 0;
  return ready;
}

/* The 64-bit form: AMD-SB-7055 is of those with 16 and 32 bits. */
static int rdseed(uint64_t *word) {
  uint64_t value;
  bool ready;
  __asm__ volatile("rdseed %0" : "=r"(value), "=@ccc"(ready));
  *word = ready ? value : 0;
  return ready;
}

static bool has_source(int source) {
  return (source == EL_SOURCE_RDRAND && cpu_has(EL_RDRAND)) || (source == EL_SOURCE_RDSEED && cpu_has(EL_RDSEED));
}

int el_raw_word(int source, uint64_t *word) {
  if (!has_source(source)) {
    *word = 0;
    return 0;
  }
  return source == EL_SOURCE_RDRAND ? rdrand(word) : rdseed(word);
}

static int fail(el_health *health, uint32_t failure) {
  health->failure = failure;
  return EL_SOURCE_FAILED;
}

int el_health_test(el_health *health, uint64_t word) {
  if (health->failure != EL_HEALTHY) {
    return EL_SOURCE_FAILED;
  }
  if (word == 0) {
    return fail(health, EL_FAILED_ALL_ZEROS);
  }
  if (word == UINT64_MAX) {
    return fail(health, EL_FAILED_ALL_ONES);
  }
  health->repetitions = health->repetitions != 0 && word == health->last ? health->repetitions + 1 : 1;
  health->last = word;
  if (health->repetitions >= REPETITION_CUTOFF) {
    return fail(health, EL_FAILED_REPETITION);
  }
  if (health->window_position == 0) {
    health->window_first = word;
    health->window_matches = 0;
  }
  health->window_matches += word == health->window_first;
  if (health->window_matches >= PROPORTION_CUTOFF) {
    return fail(health, EL_FAILED_PROPORTION);
  }
  health->window_position = (health->window_position + 1) % PROPORTION_WINDOW;
  health->words++;
  return EL_OK;
}

static int next_word(int source, el_health *health, uint64_t *word) {
  const int tries = source == EL_SOURCE_RDRAND ? RDRAND_TRIES : RDSEED_TRIES;
  for (int i = 0; i < tries; i++) {
    if (source == EL_SOURCE_RDRAND ? rdrand(word) : rdseed(word)) {
      return el_health_test(health, *word);
    }
    health->retries++;
    __asm__ volatile("pause");
  }
  return fail(health, EL_FAILED_EMPTY);
}

int el_hardware_words(int source, el_health *health, uint64_t *words, size_t count) {
  int result = health->failure != EL_HEALTHY ? EL_SOURCE_FAILED : EL_OK;
  if (result == EL_OK && !has_source(source)) {
    result = fail(health, EL_FAILED_ABSENT);
  }
  for (size_t i = 0; i < count && result == EL_OK; i++) {
    result = next_word(source, health, words + i);
  }
  if (result != EL_OK) {
    wipe(words, count * sizeof *words);
  }
  return result;
}

/* ---- The kernel, by system calls of x86-64: a negative errno where they fail ---- */

enum { SYS_MMAP = 9, SYS_MUNMAP = 11, SYS_MADVISE = 28, SYS_GETRANDOM = 318 };
enum { PROT_READ_WRITE = 3, MAP_PRIVATE_ANONYMOUS = 0x22, MADV_DONTDUMP = 16, MADV_WIPEONFORK = 18, ERROR_INTERRUPTED = -4 };

static long system_call(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
}

/* Up to 256 bytes come whole, or not at all where a signal comes before the generator is seeded (getrandom(2)). */
int el_kernel_random(uint8_t *out, size_t length) {
  if (length > 256) {
    return EL_BAD_ARGUMENT;
  }
  long got;
  do {
    got = system_call(SYS_GETRANDOM, (long)out, (long)length, 0, 0, 0, 0);
  } while (got == ERROR_INTERRUPTED);
  if (got != (long)length) {
    wipe(out, length);
    return EL_SOURCE_FAILED;
  }
  return EL_OK;
}

void *el_secret_map(size_t bytes) {
  const long address = system_call(SYS_MMAP, 0, (long)bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (address < 0 && address >= -4095) {
    return NULL;
  }
  if (system_call(SYS_MADVISE, address, (long)bytes, MADV_WIPEONFORK, 0, 0, 0) != 0 ||
      system_call(SYS_MADVISE, address, (long)bytes, MADV_DONTDUMP, 0, 0, 0) != 0) {
    system_call(SYS_MUNMAP, address, (long)bytes, 0, 0, 0, 0);
    return NULL;
  }
  return (void *)address;
}

void el_secret_unmap(void *memory, size_t bytes) {
  wipe(memory, bytes);
  system_call(SYS_MUNMAP, (long)memory, (long)bytes, 0, 0, 0, 0);
}

void el_wipe(void *memory, size_t length) {
  wipe(memory, length);
}

enum { USED_KERNEL = 1, USED_RDSEED = 2 };

int el_seed(el_health *health, uint8_t seed[EL_DRBG_SEED], uint32_t *sources) {
  uint64_t kernel[EL_DRBG_SEED / 8];
  uint64_t hardware[EL_DRBG_SEED / 8];
  const bool has_kernel = el_kernel_random((uint8_t *)kernel, sizeof kernel) == EL_OK;
  const bool has_hardware = el_hardware_words(EL_SOURCE_RDSEED, health, hardware, EL_DRBG_SEED / 8) == EL_OK;
  for (int i = 0; i < EL_DRBG_SEED / 8; i++) {
    kernel[i] ^= hardware[i]; /* zeros from the one that failed */
  }
  el_copy(seed, kernel, sizeof kernel);
  wipe(kernel, sizeof kernel);
  wipe(hardware, sizeof hardware);
  *sources = (has_kernel ? USED_KERNEL : 0) | (has_hardware ? USED_RDSEED : 0);
  return has_kernel || has_hardware ? EL_OK : EL_SOURCE_FAILED;
}
