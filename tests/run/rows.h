/* A ledger of a few rows for the tests of what is made of it whole: the report of data quality, the monthly form. */
#ifndef TESTS_RUN_ROWS_H
#define TESTS_RUN_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cement/cement.h>

typedef struct few_rows {
  char text[1 << 16]; /* long CSV */
  size_t size;
} few_rows;

/* With the facility F and the lines L1 and L2. */
void rows_begin(few_rows *r);
/* As printf: a row of line, period, item, of, value, unit, method, use, source, note. */
void rows_add(few_rows *r, const char *format, ...);
/* Such a row of 2025 with a number × 10^(9 times), which no plausible unit has: the unit stands between so many powers
 * of m and their divisors. `what` is "line,month,item,of", `method` may be "". */
void rows_vast(few_rows *r, const char *what, const char *value, int times, const char *unit, const char *method);

/* Of the catalog of api/host.h; to be destroyed. */
cement_ledger *rows_ledger(const few_rows *r);
/* The report of data quality, to be freed. */
char *rows_quality(const few_rows *r, int32_t format, int32_t language);

/* The text between `begin` and the first `end` behind it, to be freed; "" where there is none. */
char *rows_between(const char *text, const char *begin, const char *end);
/* Whether the text has these words; prints it where it has not. */
bool rows_says(const char *text, const char *words);

#endif
