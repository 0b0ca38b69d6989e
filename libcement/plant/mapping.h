/* Mapping files (cement-mapping/1): a person's word on what the columns of a plant's tables are. */
#ifndef CM_PLANT_MAPPING_H
#define CM_PLANT_MAPPING_H

#include "base/json.h"
#include "base/sink.h"
#include "plant/header.h"

typedef enum cm_shape { CM_SHAPE_FOUND, CM_SHAPE_WIDE, CM_SHAPE_LONG, CM_SHAPE_FORM, CM_SHAPE_DAYS } cm_shape;

/* One column. `meaning.kind` UNKNOWN: a proposal's, which cm_mapping_read refuses. */
typedef struct cm_mapping_column {
  cm_str header;      /* as the person wrote it */
  cm_str key;         /* by cm_heading_key */
  cm_meaning meaning; /* unit_text empty: the heading's own unit */
  cm_place where;
} cm_mapping_column;

/* What a table calls a line, fuel or material, and its id. */
typedef struct cm_mapping_name {
  cm_str text; /* as written */
  cm_str key;  /* by cm_fold_name */
  cm_str id;
  bool left_out; /* rows of this name are no part of a ledger; there is no id */
} cm_mapping_name;

typedef struct cm_mapping_table {
  cm_str file;                     /* name or pattern with *; empty: every file */
  uint8_t shape;                   /* cm_shape */
  cm_str encoding;                 /* a label that cm_encoding_read takes; empty: to be found */
  char delimiter;                  /* , ; TAB; 0: to be found */
  uint32_t skip_rows, header_rows; /* header_rows 0: to be found; 2: groups above names */
  bool unit_row, unit_row_given;
  int32_t year, month;           /* of periods that name a month or a day only, and of tables of one month; 0: none */
  cm_str line_header, of_header; /* as written; empty: none */
  cm_str line_key, of_key;
  cm_str period_headers[CM_WHEN_COLUMNS]; /* "header", then those of "time" */
  cm_str period_keys[CM_WHEN_COLUMNS];
  uint32_t month_starts; /* 1, or the day from which on rows belong to the next month */
  bool stamp_end;        /* a moment closes its interval */
  cm_str line;           /* the line of every row; empty: none */
  bool gaps_zero;        /* a person says that what is missing was nothing */
  cm_mapping_name *lines, *ofs;
  size_t line_count, of_count;
  cm_mapping_column *columns;
  size_t column_count;
  cm_mapping_column *rows; /* of a form, or a long table: by their titles; the dictionary reads the others */
  size_t row_count;
  cm_place where;
} cm_mapping_table;

typedef struct cm_mapping {
  cm_str source, text;     /* the file's name and its bytes, for places */
  const cm_json *facility; /* as a ledger has them; NULL: none */
  const cm_json *lines, *fuels, *materials;
  cm_mapping_table *tables;
  size_t table_count;
} cm_mapping;

extern const cm_json_limits cm_mapping_limits;

/* Reads a mapping; everything lies in the arena, copies of name and text among it.
 * Status:   SYNTAX, ENCODING, DUPKEY (keys; two columns of a table with one heading), LIMIT, SCHEMA, UNKNOWN (item,
 *           use, section, role ...), UNIT (unknown, or not the item's), RANGE, NOMEM, each with its place.
 * Notes:    ids of lines, and of fuels and materials beyond items.json, are the ledger's to check. */
int cm_mapping_read(cm_arena *arena, const cm_dictionary *dictionary, cm_str source, cm_str text, cm_mapping *out,
                    cement_error *err);

/* The first table whose pattern the name, or what stands behind its last /, matches. NULL: there is none. */
const cm_mapping_table *cm_mapping_table_of(const cm_mapping *mapping, cm_str file);
/* What the table's mapping says of its columns: all of them, in place of the dictionary.
 * Returned: out  a column that the mapping does not name is CM_MEANING_UNKNOWN; units from the mapping, else from the
 *           heading or the unit row.
 * Status:   as cm_headings_read; SCHEMA: the mapping names a heading that the table has not (at the mapping's
 *           place). */
int cm_mapping_apply(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table,
                     const cm_headings *in, cm_meaning *out, cement_error *err);
/* What the table's mapping says of a row, by its title and the fuel or section (empty: none) that it stands under, with
 * its own unit where the mapping gives none; *found tells whether it says anything.
 * Status:   as cm_headings_read; UNIT: the row has another unit than the mapping. */
int cm_mapping_row(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, cm_str under,
                   cm_str title, cm_str unit, cm_place where, cm_meaning *out, bool *found, cement_error *err);
/* The id that the table's mapping gives to what names a fuel or material; empty: none. Status: as cm_fold. */
int cm_mapping_named_of(cm_arena *arena, const cm_mapping_table *table, cm_str text, cm_place where, cm_str *out,
                        cement_error *err);
/* Whether the table's mapping says that rows of this name are no part of a ledger. Status: as cm_fold. */
int cm_mapping_leaves_out(cm_arena *arena, const cm_mapping_table *table, cm_str text, cm_place where, bool *out,
                          cement_error *err);
/* The id that a cell of the line column, or of the fuel column, stands for: the mapping's, else the dictionary's, else
 * the text itself. `table` may be NULL; set  CM_SET_FUEL or CM_SET_MATERIAL. Status: as cm_fold. */
int cm_mapping_line(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, cm_str text,
                    cm_place where, cm_str *out, cement_error *err);
int cm_mapping_of(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, uint8_t set,
                  cm_str text, cm_place where, cm_str *out, const cm_entry **member, cement_error *err);

/* A table as the dictionary proposes it. `out` has the headings' texts and lies in the arena. */
int cm_mapping_propose(cm_arena *arena, cm_str file, const cm_headings *in, const cm_meaning *meanings,
                       cm_mapping_table *out, cement_error *err);
/* As JSON that reads back equal; unknown columns say so, so that a person must decide on them. */
void cm_mapping_write(const cm_mapping *mapping, cm_sink *out);

#endif
