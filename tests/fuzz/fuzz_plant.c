/* A whole plant file, and a mapping before a NUL where there is one: refused at a place within the file, or read as a
 * ledger that reads back the same. Pieces change nothing; what a strict reading takes, a lenient one takes likewise;
 * what is proposed reads as a mapping. The first byte tells which of these, and the pieces. */
#include "fuzz/fuzz.h"

#include <cement/cement.h>

typedef struct outcome {
  page ledger, cells;
  int32_t status;
  cement_error err;
} outcome;

typedef struct source {
  const char *at;
  size_t left, piece;
} source;

static int32_t next_piece(void *user, char *buffer, size_t room, size_t *got) {
  source *s = user;
  *got = s->left < s->piece ? s->left : s->piece;
  if (*got > room) *got = room;
  if (*got > 0) memcpy(buffer, s->at, *got);
  s->at += *got;
  s->left -= *got;
  return 0;
}

static int32_t keep_cell(void *user, const cement_cell *cell) {
  char line[512];
  must(cell->at_line > 0 && cell->at_column > 0 && cell->at_cell > 0, "a cell has a place");
  must(cell->kind >= 0 && cell->kind <= CEMENT_CELL_UNCONVERTED, "and a kind");
  must(cell->outcome >= 0 && cell->outcome <= CEMENT_OUTCOME_ENDED, "and something became of it");
  int size = snprintf(line, sizeof line, "%u:%u %d %d %s %s %s\n", (unsigned)cell->at_line, (unsigned)cell->at_column,
                      (int)cell->kind, (int)cell->outcome, cell->item ? cell->item : "", cell->period, cell->repairs);
  return keep(user, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
}

static const cement_catalog *catalog(void) {
  static cement_context *context;
  static cement_catalog *made;
  if (made) return made;
  must(!cement_context_create(&context, NULL, NULL) && !cement_catalog_create(&made, context, NULL),
       "a catalog is made");
  return made;
}

typedef struct input {
  const char *map, *text;
  size_t map_size, size;
} input;

static void check_place(const input *in, const cement_error *err) {
  size_t lines = 2; /* a row that is missing stands behind the last */
  for (size_t i = 0; i < in->size; i++) lines += in->text[i] == '\n';
  must(err->code != CEMENT_E_INTERNAL && err->message[0] != '\0', "a refusal says why");
  if (strcmp(err->source, "t.csv") == 0) must(err->line <= lines, "and where, within the file");
}

static cement_ledger *begin(const input *in, outcome *out) {
  cement_ledger *ledger = NULL;
  *out = (outcome){.err = {.size = sizeof out->err}};
  out->status = cement_ledger_create(&ledger, catalog(), &out->err);
  if (!out->status && in->map) out->status = cement_ledger_map(ledger, "m.json", in->map, in->map_size, &out->err);
  return ledger;
}

static void write_all(const cement_ledger *ledger, outcome *out) {
  page report = {NULL, 0, 0};
  must(!cement_ledger_canonical(ledger, keep, &out->ledger, NULL), "what was read is written");
  must(!cement_ledger_quality(ledger, keep, &report, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL), "and judged");
  free(report.at);
}

static outcome read_file(const input *in, size_t piece, int32_t flags) {
  outcome out;
  source s = {in->text, in->size, piece};
  cement_ledger *ledger = begin(in, &out);
  if (!out.status) out.status = cement_ledger_cells(ledger, keep_cell, &out.cells, &out.err);
  if (!out.status) out.status = cement_ledger_read_plant(ledger, "t.csv", next_piece, &s, flags, &out.err);
  if (!out.status) out.status = cement_ledger_finish(ledger, &out.err);
  must(out.status == out.err.code, "the status is the code of the error");
  if (out.status) check_place(in, &out.err);
  if (!out.status) write_all(ledger, &out);
  cement_ledger_destroy(ledger);
  return out;
}

static void release(outcome *out) {
  free(out->ledger.at);
  free(out->cells.at);
}

static void check_again(const outcome *first) {
  outcome second;
  const input none = {NULL, NULL, 0, 0};
  cement_ledger *ledger = begin(&none, &second);
  must(!cement_ledger_read(ledger, "l.json", first->ledger.at, first->ledger.size, &second.err) &&
           !cement_ledger_finish(ledger, &second.err),
       "the ledger reads back");
  must(!cement_ledger_canonical(ledger, keep, &second.ledger, NULL) && same(&first->ledger, &second.ledger),
       "as the same");
  cement_ledger_destroy(ledger);
  release(&second);
}

static bool waits(const page *text) {
  static const char *const marks[] = {"\"unknown\": true", ": \"\""};
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; i + strlen(marks[k]) <= text->size; i++) {
      if (memcmp(text->at + i, marks[k], strlen(marks[k])) == 0) return true;
    }
  }
  return false;
}

static void check_proposal(const input *in) {
  outcome out, again;
  page text = {NULL, 0, 0};
  source s = {in->text, in->size, in->size};
  cement_ledger *ledger = begin(in, &out);
  if (!out.status)
    out.status = cement_ledger_read_plant(ledger, "t.csv", next_piece, &s, CEMENT_PLANT_PROPOSE, &out.err);
  if (!out.status) must(!cement_ledger_mapping(ledger, keep, &text, CEMENT_FORMAT_JSON, NULL), "a proposal is written");
  cement_ledger_destroy(ledger);
  if (!out.status && !waits(&text)) {
    const input with = {text.at, in->text, text.size, in->size};
    ledger = begin(&with, &again);
    if (again.status) fprintf(stderr, "%.*s\n%s\n", (int)text.size, text.at, again.err.message);
    must(!again.status, "a proposal reads as a mapping");
    cement_ledger_destroy(ledger);
  }
  free(text.at);
}

static void check_pieces(const input *in, const outcome *whole, size_t piece) {
  outcome parts = read_file(in, piece, 0);
  must(whole->status == parts.status && same(&whole->ledger, &parts.ledger), "pieces give what the whole gives");
  must(memcmp(&whole->err, &parts.err, sizeof parts.err) == 0, "and are refused as it is");
  must(same(&whole->cells, &parts.cells), "with the same cells");
  release(&parts);
}

static void check_strict(const input *in, const outcome *whole) {
  outcome strictly = read_file(in, in->size + 1, CEMENT_PLANT_STRICT);
  must(strictly.status != CEMENT_OK || (!whole->status && same(&whole->ledger, &strictly.ledger)),
       "what strict reading takes, lenient reading takes likewise");
  release(&strictly);
}

/* One property an input: each reads the file once more, with all its words. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  const char *text = (const char *)data + 1, *mark = memchr(text, '\0', size - 1);
  input in = {NULL, text, 0, size - 1};
  if (mark) in = (input){text, mark + 1, (size_t)(mark - text), size - 2 - (size_t)(mark - text)};
  outcome whole = read_file(&in, in.size + 1, 0);
  switch (data[0] % 4) {
  case 0: check_pieces(&in, &whole, data[0] / 4 % 16 + 1u); break;
  case 1: check_strict(&in, &whole); break;
  case 2:
    if (!whole.status) check_again(&whole);
    break;
  default: check_proposal(&in); break;
  }
  release(&whole);
  return 0;
}
