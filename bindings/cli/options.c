#include "cli.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind { FLAG, TEXT, LIST } kind;

typedef struct spec {
  const char *name;
  kind kind;
  size_t offset; /* of its field in options */
  unsigned commands;
} spec;

#define AT(field) offsetof(options, field)
#define PLANT (FOR_REPORT | FOR_EXPLAIN | FOR_CHECK | FOR_LEDGER | FOR_QUALITY)
#define ALL (PLANT | FOR_EDITIONS | FOR_MAP | FOR_TEMPLATE)

static const spec specs[] = {
    {"--edition", LIST, AT(editions), FOR_REPORT | FOR_EXPLAIN},
    {"--load", LIST, AT(loads), ALL},
    {"--option", LIST, AT(choices), FOR_REPORT | FOR_EXPLAIN},
    {"--ledger", LIST, AT(ledgers), FOR_CHECK},
    {"--period", TEXT, AT(period), FOR_REPORT | FOR_EXPLAIN},
    {"--format", TEXT, AT(format), FOR_REPORT | FOR_EDITIONS | FOR_QUALITY},
    {"--lang", TEXT, AT(lang), FOR_REPORT | FOR_EXPLAIN | FOR_EDITIONS | FOR_TEMPLATE | FOR_QUALITY},
    {"--lines", TEXT, AT(lines), FOR_TEMPLATE},
    {"--year", TEXT, AT(year), FOR_TEMPLATE},
    {"--cells", TEXT, AT(cells), FOR_QUALITY},
    {"--map", TEXT, AT(map), PLANT | FOR_MAP},
    {"--key", TEXT, AT(key), FOR_EXPLAIN},
    {"--line", TEXT, AT(line), FOR_EXPLAIN},
    {"--of", TEXT, AT(of), FOR_EXPLAIN},
    {"-o", TEXT, AT(out), FOR_REPORT | FOR_EXPLAIN | FOR_EDITIONS | FOR_MAP | FOR_LEDGER | FOR_TEMPLATE | FOR_QUALITY},
    {"--strict", FLAG, AT(strict), PLANT},
    {"--require-complete", FLAG, AT(require_complete), FOR_REPORT},
    {"--help", FLAG, AT(help), ALL},
    {"-h", FLAG, AT(help), ALL}};

/* ---- one argument ---- */

/* The option that an argument names, alone or with "=VALUE" ("-oFILE" for the short one). */
static const spec *find(const char *argument, unsigned command, const char **value) {
  for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
    const spec *s = &specs[i];
    size_t length = strlen(s->name);
    if (!(s->commands & command) || strncmp(argument, s->name, length) != 0) continue;
    *value = NULL;
    if (!argument[length]) return s;
    if (s->name[1] != '-') {
      *value = argument + length;
      return s;
    }
    if (argument[length] == '=') {
      *value = argument + length + 1;
      return s;
    }
  }
  return NULL;
}

static int set_text(const char **field, const spec *s, const char *value) {
  if (*field) return usage("given twice", s->name);
  *field = value;
  return 0;
}

static int set(options *o, const spec *s, const char *value) {
  char *field = (char *)o + s->offset;
  if (s->kind == FLAG) {
    if (value) return usage("takes no value", s->name);
    *(bool *)(void *)field = true;
    return 0;
  }
  if (s->kind == TEXT) return set_text((const char **)(void *)field, s, value);
  list *l = (list *)(void *)field;
  l->at[l->size++] = value;
  return 0;
}

/* ---- all of them ---- */

static int check_words(options *o) {
  static const char *const formats[] = {"text", "json", "csv", "markdown", "form"};
  bool known = !o->format;
  for (size_t i = 0; i < 5 && !known; i++) known = !strcmp(o->format, formats[i]);
  if (!known) return usage("--format is text, json, csv, markdown or form, not", o->format);
  if (o->lang && strcmp(o->lang, "en") != 0 && strcmp(o->lang, "zh") != 0)
    return usage("--lang is en or zh, not", o->lang);
  o->language = o->lang && !strcmp(o->lang, "zh") ? CEMENT_LANGUAGE_ZH : CEMENT_LANGUAGE_EN;
  period ignored;
  if (o->period && !period_read(o->period, &ignored))
    return usage("--period is a month 2025-01, a year 2025 or a range 2023-04..2024-02, not", o->period);
  return 0;
}

static int read_all(options *o, unsigned command, int count, char **arguments) {
  bool operands = false;
  for (int i = 0; i < count; i++) {
    const char *a = arguments[i], *value;
    if (operands || a[0] != '-' || !a[1]) {
      o->inputs.at[o->inputs.size++] = a;
      continue;
    }
    if (!strcmp(a, "--")) {
      operands = true;
      continue;
    }
    const spec *s = find(a, command, &value);
    if (!s) return usage("no such option here (see --help)", a);
    if (s->kind != FLAG && !value) {
      if (i + 1 == count) return usage("wants a value", a);
      value = arguments[++i];
    }
    int status = set(o, s, value);
    if (status) return status;
  }
  return o->help ? 0 : check_words(o);
}

int options_read(options *o, unsigned command, int count, char **arguments) {
  size_t room = (size_t)count + 1;
  *o = (options){.language = CEMENT_LANGUAGE_EN};
  o->room = malloc(5 * room * sizeof *o->room);
  if (!o->room) {
    fputs("cement: out of memory\n", stderr);
    return EXIT_SYSTEM;
  }
  o->inputs.at = o->room;
  o->editions.at = o->room + room;
  o->loads.at = o->room + 2 * room;
  o->choices.at = o->room + 3 * room;
  o->ledgers.at = o->room + 4 * room;
  return read_all(o, command, count, arguments);
}

void options_free(options *o) {
  free(o->room);
}

/* ---- periods ---- */

static bool digits(const char *text, size_t count, int *out) {
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    *out = *out * 10 + (text[i] - '0');
  }
  return *out > 0;
}

/* One end: a month, or a year that stands for its twelve. */
static bool read_end(const char *text, size_t size, int *first, int *last) {
  int year, month;
  if ((size != 4 && size != 7) || !digits(text, 4, &year)) return false;
  *first = year * 12;
  *last = year * 12 + 11;
  if (size == 4) return true;
  if (text[4] != '-' || !digits(text + 5, 2, &month) || month > 12) return false;
  *first = *last = year * 12 + month - 1;
  return true;
}

bool period_read(const char *text, period *out) {
  int ignored;
  const char *dots = strstr(text, "..");
  if (!dots) {
    out->month = strlen(text) == 7;
    return read_end(text, strlen(text), &out->first, &out->last);
  }
  out->month = false;
  return read_end(text, (size_t)(dots - text), &out->first, &ignored) &&
         read_end(dots + 2, strlen(dots + 2), &ignored, &out->last) && out->first <= out->last;
}
