/* Which of the kernels this processor runs. The library keeps no state: a context asks when it is made. */
#include "run/columns_code.h"

extern const cm_kernels cm_kernels_plain, cm_kernels_v2, cm_kernels_v3, cm_kernels_v4;

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>

typedef struct features {
  uint32_t c1, b7, extended; /* leaf 1 ecx, leaf 7 ebx, leaf 80000001 ecx */
  uint32_t kept;             /* states that the system saves: 6 AVX, e6 AVX-512 */
} features;

static features ask(void) {
  features f = {0, 0, 0, 0};
  uint32_t a, b, c, d;
  if (__get_cpuid(1, &a, &b, &c, &d)) f.c1 = c;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) f.b7 = b;
  if (__get_cpuid(0x80000001u, &a, &b, &c, &d)) f.extended = c;
  if (f.c1 & bit_OSXSAVE) {
    __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    f.kept = a;
  }
  return f;
}

static bool all(uint32_t have, uint32_t need) {
  return (have & need) == need;
}

static int level(void) {
  const uint32_t v2 = bit_SSE3 | bit_SSSE3 | bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT | bit_CMPXCHG16B;
  const uint32_t v3 = bit_AVX | bit_F16C | bit_FMA | bit_MOVBE | bit_OSXSAVE;
  const uint32_t v3b = bit_AVX2 | bit_BMI | bit_BMI2;
  const uint32_t v4b = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  features f = ask();
  if (!all(f.c1, v2) || !(f.extended & 1u)) return 1; /* LAHF */
  if (!all(f.c1, v3) || !all(f.b7, v3b) || !(f.extended & bit_LZCNT) || !all(f.kept, 0x6)) return 2;
  return all(f.b7, v4b) && all(f.kept, 0xe6) ? 4 : 3;
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

bool cm_kernels_run_here(size_t index) {
  return cm_kernels_at(index) && built[index].level <= level();
}

const cm_kernels *cm_kernels_best(void) {
  size_t best = 0;
  while (cm_kernels_run_here(best + 1)) best++;
  return built[best].kernels;
}
