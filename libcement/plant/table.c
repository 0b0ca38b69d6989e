/* Rows: cells cut from checked bytes, where structural bytes are found 64 at a time. */
#include "plant/table.h"

#include "plant/table_scan.h"

/* ---- cells ---- */

/* What became of a piece of the row. */
typedef enum outcome { DONE, MORE, REFUSED } outcome;

#define refuse(t, code, at, ...) ((void)cm_table_refuse(t, code, at, __VA_ARGS__), REFUSED)

/* At the end of what is checked: the file's end, a fault, or a block's end. */
static outcome edge(cm_table_reader *t) {
  if (t->fault != CM_TEXT_GOOD) {
    return refuse(t, CEMENT_E_ENCODING, t->checked, cm_text_fault_words(t->fault, t->encoding));
  }
  return t->ended ? DONE : MORE;
}

static outcome refuse_control(cm_table_reader *t, size_t at) {
  switch (t->buffer[at]) {
  case '\r': return refuse(t, CEMENT_E_SYNTAX, at, CM_S("a lone carriage return; lines end with LF or CRLF"));
  case '\0':
    return refuse(t, CEMENT_E_SYNTAX, at, CM_S("a NUL byte: the file is padded, or is not text in UTF-8 or GB18030"));
  case '\x1A': return refuse(t, CEMENT_E_SYNTAX, at, CM_S("the end mark Ctrl-Z (1A); remove it from the file"));
  default: return refuse(t, CEMENT_E_SYNTAX, at, CM_S("a control character"));
  }
}

/* Whether the carriage return at `at` ends a line. */
static outcome line_end(cm_table_reader *t, size_t at) {
  if (at + 1 == t->checked) {
    outcome last = edge(t);
    return last == DONE ? refuse_control(t, at) : last;
  }
  return t->buffer[at + 1] == '\n' ? DONE : refuse_control(t, at);
}

/* A structural byte that ends no cell. */
static outcome inside(cm_table_reader *t, size_t at) {
  char c = t->buffer[at];
  if (c == '\r') return line_end(t, at);
  return c == '\t' || c == '\n' || c == t->delimiter ? DONE : refuse_control(t, at);
}

/* An unquoted cell from `from` to *end: the delimiter, the line's or the file's end. */
static inline outcome take_bare(cm_table_reader *t, cm_scan *s, size_t *end) {
  for (;;) {
    size_t at = *end = cm_scan_next(s);
    if (at == s->end) return edge(t);
    char c = s->text[at];
    if (c == t->delimiter || c == '\n') return DONE;
    if (c == '\r') return line_end(t, at);
    if (c == '"') return refuse(t, CEMENT_E_SYNTAX, at, CM_S("a quote (\") inside a cell that is not quoted"));
    if (c != '\t') return refuse_control(t, at);
  }
}

/* To the closing quote; *doubled counts quotes within. */
static outcome find_close(cm_table_reader *t, cm_scan *s, size_t open, size_t *close, size_t *doubled) {
  for (;;) {
    size_t at = *close = cm_scan_next(s);
    outcome now = at == s->end ? edge(t) : DONE;
    if (now == DONE && at == s->end) {
      return refuse(t, CEMENT_E_SYNTAX, open, CM_S("a quote (\") that is never closed"));
    }
    if (now == DONE && s->text[at] != '"') now = inside(t, at);
    if (now != DONE) return now;
    if (s->text[at] != '"') continue;
    if (at + 1 == s->end) return edge(t); /* the last byte of the file closes */
    if (s->text[at + 1] != '"') return DONE;
    ++*doubled;
    (void)cm_scan_next(s);
  }
}

/* The cell without its quotes, each doubled one made single: in the scratch, where the row fits. */
static outcome unquote(cm_table_reader *t, cm_field *field, size_t doubled) {
  if (t->scratch == NULL) t->scratch = cm_arena_take(&t->arena, t->limits->line_bytes + 1, 1);
  if (t->scratch == NULL) {
    t->status = cm_nomem(t->err);
    return REFUSED;
  }
  char *out = t->scratch + t->scratch_used;
  cm_str raw = field->raw;
  field->raw = (cm_str){out, raw.size - doubled};
  for (size_t i = 0; i < raw.size; i++) {
    *out++ = raw.at[i];
    if (raw.at[i] == '"') i++;
  }
  t->scratch_used += field->raw.size;
  return DONE;
}

