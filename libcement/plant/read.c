/* A plant file from its first byte to its last: rows, places, what was repaired. */
#include "plant/fold.h"
#include "plant/read_work.h"

int cm_file_nomem(const cm_file *f) {
  return cm_nomem(f->err);
}

int cm_file_next(cm_file *f, bool *more) {
  cm_arena_free(&f->scratch);
  f->odd.size = f->odd_at = 0;
  if (f->kept_at < f->kept.size) {
    f->row = &f->kept.at[f->kept_at].row;
    f->places = f->kept.at[f->kept_at++].places;
    *more = true;
    return CEMENT_OK;
  }
  int status = cm_table_next(&f->table, more, f->err);
  f->row = &f->table.row;
  f->places = NULL;
  if (f->codec.encoding != f->table.encoding) cm_file_encoded(f); /* it was ASCII so far */
  return status;
}

void cm_file_encoded(cm_file *f) {
  f->codec.encoding = f->when.encoding = f->rules.number.encoding = f->table.encoding;
  f->rules.number.comma_unsure = f->table.delimiter == ';';
}

cm_place cm_file_place(const cm_file *f, size_t column) {
  bool there = column < f->row->count;
  if (f->places != NULL) return there ? f->places[column] : f->places[0];
  return cm_table_place(&f->table, there ? &f->row->fields[column] : NULL);
}

cm_spot cm_file_spot(const cm_file *f, size_t column) {
  cm_place place = cm_file_place(f, column);
  return (cm_spot){f->document, place.line, place.column};
}

cm_str cm_file_raw(const cm_file *f, size_t column) {
  return column < f->row->count ? f->row->fields[column].raw : (cm_str){"", 0};
}

bool cm_file_blank(const cm_file *f, size_t column) {
  uint32_t repairs = 0;
  return cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs).size == 0;
}

bool cm_file_empty_row(const cm_file *f) {
  for (size_t i = 0; i < f->row->count; i++) {
    if (!cm_file_blank(f, i)) return false;
  }
  return true;
}

int cm_file_text(cm_file *f, size_t column, cm_str *out) {
  uint32_t repairs = 0, notes = 0;
  cm_str raw = cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
  *out = (cm_str){"", 0};
  if (raw.size == 0) return CEMENT_OK;
  int status = cm_codec_text(&f->codec, raw, cm_file_place(f, column), out, &notes, f->err);
  if (status == CEMENT_OK && notes != 0) cm_file_count(&f->letters, cm_file_spot(f, column));
  return status;
}

int cm_file_name(cm_file *f, cm_str text, cm_str *out) {
  cm_str folded;
  *out = (cm_str){"", 0};
  int status = cm_fold(&f->scratch, text, CM_NOWHERE, &folded, NULL);
  if (status == CEMENT_E_NOMEM) return cm_file_nomem(f);
  if (status != CEMENT_OK || folded.size == 0) return CEMENT_OK;
  char *name = cm_arena_take(&f->scratch, folded.size, 1);
  if (name == NULL) return cm_file_nomem(f);
  *out = cm_fold_name(folded, name);
  return CEMENT_OK;
}

void cm_file_count(cm_count *count, cm_spot spot) {
  if (count->count++ == 0) count->first = spot;
}

static cm_str repair_name(size_t kind) {
  static const char *const names[CM_REPAIR_KINDS] = {"wide blanks around a number",
                                                     "full-width characters in a number",
                                                     "thousands separators in a number",
                                                     "a percent sign behind a number",
                                                     "a plus sign before a number",
                                                     "a quote mark before a number",
                                                     "a number with an exponent",
                                                     "a number with leading zeros",
                                                     "a number that begins or ends with its point",
                                                     "",
                                                     "the day number of a spreadsheet for a date"};
  return cm_str_of(names[kind]);
}

int cm_file_repaired(cm_file *f, size_t column, uint32_t repairs) {
  for (size_t i = 0; i < CM_REPAIR_KINDS; i++) {
    uint32_t bit = CM_REPAIR_SPACES << i;
    if (!(repairs & bit)) continue;
    if (f->strict && bit != CM_REPAIR_PRECISION) {
      cm_str text;
      int status = cm_file_list_refused(f, column, repairs);
      if (status == CEMENT_OK) status = cm_file_text(f, column, &text);
      if (status != CEMENT_OK) return status;
      return cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, column), CM_S("\""), cm_str_cut(text, 60),
                     CM_S("\" read: "), repair_name(i), CM_S(", which strict reading refuses"));
    }
    cm_file_count(&f->repairs[i], cm_file_spot(f, column));
  }
  return cm_file_odd(f, column, CEMENT_CELL_REPAIRED, repairs);
}

int cm_file_note(cm_file *f, cm_remark *remark, const cm_str *parts, size_t count) {
  cm_buf detail;
  cm_buf_init(&detail, &f->arena);
  for (size_t i = 0; i < count; i++) cm_buf_add(&detail, parts[i]);
  if (detail.failed) return cm_file_nomem(f);
  remark->detail = cm_buf_text(&detail);
  return cm_build_remark(f->builder, remark);
}

