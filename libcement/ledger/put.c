/* Rows put by the host, one after the other: each is written as the row of CSV that it is and read as such, so that a
 * ledger made of puts is the ledger of that CSV, with its faults, limits and hashes. */
#include "ledger/builder.h"

static bool must_be_quoted(cm_str cell) {
  for (size_t i = 0; i < cell.size; i++) {
    char c = cell.at[i];
    if (c == '"' || c == ',' || c == '\n' || c == '\r') return true;
  }
  return false;
}

static void write_cell(cm_buf *row, cm_str cell) {
  if (!must_be_quoted(cell)) {
    cm_buf_add(row, cell);
    return;
  }
  cm_buf_add_char(row, '"');
  for (size_t i = 0; i < cell.size; i++) {
    if (cell.at[i] == '"') cm_buf_add_char(row, '"');
    cm_buf_add_char(row, cell.at[i]);
  }
  cm_buf_add_char(row, '"');
}

/* A cell beyond its limit is cut behind it: enough is left to refuse it. */
static void write_row(cm_builder *b, const cm_str *cells, cm_str value) {
  b->row.size = 0;
  for (size_t i = 0; i < CM_PUT_CELLS; i++) {
    cm_str cell = i == CM_PUT_VALUE ? value : cells[i];
    if (i) cm_buf_add_char(&b->row, ',');
    write_cell(&b->row, cm_str_cut(cell, b->limits->field_bytes + 4));
  }
  cm_buf_add_char(&b->row, '\n');
}

/* The shortest decimal that reads back to the same double, in plain notation. */
static int number_text(cm_builder *b, cm_str item, double number, char out[CM_DEC_TEXT_MAX], cm_str *text) {
  cm_dec decimal;
  bool fits = cm_dec_from_double(&decimal, number) >= 0;
  if (fits) *text = cm_dec_text(&decimal, out);
  if (fits && text->size <= b->limits->json.number_bytes) return CEMENT_OK;
  return cm_refuse_cell(b, CEMENT_E_RANGE, 0, item, CM_S(": the number is not finite, too large or too close to zero"));
}

static void hash_row(cm_builder *b, cm_str row) {
  cm_sha256_add(&b->put_hash, row.at, row.size);
  cm_sha256_add(&b->hash, row.at, row.size);
  b->put_bytes += row.size;
}

static int open_puts(cm_ledger *ledger, const cm_ledger_limits *limits, cement_error *err) {
  int status = cm_build_open(ledger, CM_S("put"), limits, err);
  if (status != CEMENT_OK) return status;
  cm_builder *b = ledger->builder;
  if (b->row.arena == NULL) cm_buf_init(&b->row, &ledger->arena);
  cm_sha256_init(&b->put_hash);
  b->put_bytes = 0;
  b->putting = true;
  hash_row(b, cm_str_of(cm_csv_header));
  return CEMENT_OK;
}

void cm_build_close_puts(cm_builder *b) {
  if (b->putting) cm_sha256_hex(&b->put_hash, b->ledger->documents.at[b->document].sha256);
  b->putting = false;
}

static int read_row(cm_builder *b, const cm_str *cells, const double *number) {
  char digits[CM_DEC_TEXT_MAX];
  cm_str value = cells[CM_PUT_VALUE];
  int status = number == NULL ? CEMENT_OK : number_text(b, cells[CM_PUT_ITEM], *number, digits, &value);
  if (status != CEMENT_OK) return status;
  write_row(b, cells, value);
  if (b->row.failed) return cm_nomem(b->err);
  b->text = (cm_str){b->row.at, b->row.size};
  if (b->puts == UINT32_MAX || b->put_bytes + b->text.size > b->limits->csv_bytes) {
    return cm_refuse_cell(b, CEMENT_E_LIMIT, 0, CM_S("the document is too long"));
  }
  hash_row(b, b->text);
  return cm_ledger_read_csv_row(b);
}

int cm_ledger_put(cm_ledger *ledger, const cm_str cells[CM_PUT_CELLS], const double *number,
                  const cm_ledger_limits *limits, cement_error *err) {
  int status = ledger->builder != NULL && ledger->builder->putting ? CEMENT_OK : open_puts(ledger, limits, err);
  if (status != CEMENT_OK) return status;
  cm_builder *b = ledger->builder;
  b->limits = limits;
  b->err = err;
  b->binary = number != NULL;
  b->put = ++b->puts;
  status = read_row(b, cells, number);
  b->text = (cm_str){"", 0};
  b->put = 0;
  b->binary = false;
  return status;
}
