/* Tables: the reader's pieces change nothing; what was read, written with quotes, reads the same. The first byte tells
 * the pieces, the second what is declared. */
#include "fuzz/fuzz.h"
#include "plant/table.h"

static const cm_ledger_limits limits = {
    .csv_bytes = 100000, .field_bytes = 300, .line_bytes = 1000, .columns = 20, .rows = 200};

typedef struct pieces {
  cm_str text;
  size_t at;
  unsigned seed; /* of the pieces' lengths; 0: as many bytes as there is room for */
} pieces;

static int32_t next_piece(void *user, char *buffer, size_t room, size_t *got) {
  pieces *p = user;
  size_t size = p->text.size - p->at;
  if (size > room) size = room;
  if (p->seed > 0) {
    size_t piece = 1 + p->seed % 13 * (p->at % 5);
    if (size > piece) size = piece;
  }
  if (size > 0) memcpy(buffer, p->text.at + p->at, size);
  p->at += size;
  *got = size;
  return 0;
}

typedef struct outcome {
  page cells, csv; /* what was read, and the same with all cells in quotes */
  int status;
  cement_error err;
  cm_encoding encoding;
  char delimiter, hash[65];
} outcome;

static void keep_row(outcome *out, const cm_table_reader *t) {
  char mark[2] = {t->delimiter, '"'};
  for (size_t i = 0; i < t->row.count; i++) {
    cm_str cell = t->row.fields[i].raw;
    cm_place place = cm_table_place(t, &t->row.fields[i]);
    must(place.line >= t->row.line && place.column > 0 && place.offset <= t->bytes, "a cell has a place");
    keep(&out->cells, cell.at, cell.size);
    keep(&out->cells, "\n", 1);
    if (i > 0) keep(&out->csv, mark, 1);
    keep(&out->csv, mark + 1, 1);
    for (size_t j = 0; j < cell.size; j++)
      keep(&out->csv, cell.at[j] == '"' ? "\"\"" : cell.at + j, cell.at[j] == '"' ? 2 : 1);
    keep(&out->csv, mark + 1, 1);
  }
  keep(&out->cells, "\n", 1);
  keep(&out->csv, "\r\n", 2);
}

static outcome read_table(cm_str text, unsigned seed, cm_table_options options) {
  outcome out = {.err = {.size = sizeof out.err}};
  pieces p = {text, 0, seed};
  cm_alloc alloc = cm_alloc_system();
  cm_table_reader t;
  bool more = true;
  uint64_t rows = 0;
  cm_table_open(&t, CM_S("fuzz"), next_piece, &p, &options, &alloc, &limits);
  while ((out.status = cm_table_next(&t, &more, &out.err)) == CEMENT_OK && more) {
    must(t.row.number == ++rows && t.row.count > 0 && t.row.count <= limits.columns, "a row has a number and cells");
    keep_row(&out, &t);
  }
  must(out.err.offset <= text.size, "a refusal is within the file");
  out.encoding = t.encoding;
  out.delimiter = t.delimiter;
  cm_sha256_hex(&t.hash, out.hash);
  cm_table_close(&t);
  return out;
}

static void release(outcome *out) {
  free(out->cells.at);
  free(out->csv.at);
}

/* Quotes and line ends make the text longer, so that limits may be met. */
static void again(const outcome *first) {
  outcome second =
      read_table((cm_str){first->csv.at, first->csv.size}, 0, (cm_table_options){first->encoding, first->delimiter});
  must(second.status == CEMENT_OK || second.status == CEMENT_E_LIMIT, "what was read reads again");
  must(second.status != CEMENT_OK || same(&first->cells, &second.cells), "as the same cells");
  release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  static const char delimiters[] = {0, ',', ';', '\t'};
  cm_table_options options = {(cm_encoding)(data[1] % 3), delimiters[data[1] / 3 % 4]};
  cm_str text = {(const char *)data + 2, size - 2};
  outcome whole = read_table(text, 0, options);
  outcome parts = read_table(text, data[0] + 1u, options);
  must(whole.status == parts.status && whole.encoding == parts.encoding && whole.delimiter == parts.delimiter,
       "pieces end as the whole");
  must(same(&whole.cells, &parts.cells), "pieces give the rows of the whole");
  must(memcmp(&whole.err, &parts.err, sizeof whole.err) == 0, "pieces are refused as the whole");
  must(strcmp(whole.hash, parts.hash) == 0, "pieces have the hash of the whole");
  if (whole.status == CEMENT_OK && whole.csv.size > 0) again(&whole);
  release(&whole);
  release(&parts);
  return 0;
}
