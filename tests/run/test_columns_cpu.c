/* The kernels of every processor: levels as the psABI's table of micro-architecture levels has them, bits as the
 * manuals of cpuid number them. */
#include <CUnit/CUnit.h>

#include "run/columns_cpu.h"

int register_columns_cpu_suite(void);

/* ---- which kernels ---- */

/* Kernels are named by their level; a compiler that knows no levels builds the plain ones only. */
static void test_best_on(void) {
  static const char *const names[] = {"plain", "v2", "v3", "v4"};
  size_t built = 0;
  while (cm_kernels_at(built)) built++;
  CU_ASSERT_TRUE_FATAL(built >= 1 && built <= 4);
  for (size_t i = 0; i < built; i++) CU_ASSERT_STRING_EQUAL(cm_kernels_at(i)->name, names[i]);
  for (int level = 1; level <= 4; level++) {
    size_t best = (size_t)level <= built ? (size_t)level - 1 : built - 1;
    CU_ASSERT_STRING_EQUAL(cm_kernels_best_on(level)->name, names[best]);
    for (size_t i = 0; i < 5; i++) CU_ASSERT_EQUAL(cm_kernels_run_on(i, level), i <= best);
  }
}

/* The best kernels are the last that run here, and the next ones do not. */
static void test_best_here(void) {
  size_t best = 0;
  while (cm_kernels_at(best) != cm_kernels_best()) best++;
  for (size_t i = 0; i < 5; i++) CU_ASSERT_EQUAL(cm_kernels_run_here(i), i <= best);
}

#if defined(__x86_64__) && defined(__GNUC__)
/* ---- levels ---- */

typedef struct described {
  uint32_t basic_c, more_b, extended_c, saved;
  bool may_be_asked; /* what the system saves */
} described;

static void leaf(const void *user, uint32_t number, uint32_t abcd[4]) {
  const described *d = user;
  for (size_t i = 0; i < 4; i++) abcd[i] = 0;
  if (number == 1) abcd[2] = d->basic_c;
  if (number == 7) abcd[1] = d->more_b;
  if (number == 0x80000001u) abcd[2] = d->extended_c;
}

static uint32_t saved(const void *user) {
  const described *d = user;
  CU_ASSERT_TRUE(d->may_be_asked);
  return d->saved;
}

static int level_of(const described *d) {
  return cm_cpu_level(&(cm_cpu){d, leaf, saved});
}

static void lacks(uint32_t *word, uint32_t bit, const described *d, int level) {
  uint32_t before = *word;
  *word &= ~((uint32_t)1 << bit);
  CU_ASSERT_EQUAL(level_of(d), level);
  *word = before;
}

/* A processor that has everything, less one feature at a time, is of the level below the one that needs it. */
static void test_levels(void) {
  static const uint32_t two[] = {0, 9, 13, 19, 20, 23};     /* SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT */
  static const uint32_t three[] = {12, 22, 28, 29};         /* FMA, MOVBE, AVX, F16C */
  static const uint32_t three_more[] = {3, 5, 8};           /* BMI1, AVX2, BMI2 */
  static const uint32_t four_more[] = {16, 17, 28, 30, 31}; /* AVX512F, DQ, CD, BW, VL */
  described d = {~(uint32_t)0, ~(uint32_t)0, ~(uint32_t)0, 0xe7, true};
  CU_ASSERT_EQUAL(level_of(&d), 4);
  for (size_t i = 0; i < 6; i++) lacks(&d.basic_c, two[i], &d, 1);
  lacks(&d.extended_c, 0, &d, 1); /* LAHF in long mode */
  for (size_t i = 0; i < 4; i++) lacks(&d.basic_c, three[i], &d, 2);
  for (size_t i = 0; i < 3; i++) lacks(&d.more_b, three_more[i], &d, 2);
  lacks(&d.extended_c, 5, &d, 2); /* LZCNT */
  for (size_t i = 0; i < 5; i++) lacks(&d.more_b, four_more[i], &d, 3);
}

/* Registers that the system does not save are lost at the next switch of tasks, whatever the processor can do. */
static void test_saved(void) {
  described d = {~(uint32_t)0, ~(uint32_t)0, ~(uint32_t)0, 0xe7, true};
  lacks(&d.saved, 1, &d, 2);                                           /* SSE */
  lacks(&d.saved, 2, &d, 2);                                           /* AVX */
  for (uint32_t bit = 5; bit <= 7; bit++) lacks(&d.saved, bit, &d, 3); /* masks and both parts of AVX-512 */
  d.may_be_asked = false;
  lacks(&d.basic_c, 27, &d, 2); /* OSXSAVE: the system has not turned the question on */
}

/* As the compiler's own runtime finds it. */
static void test_this_one(void) {
  __builtin_cpu_init();
  bool two = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  bool three = two && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
  bool four = three && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl");
  CU_ASSERT_PTR_EQUAL(cm_kernels_best(), cm_kernels_best_on(four ? 4 : three ? 3 : two ? 2 : 1));
}

static void test_nothing(void) {
  described d = {0, 0, 0, 0, false};
  CU_ASSERT_EQUAL(level_of(&d), 1);
}
#endif

int register_columns_cpu_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_cpu", NULL, NULL);
  CU_add_test(suite, "kernels of each level", test_best_on);
  CU_add_test(suite, "kernels of this processor", test_best_here);
#if defined(__x86_64__) && defined(__GNUC__)
  CU_add_test(suite, "levels by features", test_levels);
  CU_add_test(suite, "registers that the system saves", test_saved);
  CU_add_test(suite, "a processor that says nothing", test_nothing);
  CU_add_test(suite, "this processor", test_this_one);
#endif
  return (int)CU_get_error();
}
