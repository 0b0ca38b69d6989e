/* What the parts of the table's reader share: blocks of the file come in (table_fill.c), rows go out (table.c). */
#ifndef CM_PLANT_TABLE_WORK_H
#define CM_PLANT_TABLE_WORK_H

#include "plant/table.h"

#define CM_TABLE_BLOCK ((size_t)1 << 20)
#define CM_TABLE_SLACK 64 /* bytes behind the text that may be loaded, never used */

/* Refuses at a byte of the buffer; the first refusal stays. */
#define cm_table_refuse(t, code, at, ...)                                                                              \
  ((t)->status = cm_fail((t)->err, (code), cm_table_byte_place((t), (at)), __VA_ARGS__))
cm_place cm_table_byte_place(const cm_table_reader *t, size_t at);
uint32_t cm_table_lines(uint32_t line, uint32_t more); /* the sum, or the largest number that has a place */

/* Brings the next block behind the row that is not complete. The first one finds mark, encoding and delimiter. */
int cm_table_fill(cm_table_reader *t);
/* table_begin.c: of the first block: the byte order mark; the delimiter by the first line that has one. */
int cm_table_mark(cm_table_reader *t);
int cm_table_delimiter(cm_table_reader *t);

#endif
