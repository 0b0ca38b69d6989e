#include "plant.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"

void plant_open(plant *p, const char *edition_text, const char *editions, const char *option, const char *ledger) {
  cement_error err = {.size = sizeof err};
  char id[64], key[64], choice[64];
  int used;
  memset(p, 0, sizeof *p);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p->catalog, p->context, NULL), CEMENT_OK);
  int32_t status = CEMENT_OK;
  if (edition_text) status = cement_catalog_load(p->catalog, "edition", edition_text, strlen(edition_text), &err);
  if (!status) status = cement_plan_create(&p->plan, p->catalog, &err);
  for (const char *at = editions; !status && sscanf(at, "%63s%n", id, &used) == 1; at += used)
    status = cement_plan_add(p->plan, id, &err);
  for (const char *at = option; !status && at && sscanf(at, "%63s %63s %63s%n", id, key, choice, &used) == 3;
       at += used)
    status = cement_plan_option(p->plan, id, key, choice, &err);
  if (!status) status = cement_ledger_create(&p->ledger, p->catalog, &err);
  if (!status) status = cement_ledger_read(p->ledger, "ledger", ledger, strlen(ledger), &err);
  if (!status) status = cement_ledger_finish(p->ledger, &err);
  if (!status) status = cement_run_create(&p->run, p->plan, p->ledger, &err);
  if (status) printf("\n  line %u: %s\n", err.line, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
}

void plant_close(plant *p) {
  cement_run_destroy(p->run);
  cement_plan_destroy(p->plan);
  cement_ledger_destroy(p->ledger);
  cement_catalog_destroy(p->catalog);
  cement_context_destroy(p->context);
}

char *plant_file(const char *name) {
  char path[1024];
  snprintf(path, sizeof path, "%s/../tests/data/core/%s", CEMENT_DATA_DIR, name);
  return text_of_file(path);
}

char *plant_replaced(char *text, const char *from, const char *to) {
  char *at = strstr(text, from), *out = malloc(strlen(text) + strlen(to) + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  CU_ASSERT_PTR_NULL(strstr(at + 1, from));
  sprintf(out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  free(text);
  return out;
}

#define FIGURE(key, at, unit, is)                                                                                      \
  "{\"key\": \"" key "\", \"at\": \"" at "\", \"unit\": \"" unit "\", \"year\": \"recompute\", \"clause\": "           \
  "\"invented, 1\", \"confidence\": \"primary\", \"display\": {\"decimals\": 3, \"rule\": \"half_up\"}, \"is\": \"" is \
  "\"}, "

char *plant_edition_without_rounding(void) {
  char *text = plant_file("every-word.edition.json");
  text = plant_replaced(text, "ROUND(clinker_output, half_even_1)", "clinker_output");
  return plant_replaced(
      text, "{\"key\": \"plant_power\"",
      FIGURE("water", "facility", "m3", "plant_water") FIGURE("most_water", "facility", "m3",
                                                              "MAX(plant_water, plant_water)")
          FIGURE("root", "line", "1",
                 "POW(dust / clinker_output, half) + POW(dust / clinker_output, cube)") "{\"key\": \"plant_power\"");
}

/* Spaces and line ends as one space. */
static void flatten(char *at) {
  char *to = at;
  for (char last = ' '; *at; at++) {
    char c = *at == '\n' ? ' ' : *at;
    if (c != ' ' || last != ' ') *to++ = c;
    last = c;
  }
  *to = '\0';
}

char *plant_proof(const plant *p, const char *edition, const char *key, const char *line, const char *period,
                  int32_t language) {
  size_t at;
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, edition, key, line, period, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_explain(p->run, text_gather, &t, at, language, NULL), CEMENT_OK);
  return t.at;
}

bool plant_proves(const plant *p, const char *edition, const char *figure, int32_t language, const char *words) {
  char key[64], line[64], period[64], of[64];
  size_t at;
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(sscanf(figure, "%63s %63s %63s %63s", key, line, period, of), 4);
  int32_t found = cement_run_find(p->run, &at, edition, key, strcmp(line, "-") ? line : NULL, period,
                                  strcmp(of, "-") ? of : NULL, NULL);
  if (found != CEMENT_OK) printf("\n  no figure %s\n", figure);
  CU_ASSERT_EQUAL_FATAL(found, CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_explain(p->run, text_gather, &t, at, language, NULL), CEMENT_OK);
  flatten(t.at);
  bool said = strstr(t.at, words) != NULL;
  if (!said) printf("\n  %s: not in the proof: %s\n%s\n", figure, words, t.at);
  free(t.at);
  return said;
}

char *plant_report(const plant *p, int32_t format, int32_t language, const char *period) {
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_run_report(p->run, text_gather, &t, format, language, period, NULL), CEMENT_OK);
  CU_ASSERT_PTR_NOT_NULL_FATAL(t.at);
  return t.at;
}

bool plant_says(const plant *p, int32_t format, int32_t language, const char *period, const char *words) {
  char *report = plant_report(p, format, language, period);
  bool said = strstr(report, words) != NULL;
  if (!said) printf("\n  format %d, language %d: not said: %s\n%s\n", (int)format, (int)language, words, report);
  free(report);
  return said;
}

cement_finding plant_finding(const plant *p, const char *code) {
  for (size_t i = 0; i < cement_run_finding_count(p->run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(p->run, &f, i, NULL), CEMENT_OK);
    if (!strcmp(f.code, code)) return f;
  }
  return (cement_finding){.size = sizeof(cement_finding)};
}
