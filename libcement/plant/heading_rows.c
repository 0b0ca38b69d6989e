/* Which of a table's first rows are its headings. */
#include "plant/fold.h"
#include "plant/header.h"

typedef struct finder {
  cm_arena *arena;
  const cm_dictionary *dictionary;
  const cm_heading *const *rows;
  size_t count, columns;
  cement_error *err;
} finder;

/* Numbers and the like, which no name is: not worth a look. */
static bool is_plain_number(cm_str text) {
  for (size_t i = 0; i < text.size; i++) {
    if (((unsigned char)text.at[i] & 0x80) != 0 || cm_is_alpha((unsigned char)text.at[i])) return false;
  }
  return true;
}

/* How many columns have a meaning when the row is that of the names. */
static int count_known(finder *f, size_t row, bool groups, size_t *known) {
  cm_headings in = {.groups = groups ? f->rows[row - 1] : NULL, .names = f->rows[row], .count = f->columns};
  *known = 0;
  for (size_t i = 0; i < f->columns; i++) {
    cm_meaning meaning;
    cm_str group = cm_heading_group(&in, i);
    if (is_plain_number(group) && is_plain_number(in.names[i].text)) continue;
    int status =
        cm_heading_read(f->arena, f->dictionary, group, in.names[i].text, CM_S(""), CM_NOWHERE, &meaning, NULL);
    if (status == CEMENT_E_NOMEM) return cm_nomem(f->err);
    if (status == CEMENT_OK && meaning.kind != CM_MEANING_UNKNOWN) ++*known;
  }
  return CEMENT_OK;
}

/* 当日 beside 累计 below 熟料产量: words that are no names by themselves, but heads of columns. */
static int has_empty_word(const finder *f, size_t row, bool *out) {
  *out = false;
  for (size_t i = 0; i < f->columns && !*out; i++) {
    char name[CM_HEADING_BYTES_MAX];
    cm_str folded;
    int status = cm_fold(f->arena, f->rows[row][i].text, CM_NOWHERE, &folded, NULL);
    if (status == CEMENT_E_NOMEM) return cm_nomem(f->err);
    if (status != CEMENT_OK || folded.size == 0 || folded.size > sizeof name) continue;
    *out = cm_dictionary_find(f->dictionary, CM_WORD_EMPTY, cm_fold_name(folded, name)) != NULL;
  }
  return CEMENT_OK;
}

static int consider(finder *f, size_t row, bool groups, cm_heading_rows *best) {
  size_t known;
  bool better, heads = false;
  int status = count_known(f, row, groups, &known);
  if (status != CEMENT_OK) return status;
  better = known > best->known;
  if (groups && known != 0 && known == best->known && best->names + 1 == row) status = has_empty_word(f, row, &heads);
  if (better || heads) *best = (cm_heading_rows){row, groups, false, known};
  return status;
}

/* 单位 at the head of such a row. */
static bool is_label(const finder *f, cm_str folded) {
  char name[CM_HEADING_BYTES_MAX];
  return folded.size <= sizeof name && cm_dictionary_is_unit(f->dictionary, cm_fold_name(folded, name));
}

/* A row of units: every cell that is not empty is one. */
static int is_unit_row(finder *f, size_t row, bool *out) {
  size_t units = 0;
  *out = false;
  for (size_t i = 0; i < f->columns; i++) {
    cm_str folded;
    uint8_t doubt;
    int status = cm_fold(f->arena, f->rows[row][i].text, CM_NOWHERE, &folded, NULL);
    if (status == CEMENT_E_NOMEM) return cm_nomem(f->err);
    if (status != CEMENT_OK) return CEMENT_OK;
    if (folded.size > 2 && folded.at[0] == '(' && folded.at[folded.size - 1] == ')') {
      folded = cm_str_slice(folded, 1, folded.size - 1);
    }
    if (folded.size == 0 || is_label(f, folded)) continue;
    if (is_plain_number(folded) && memchr(folded.at, '%', folded.size) == NULL) return CEMENT_OK; /* 1 is a unit too */
    if (cm_dictionary_unit(f->dictionary, folded, NULL, &doubt).size == 0) return CEMENT_OK;
    units++;
  }
  *out = units != 0;
  return CEMENT_OK;
}

int cm_headings_find(cm_arena *arena, const cm_dictionary *dictionary, const cm_heading *const *rows, size_t count,
                     size_t columns, cm_heading_rows *out, cement_error *err) {
  finder f = {arena, dictionary, rows, count, columns, err};
  int status = CEMENT_OK;
  *out = (cm_heading_rows){0, false, false, 0};
  for (size_t row = 0; row < count && status == CEMENT_OK; row++) {
    status = consider(&f, row, false, out);
    if (status == CEMENT_OK && row > 0) status = consider(&f, row, true, out);
  }
  if (status != CEMENT_OK || out->known == 0 || out->names + 1 >= count) return status;
  return is_unit_row(&f, out->names + 1, &out->units);
}
