/* Rows of a CSV or TSV file (RFC 4180), streamed as raw bytes in the file's own encoding.
 *
 * Only the delimiter, the quote and the line end are structural. All are ASCII bytes that no character of UTF-8 or
 * GB18030 contains, so cells are cut without decoding: they are views into one buffer that holds a block of the file
 * and the row at its edge, never more. What is read does not depend on how the reader cuts the file. */
#ifndef CM_PLANT_TABLE_H
#define CM_PLANT_TABLE_H

#include "base/encoding.h"
#include "base/hash.h"
#include "ledger/ledger.h"

typedef struct cm_field {
  cm_str raw;      /* without its quotes, doubled quotes made one */
  uint32_t offset; /* of its first byte, the quote if it has one, from the row's */
  bool quoted;
} cm_field;

/* Views live until the next row is read. */
typedef struct cm_row {
  const cm_field *fields; /* one at least */
  size_t count;
  uint64_t number; /* from 1; empty lines are not rows */
  uint64_t offset; /* of its first byte, in the file */
  uint32_t line;   /* of the file, where it begins */
} cm_row;

typedef struct cm_table_options {
  cm_encoding encoding; /* CM_ENCODING_FOUND: by mark, else strict UTF-8, else GB18030 */
  char delimiter;       /* , ; or TAB; 0: the most frequent of the first line that has any */
} cm_table_options;

typedef struct cm_table_reader {
  /* for the caller to read */
  cm_encoding encoding; /* CM_ENCODING_FOUND while all was ASCII */
  bool marked;          /* a byte order mark began the file */
  char delimiter;       /* 0 until the first row is read */
  uint64_t bytes;       /* read so far */
  cm_sha256 hash;       /* of them */
  cm_row row;

  /* its own */
  cm_str source;
  cement_reader read;
  void *user;
  cm_table_options options;
  const cm_ledger_limits *limits;
  cement_error *err; /* of the call at work */
  int status;        /* the first refusal: it stays */
  cm_arena arena;
  char *buffer;
  size_t room;         /* of the buffer */
  size_t size;         /* bytes in it */
  size_t checked;      /* of these, known to be whole characters of the encoding */
  cm_text_fault fault; /* at `checked` */
  size_t at;           /* where the next row begins */
  size_t row_at;       /* where the row at hand does */
  uint64_t offset;     /* of the buffer's first byte in the file */
  uint32_t line;       /* of the byte `at` */
  bool begun, ended;   /* reading has; the reader has no more */
  CM_VEC(cm_field) fields;
  char *scratch; /* cells of the row that had doubled quotes */
  size_t scratch_used;
  size_t scanned; /* where bytes were looked at last, and which of them are structural */
  uint64_t found;
  bool quoted; /* the row has a quoted cell */
} cm_table_reader;

/* Begins to read a file.
 * Given:    source   the file's name for messages; it, alloc and limits must live longer.
 * Notes:    memory: a block of 1 MiB, and a row (limits->line_bytes) behind it. */
void cm_table_open(cm_table_reader *table, cm_str source, cement_reader read, void *user,
                   const cm_table_options *options, const cm_alloc *alloc, const cm_ledger_limits *limits);
/* The next row in table->row; *more is false at the end.
 * Status:   IO; LIMIT (field_bytes, line_bytes, columns, rows, csv_bytes); ENCODING (invalid or cut characters, with
 *           the byte's place; UTF-16; an encoding that cannot be told); SYNTAX (a quote never closed, at its opening; a
 *           quote inside an unquoted cell; text behind a closing quote; lone CR; NUL; control characters; full-width
 *           commas as delimiter); NOMEM. Each with line and column. A refusal stays. */
int cm_table_next(cm_table_reader *table, bool *more, cement_error *err);
void cm_table_close(cm_table_reader *table);

/* Where a cell of the row at hand is; NULL: the row. */
cm_place cm_table_place(const cm_table_reader *table, const cm_field *field);

/* A text in memory as a reader of files: user is a cm_table_memory. */
typedef struct cm_table_memory {
  cm_str text;
  size_t at;
} cm_table_memory;
int32_t cm_table_read_memory(void *user, char *buffer, size_t room, size_t *got);

#endif
