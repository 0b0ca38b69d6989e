/* The ledger: one facility, its lines, fuels and observations, checked and put in order. */
#ifndef CM_LEDGER_LEDGER_H
#define CM_LEDGER_LEDGER_H

#include "base/alloc.h"
#include "base/error.h"
#include "base/json.h"
#include "base/month.h"
#include "std/items.h"

#define CM_NONE UINT32_MAX /* no line (facility level), no fuel, no use, no member */

typedef enum cm_method {
  CM_METHOD_NONE,
  CM_METHOD_MEASURED,
  CM_METHOD_DEFAULT,
  CM_METHOD_CALCULATED,
  CM_METHOD_ESTIMATED
} cm_method;

typedef struct cm_observation {
  const cm_item *item;
  uint32_t line;   /* index into lines, CM_NONE for the facility */
  uint32_t fuel;   /* index into fuels */
  uint32_t use;    /* index into the members of USE; CM_NONE: serves all uses (any_use items) or not of this item */
  uint32_t member; /* index into materials, or into the sections */
  cm_month month;
  uint8_t method;                  /* cm_method */
  uint8_t document;                /* index into documents */
  bool binary;                     /* the number came as a double */
  uint32_t text_line, text_column; /* where its value stands */
  cm_dec value;                    /* in the item's unit (with `fu` resolved by the fuel's state) */
  cm_str written;                  /* number as written */
  cm_str unit;                     /* unit as written */
  cm_str source, note;
} cm_observation;

typedef struct cm_line {
  cm_str id, name;
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX];
  size_t first, count; /* its observations: ledger->observations[first .. first + count) */
} cm_line;

typedef struct cm_fuel {
  cm_str id, name;
  bool builtin;
  cm_label label;
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX];
} cm_fuel;

typedef struct cm_material {
  cm_str id, name;
  bool builtin;
  cm_label label;
} cm_material;

typedef struct cm_override {
  cm_str edition, key, of, written, unit, reason;
  cm_dec value; /* as written, in `unit` */
  cm_place place;
} cm_override;

typedef struct cm_document {
  cm_str name;
  char sha256[65];
} cm_document;

/* What reading a plant's files repaired, took for granted or left out. Every run tells it. */
typedef enum cm_remark_kind {
  CM_REMARK_ENCODING, /* found, not declared */
  CM_REMARK_SPACES,   /* cells that were repaired, by kind */
  CM_REMARK_FULL_WIDTH,
  CM_REMARK_THOUSANDS,
  CM_REMARK_PERCENT,
  CM_REMARK_PLUS,
  CM_REMARK_QUOTE,
  CM_REMARK_EXPONENT,
  CM_REMARK_ZEROS,
  CM_REMARK_POINT,
  CM_REMARK_PRECISION,
  CM_REMARK_SERIAL,
  CM_REMARK_MEMBER, /* what a heading was taken to mean */
  CM_REMARK_ASSUMED,
  CM_REMARK_SUBJECT,
  CM_REMARK_BASIS,
  CM_REMARK_SPELLING,
  CM_REMARK_SHORT,
  CM_REMARK_REMARK,
  CM_REMARK_SAMPLED,
  CM_REMARK_LETTERS, /* characters that editions of GB 18030 show differently */
  CM_REMARK_COLUMN,  /* not used: not understood */
  CM_REMARK_SPARE,   /* not used: known, but nothing needs it here */
  CM_REMARK_ROW,     /* not used: no date in it */
  CM_REMARK_ABOVE,   /* rows whose date, or part of it, stands above */
  CM_REMARK_TOTAL,   /* a total that the rows do not give */
  CM_REMARK_GAP,     /* a month without value, since cells of it have none */
  CM_REMARK_ZERO,    /* cells without value that count as zero, as the mapping says */
  CM_REMARK_DAYS,    /* days of a month that no row is about */
  CM_REMARK_SAMPLES, /* cells without value among those of a mean */
  CM_REMARK_STOPPED, /* cells that say that the kiln stood */
  CM_REMARK_UNWEIGHTED,
  CM_REMARK_RATE,      /* amounts of rates, by the length of the rows */
  CM_REMARK_CONVERTED, /* to the basis as received, by numbers that are not verified */
  CM_REMARK_FACILITY,  /* no id */
  CM_REMARK_LINE,      /* no line is named */
  CM_REMARK_COUNT
} cm_remark_kind;

typedef struct cm_remark {
  cm_remark_kind kind;
  const cm_item *item; /* NULL: of none in particular */
  cm_str line, of;     /* ids; empty: none */
  cm_str use;
  cm_month month; /* INT32_MIN: none */
  cm_str key;     /* a heading; empty: none */
  cm_str detail;  /* numbers, names and places, the same in both languages */
  uint64_t cells; /* of repairs: how many; otherwise 0 */
} cm_remark;

