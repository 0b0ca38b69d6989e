/* What one cell of a column of numbers says: a number, nothing, or one of the words that stand where a number
 * should. */
#ifndef CM_PLANT_CELL_H
#define CM_PLANT_CELL_H

#include "plant/number.h"

/* Four different things stay different: blank, zero, stopped, bad. */
typedef enum cm_cell_kind {
  CM_CELL_BLANK,
  CM_CELL_NUMBER,
  CM_CELL_MISSING, /* a sign for "no value": -, /, 无 */
  CM_CELL_STOPPED, /* the kiln did not run: 停窑, 检修 */
  CM_CELL_BAD,     /* a fault of instrument or sheet: #DIV/0!, I/O Timeout */
  CM_CELL_TEXT     /* none of these: `why` tells what hinders it from being a number */
} cm_cell_kind;

/* Words and what they mean, sorted by cm_str_cmp, each in the form of cm_cell_fold. */
typedef struct cm_marker {
  cm_str text;
  cm_cell_kind kind; /* MISSING, STOPPED or BAD */
} cm_marker;
typedef struct cm_markers {
  const cm_marker *at;
  size_t count;
} cm_markers;

typedef struct cm_cell_rules {
  cm_codec *codec; /* of the file, in the encoding of `number`; asked only for cells that are no numbers */
  const cm_markers *markers;
  cm_number_rules number;
} cm_cell_rules;

typedef struct cm_reading {
  cm_cell_kind kind;
  uint32_t repairs; /* CM_REPAIR_* */
  uint32_t notes;   /* CM_TEXT_* of a cell that was decoded */
  cm_number number; /* of a NUMBER */
  cm_str text;      /* of all but NUMBER and BLANK: what stands there in UTF-8, until the next cell is read */
  const char *why;  /* of a TEXT: English, for a message: "a unit or other text behind the number" */
} cm_reading;

/* Reads a cell.
 * Given:    where  its place, for faults of encoding.
 * Status:   OK whatever the cell says; those of cm_codec_text. */
int cm_cell_read(cm_str raw, const cm_cell_rules *rules, cm_place where, cm_reading *out, cement_error *err);

/* A word as markers are compared: trimmed, full-width forms as ASCII, each run of dashes of any kind as -, each run of
 * spaces as one, ASCII in lower case.
 * Given:    text  UTF-8.
 * Returned: a view of `out`; empty when the text is, or is longer than CM_MARKER_MAX. */
#define CM_MARKER_MAX 64
cm_str cm_cell_fold(cm_str text, char out[CM_MARKER_MAX]);

#endif
