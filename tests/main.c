/* cement_tests [--locale NAME] [--rounding up|down|zero] [--flush-to-zero] [--traps] [SUITE]... [-SUITE]...: runs all
 * CUnit suites, or those named, but those named with a dash, in a host with another locale or floating-point mode, or
 * one that a division by zero, an overflow or an invalid operation in binary64 ends with a signal. Exit 1 when anything
 * failed, 2 when a name is none of a suite. */
#define _GNU_SOURCE /* traps */
#include <CUnit/Basic.h>
#include <fenv.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "suites.h"

/* What a host may have set, and what must still be set when the suites have run. */
typedef struct host {
  char locale[64]; /* "" when none is asked for */
  int rounding;
  unsigned mxcsr; /* flush-to-zero and denormals-are-zero, or 0 */
  int traps;      /* exceptions that are signals, or 0 */
} host;

#define FLUSH_TO_ZERO 0x8040u

#if defined(__GLIBC__)
static bool set_traps(int traps) {
  return feenableexcept(traps) >= 0;
}

static int get_traps(void) {
  return fegetexcept();
}
#else
static bool set_traps(int traps) {
  return traps == 0;
}

static int get_traps(void) {
  return 0;
}
#endif

static bool option(host *h, int argc, char **argv, int *at) {
  static const struct {
    const char *name;
    int mode;
  } modes[] = {{"up", FE_UPWARD}, {"down", FE_DOWNWARD}, {"zero", FE_TOWARDZERO}};
  const char *name = argv[*at], *value = *at + 1 < argc ? argv[*at + 1] : "";
  if (!strcmp(name, "--flush-to-zero")) {
    h->mxcsr = FLUSH_TO_ZERO;
    return true;
  }
  if (!strcmp(name, "--traps")) {
    h->traps = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;
    return set_traps(h->traps);
  }
  ++*at;
  if (!strcmp(name, "--locale")) {
    const char *set = setlocale(LC_ALL, value); /* its text is gone after the next call */
    if (set) snprintf(h->locale, sizeof h->locale, "%s", set);
    return set != NULL;
  }
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    if (!strcmp(name, "--rounding") && !strcmp(value, modes[i].name)) {
      h->rounding = modes[i].mode;
      return fesetround(h->rounding) == 0;
    }
  return false;
}

static unsigned flushing(void) {
#if defined(__SSE2__)
  return _mm_getcsr() & FLUSH_TO_ZERO;
#else
  return 0;
#endif
}

static void flush(unsigned mxcsr) {
#if defined(__SSE2__)
  if (mxcsr) _mm_setcsr(_mm_getcsr() | mxcsr);
#else
  (void)mxcsr;
#endif
}

/* The modes are there: a run that lost them proves nothing. */
static bool holds(const host *h) {
  return fegetround() == h->rounding && flushing() == h->mxcsr && get_traps() == h->traps &&
         (!h->locale[0] || !strcmp(setlocale(LC_ALL, NULL), h->locale));
}

static bool wanted(const char *name, int argc, char **argv) {
  bool named = false, any = false;
  for (int i = 0; i < argc; i++) {
    if (argv[i][0] == '-' && strstr(name, argv[i] + 1)) return false;
    if (argv[i][0] == '-') continue;
    any = true;
    named = named || strstr(name, argv[i]);
  }
  return named || !any;
}

static bool any_suite(const char *part) {
  for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
    if (strstr(suites[i].name, part)) return true;
  return false;
}

/* A name that no suite has, with a dash or not, would let fewer or more run than was asked for. */
static bool all_known(int argc, char **argv) {
  bool known = true;
  for (int i = 0; i < argc; i++)
    if (!any_suite(argv[i] + (argv[i][0] == '-'))) {
      fprintf(stderr, "%s: no suite has this name\n", argv[i]);
      known = false;
    }
  return known;
}

int main(int argc, char **argv) {
  host h = {"", FE_TONEAREST, 0, 0};
  int first = 1;
  for (; first < argc && !strncmp(argv[first], "--", 2); first++)
    if (!option(&h, argc, argv, &first)) {
      fprintf(stderr, "%s: no such locale or mode here\n", argv[first < argc ? first : argc - 1]);
      return 2;
    }
  argc -= first;
  argv += first;
  flush(h.mxcsr);
  if (!holds(&h)) {
    fprintf(stderr, "the mode could not be set\n");
    return 2;
  }
  if (!all_known(argc, argv)) return 2;
  if (CU_initialize_registry() != CUE_SUCCESS) return 1;
  for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
    if (!wanted(suites[i].name, argc, argv)) continue;
    if (suites[i].add() != 0 || CU_get_error() != CUE_SUCCESS) {
      fprintf(stderr, "%s: %s\n", suites[i].name, CU_get_error_msg());
      return 1;
    }
  }
  CU_basic_set_mode(CU_BRM_NORMAL);
  if (CU_basic_run_tests() != CUE_SUCCESS) return 1;
  unsigned run = CU_get_number_of_tests_run();
  unsigned failed = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
  unsigned asserts = CU_get_number_of_failures();
  CU_cleanup_registry();
  if (!holds(&h)) {
    printf("the mode or locale of the host was changed\n");
    failed++;
  }
  printf("\n%u passed, %u failed\n", run - (failed < run ? failed : run), failed);
  return failed || asserts || !run;
}