/* "file.csv:3:8, n = 12" */
static int tell_count(cm_file *f, cm_remark_kind kind, const cm_count *count) {
  char line[CM_U64_TEXT_MAX], column[CM_U64_TEXT_MAX], n[CM_U64_TEXT_MAX];
  cm_remark remark = {.kind = kind, .month = INT32_MIN, .cells = count->count};
  if (count->count == 0) return CEMENT_OK;
  return cm_file_tell(f, &remark, f->name, CM_S(":"), cm_u64_text(count->first.line, line), CM_S(":"),
                      cm_u64_text(count->first.column, column), CM_S(", n = "), cm_u64_text(count->count, n));
}

static int tell_all(cm_file *f) {
  cm_remark encoding = {.kind = CM_REMARK_ENCODING, .month = INT32_MIN};
  bool declared = f->table.marked || (f->map != NULL && f->map->encoding.size != 0);
  int status = CEMENT_OK;
  if (!declared && f->strict && f->table.encoding == CM_ENCODING_GB18030) {
    return cm_fail(f->err, CEMENT_E_ENCODING, ((cm_place){f->name, 0, 1, 1}),
                   CM_S("the file is not UTF-8; that it is GB18030 is a guess, which strict reading refuses: a mapping "
                        "can say it"));
  }
  if (!declared && f->table.encoding != CM_ENCODING_FOUND) {
    status = cm_file_tell(f, &encoding, f->name, CM_S(": "), cm_encoding_name(f->table.encoding));
  }
  for (size_t i = 0; i < CM_REPAIR_KINDS && status == CEMENT_OK; i++) {
    status = tell_count(f, (cm_remark_kind)(CM_REMARK_SPACES + i), &f->repairs[i]);
  }
  if (status == CEMENT_OK) status = tell_count(f, CM_REMARK_LETTERS, &f->letters);
  if (status == CEMENT_OK) status = tell_count(f, CM_REMARK_STOPPED, &f->stops);
  if (status == CEMENT_OK) status = tell_count(f, CM_REMARK_ABOVE, &f->carried);
  return status == CEMENT_OK ? tell_count(f, CM_REMARK_ROW, &f->rows) : status;
}

/* The bytes pass on to the hash of all documents. */
typedef struct tap {
  cement_reader read;
  void *user;
  cm_sha256 *hash;
} tap;

static int32_t read_tapped(void *user, char *buffer, size_t room, size_t *got) {
  tap *t = user;
  int32_t stopped = t->read(t->user, buffer, room, got);
  if (stopped == 0 && *got <= room) cm_sha256_add(t->hash, buffer, *got);
  return stopped;
}

static int read_shape(cm_file *f) {
  switch (f->shape) {
  case CM_SHAPE_LONG: return cm_file_long(f);
  case CM_SHAPE_FORM: return cm_file_form(f);
  default: return cm_file_wide(f);
  }
}

static int read_file(cm_file *f, bool propose) {
  int status = cm_file_head(f, propose);
  if (status == CEMENT_OK && f->shape == CM_SHAPE_WIDE) status = cm_file_proposal(f);
  if (status == CEMENT_OK && propose && f->shape == CM_SHAPE_WIDE) return cm_file_propose_wide(f);
  if (status != CEMENT_OK) return status;
  f->propose = propose;
  status = read_shape(f);
  if (status == CEMENT_OK && propose) return cm_file_propose_rows(f);
  return status == CEMENT_OK ? tell_all(f) : status;
}

static int options_of(cm_file *f, cm_table_options *options) {
  *options = (cm_table_options){CM_ENCODING_FOUND, 0};
  if (f->map == NULL) return CEMENT_OK;
  options->delimiter = f->map->delimiter;
  if (f->map->encoding.size != 0)
    (void)cm_encoding_read(f->map->encoding, &options->encoding); /* a label that is known */
  return CEMENT_OK;
}

int cm_plant_read(cm_plant *plant, cm_str name, cement_reader read, void *user, uint32_t flags,
                  const cm_ledger_limits *limits, cement_error *err) {
  cm_table_options options;
  int status = cm_plant_begin(plant, name, limits, err);
  if (status != CEMENT_OK) return status;
  cm_builder *b = plant->ledger->builder;
  tap t = {read, user, &b->hash};
  cm_file f = {.plant = plant,
               .builder = b,
               .limits = limits,
               .err = err,
               .name = b->source,
               .document = b->document,
               .strict = (flags & CM_PLANT_STRICT) != 0};
  bool propose = (flags & CM_PLANT_PROPOSE) != 0;
  f.map = plant->mapping == NULL ? NULL : cm_mapping_table_of(plant->mapping, f.name);
  cm_arena_init(&f.arena, plant->arena.alloc);
  cm_arena_init(&f.scratch, plant->arena.alloc);
  cm_arena_init(&f.told, plant->arena.alloc);
  (void)options_of(&f, &options);
  cm_table_open(&f.table, f.name, read_tapped, &t, &options, plant->arena.alloc, limits);
  cm_codec_open(&f.codec, CM_ENCODING_FOUND, NULL, &f.arena);
  f.rules = (cm_cell_rules){.codec = &f.codec, .markers = &plant->dictionary->markers, .number = {.exponent = true}};
  status = read_file(&f, propose);
  if (status == CEMENT_OK && !propose) {
    cm_sha256_hex(&f.table.hash, plant->ledger->documents.at[f.document].sha256);
    if (!plant->files) plant->document = f.document;
    plant->files = true;
    plant->strict |= f.strict;
  }
  cm_codec_close(&f.codec);
  cm_table_close(&f.table);
  cm_arena_free(&f.told);
  cm_arena_free(&f.scratch);
  cm_arena_free(&f.arena);
  return status;
}