static outcome check_length(cm_table_reader *t, const cm_field *field, size_t end) {
  char digits[CM_U64_TEXT_MAX];
  if (end - t->at > t->limits->line_bytes) {
    return refuse(t, CEMENT_E_LIMIT, t->at, CM_S("a row longer than "), cm_u64_text(t->limits->line_bytes, digits),
                  CM_S(" bytes"));
  }
  if (field->raw.size > t->limits->field_bytes) {
    return refuse(t, CEMENT_E_LIMIT, t->at + field->offset, CM_S("a cell longer than "),
                  cm_u64_text(t->limits->field_bytes, digits), CM_S(" bytes"));
  }
  return DONE;
}

static outcome take_quoted(cm_table_reader *t, cm_scan *s, size_t open, cm_field *field, size_t *end) {
  size_t close;
  size_t doubled = 0;
  (void)cm_scan_next(s); /* the opening quote */
  outcome now = find_close(t, s, open, &close, &doubled);
  if (now != DONE) return now;
  *end = close + 1;
  char c = *end == s->end ? '\0' : s->text[*end];
  if (*end == s->end) {
    now = edge(t);
  } else if (c == '\r') {
    now = line_end(t, *end);
  } else if (c != t->delimiter && c != '\n') {
    return refuse(t, CEMENT_E_SYNTAX, open, CM_S("text behind the closing quote (\") of a cell"));
  }
  (void)cm_scan_next(s); /* what ends the cell */
  field->raw = (cm_str){s->text + open + 1, close - open - 1};
  field->quoted = true;
  t->quoted = true;
  if (now != DONE || doubled == 0) return now;
  now = check_length(t, field, *end);
  return now == DONE ? unquote(t, field, doubled) : now;
}

static inline outcome keep(cm_table_reader *t, const cm_field *field) {
  if (t->fields.size == t->limits->columns) {
    return refuse(t, CEMENT_E_LIMIT, t->at + field->offset, CM_S("too many columns"));
  }
  if (t->fields.size == t->fields.room && CM_VEC_ROOM(&t->arena, &t->fields, 1) != 0) {
    t->status = cm_nomem(t->err);
    return REFUSED;
  }
  t->fields.at[t->fields.size++] = *field;
  return DONE;
}

/* Most cells are not quoted and end with a delimiter: takes those from `from` on as long as nothing else comes, and
 * returns where it stopped. What stopped it is still to be found, and the slow way looks at it. */
static size_t take_plain(cm_table_reader *t, cm_scan *s, size_t from) {
  const char *text = s->text;
  const size_t row = t->at;
  const size_t room = t->fields.room < t->limits->columns ? t->fields.room : t->limits->columns;
  const size_t last = s->end - row <= t->limits->line_bytes ? s->end : row + t->limits->line_bytes + 1;
  const size_t longest = t->limits->field_bytes;
  const char delimiter = t->delimiter;
  cm_field *fields = t->fields.at;
  size_t count = t->fields.size;
  while (count < room && text[from] != '"') {
    while (s->left == 0 && s->block + CM_SCAN_BLOCK < s->end) cm_scan_look(s, s->block + CM_SCAN_BLOCK);
    if (s->left == 0) break;
    size_t at = s->block + cm_scan_lowest(s->left);
    if (at >= last || text[at] != delimiter || at - from > longest) break;
    s->left &= s->left - 1;
    fields[count++] = (cm_field){{text + from, at - from}, (uint32_t)(from - row), false};
    from = at + 1;
  }
  t->fields.size = count;
  return from;
}

/* ---- rows ---- */

/* Cuts the row at t->at; *next is behind its line end. */
static outcome take_row(cm_table_reader *t, size_t *next) {
  cm_scan s = cm_scan_from(t);
  t->fields.size = 0;
  t->scratch_used = 0;
  t->quoted = false;
  for (size_t from = t->at;;) {
    from = take_plain(t, &s, from);
    size_t end = from;
    cm_field field = {.offset = (uint32_t)(from - t->at)};
    outcome now;
    if (from < s.end && s.text[from] == '"') {
      now = take_quoted(t, &s, from, &field, &end);
    } else {
      now = take_bare(t, &s, &end);
      field.raw = (cm_str){s.text + from, end - from};
    }
    if (now != DONE) return now;
    if (end - t->at > t->limits->line_bytes || field.raw.size > t->limits->field_bytes) {
      return check_length(t, &field, end);
    }
    now = keep(t, &field);
    if (now != DONE) return now;
    if (end == s.end || s.text[end] != t->delimiter) cm_scan_keep(t, &s);
    *next = end == s.end ? end : s.text[end] == '\r' ? end + 2 : end + 1;
    if (end == s.end || s.text[end] != t->delimiter) return DONE;
    from = end + 1;
  }
}

