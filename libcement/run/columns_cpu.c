/* Which of the kernels this processor runs. The library keeps no state: a context asks when it is made. */
#include "run/columns_cpu.h"

extern const cm_kernels cm_kernels_plain, cm_kernels_v2, cm_kernels_v3, cm_kernels_v4;

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>

typedef struct features {
  uint32_t c1, b7, extended; /* leaf 1 ecx, leaf 7 ebx, leaf 80000001 ecx */
  uint32_t saved;            /* 6 AVX, e6 AVX-512 */
} features;

static features ask(const cm_cpu *cpu) {
  uint32_t one[4], seven[4], extended[4];
  cpu->leaf(cpu->user, 1, one);
  cpu->leaf(cpu->user, 7, seven);
  cpu->leaf(cpu->user, 0x80000001u, extended);
  features f = {one[2], seven[1], extended[2], 0};
  if (f.c1 & bit_OSXSAVE) f.saved = cpu->saved(cpu->user);
  return f;
}

static bool all(uint32_t have, uint32_t need) {
  return (have & need) == need;
}

int cm_cpu_level(const cm_cpu *cpu) {
  const uint32_t v2 = bit_SSE3 | bit_SSSE3 | bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT | bit_CMPXCHG16B;
  const uint32_t v3 = bit_AVX | bit_F16C | bit_FMA | bit_MOVBE | bit_OSXSAVE;
  const uint32_t v3b = bit_AVX2 | bit_BMI | bit_BMI2;
  const uint32_t v4b = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  features f = ask(cpu);
  if (!all(f.c1, v2) || !(f.extended & 1u)) return 1; /* LAHF */
  if (!all(f.c1, v3) || !all(f.b7, v3b) || !(f.extended & bit_LZCNT) || !all(f.saved, 0x6)) return 2;
  return all(f.b7, v4b) && all(f.saved, 0xe6) ? 4 : 3;
}

static void leaf(const void *user, uint32_t number, uint32_t abcd[4]) {
  (void)user;
  memset(abcd, 0, 4 * sizeof *abcd);
  __get_cpuid_count(number, 0, &abcd[0], &abcd[1], &abcd[2], &abcd[3]);
}

static uint32_t saved(const void *user) {
  uint32_t a, d;
  (void)user;
  __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
  return a;
}

static int level(void) {
  return cm_cpu_level(&(cm_cpu){NULL, leaf, saved});
}
#else
static int level(void) {
  return 1;
}
#endif

static const struct {
  const cm_kernels *kernels;
  int level;
} built[] = {
    {&cm_kernels_plain, 1},
#if defined(CM_X86_64_V2)
    {&cm_kernels_v2, 2},
#endif
#if defined(CM_X86_64_V3)
    {&cm_kernels_v3, 3},
#endif
#if defined(CM_X86_64_V4)
    {&cm_kernels_v4, 4},
#endif
};

const cm_kernels *cm_kernels_at(size_t index) {
  return index < sizeof built / sizeof *built ? built[index].kernels : NULL;
}

bool cm_kernels_run_on(size_t index, int on) {
  return cm_kernels_at(index) && built[index].level <= on;
}

const cm_kernels *cm_kernels_best_on(int on) {
  size_t best = 0;
  while (cm_kernels_run_on(best + 1, on)) best++;
  return built[best].kernels;
}

bool cm_kernels_run_here(size_t index) {
  return cm_kernels_run_on(index, level());
}

const cm_kernels *cm_kernels_best(void) {
  return cm_kernels_best_on(level());
}
