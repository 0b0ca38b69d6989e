/* One cell of a column of numbers. */
#include "plant/cell.h"

/* ---- words ---- */

static bool is_dash(uint32_t code) {
  return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x2500 || code == 0xFE58 ||
         code == 0xFE63 || code == 0xFF0D;
}

static bool is_space(uint32_t code) {
  return code == 0xA0 || code == 0x3000 || (code < 0x80 && cm_is_space((int)code));
}

/* One code point as markers have it. */
static uint32_t fold(uint32_t code) {
  if (is_space(code)) return ' ';
  if (is_dash(code)) return '-';
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFF01 - '!';
  return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

cm_str cm_cell_fold(cm_str text, char out[CM_MARKER_MAX]) {
  size_t size = 0;
  for (size_t at = 0; at < text.size;) {
    char bytes[4];
    uint32_t code = fold(cm_utf8_next(text, &at));
    char last = size == 0 ? ' ' : out[size - 1]; /* spaces at the beginning go as those in a run do */
    if ((code == ' ' && last == ' ') || (code == '-' && last == '-')) continue;
    size_t length = cm_utf8_put(code, bytes);
    if (size + length > CM_MARKER_MAX) return (cm_str){out, 0};
    memcpy(out + size, bytes, length);
    size += length;
  }
  if (size > 0 && out[size - 1] == ' ') size--;
  return (cm_str){out, size};
}

/* NULL for a word that is no marker. */
static const cm_marker *find(const cm_markers *markers, cm_str word) {
  size_t low = 0;
  size_t high = markers->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = cm_str_cmp(markers->at[middle].text, word);
    if (order == 0) return &markers->at[middle];
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NULL;
}

/* ---- cells ---- */

static int read_word(cm_str raw, const cm_cell_rules *rules, cm_place where, cm_reading *out, cement_error *err) {
  char folded[CM_MARKER_MAX];
  int status = cm_codec_text(rules->codec, raw, where, &out->text, &out->notes, err);
  if (status != CEMENT_OK) return status;
  const cm_marker *marker = find(rules->markers, cm_cell_fold(out->text, folded));
  out->kind = marker == NULL ? CM_CELL_TEXT : marker->kind;
  if (marker != NULL) out->why = NULL;
  return CEMENT_OK;
}

int cm_cell_read(cm_str raw, const cm_cell_rules *rules, cm_place where, cm_reading *out, cement_error *err) {
  out->kind = CM_CELL_NUMBER;
  out->repairs = 0;
  out->notes = 0;
  out->text = (cm_str){"", 0};
  out->why = NULL;
  if (cm_number_quick(raw, &out->number)) return CEMENT_OK;
  cm_str trimmed = cm_plain_trim(raw, rules->number.encoding, &out->repairs);
  if (trimmed.size == 0) {
    out->kind = CM_CELL_BLANK;
    return CEMENT_OK;
  }
  uint32_t ends = out->repairs;
  bool number = cm_number_read(trimmed, &rules->number, &out->number, &out->repairs, &out->why);
  out->repairs = number ? out->repairs | ends : ends;
  if (number) {
    out->why = NULL;
    return CEMENT_OK;
  }
  where.offset += (uint64_t)(trimmed.at - raw.at);
  if (where.line != 0) where.column += (uint32_t)(trimmed.at - raw.at);
  return read_word(trimmed, rules, where, out, err);
}
