/* A plant's run for the tests of findings and reports: a ledger, an edition of the test's own if need be, and the words
 * of a report. */
#ifndef TESTS_RUN_PLANT_H
#define TESTS_RUN_PLANT_H

#include <stdbool.h>
#include <stdio.h>

#include <cement/cement.h>

typedef struct plant {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} plant;

/* edition_text: loaded first; NULL: none. editions: separated by spaces. option: "edition key choice"; NULL: none. */
void plant_open(plant *p, const char *edition_text, const char *editions, const char *option, const char *ledger);
void plant_close(plant *p);
/* A file of tests/data/core, to be freed. */
char *plant_file(const char *name);
/* The edition of every word, to be freed, without the rounding within a formula that columns refuse: with `root`, of
 * powers of what a line observed, and `water` and `most_water`, an item of the facility as it stands and in a list. */
char *plant_edition_without_rounding(void);
/* `text`, which is freed, with its only `from` replaced, to be freed. */
char *plant_replaced(char *text, const char *from, const char *to);
/* The proof of a figure of no member, to be freed. line: NULL for the facility. */
char *plant_proof(const plant *p, const char *edition, const char *key, const char *line, const char *period,
                  int32_t language);
/* Whether the proof of a figure says these words, spaces and line ends being one; prints the proof where it does not.
 * figure: "key line period of", a dash for none. */
bool plant_proves(const plant *p, const char *edition, const char *figure, int32_t language, const char *words);
/* The report, to be freed. period: NULL for all. */
char *plant_report(const plant *p, int32_t format, int32_t language, const char *period);
/* Whether the report says these words; prints them where it does not. */
bool plant_says(const plant *p, int32_t format, int32_t language, const char *period, const char *words);
/* The finding of this code, the first of them; code NULL where there is none. */
cement_finding plant_finding(const plant *p, const char *code);

#endif
