/*
 * CPUID, XGETBV and the time stamp counter.
 *
 * Feature bits: AMD64 Architecture Programmer's Manual, volume 3, appendix E; Intel SDM volume 2, CPUID. A register set wider than SSE may
 * be used only if the system saves it, which XCR0 says (XGETBV; APM volume 2, 11.5.2).
 */
#include "cpu.h"

enum {
  XCR0_AVX = 0x6,    /* XMM and YMM */
  XCR0_AVX512 = 0xe6 /* and the masks, the upper halves of ZMM0-15, ZMM16-31 */
};

/* Set in cached_features always, so that "none" is not "not asked yet". */
#define FEATURES_KNOWN (UINT32_C(1) << 31)

static uint32_t cached_features;

void el_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]) {
  __asm__ volatile("cpuid" : "=a"(registers[0]), "=b"(registers[1]), "=c"(registers[2]), "=d"(registers[3]) : "a"(leaf), "c"(subleaf));
}

static uint64_t read_xcr0(void) {
  uint32_t low;
  uint32_t high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

static bool all(uint32_t value, uint32_t bits) {
  return (value & bits) == bits;
}

#define BIT(n) (UINT32_C(1) << (n))

static uint32_t find_features(void) {
  uint32_t highest[4];
  uint32_t basic[4];
  uint32_t extended[4] = {0};
  uint32_t amd[4] = {0};
  uint32_t power[4] = {0};
  el_cpuid(0, 0, highest);
  el_cpuid(1, 0, basic);
  if (highest[0] >= 7) {
    el_cpuid(7, 0, extended);
  }
  el_cpuid(0x80000000, 0, highest);
  if (highest[0] >= 0x80000001) {
    el_cpuid(0x80000001, 0, amd);
  }
  if (highest[0] >= 0x80000007) {
    el_cpuid(0x80000007, 0, power);
  }
  const uint32_t ecx1 = basic[2];
  const uint32_t ebx7 = extended[1];
  const uint32_t ecx7 = extended[2];
  const uint64_t xcr0 = all(ecx1, BIT(27)) ? read_xcr0() : 0; /* OSXSAVE */
  uint32_t features = 0;
  const bool sse = all(ecx1, BIT(9) | BIT(19));      /* SSSE3, SSE4.1 */
  const bool aesni = sse && all(ecx1, BIT(25) | BIT(1)); /* AES, PCLMULQDQ */
  features |= aesni ? EL_AESNI : 0;
  /* VAES, VPCLMULQDQ in ECX; AVX in ECX of leaf 1, AVX2 in EBX */
  const bool vaes = aesni && all(ecx7, BIT(9) | BIT(10)) && all(ecx1, BIT(28)) && all(ebx7, BIT(5));
  features |= vaes && (xcr0 & XCR0_AVX) == XCR0_AVX ? EL_VAES256 : 0;
  /* AVX-512 F, DQ, BW, VL */
  features |= vaes && all(ebx7, BIT(16) | BIT(17) | BIT(30) | BIT(31)) && (xcr0 & XCR0_AVX512) == XCR0_AVX512 ? EL_VAES512 : 0;
  features |= sse && all(ebx7, BIT(29)) ? EL_SHANI : 0;
  features |= all(ecx1, BIT(30)) ? EL_RDRAND : 0;
  features |= all(ebx7, BIT(18)) ? EL_RDSEED : 0;
  features |= all(amd[3], BIT(27)) ? EL_RDTSCP : 0;
  features |= all(power[3], BIT(8)) ? EL_INVARIANT_TSC : 0;
  return features;
}

uint32_t el_cpu_features(void) {
  uint32_t features = __atomic_load_n(&cached_features, __ATOMIC_RELAXED);
  if (features == 0) { /* several threads may find the same at once */
    features = find_features() | FEATURES_KNOWN;
    __atomic_store_n(&cached_features, features, __ATOMIC_RELAXED);
  }
  return features & ~FEATURES_KNOWN;
}

uint64_t el_tsc(void) {
  uint32_t low;
  uint32_t high;
  __asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
  return (uint64_t)high << 32 | low;
}

int el_tscp(uint64_t *ticks, uint32_t *processor) {
  if (!cpu_has(EL_RDTSCP)) {
    return EL_UNSUPPORTED;
  }
  uint32_t low;
  uint32_t high;
  uint32_t auxiliary;
  __asm__ volatile("rdtscp\n\tlfence" : "=a"(low), "=d"(high), "=c"(auxiliary) : : "memory"); /* it waits for those before it by itself */
  *ticks = (uint64_t)high << 32 | low;
  *processor = auxiliary;
  return EL_OK;
}
