/* What few proofs say, and how it stands in their lines (tests/data/core/corners.*): every text is worked out by hand
 * from the two files. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plant.h"

int register_corners_suite(void);

#define ID "test.corners@1"
#define EN CEMENT_LANGUAGE_EN

/* Blanks and line ends count. */
static void shows(const plant *p, const char *key, const char *line, const char *period, const char *words) {
  char *proof = plant_proof(p, ID, key, line, period, EN);
  if (!strstr(proof, words))
    printf("\n  %s %s %s: not in the proof:\n%s\n%s\n", key, line ? line : "-", period, words, proof);
  CU_ASSERT_PTR_NOT_NULL(strstr(proof, words));
  free(proof);
}

static void test_steps(void) {
  char *edition = plant_file("corners.edition.json"), *ledger = plant_file("corners.ledger.csv");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  /* the program's first formula is a step of its own; a note stands behind the observation */
  shows(&p, "doubled", "L1", "2025-01",
        "     = 10 × 2\n"
        "     = 20 t\n"
        "       base [L1, 2025-01] = 10 t  (step 2)\n"
        "       guess = 2; invented, 1; unverified\n"
        "\n"
        "2. base    [L1, 2025-01]\n"
        "     clause 1; formula primary\n"
        "     = clinker_output\n"
        "     = 10\n"
        "     = 10 t\n"
        "       clinker_output (clinker output) = 10 t; ledger:4; by belt\n"
        "\n");
  /* the edition's first factor */
  shows(&p, "doubled", "L1", "2025-01",
        "\nRests on these factors that are not confirmed\n"
        "  guess = 2; invented, 1; unverified\n"
        "\n");
  /* what a choice passed over lacked, below a product and a function */
  shows(&p, "fallback", "L1", "2025-01",
        "     = 10\n"
        "     ABS(gap) * guess is not there, so the next choice is taken\n"
        "     = 10 t\n"
        "       gap (gap) = not observed\n"
        "       base [L1, 2025-01] = 10 t  (step 2)\n"
        "\n");
  free(edition);
  free(ledger);
  plant_close(&p);
}

/* Tonnes and volumes are not added; where one is zero or not there, nothing is said of it. */
static void test_mixture(void) {
  char *edition = plant_file("corners.edition.json"), *ledger = plant_file("corners.ledger.csv");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  shows(&p, "kiln_share", "L1", "2025-01",
        "     = ? ÷ ?\n"
        "     fuels in t and in 10^4 Nm3 are not added\n"
        "     summed WHERE USE = 'kiln': lignite kiln, natural_gas kiln\n"
        "     fuels in t and in 10^4 Nm3 are not added\n"
        "     = incomplete\n");
  shows(&p, "kiln_share", "L1", "2025-02",
        "     = (5) ÷ (5 + 3)\n"
        "     summed WHERE USE = 'kiln': lignite kiln; left out: lignite drying\n"
        "     = 0.625\n");
  shows(&p, "kiln_share", "L1", "2025-03",
        "     = ? ÷ ?\n"
        "     summed WHERE USE = 'kiln': lignite kiln, natural_gas kiln\n"
        "     = incomplete\n");
  free(edition);
  free(ledger);
  plant_close(&p);
}

static void test_findings(void) {
  char *edition = plant_file("corners.edition.json"), *ledger = plant_file("corners.ledger.csv");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  /* each once, with all its steps; 10 t are not less than 0 t */
  shows(&p, "noted", "L1", "2025-01",
        "\nFindings on the way\n"
        "  info  note-a  first note  (step 1)\n"
        "  info  note-b  second note  (step 3, 4)\n"
        "\n");
  shows(&p, "base", "L1", "2025-01",
        "\nFindings on the way\n"
        "  info  often  much clinker  (step 1)\n"
        "\n");
  free(edition);
  free(ledger);
  plant_close(&p);
}

/* The numbers are held together as the condition is: AND goes before OR. */
static void test_conditions(void) {
  char *edition = plant_file("corners.edition.json"), *ledger = plant_file("corners.ledger.csv");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  shows(&p, "logic", "L1", "2025-01",
        "     = 10 + 10\n"
        "     since (dust > 0 OR base > dust + dust) AND moisture > 0 holds: (0 > 0 OR (10 > 0 + 0)) AND (2 > 0)\n"
        "     since dust > 0 AND moisture > 0 OR base > 0 holds: 0 > 0 AND (2 > 0) OR (10 > 0)\n"
        "     = 20 t\n");
  free(edition);
  free(ledger);
  plant_close(&p);
}

