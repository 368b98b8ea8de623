/* What every file here uses: attributes, wiping, and loads and stores at any address. Freestanding: nothing of a C library. */
#ifndef EL_BASE_H
#define EL_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined __x86_64__ || defined __ILP32__
#error "this is for x86-64"
#endif

/* Inlined always: lengths known to the caller become constants, and loops over them are unrolled. */
#define EL_INLINE static inline __attribute__((always_inline))

/*
 * The instruction sets of all functions that follow, to the end of the file: one library runs on every x86-64, and functions of a set
 * are called after CPUID has said that the processor has it.
 */
#define EL_PRAGMA(text) _Pragma(#text)
#if defined __clang__
#define EL_TARGET_BEGIN(sets) EL_PRAGMA(clang attribute push(__attribute__((target(sets))), apply_to = function))
#define EL_TARGET_END _Pragma("clang attribute pop")
#else
#define EL_TARGET_BEGIN(sets) EL_PRAGMA(GCC push_options) EL_PRAGMA(GCC target(sets))
#define EL_TARGET_END _Pragma("GCC pop_options")
#endif

/* Unrolls the loop that follows: arrays of vectors indexed in it then live in registers. */
#if defined __clang__
#define EL_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EL_UNROLL _Pragma("GCC unroll 16")
#endif

/* Copies bytes that do not overlap. The compiler makes moves of it where the length is constant, and calls memcpy of base.c elsewhere. */
#define el_copy(to, from, bytes) __builtin_memcpy(to, from, bytes)

EL_INLINE void el_zero(void *memory, size_t bytes) {
  __builtin_memset(memory, 0, bytes);
}

/* Overwrites with zeros, for good: the barrier says that the memory is read afterwards, so that no compiler leaves the writes out. */
EL_INLINE void wipe(void *memory, size_t bytes) {
  __builtin_memset(memory, 0, bytes);
  __asm__ volatile("" : : "r"(memory) : "memory");
}

/*
 * Says that a value, computed of secrets, may be known to all, and branched on. Only the check for constant time needs to be told: see
 * src/test/c/constant_time.c.
 */
#ifdef EL_CONSTANT_TIME
#include <valgrind/memcheck.h>
#define el_public(value) ((void)VALGRIND_MAKE_MEM_DEFINED(&(value), sizeof(value)))
#else
#define el_public(value) ((void)0)
#endif

EL_INLINE uint32_t load_be32(const uint8_t *p) {
  uint32_t x;
  el_copy(&x, p, sizeof x);
  return __builtin_bswap32(x);
}

EL_INLINE void store_be32(uint8_t *p, uint32_t x) {
  x = __builtin_bswap32(x);
  el_copy(p, &x, sizeof x);
}

EL_INLINE uint64_t load_be64(const uint8_t *p) {
  uint64_t x;
  el_copy(&x, p, sizeof x);
  return __builtin_bswap64(x);
}

EL_INLINE void store_be64(uint8_t *p, uint64_t x) {
  x = __builtin_bswap64(x);
  el_copy(p, &x, sizeof x);
}

#endif
