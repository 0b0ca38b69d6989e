/* What the readers of JSON and CSV feed: raw rows and raw declarations. Both go through the same functions, so that the
 * same facts give the same ledger and the same faults the same messages. */
#ifndef CM_LEDGER_BUILDER_H
#define CM_LEDGER_BUILDER_H

#include "base/hash.h"
#include "ledger/ledger.h"
#include "ledger/names.h"

/* A piece of a document: its text (escapes resolved) and where it begins. Empty text means not given. */
typedef struct cm_cell {
  cm_str text;
  size_t offset;
} cm_cell;

typedef struct cm_raw_row {
  cm_cell line, period, item, of, value, unit, method, use, source, note;
  size_t offset; /* of the row, for what is missing in it */
} cm_raw_row;

/* A place that outlives the document's text. line 0: none. */
typedef struct cm_spot {
  uint32_t document, line, column;
} cm_spot;

/* Where the properties of a line, a fuel, a material or the facility were given: attributes by index, then these. */
enum { CM_GIVEN_NAME = CM_ATTRIBUTES_MAX, CM_GIVEN_ID, CM_GIVEN_PROVINCE, CM_GIVEN_COUNT };

typedef struct cm_entity {
  cm_spot used;     /* first mention by an observation */
  cm_spot declared; /* first mention by a declaration */
  cm_spot object;   /* the JSON object that declares it */
  cm_spot given[CM_GIVEN_COUNT];
} cm_entity;

typedef struct cm_unit_entry {
  cm_str text;
  cm_unit unit;
} cm_unit_entry;

typedef struct cm_builder {
  cm_ledger *ledger;
  const cm_items *items;
  const cm_ledger_limits *limits;
  cement_error *err;

  /* the document being read */
  cm_str source, text;
  uint32_t document;
  size_t seen, line_start; /* lines are counted up to the offset `seen` */
  uint32_t line;

  /* what is put row by row: one document until another is read (put.c) */
  bool putting;  /* the last document is one of puts */
  bool binary;   /* the row's number came as a double */
  uint32_t put;  /* the place of the row that is read: how many came before it, and one; 0: none is read */
  uint32_t puts; /* so far */
  size_t put_bytes;
  cm_sha256 put_hash;
  cm_buf row;

  cm_names item_names, line_names, fuel_names, material_names, texts, unit_names;
  CM_VEC(cm_unit_entry) units;
  CM_VEC(cm_entity) lines, fuels, materials; /* beside those of the ledger */
  cm_entity facility;
  char *pool; /* numbers as written lie close together */
  size_t pool_left;
  cm_sha256 hash; /* of the documents */
} cm_builder;

#define CM_ID_BYTES_MAX 64

/* A refusal at a cell of the current document, or at a spot of any. */
#define cm_refuse_cell(b, code, cell_offset, ...)                                                                      \
  cm_fail((b)->err, (code), cm_build_place((b), (cell_offset)), __VA_ARGS__)
#define cm_refuse_spot(b, code, spot, ...) cm_fail((b)->err, (code), cm_spot_place((b), (spot)), __VA_ARGS__)

/* Begins a document: what was read before it lies in the ones before. */
int cm_build_open(cm_ledger *ledger, cm_str name, const cm_ledger_limits *limits, cement_error *err);
void cm_build_close_puts(cm_builder *b);

cm_place cm_build_place(const cm_builder *b, size_t offset); /* in the current document, or row of puts */
cm_spot cm_build_spot(cm_builder *b, size_t offset);         /* cheap where offsets ascend */
cm_place cm_spot_place(const cm_builder *b, cm_spot spot);
int cm_spot_cmp(cm_spot a, cm_spot b); /* in document order; no place comes last */
/* "file.csv, line 12, column 3" */
cm_str cm_spot_text(const cm_builder *b, cm_spot spot, char out[CEMENT_SOURCE_MAX + 64]);

/* Room for so many further observations, so that growth leaves nothing behind. */
int cm_build_reserve(cm_builder *b, size_t rows);
int cm_build_observation(cm_builder *b, const cm_raw_row *row);
/* Declares a line, fuel or material (bit), by a JSON object or by an attribute's row. */
int cm_build_declare(cm_builder *b, uint8_t bit, cm_cell id, bool object, uint32_t *out);
bool cm_build_knows(cm_builder *b, uint8_t bit, cm_str key); /* whether the set has such a property */
/* One property: an attribute, or "name" (and "id", "province" of the facility). `owner` from cm_build_declare. */
int cm_build_property(cm_builder *b, uint8_t bit, uint32_t owner, cm_cell key, cm_cell value, cm_cell unit);
int cm_build_override(cm_builder *b, cm_cell edition, cm_cell key, cm_cell of, cm_cell value, cm_cell unit,
                      cm_cell reason, size_t offset);

/* The index of a line, fuel or material, added when it is new. Any number of undeclared ones may come. */
int cm_build_member(cm_builder *b, uint8_t bit, cm_cell id, uint32_t *out);
int cm_build_text(cm_builder *b, cm_str text, cm_str *out); /* the one copy of a text */

/* quantity.c: a number with its unit, in three steps */
int cm_quantity_number(cm_builder *b, cm_str what, cm_cell value, cm_dec *out);
int cm_quantity_unit(cm_builder *b, cm_str what, cm_cell unit, cm_str expected, const cm_unit_entry **out);
/* Converts and checks the range; `as` tells what was expected. */
typedef struct cm_expected {
  cm_str what, unit_text;
  cm_unit unit;
  cm_range range;
  bool basis; /* "as received" may be said */
} cm_expected;
int cm_quantity_convert(cm_builder *b, const cm_expected *as, cm_place unit_place, cm_place value_place,
                        const cm_unit_entry *unit, cm_str written, cm_dec *value);

/* The value of an observation in its item's unit, once the fuel's state is known. */
int cm_observation_settle(cm_builder *b, cm_observation *observation, cm_place unit_place, cm_place value_place);

/* Keeps a copy of what reading found. */
int cm_build_remark(cm_builder *b, const cm_remark *remark);

int cm_ledger_read_json(cm_builder *b);
/* The declarations of a document that is no ledger; each may be NULL. */
int cm_ledger_read_declarations(cm_builder *b, const cm_json *facility, const cm_json *lines, const cm_json *fuels,
                                const cm_json *materials);
int cm_ledger_read_csv(cm_builder *b);
/* b->text is one row with all ten columns, in the order of cm_csv_header. */
int cm_ledger_read_csv_row(cm_builder *b);
extern const char cm_csv_header[];

/* check.c, conflict.c: the steps of cm_ledger_finish */
int cm_check_declarations(cm_builder *b);
int cm_check_order(cm_builder *b);
int cm_check_conflicts(cm_builder *b);

int cm_observation_cmp(const cm_observation *a, const cm_observation *b); /* by what they are about */

#endif
