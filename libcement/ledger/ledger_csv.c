/* A ledger in long CSV (RFC 4180): a header, then one observation or attribute a row. */
#include "ledger/builder.h"

#define COLUMNS 10
enum { LINE, PERIOD, ITEM, OF, VALUE, UNIT, METHOD, USE, SOURCE, NOTE };
static const char *const column_names[COLUMNS] = {"line", "period", "item", "of",     "value",
                                                  "unit", "method", "use",  "source", "note"};
#define REQUIRED 6
const char cm_csv_header[] = "line,period,item,of,value,unit,method,use,source,note\n";

typedef struct csv {
  cm_builder *b;
  size_t at;     /* the next byte */
  char *scratch; /* quoted fields with doubled quotes of the current row; a row fits by its limit */
  size_t scratch_used, scratch_room;
  cm_arena arena;
  uint8_t columns[COLUMNS]; /* what the n-th column holds */
  size_t count;
} csv;

/* Bytes first: the text is UTF-8, and holds no NUL and no byte order mark inside. */
static int check_bytes(cm_builder *b, size_t begin) {
  cm_str text = b->text;
  size_t bad = cm_utf8_valid_prefix(text);
  const char *nul = text.size == 0 ? NULL : memchr(text.at, 0, bad);
  size_t end = nul == NULL ? bad : (size_t)(nul - text.at);
  size_t at = begin;
  while (at + 2 < end) {
    const char *mark = memchr(text.at + at, 0xEF, end - at - 2);
    if (mark == NULL) break;
    at = (size_t)(mark - text.at);
    if (memcmp(mark, "\xEF\xBB\xBF", 3) == 0) {
      return cm_refuse_cell(b, CEMENT_E_ENCODING, at, CM_S("a byte order mark (U+FEFF) inside the text"));
    }
    at++;
  }
  if (nul != NULL) return cm_refuse_cell(b, CEMENT_E_SYNTAX, end, CM_S("a NUL byte"));
  if (bad < text.size) {
    return cm_refuse_cell(b, CEMENT_E_ENCODING, bad,
                          CM_S("bytes that are not UTF-8; save the file as UTF-8, or read it as a plant file"));
  }
  return CEMENT_OK;
}

static int too_long(csv *c, size_t offset, cm_str what, size_t limit) {
  char digits[24];
  return cm_refuse_cell(c->b, CEMENT_E_LIMIT, offset, what, CM_S(" longer than "), cm_u64_text(limit, digits),
                        CM_S(" bytes"));
}

/* A field after its opening quote at `open`. Doubled quotes make a copy necessary. */
static int read_quoted(csv *c, size_t open, size_t row, cm_cell *out) {
  cm_str text = c->b->text;
  size_t limit = c->b->limits->line_bytes;
  size_t from = c->at;
  size_t kept = c->scratch_used;
  bool copied = false;
  for (;; c->at++) {
    if (c->at - row > limit) return too_long(c, row, CM_S("a row"), limit);
    if (c->at >= text.size) {
      return cm_refuse_cell(c->b, CEMENT_E_SYNTAX, open, CM_S("a quote (\") that is never closed"));
    }
    char byte = text.at[c->at];
    if (byte == '\r' && (c->at + 1 >= text.size || text.at[c->at + 1] != '\n')) {
      return cm_refuse_cell(c->b, CEMENT_E_SYNTAX, c->at, CM_S("a lone carriage return; lines end with LF or CRLF"));
    }
    if (byte != '"') continue;
    bool doubled = c->at + 1 < text.size && text.at[c->at + 1] == '"';
    size_t part = c->at - from + (doubled ? 1 : 0);
    if (!doubled && !copied) break;
    memcpy(c->scratch + c->scratch_used, text.at + from, part); /* the row is within its limit, so there is room */
    c->scratch_used += part;
    copied = true;
    if (!doubled) break;
    from = ++c->at + 1;
  }
  *out = copied ? (cm_cell){{c->scratch + kept, c->scratch_used - kept}, open}
                : (cm_cell){{text.at + from, c->at - from}, open};
  c->at++;
  if (c->at < text.size && text.at[c->at] != ',' && text.at[c->at] != '\n' && text.at[c->at] != '\r') {
    return cm_refuse_cell(c->b, CEMENT_E_SYNTAX, open, CM_S("text behind the closing quote (\") of a field"));
  }
  return CEMENT_OK;
}

