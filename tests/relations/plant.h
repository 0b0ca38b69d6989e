/* A small plant as a list of statements, made from any bytes, and written as a ledger. What the relations change. */
#ifndef CEMENT_TESTS_PLANT_H
#define CEMENT_TESTS_PLANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLANT_LINES 3
#define PLANT_MONTHS 3
#define PLANT_ROOM 320

/* A number as written: value / 10^decimals. */
typedef struct number {
  int64_t value;
  int decimals;
} number;

/* An observation. */
typedef struct statement {
  int line;                           /* -1: the facility */
  int month;                          /* from 0: 2021-01 */
  const char *item, *of, *use, *unit; /* of, use: "" for none */
  number number;
} statement;

typedef struct plant {
  int lines;
  bool white[PLANT_LINES];
  int altitude, pressure; /* m, Pa; -1: not given */
  size_t size;
  statement at[PLANT_ROOM];
} plant;

/* Any bytes make a plant; the same bytes the same one. Bytes that are wanting read as zero. */
void plant_from_bytes(plant *out, const uint8_t *bytes, size_t size);
/* From the numbers of a generator (splitmix64), which it moves on. */
void plant_random(plant *out, uint64_t *state);

/* Adds a statement; false when there is no room. */
bool plant_add(plant *p, statement s);
/* The statement, or NULL. */
statement *plant_find(plant *p, int line, int month, const char *item, const char *of);

/* How a ledger is written: nothing of it changes what is said. */
typedef enum form {
  FORM_PLAIN,
  FORM_KEYS_REVERSED, /* members of each object in another order */
  FORM_PADDED,        /* 1.5 as 1.500 */
  FORM_EXPONENT,      /* 1.5 as 15e-1 */
  FORM_NUMBERS,       /* JSON numbers instead of strings */
  FORM_CSV
} form;

/* The ledger's text, NUL-terminated; free it. Two fossil solid fuels, x1 and x2, are always declared. */
char *plant_text(const plant *p, form how, size_t *size);

#endif
