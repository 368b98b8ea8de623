/*
 * The two functions that a compiler may call where a program copies or fills memory, also in a freestanding one. They are this library's
 * own, and hidden, so that it needs no C library and runs beside any. Left out where the sources are linked with one, as the tests are.
 */
#include "base.h"

#ifndef EL_HOSTED

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memset(void *memory, int value, size_t bytes);

/* Instructions, not loops, as the compiler would make calls of these functions of the loops in them. */
void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
  void *result = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
  return result;
}

void *memset(void *memory, int value, size_t bytes) {
  void *result = memory;
  __asm__ volatile("rep stosb" : "+D"(memory), "+c"(bytes) : "a"(value) : "memory");
  return result;
}

#endif