/* A limit is told as a formula is: why its branches were taken, and the options that it reads. A figure of 10 t meets a
 * limit of 10 t. */
static void test_limits(void) {
  char *edition = plant_file("corners.edition.json"), *ledger = plant_file("corners.ledger.csv");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  shows(&p, "base", "L1", "2025-01",
        "\nGrade      first, the first that is met; clause 2\n"
        "  first: 10 <= 10 is met\n"
        "       L1 = 10 t; 2; primary\n"
        "  second: 10 <= 20 is met\n"
        "     = SELECT(dust > 0, L1, L2) * SELECT(OPTION(way) = 'a', 1, guess)\n"
        "     = 20 × 1\n"
        "     = 20\n"
        "     since dust > 0 does not hold: 0 > 0\n"
        "     since OPTION(way) = 'a' holds\n"
        "       L2 = 20 t; 2; primary\n"
        "       dust (dust) = 0; not observed, read as zero by the rule of the item\n"
        "       option way (reading) = a, the default; invented, 2; primary\n"
        "\n"
        "Steps\n");
  free(edition);
  free(ledger);
  plant_close(&p);
}

/* Two lines with the same months, a third that has one. */
static void test_years(void) {
  char *edition = plant_file("corners.edition.json");
  char ledger[4096] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
                      "L2,,line.clinker_type,,portland,\nL3,,line.clinker_type,,white,\n"
                      "L3,2025-05,clinker_output,,7,t\n";
  plant p;
  for (int month = 1; month <= 12; month++) {
    size_t used = strlen(ledger);
    snprintf(ledger + used, sizeof ledger - used,
             "L1,2025-%02d,clinker_output,,10,t\nL2,2025-%02d,clinker_output,,%d,t\n", month, month, 10 + month);
  }
  plant_open(&p, edition, ID, NULL, ledger);
  shows(&p, "all", NULL, "2025-01",
        "     = 10 + 11\n"
        "     = 21 t\n"
        "       base [L1, 2025-01] = 10 t  (step 2)\n"
        "       base [L2, 2025-01] = 11 t  (step 3)\n"
        "\n"
        "2. base    [L1, 2025-01]\n");
  /* 12 × 10 + 12 × 10 + 1 + 2 + ... + 12 + 7; a full year has no finding */
  shows(&p, "all", NULL, "2025", "     = 325 t\n");
  shows(&p, "all", NULL, "2025",
        "       clinker_output (clinker output) = 22 t; ledger:30\n"
        "\n"
        "Displayed  325 t");
  free(edition);
  plant_close(&p);
}

/* The months that a year lacks, where that is all that there is to find. */
static void test_missing_months(void) {
  char *edition = plant_file("labels.edition.json");
  plant p;
  cement_finding first = {.size = sizeof first};
  plant_open(&p, edition, "test.labels@1", NULL,
             "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
             "L1,2025-05,clinker_output,,7,t\n");
  CU_ASSERT_EQUAL_FATAL(cement_run_finding(p.run, &first, 0, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(first.code, "missing-months");
  char *proof = plant_proof(&p, "test.labels@1", "x", "L1", "2025", EN);
  CU_ASSERT_PTR_NOT_NULL(
      strstr(proof, "\nFindings on the way\n"
                    "  warning  missing-months  the year has fewer than twelve months and is computed over those "
                    "present; absent:\n"
                    "    2025-01..2025-04 2025-06..2025-12\n"
                    "\n"));
  free(proof);
  free(edition);
  plant_close(&p);
}

int register_corners_suite(void) {
  CU_pSuite suite = CU_add_suite("corners", NULL, NULL);
  CU_add_test(suite, "steps", test_steps);
  CU_add_test(suite, "a mixture", test_mixture);
  CU_add_test(suite, "findings", test_findings);
  CU_add_test(suite, "conditions", test_conditions);
  CU_add_test(suite, "limits", test_limits);
  CU_add_test(suite, "years", test_years);
  CU_add_test(suite, "missing months", test_missing_months);
  return (int)CU_get_error();
}
