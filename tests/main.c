/* cement_tests [SUITE]...: runs all CUnit suites, or those named. Exit 1 when anything failed. */
#include <CUnit/Basic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "suites.h"

static bool wanted(const char *name, int argc, char **argv) {
  if (argc == 1) return true;
  for (int i = 1; i < argc; i++)
    if (strstr(name, argv[i])) return true;
  return false;
}

int main(int argc, char **argv) {
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
  printf("\n%u passed, %u failed\n", run - (failed < run ? failed : run), failed);
  return failed || asserts || !run;
}