static int read_field(csv *c, size_t row, cm_cell *out) {
  cm_str text = c->b->text;
  size_t limit = c->b->limits->line_bytes;
  size_t from = c->at;
  if (c->at < text.size && text.at[c->at] == '"') {
    c->at++;
    int status = read_quoted(c, from, row, out);
    if (status != CEMENT_OK) return status;
  } else {
    for (; c->at < text.size; c->at++) {
      char byte = text.at[c->at];
      if (byte == ',' || byte == '\n' || byte == '\r') break;
      if (byte == '"') {
        return cm_refuse_cell(c->b, CEMENT_E_SYNTAX, c->at, CM_S("a quote (\") inside a field that is not quoted"));
      }
      if (c->at - row > limit) break; /* refused below */
    }
    *out = (cm_cell){{text.at + from, c->at - from}, from};
  }
  if (c->at - row > limit) return too_long(c, row, CM_S("a row"), limit);
  return out->text.size > c->b->limits->field_bytes ? too_long(c, from, CM_S("a field"), c->b->limits->field_bytes)
                                                    : CEMENT_OK;
}

/* One row: *count tells how many cells it had, of which the first `room` are kept. */
static int read_row(csv *c, cm_cell *cells, size_t room, size_t *count) {
  cm_str text = c->b->text;
  size_t row = c->at;
  c->scratch_used = 0;
  *count = 0;
  for (;;) {
    cm_cell cell;
    int status = read_field(c, row, &cell);
    if (status != CEMENT_OK) return status;
    if (*count < room) cells[*count] = cell;
    ++*count;
    if (*count > c->b->limits->columns) {
      return cm_refuse_cell(c->b, CEMENT_E_LIMIT, row, CM_S("too many columns"));
    }
    if (c->at >= text.size) return CEMENT_OK;
    char byte = text.at[c->at++];
    if (byte == '\n') return CEMENT_OK;
    if (byte == ',') continue;
    if (c->at >= text.size || text.at[c->at] != '\n') {
      return cm_refuse_cell(c->b, CEMENT_E_SYNTAX, c->at - 1,
                            CM_S("a lone carriage return; lines end with LF or CRLF"));
    }
    c->at++;
    return CEMENT_OK;
  }
}

static int read_header(csv *c) {
  cm_cell cells[COLUMNS];
  bool given[COLUMNS] = {false};
  size_t count;
  size_t start = c->at;
  int status = read_row(c, cells, COLUMNS, &count);
  if (status != CEMENT_OK) return status;
  c->count = count < COLUMNS ? count : COLUMNS;
  for (size_t i = 0; i < c->count; i++) {
    size_t known = 0;
    while (known < COLUMNS && !cm_str_is(cells[i].text, column_names[known])) known++;
    if (known == COLUMNS) {
      return cm_refuse_cell(c->b, CEMENT_E_SCHEMA, cells[i].offset, CM_S("header: column \""),
                            cm_str_cut(cells[i].text, 60),
                            CM_S("\" is not known; a ledger is JSON and begins with {, or CSV with the header "
                                 "line,period,item,of,value,unit and at will method,use,source,note"));
    }
    if (given[known]) {
      return cm_refuse_cell(c->b, CEMENT_E_DUPKEY, cells[i].offset, CM_S("header: column \""), cells[i].text,
                            CM_S("\" twice"));
    }
    given[known] = true;
    c->columns[i] = (uint8_t)known;
  }
  if (count > COLUMNS) return cm_refuse_cell(c->b, CEMENT_E_SCHEMA, start, CM_S("header: more than 10 columns"));
  for (size_t i = 0; i < REQUIRED; i++) {
    if (!given[i]) {
      return cm_refuse_cell(c->b, CEMENT_E_SCHEMA, start, CM_S("header: column \""), cm_str_of(column_names[i]),
                            CM_S("\" is missing"));
    }
  }
  return CEMENT_OK;
}

/* A row whose item is facility.*, line.*, fuel.* or material.*: *done tells whether it was one. */
static int read_property(csv *c, const cm_cell *cells, bool *done) {
  static const char *const prefixes[] = {"facility.", "line.", "fuel.", "material."};
  static const uint8_t bits[] = {CM_SET_FACILITY, CM_SET_LINE, CM_SET_FUEL, CM_SET_MATERIAL};
  cm_cell item = cells[ITEM];
  size_t kind = 0;
  while (kind < 4 && !cm_str_starts(item.text, prefixes[kind])) kind++;
  *done = kind < 4;
  if (!*done) return CEMENT_OK;
  size_t skip = strlen(prefixes[kind]);
  cm_cell key = {cm_str_slice(item.text, skip, item.text.size), item.offset + skip};
  int owner = bits[kind] == CM_SET_FACILITY ? -1 : bits[kind] == CM_SET_LINE ? LINE : OF;
  static const int others[] = {LINE, OF, PERIOD, METHOD, USE};
  for (size_t i = 0; i < 5; i++) {
    if (others[i] != owner && cells[others[i]].text.size != 0) {
      return cm_refuse_cell(c->b, CEMENT_E_SCHEMA, cells[others[i]].offset, item.text, CM_S(": "),
                            cm_str_of(column_names[others[i]]), CM_S(" \""), cells[others[i]].text,
                            CM_S("\" read, the cell must be empty in such a row"));
    }
  }
  uint32_t index = 0;
  int status = owner < 0 ? CEMENT_OK : cm_build_declare(c->b, bits[kind], cells[owner], false, &index);
  if (status == CEMENT_OK && cells[VALUE].text.size == 0) {
    status = cm_refuse_cell(c->b, CEMENT_E_MISSING, cells[VALUE].offset, item.text, CM_S(": value is empty"));
  }
  return status == CEMENT_OK ? cm_build_property(c->b, bits[kind], index, key, cells[VALUE], cells[UNIT]) : status;
}

