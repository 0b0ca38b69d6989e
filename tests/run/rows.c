#include "run/rows.h"

#include <CUnit/CUnit.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "api/text.h"

void rows_begin(few_rows *r) {
  r->size = 0;
  rows_add(r, "line,period,item,of,value,unit,method,use,source,note");
  rows_add(r, ",,facility.id,,F,,,,,");
  rows_add(r, "L1,,line.clinker_type,,portland,,,,,");
  rows_add(r, "L2,,line.clinker_type,,portland,,,,,");
}

void rows_add(few_rows *r, const char *format, ...) {
  va_list more;
  va_start(more, format);
  int size = vsnprintf(r->text + r->size, sizeof r->text - r->size, format, more);
  va_end(more);
  CU_ASSERT_TRUE_FATAL(size > 0 && r->size + (size_t)size + 2 < sizeof r->text);
  r->size += (size_t)size;
  r->text[r->size++] = '\n';
  r->text[r->size] = '\0';
}

/* More of the same text behind it. */
static void repeat(char *text, const char *piece, int times) {
  for (char *at = text + strlen(text); times > 0; times--) at = stpcpy(at, piece);
}

void rows_vast(few_rows *r, const char *what, const char *value, int times, const char *unit, const char *method) {
  char text[2048] = "", line[8], item[64], of[64] = "";
  int month, count = times < 0 ? -times : times;
  CU_ASSERT_TRUE_FATAL(sscanf(what, "%7[^,],%d,%63[^,],%63[^,]", line, &month, item, of) >= 3);
  repeat(text, times > 0 ? "10^9 m*" : "m*", count);
  strcat(text, unit);
  repeat(text, times > 0 ? "/m" : "/10^9 m", count);
  rows_add(r, "%s,2025-%02d,%s,%s,%s,%s,%s,,,", strcmp(line, "-") ? line : "", month, item, of, value, text, method);
}

cement_ledger *rows_ledger(const few_rows *r) {
  cement_ledger *ledger = NULL;
  cement_error err = {.size = sizeof err};
  int32_t status = cement_ledger_create(&ledger, suite_catalog, &err);
  if (!status) status = cement_ledger_read(ledger, "rows", r->text, r->size, &err);
  if (!status) status = cement_ledger_finish(ledger, &err);
  if (status) printf("\n  rows:%u:%u: %s\n", err.line, err.column, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  return ledger;
}

char *rows_quality(const few_rows *r, int32_t format, int32_t language) {
  written t = {0};
  cement_ledger *ledger = rows_ledger(r);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_quality(ledger, text_gather, &t, format, language, NULL), CEMENT_OK);
  cement_ledger_destroy(ledger);
  return t.at;
}

char *rows_between(const char *text, const char *begin, const char *end) {
  const char *from = strstr(text, begin), *to = from ? strstr(from + strlen(begin), end) : NULL;
  size_t size = to ? (size_t)(to - from) - strlen(begin) : 0;
  char *out = calloc(size + 1, 1);
  if (size) memcpy(out, from + strlen(begin), size);
  return out;
}

bool rows_says(const char *text, const char *words) {
  bool said = strstr(text, words) != NULL;
  if (!said) printf("\n  not said: %s\n%s\n", words, text);
  return said;
}
