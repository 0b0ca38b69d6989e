#include "cli.h"

#include <string.h>

static const char *const columns[] = {"line", "period", "item",   "of",  "value",
                                      "unit", "method", "source", "use", "note"};

static size_t skip_mark(const char *text, size_t size) {
  return size >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

/* One cell of a header: a column of a ledger, quoted or not. */
static bool is_column(const char *cell, size_t size) {
  if (size >= 2 && cell[0] == '"' && cell[size - 1] == '"') cell++, size -= 2;
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    if (strlen(columns[i]) == size && !memcmp(cell, columns[i], size)) return true;
  return false;
}

/* A header all of whose cells are columns of a ledger, or at least six: a slip among the rest is the reader's to
 * tell. */
static bool is_header(const char *text, size_t size) {
  size_t known = 0, at = skip_mark(text, size);
  while (at < size && text[at] != '\n') {
    size_t end = at;
    while (end < size && text[end] != ',' && text[end] != '\n' && text[end] != '\r') end++;
    known += is_column(text + at, end - at);
    at = end + (end < size && text[end] != '\n');
  }
  return known >= 6;
}

/* Well-formed UTF-8, but for what the end of a piece cuts off. */
static bool is_utf8(const char *text, size_t size) {
  const unsigned char *at = (const unsigned char *)text, *end = at + size;
  while (at < end) {
    unsigned char lead = *at++;
    int more = lead < 0x80                   ? 0
               : lead >= 0xC2 && lead < 0xE0 ? 1
               : lead >= 0xE0 && lead < 0xF0 ? 2
               : lead >= 0xF0 && lead < 0xF5 ? 3
                                             : -1;
    if (more < 0) return false;
    for (; more > 0 && at < end; more--)
      if ((*at++ & 0xC0) != 0x80) return false;
  }
  return true;
}

bool input_is_ledger(const bytes *head, bool mapped) {
  size_t at = skip_mark(head->at, head->size);
  while (at < head->size && strchr(" \t\r\n", head->at[at])) at++;
  if (at == head->size || head->at[at] == '{') return true;
  return !mapped && is_header(head->at, head->size) && is_utf8(head->at, head->size);
}