static int read_data_row(csv *c) {
  cm_cell found[COLUMNS];
  cm_cell cells[COLUMNS];
  size_t count;
  size_t start = c->at;
  bool done;
  int status = read_row(c, found, COLUMNS, &count);
  if (status != CEMENT_OK) return status;
  if (count == 1 && found[0].text.size == 0 && c->b->text.at[start] != '"') return CEMENT_OK; /* a blank line */
  if (count != c->count) {
    char read[24];
    char expected[24];
    return cm_refuse_cell(c->b, CEMENT_E_SCHEMA, start, cm_u64_text(count, read), CM_S(" cells read, "),
                          cm_u64_text(c->count, expected), CM_S(" expected as in the header"));
  }
  for (size_t i = 0; i < COLUMNS; i++) cells[i] = (cm_cell){{"", 0}, start};
  for (size_t i = 0; i < count; i++) cells[c->columns[i]] = found[i];
  status = read_property(c, cells, &done);
  if (status != CEMENT_OK || done) return status;
  cm_raw_row row = {cells[LINE],   cells[PERIOD], cells[ITEM],   cells[OF],   cells[VALUE], cells[UNIT],
                    cells[METHOD], cells[USE],    cells[SOURCE], cells[NOTE], start};
  return cm_build_observation(c->b, &row);
}

/* Room for all rows at once. A row has five commas and some text at least, whatever the number of line ends is. */
static int reserve(csv *c) {
  cm_str text = c->b->text;
  size_t rows = 0;
  size_t at = c->at;
  while (at < text.size) {
    const char *end = memchr(text.at + at, '\n', text.size - at);
    size_t next = end == NULL ? text.size : (size_t)(end - text.at) + 1;
    rows += next - at > 16 ? 1 : 0;
    at = next;
  }
  return rows == 0 ? CEMENT_OK : cm_build_reserve(c->b, rows < c->b->limits->rows ? rows : c->b->limits->rows);
}

static int read_document(csv *c) {
  c->scratch_room = c->b->limits->line_bytes < c->b->text.size ? c->b->limits->line_bytes : c->b->text.size;
  c->scratch = cm_arena_take(&c->arena, c->scratch_room + 1, 1);
  if (c->scratch == NULL) return cm_nomem(c->b->err);
  int status = read_header(c);
  if (status == CEMENT_OK) status = reserve(c);
  while (status == CEMENT_OK && c->at < c->b->text.size) status = read_data_row(c);
  return status;
}

int cm_ledger_read_csv(cm_builder *b) {
  csv c = {.b = b, .at = cm_str_starts(b->text, "\xEF\xBB\xBF") ? 3 : 0};
  int status = check_bytes(b, c.at);
  if (status != CEMENT_OK) return status;
  if (cm_str_trim(cm_str_slice(b->text, c.at, b->text.size)).size == 0) {
    return cm_refuse_cell(b, CEMENT_E_SYNTAX, 0, CM_S("the document is empty, a ledger in JSON or CSV expected"));
  }
  cm_arena_init(&c.arena, b->ledger->arena.alloc);
  status = read_document(&c);
  cm_arena_free(&c.arena);
  return status;
}

int cm_ledger_read_csv_row(cm_builder *b) {
  csv c = {.b = b, .scratch_room = b->text.size, .count = COLUMNS};
  int status = check_bytes(b, 0);
  if (status != CEMENT_OK) return status;
  for (uint8_t i = 0; i < COLUMNS; i++) c.columns[i] = i;
  cm_arena_init(&c.arena, b->ledger->arena.alloc);
  c.scratch = cm_arena_take(&c.arena, c.scratch_room + 1, 1);
  status = c.scratch == NULL ? cm_nomem(b->err) : read_data_row(&c);
  cm_arena_free(&c.arena);
  return status;
}
