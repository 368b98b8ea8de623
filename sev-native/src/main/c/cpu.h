/* The processor's features: see elastic.h. */
#ifndef EL_CPU_H
#define EL_CPU_H

#include "base.h"
#include "elastic.h"

EL_INLINE bool cpu_has(uint32_t features) {
  return (el_cpu_features() & features) == features;
}

#endif
