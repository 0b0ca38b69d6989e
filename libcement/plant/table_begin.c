/* What the beginning of a file tells: its byte order mark, and the delimiter. */
#include "plant/table_work.h"

int cm_table_mark(cm_table_reader *t) {
  cm_encoding marked;
  const char *foreign;
  size_t length = cm_encoding_mark((cm_str){t->buffer, t->size}, &marked, &foreign);
  if (foreign != NULL) {
    return cm_table_refuse(t, CEMENT_E_ENCODING, 0, CM_S("the file begins with the byte order mark of "),
                           cm_str_of(foreign), CM_S("; save it as UTF-8 or GB18030"));
  }
  if (length == 0) return CEMENT_OK;
  if (t->encoding != CM_ENCODING_FOUND && t->encoding != marked) {
    return cm_table_refuse(t, CEMENT_E_ENCODING, 0, CM_S("the file is declared to be "), cm_encoding_name(t->encoding),
                           CM_S(" and begins with the byte order mark of "), cm_encoding_name(marked));
  }
  t->encoding = marked;
  t->marked = true;
  t->at = length;
  t->checked = length;
  return CEMENT_OK;
}

/* By rank where counts are equal: a comma may stand within words, a tab hardly. */
static const char delimiters[3] = {'\t', ';', ','};

/* Of one line, from `at` to its end, how often each delimiter stands outside quotes. Returned: behind the line. */
static size_t count_line(cm_str text, size_t at, size_t counts[3]) {
  bool quoted = false;
  memset(counts, 0, 3 * sizeof *counts);
  for (; at < text.size; at++) {
    char c = text.at[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') return at + 1;
    for (size_t i = 0; i < 3; i++) counts[i] += c == delimiters[i];
  }
  return at;
}

/* Where the first line that is not empty has a full-width comma, or text.size. */
static size_t wide_comma(cm_str text, cm_encoding encoding) {
  size_t at = 0;
  while (at < text.size && (text.at[at] == '\n' || text.at[at] == '\r')) at++;
  while (at < text.size && text.at[at] != '\n') {
    const unsigned char *p = (const unsigned char *)text.at + at;
    bool gb = encoding == CM_ENCODING_GB18030;
    if (cm_str_starts(cm_str_slice(text, at, text.size), gb ? "\xA3\xAC" : "\xEF\xBC\x8C")) return at;
    at += gb && p[0] >= 0x80 ? (p[1] < 0x40 ? 4 : 2) : 1; /* no byte of UTF-8 begins within another character */
  }
  return text.size;
}

int cm_table_delimiter(cm_table_reader *t) {
  cm_str text = {t->buffer + t->at, t->checked - t->at};
  size_t at = 0;
  t->delimiter = t->options.delimiter;
  while (t->delimiter == 0 && at < text.size) {
    size_t counts[3];
    size_t best = 0;
    at = count_line(text, at, counts);
    for (size_t i = 1; i < 3; i++) {
      if (counts[i] > counts[best]) best = i;
    }
    if (counts[best] > 0) t->delimiter = delimiters[best];
  }
  if (t->delimiter != 0) return CEMENT_OK;
  t->delimiter = ',';
  at = wide_comma(text, t->encoding);
  if (at == text.size) return CEMENT_OK;
  return cm_table_refuse(t, CEMENT_E_SYNTAX, t->at + at,
                         CM_S("full-width commas stand between the cells; cells are parted by , or ; or a tab"));
}
