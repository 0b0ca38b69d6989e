/* many_rows [MILLIONS]: ten million rows of minutes, made while they are read, in 32 MiB; and a cell of 60 MB.
 *
 * The sums are known without the library: every row says 1.25 t of clinker and 0.5 t of coal, but each 1 000th says
 * that the kiln stood. Ends with "N passed, N failed". */
#include <cement/cement.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct minutes {
  uint64_t row, rows;
  int year, month, day, minute;
  char text[128];
  size_t size, at;
} minutes;

static int days_of(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

static void step(minutes *m) {
  if (++m->minute < 1440) return;
  m->minute = 0;
  if (++m->day <= days_of(m->year, m->month)) return;
  m->day = 1;
  if (++m->month <= 12) return;
  m->month = 1;
  m->year++;
}

static void make_row(minutes *m) {
  if (m->row == 0) {
    m->size = (size_t)snprintf(m->text, sizeof m->text, "时间,1#窑熟料产量(t),1#窑烟煤消耗量(t)\n");
  } else {
    m->size = (size_t)snprintf(m->text, sizeof m->text, "%04d-%02d-%02d %02d:%02d,%s\n", m->year, m->month, m->day,
                               m->minute / 60, m->minute % 60, m->row % 1000 == 0 ? "停窑," : "1.25,0.5");
    step(m);
  }
  m->row++;
  m->at = 0;
}

static int32_t read_minutes(void *user, char *buffer, size_t room, size_t *got) {
  minutes *m = user;
  for (*got = 0; *got < room;) {
    if (m->at == m->size) {
      if (m->row > m->rows) return 0;
      make_row(m);
    }
    size_t piece = m->size - m->at < room - *got ? m->size - m->at : room - *got;
    memcpy(buffer + *got, m->text + m->at, piece);
    m->at += piece;
    *got += piece;
  }
  return 0;
}

/* "日期,熟料产量(t)\n2025-01-01,111...": a cell that does not end. */
static int32_t read_cell(void *user, char *buffer, size_t room, size_t *got) {
  static const char head[] = "日期,熟料产量(t)\n2025-01-01,";
  size_t *at = user;
  *got = room;
  memset(buffer, '1', room);
  if (*at == 0) memcpy(buffer, head, sizeof head - 1);
  *at += room;
  if (*at > 60000000) *got = 0;
  return 0;
}

typedef struct sums {
  double clinker, coal;
  size_t months;
} sums;

/* Of the canonical ledger, whose values stand behind their items. */
static int32_t add_up(void *user, const char *bytes, size_t size) {
  sums *s = user;
  char *text = malloc(size + 1);
  if (!text) return 1;
  memcpy(text, bytes, size);
  text[size] = '\0';
  for (const char *at = strstr(text, "\"item\":"); at; at = strstr(at + 1, "\"item\":")) {
    double value = strtod(strstr(at, "\"value\":\"") + 9, NULL);
    bool clinker = strncmp(at + 8, "clinker_output", 14) == 0;
    *(clinker ? &s->clinker : &s->coal) += value;
    s->months += clinker;
  }
  free(text);
  return 0;
}

static unsigned passed, failed;

static void check(bool good, const char *what, const cement_error *err) {
  if (good) passed++;
  if (good) return;
  failed++;
  printf("%s: %s:%u:%u: %s\n", what, err->source, (unsigned)err->line, (unsigned)err->column, err->message);
}

static void read_many(const cement_catalog *catalog, uint64_t rows) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger = NULL;
  minutes m = {.rows = rows, .year = 2001, .month = 1, .day = 1};
  sums s = {0, 0, 0};
  bool good = !cement_ledger_create(&ledger, catalog, &err) &&
              !cement_ledger_read_plant(ledger, "minutes.csv", read_minutes, &m, 0, &err) &&
              !cement_ledger_finish(ledger, &err) && !cement_ledger_canonical(ledger, add_up, &s, &err);
  double running = (double)(rows - rows / 1000);
  check(good, "minutes", &err);
  check(s.clinker == 1.25 * running && s.coal == 0.5 * running, "sums", &err); /* quarters are exact in binary64 */
  check(s.months > rows / 44641, "months", &err);
  printf("%llu rows, %zu months, %.2f t of clinker\n", (unsigned long long)rows, s.months, s.clinker);
  cement_ledger_destroy(ledger);
}

static void read_long_cell(const cement_catalog *catalog) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger = NULL;
  size_t at = 0;
  cement_ledger_create(&ledger, catalog, &err);
  int32_t status = cement_ledger_read_plant(ledger, "cell.csv", read_cell, &at, 0, &err);
  check(status == CEMENT_E_LIMIT && err.line == 2 && at < 60000000, "a cell of 60 MB", &err);
  cement_ledger_destroy(ledger);
}

int main(int argc, char **argv) {
  const cement_config config = {
      .size = sizeof config, .csv_bytes = (uint64_t)4 << 30, .memory_limit = (uint64_t)32 << 20};
  uint64_t millions = argc > 1 ? strtoull(argv[1], NULL, 10) : 10;
  cement_error err = {.size = sizeof err};
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  bool good = !cement_context_create(&context, &config, &err) && !cement_catalog_create(&catalog, context, &err);
  check(good, "catalog", &err);
  if (good) read_many(catalog, millions * 1000000);
  if (good) read_long_cell(catalog);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  printf("%u passed, %u failed\n", passed, failed);
  return failed != 0;
}
