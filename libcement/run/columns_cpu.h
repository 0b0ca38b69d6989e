/* Which kernels a processor runs, by what it says of itself: levels 1 to 4 of the x86-64 psABI. */
#ifndef CM_RUN_COLUMNS_CPU_H
#define CM_RUN_COLUMNS_CPU_H

#include "run/columns_code.h"

/* The kernels that this build has, from the plainest on, which run from their level on. */
bool cm_kernels_run_on(size_t index, int level);
const cm_kernels *cm_kernels_best_on(int level);

#if defined(__x86_64__) && defined(__GNUC__)
/* How a processor is asked: this one, or one that a test describes. */
typedef struct cm_cpu {
  const void *user;
  /* the registers eax to edx of a leaf of cpuid; 0 where there is none such */
  void (*leaf)(const void *user, uint32_t number, uint32_t abcd[4]);
  /* which registers the system saves; the question itself stops a program whose system has not turned it on */
  uint32_t (*saved)(const void *user);
} cm_cpu;

int cm_cpu_level(const cm_cpu *cpu);
#endif

#endif