/* Moves behind the row, of which line ends may stand within quotes. */
static void pass(cm_table_reader *t, size_t next) {
  cm_str row = {t->buffer + t->at, next - t->at};
  uint32_t lines = t->quoted ? cm_place_at(t->source, row, row.size).line - 1 : 1;
  t->row = (cm_row){t->fields.at, t->fields.size, t->row.number, t->offset + t->at, t->line};
  t->row_at = t->at;
  t->line = cm_table_lines(t->line, lines);
  t->at = next;
}

/* The row that was cut is nothing but a line end. */
static bool is_empty(const cm_table_reader *t) {
  return t->fields.size == 1 && t->fields.at[0].raw.size == 0 && !t->quoted;
}

/* A row that is not complete goes on in the next block, as far as a row may. */
static int go_on(cm_table_reader *t) {
  char digits[CM_U64_TEXT_MAX];
  if (t->checked - t->at <= t->limits->line_bytes + 1) return cm_table_fill(t); /* one more may be the line's end */
  return cm_table_refuse(t, CEMENT_E_LIMIT, t->at, CM_S("a row longer than "),
                         cm_u64_text(t->limits->line_bytes, digits), CM_S(" bytes"));
}

int cm_table_next(cm_table_reader *t, bool *more, cement_error *err) {
  t->err = err;
  *more = false;
  if (t->status != CEMENT_OK) return cm_fail(err, t->status, CM_NOWHERE, CM_S("the file was refused before"));
  if (!t->begun && cm_table_fill(t) != CEMENT_OK) return t->status;
  while (t->at < t->checked || !t->ended || t->fault != CM_TEXT_GOOD) {
    size_t next = t->at;
    outcome now = take_row(t, &next);
    if (now == REFUSED || (now == MORE && go_on(t) != CEMENT_OK)) return t->status;
    if (now == MORE) continue;
    *more = !is_empty(t);
    if (*more && t->row.number == t->limits->rows) {
      *more = false;
      return cm_table_refuse(t, CEMENT_E_LIMIT, t->at, CM_S("too many rows"));
    }
    pass(t, next);
    if (*more) {
      t->row.number++;
      return CEMENT_OK;
    }
  }
  return CEMENT_OK;
}

/* ---- begin, end, places ---- */

void cm_table_open(cm_table_reader *t, cm_str source, cement_reader read, void *user, const cm_table_options *options,
                   const cm_alloc *alloc, const cm_ledger_limits *limits) {
  *t = (cm_table_reader){.encoding = options->encoding,
                         .source = source,
                         .read = read,
                         .user = user,
                         .options = *options,
                         .limits = limits,
                         .line = 1};
  cm_arena_init(&t->arena, alloc);
  cm_sha256_init(&t->hash);
}

void cm_table_close(cm_table_reader *t) {
  if (t->buffer != NULL) t->arena.alloc->release(t->arena.alloc->user, t->buffer, t->room);
  t->buffer = NULL;
  cm_arena_free(&t->arena);
}

cm_place cm_table_place(const cm_table_reader *t, const cm_field *field) {
  size_t at = t->row_at + (field == NULL ? 0 : field->offset);
  cm_place place = cm_place_at(t->source, (cm_str){t->buffer + t->row_at, t->size - t->row_at}, at - t->row_at);
  place.offset = t->offset + at;
  place.line = cm_table_lines(t->row.line, place.line - 1);
  return place;
}

int32_t cm_table_read_memory(void *user, char *buffer, size_t room, size_t *got) {
  cm_table_memory *memory = user;
  size_t left = memory->text.size - memory->at;
  *got = left < room ? left : room;
  if (*got != 0) memcpy(buffer, memory->text.at + memory->at, *got);
  memory->at += *got;
  return 0;
}
