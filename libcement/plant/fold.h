/* How names of plant files are compared: width, case, dots, brackets and blanks do not count, look-alikes are
 * refused. */
#ifndef CM_PLANT_FOLD_H
#define CM_PLANT_FOLD_H

#include "base/alloc.h"
#include "base/error.h"

/* The form of a heading that keeps the case of letters, since units need it: full-width forms as ASCII, 【】〔〕[] as
 * (), the dots of a product as ·, ideographic and no-break spaces, tabs and line ends as blanks; blanks at the ends, in
 * a row, beside brackets and beside letters that are not ASCII are left out.
 * Given:    text  valid UTF-8; where  its place, for a refusal.
 * Status:   SCHEMA: an invisible or control character; a Latin word with Cyrillic or Greek letters, or one of their
 *           look-alikes, in it. NOMEM. */
int cm_fold(cm_arena *arena, cm_str text, cm_place where, cm_str *out, cement_error *err);

/* What names are compared by: a folded text with its ASCII letters small and _ as a blank. Writes text.size bytes at
 * most to `out`, which may be where the text lies. */
cm_str cm_fold_name(cm_str folded, char *out);

/* A folded text without its number in a list: 1. 1、 1) (1) 1.2 一、 (一) ①. */
cm_str cm_fold_unnumbered(cm_str folded);

/* Whether the word stands anywhere in the text. */
bool cm_has_word(cm_str text, cm_str word);

#endif