typedef struct cm_ledger {
  cm_arena arena;
  const cm_items *items;
  cm_str facility_id, facility_name, facility_province;
  cm_attribute_value facility[CM_ATTRIBUTES_MAX];
  /* lines in natural order of their ids; fuels and materials in the order of items.json, then declared ones by id */
  CM_VEC(cm_line) lines;
  CM_VEC(cm_fuel) fuels;         /* those built in and those declared */
  CM_VEC(cm_material) materials; /* likewise, and those merely used */
  /* sorted by (line with the facility last, month, item, fuel, use, member): facility's from facility_first */
  CM_VEC(cm_observation) observations;
  size_t facility_first;
  CM_VEC(cm_override) overrides;
  CM_VEC(cm_document) documents;
  CM_VEC(cm_remark) remarks; /* in the order of reading */
  cm_month *months;          /* every month with an observation, ascending */
  size_t month_count;
  char sha256[65];           /* of the documents' bytes, one after the other */
  char canonical_sha256[65]; /* of the canonical form */
  bool finished;
  struct cm_builder *builder; /* what only the collecting needs (ledger/builder.h) */
} cm_ledger;

typedef struct cm_ledger_limits {
  cm_json_limits json;
  size_t csv_bytes, field_bytes, line_bytes, columns, rows, lines, months, fuels, materials;
} cm_ledger_limits;

/* What a period text says: one month, one year, or a range of months. */
typedef struct cm_period {
  cm_month first, last;
  bool month; /* a single month: no year figures */
} cm_period;
int cm_period_read(cm_str text, cm_period *out); /* month, year or range A..B of either: 0 or -1 */
/* Those of ascending months that `has` says yes to, neighbours folded: "2025-01..2025-04, 2025-07". False: none. */
bool cm_months_add(cm_buf *buf, const cm_month *months, size_t count, bool (*has)(const void *of, size_t i),
                   const void *of, const char *between);

/* Collects documents, then checks all of them together.
 *   cm_ledger_init, cm_ledger_add (any number of times), cm_ledger_finish, ..., cm_ledger_free
 * Given:    name, text  a document's name for messages and its bytes (not needed after the call): JSON when its first
 *           character that is no white space is '{', long CSV otherwise.
 * Status:   each refusal carries the place in the document: SYNTAX, ENCODING, SCHEMA, DUPKEY, RANGE, UNIT, UNKNOWN,
 *           CONFLICT, MISSING, LIMIT, NOMEM.
 * Notes:    after a refusal only cm_ledger_free is allowed. Finish reports the first fault in document order. */
/* The longest document of this kind, told by its beginning; and the refusal of a longer one. */
size_t cm_ledger_bytes_max(cm_str text, const cm_ledger_limits *limits);
int cm_ledger_too_long(cm_str name, cement_error *err);

void cm_ledger_init(cm_ledger *ledger, const cm_alloc *alloc, const cm_items *items);
int cm_ledger_add(cm_ledger *ledger, cm_str name, cm_str text, const cm_ledger_limits *limits, cement_error *err);
/* A document from a reader, held whole before any of it is taken in.
 * Status:   besides those of cm_ledger_add: IO, LIMIT or NOMEM while it is fetched (*taken stays false: the ledger is
 * as it was). */
int cm_ledger_fetch(cm_ledger *ledger, cm_str name, cement_reader read, void *user, const cm_ledger_limits *limits,
                    bool *taken, cement_error *err);
/* One row of long CSV, cell by cell: line, period, item, of, value, unit, method, use, source, note. number: in the
 * place of `value` as its shortest decimal; NULL: none. Rows put one after the other are a document named "put". */
#define CM_PUT_CELLS 10
enum {
  CM_PUT_LINE,
  CM_PUT_PERIOD,
  CM_PUT_ITEM,
  CM_PUT_OF,
  CM_PUT_VALUE,
  CM_PUT_UNIT,
  CM_PUT_METHOD,
  CM_PUT_USE,
  CM_PUT_SOURCE,
  CM_PUT_NOTE
};
int cm_ledger_put(cm_ledger *ledger, const cm_str cells[CM_PUT_CELLS], const double *number,
                  const cm_ledger_limits *limits, cement_error *err);
int cm_ledger_finish(cm_ledger *ledger, const cm_ledger_limits *limits, cement_error *err);
void cm_ledger_free(cm_ledger *ledger);

/* The canonical form (JSON, keys sorted, values in the items' units, observations in order): same facts, same bytes. */
int cm_ledger_canonical(const cm_ledger *ledger, cm_buf *out);
/* Its SHA-256, without holding the whole of it. `scratch` is the caller's to free. */
int cm_ledger_canonical_hash(const cm_ledger *ledger, cm_arena *scratch, char out[65]);

#endif
