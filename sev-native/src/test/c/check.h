/* What the tests share: a check that ends the program, reproducible numbers, and memory between pages that cannot be touched. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdint.h>

/* Ends the program with what was expected, where, and the case's number and seed. */
#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

void check(int condition, const char *text, const char *file, int line);

/* The case that runs now, for the message of a failed check. */
void begin_case(const char *name, uint64_t seed, uint64_t number);

/* Numbers that depend on the seed and the case's number only (SplitMix64). */
uint64_t next_number(void);
size_t below(size_t limit);
void fill(uint8_t *memory, size_t bytes);

/* Bytes of a hexadecimal text, up to its end; returns how many. */
size_t bytes_of(const char *text, uint8_t *bytes);

/* Room for `bytes` bytes that ends, or begins, where the next page, or the one before, can be neither read nor written. */
typedef struct fenced {
  uint8_t *pages;
  size_t usable;
} fenced;

fenced fence(size_t bytes);
uint8_t *at_end(const fenced *room, size_t bytes);
uint8_t *at_start(const fenced *room);

/* The parts of the test program. */
void test_known_answers(void);
void test_refusals(void);
void test_sources(void);
void test_random_cases(uint64_t cases, uint64_t seed);
void test_constant_time(void);

/* The kernels of this processor, best first: EL_GCM_VAES512 and so on. Returns how many. */
int kernels(int found[3]);

#endif
