/*
 * The tests of libelastic: native-test [CASES [SEED]]; native-test constant-time
 *
 * Without arguments: the known answers and a few thousand random cases. A failed check names the case and the seed that repeat it.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "elastic.h"

static struct {
  const char *name;
  uint64_t seed;
  uint64_t number;
  uint64_t state;
} current;

void begin_case(const char *name, uint64_t seed, uint64_t number) {
  current.name = name;
  current.seed = seed;
  current.number = number;
  current.state = seed * UINT64_C(0xd1342543de82ef95) + number;
}

void check(int condition, const char *text, const char *file, int line) {
  if (!condition) {
    const char *slash = strrchr(file, '/');
    fprintf(stderr, "%s:%d: %s: not so in %s, seed %llu, case %llu\n", slash == NULL ? file : slash + 1, line, text, current.name,
            (unsigned long long)current.seed, (unsigned long long)current.number);
    exit(1);
  }
}

uint64_t next_number(void) {
  uint64_t z = current.state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

size_t below(size_t limit) {
  return (size_t)(next_number() % limit);
}

void fill(uint8_t *memory, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 8) {
    const uint64_t number = next_number();
    memcpy(memory + i, &number, bytes - i < 8 ? bytes - i : 8);
  }
}

size_t bytes_of(const char *text, uint8_t *bytes) {
  size_t n = 0;
  for (; text[2 * n] != 0; n++) {
    const char digits[3] = {text[2 * n], text[2 * n + 1], 0};
    bytes[n] = (uint8_t)strtoul(digits, NULL, 16);
  }
  return n;
}

fenced fence(size_t bytes) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  fenced room = {.usable = (bytes + page - 1) / page * page};
  room.pages = mmap(NULL, room.usable + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(room.pages != MAP_FAILED);
  room.pages += page;
  CHECK(mprotect(room.pages, room.usable, PROT_READ | PROT_WRITE) == 0);
  return room;
}

uint8_t *at_end(const fenced *room, size_t bytes) {
  return room->pages + room->usable - bytes;
}

uint8_t *at_start(const fenced *room) {
  return room->pages;
}

int kernels(int found[3]) {
  static el_gcm_key *key;
  if (key == NULL) {
    key = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_key_bytes());
  }
  const uint8_t bytes[16] = {0};
  int count = 0;
  for (int kernel = EL_GCM_VAES512; kernel <= EL_GCM_AESNI; kernel++) {
    if (el_gcm_key_init(key, kernel, bytes, sizeof bytes) == EL_OK) {
      found[count++] = kernel;
    }
  }
  return count;
}

int main(int count, char **arguments) {
  static const char *const names[] = {"none", "VAES-512", "VAES-256", "AES-NI"};
  int found[3];
  const int available = kernels(found);
  printf("kernels:");
  for (int i = 0; i < available; i++) {
    printf(" %s", names[found[i]]);
  }
  printf("\n");
  if (count > 1 && strcmp(arguments[1], "constant-time") == 0) {
    test_constant_time();
    return 0;
  }
  const uint64_t cases = count > 1 ? strtoull(arguments[1], NULL, 10) : 3000;
  const uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
  test_known_answers();
  test_refusals();
  test_sources();
  test_random_cases(cases, seed);
  printf("passed: known answers, refusals, sources, %llu random cases of seed %llu\n", (unsigned long long)cases, (unsigned long long)seed);
  return 0;
}
