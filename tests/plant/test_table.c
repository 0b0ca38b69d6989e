/* Rows of plant files: RFC 4180 on raw bytes, whatever the pieces that the reader brings. */
#include <CUnit/CUnit.h>
#include <stdlib.h>

#include "plant/table.h"
#include "plant/table_scan.h"

int register_plant_table_suite(void);

static const cm_ledger_limits limits = {
    .csv_bytes = 8 << 20, .field_bytes = 4096, .line_bytes = 65536, .columns = 256, .rows = 1000000};

/* ---- a reader of pieces ---- */

typedef struct pieces {
  cm_str text;
  size_t at, piece; /* at most so many bytes a time; 0: as many as there is room for */
  size_t stop;      /* fails at this byte; 0: never */
  bool lies;        /* tells more than there was room for */
} pieces;

static int32_t next_piece(void *user, char *buffer, size_t room, size_t *got) {
  pieces *p = user;
  if (p->stop > 0 && p->at >= p->stop) return 1;
  size_t size = p->text.size - p->at;
  if (size > room) size = room;
  if (p->piece > 0 && size > p->piece) size = p->piece;
  if (size > 0) memcpy(buffer, p->text.at + p->at, size);
  p->at += size;
  *got = p->lies ? room + 1 : size;
  return 0;
}

/* ---- a table as text: rows and cells in brackets, then how it ended ---- */

typedef struct told {
  char text[4096];
  size_t size;
  int status;
  cement_error err;
  cm_encoding encoding;
  bool marked;
  char delimiter, hash[65];
  uint64_t rows, bytes;
} told;

static void say(told *out, cm_str text) {
  size_t left = sizeof out->text - out->size;
  size_t size = text.size < left ? text.size : left; /* long tables are told by their beginning */
  if (size > 0) memcpy(out->text + out->size, text.at, size);
  out->size += size;
}

static void say_row(told *out, const cm_table_reader *t) {
  char digits[CM_U64_TEXT_MAX];
  say(out, cm_u64_text(t->row.line, digits));
  say(out, CM_S(":"));
  for (size_t i = 0; i < t->row.count; i++) {
    say(out, t->row.fields[i].quoted ? CM_S("{") : CM_S("["));
    say(out, t->row.fields[i].raw);
    say(out, t->row.fields[i].quoted ? CM_S("}") : CM_S("]"));
  }
  say(out, CM_S("\n"));
}

static void tell(told *out, pieces *p, const cm_table_options *options, const cm_ledger_limits *with) {
  cm_table_reader t;
  cm_alloc alloc = cm_alloc_system();
  bool more = true;
  *out = (told){.err = {.size = sizeof(cement_error)}};
  cm_table_open(&t, CM_S("dcs.csv"), next_piece, p, options, &alloc, with);
  while ((out->status = cm_table_next(&t, &more, &out->err)) == CEMENT_OK && more) {
    say_row(out, &t);
    if (t.row.number != ++out->rows) CU_FAIL("rows are numbered from 1");
  }
  CU_ASSERT_FALSE(more);
  if (out->status != CEMENT_OK) { /* a refusal stays */
    cement_error again = {.size = sizeof again};
    CU_ASSERT_EQUAL(cm_table_next(&t, &more, &again), out->status);
    CU_ASSERT_EQUAL(again.code, out->status);
  }
  out->encoding = t.encoding;
  out->marked = t.marked;
  out->delimiter = t.delimiter;
  out->bytes = t.bytes;
  cm_sha256_hex(&t.hash, out->hash);
  cm_table_close(&t);
}

static void read_text(told *out, cm_str text) {
  pieces p = {.text = text};
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  tell(out, &p, &options, &limits);
}

/* The table as text: what was expected, or a failure that shows what came. */
static void expect(cm_str text, const char *table) {
  told t;
  read_text(&t, text);
  CU_ASSERT_EQUAL(t.status, CEMENT_OK);
  if (!cm_str_is((cm_str){t.text, t.size}, table)) {
    t.text[t.size < sizeof t.text ? t.size : sizeof t.text - 1] = '\0';
    CU_FAIL(table);
    printf("came: %s", t.text);
  }
}

#define BYTES(literal) ((cm_str){(literal), sizeof(literal) - 1})

static void test_rows(void) {
  expect(CM_S(""), "");
  expect(CM_S("\n\r\n\n"), "");
  expect(CM_S("a"), "1:[a]\n");
  expect(CM_S("a,b"), "1:[a][b]\n");
  expect(CM_S("a,b\n"), "1:[a][b]\n");
  expect(CM_S("a,b\r\nc,d\r\n"), "1:[a][b]\n2:[c][d]\n");
  expect(CM_S("a,b\r\nc,d\ne,f"), "1:[a][b]\n2:[c][d]\n3:[e][f]\n"); /* mixed line ends, none at the end */
  expect(CM_S("a,\n,\n"), "1:[a][]\n2:[][]\n");
  expect(CM_S("a,b,"), "1:[a][b][]\n");
  expect(CM_S("\n\na,b\n\n\nc,d\n\n"), "3:[a][b]\n6:[c][d]\n"); /* empty lines are no rows, and are counted */
  expect(CM_S("a;b;c,d\n1;2\n"), "1:[a][b][c,d]\n2:[1][2]\n");
  expect(CM_S("a\tb\n1\t2\n"), "1:[a][b]\n2:[1][2]\n");
  expect(CM_S("a,\t,b\n"), "1:[a][\t][b]\n"); /* a tab is text where commas part */
  expect(CM_S("a, b ,c\n"), "1:[a][ b ][c]\n");
  expect(CM_S("a,b\n1,2,3\n4\n"), "1:[a][b]\n2:[1][2][3]\n3:[4]\n"); /* what a row should have is the caller's */
}

static void test_quotes(void) {
  expect(CM_S("\"a\",b\n"), "1:{a}[b]\n");
  expect(CM_S("a,\"b,c\"\n"), "1:[a]{b,c}\n");
  expect(CM_S("a,\"b\"\"c\"\"\",\"\"\"\"\n"), "1:[a]{b\"c\"}{\"}\n");
  expect(CM_S("a,\"\"\n\"\"\n"), "1:[a]{}\n2:{}\n"); /* an empty quoted cell is a row */
  expect(CM_S("a,\"b\nc\",d\ne,f\n"), "1:[a]{b\nc}[d]\n3:[e][f]\n");
  expect(CM_S("a,\"b\r\nc\"\r\n"), "1:[a]{b\r\nc}\n");
  expect(CM_S("a,\"b\""), "1:[a]{b}\n");
  expect(CM_S("a,\"b\tc\"\n"), "1:[a]{b\tc}\n");
  expect(CM_S("\"a;b\",c\n"), "1:{a;b}[c]\n"); /* the semicolon within quotes parts nothing */
  expect(CM_S("\"a\";\"b\"\n"), "1:{a}{b}\n");
}

/* The delimiter of the first line that has any; where counts are equal a tab, then a semicolon. */
static void test_delimiter(void) {
  static const struct {
    const char *text;
    char delimiter;
  } rows[] = {{"a", ','},           {"", ','},      {"a,b;c,d", ','},      {"a;b,c;d", ';'},     {"a\tb", '\t'},
              {"a,b\tc", '\t'},     {"a,b;c", ';'}, {"title\n\na;b", ';'}, {"\"a,b,c\";d", ';'}, {"a,b\nc;d;e;f", ','},
              {"\"a\nb;c\",d", ','}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    told t;
    read_text(&t, cm_str_of(rows[i].text));
    CU_ASSERT_EQUAL(t.status, CEMENT_OK);
    CU_ASSERT_EQUAL(t.delimiter, rows[i].delimiter);
  }
  told t;
  pieces p = {.text = CM_S("a,b;c,d\n")};
  const cm_table_options named = {CM_ENCODING_FOUND, ';'};
  tell(&t, &p, &named, &limits);
  CU_ASSERT_TRUE(cm_str_is((cm_str){t.text, t.size}, "1:[a,b][c,d]\n"));
}

/* Row 43 of trust.md: second bytes that are \ or | elsewhere, and digits within codes of four bytes. */
static void test_gb18030(void) {
  told t;
  read_text(&t, BYTES("\xC8\xD5\xC6\xDA,\xB5\x5C,\x81\x7C\r\n1,\x81\x30\x84\x32,\xC9\xFA\xC1\xCF\r\n"));
  CU_ASSERT_EQUAL(t.status, CEMENT_OK);
  CU_ASSERT_EQUAL(t.encoding, CM_ENCODING_GB18030);
  CU_ASSERT_TRUE(cm_str_is((cm_str){t.text, t.size}, "1:[\xC8\xD5\xC6\xDA][\xB5\x5C][\x81\x7C]\n"
                                                     "2:[1][\x81\x30\x84\x32][\xC9\xFA\xC1\xCF]\n"));
}

/* ---- refusals ---- */

typedef struct refusal {
  const char *text;
  size_t size;
  int status;
  uint64_t offset;
  uint32_t line, column;
  const char *words;
} refusal;

#define TEXT(literal) (literal), sizeof(literal) - 1

static const refusal refusals[] = {
    /* rows 56 and 57: quotes, line ends, padding */
    {TEXT("a,b\nc,\"d\ne\n"), CEMENT_E_SYNTAX, 6, 2, 3, "never closed"},
    {TEXT("a,b\nc,\"d\"\""), CEMENT_E_SYNTAX, 6, 2, 3, "never closed"},
    {TEXT("a,b\nc,d\"e\n"), CEMENT_E_SYNTAX, 7, 2, 4, "inside a cell"},
    {TEXT("a,\"b\"c\n"), CEMENT_E_SYNTAX, 2, 1, 3, "behind the closing quote"},
    {TEXT("a,\"b\" ,c\n"), CEMENT_E_SYNTAX, 2, 1, 3, "behind the closing quote"},
    {TEXT("a,\"b\"\t,\n"), CEMENT_E_SYNTAX, 2, 1, 3, "behind the closing quote"},
    {TEXT("a,b\rc,d\r"), CEMENT_E_SYNTAX, 3, 1, 4, "carriage return"},
    {TEXT("a,b\r"), CEMENT_E_SYNTAX, 3, 1, 4, "carriage return"},
    {TEXT("a,\"b\"\r"), CEMENT_E_SYNTAX, 5, 1, 6, "carriage return"},
    {TEXT("a,\"b\"\rc"), CEMENT_E_SYNTAX, 5, 1, 6, "carriage return"},
    {TEXT("a,\"b\rc\"\n"), CEMENT_E_SYNTAX, 4, 1, 5, "carriage return"},
    {TEXT("a,\"b\r"), CEMENT_E_SYNTAX, 4, 1, 5, "carriage return"},
    {TEXT("a,b\n\0\0\0\0"), CEMENT_E_SYNTAX, 4, 2, 1, "NUL"},
    {TEXT("a,\"b\0\"\n"), CEMENT_E_SYNTAX, 4, 1, 5, "NUL"},
    {TEXT("a,b\n\x1A"), CEMENT_E_SYNTAX, 4, 2, 1, "Ctrl-Z"},
    {TEXT("a,\x07"
          "b\n"),
     CEMENT_E_SYNTAX, 2, 1, 3, "control character"},
    /* rows 40 to 42, 44, 51: encodings */
    {TEXT("\xE7\x85\xA4,b\nc,\xE7\x85"), CEMENT_E_ENCODING, 8, 2, 3, "middle of a character"},
    {TEXT("\xE7\x85\xA4,b\nc,\xC3\xBA\xC1\n"), CEMENT_E_ENCODING, 10, 2, 5, "neither"},
    {TEXT("\xC1\xCF,b\nc,\xC1"), CEMENT_E_ENCODING, 7, 2, 3, "middle of a character"},
    {TEXT("\xC1\xCF,b\nc,\x80\n"), CEMENT_E_ENCODING, 7, 2, 3, "0x80"},
    {TEXT("\xEF\xBB\xBF"
          "a,b\n\xEF\xBB\xBF"
          "c\n"),
     CEMENT_E_ENCODING, 7, 2, 1, "U+FEFF"},
    {TEXT("\x84\x31\x95\x33"
          "a,b\n\x84\x31\x95\x33"),
     CEMENT_E_ENCODING, 8, 2, 1, "U+FEFF"},
    {TEXT("\xEF\xBB\xBF"
          "a,\xC1\xCF\n"),
     CEMENT_E_ENCODING, 5, 1, 3, "not UTF-8"},
    {TEXT("\x84\x31\x95\x33"
          "a,\xC1\xFF\n"),
     CEMENT_E_ENCODING, 6, 1, 3, "not GB18030"},
    {TEXT("\xFF\xFE"
          "a\0"),
     CEMENT_E_ENCODING, 0, 1, 1, "UTF-16"},
    {TEXT("\0\0\xFE\xFF\0\0\0a"), CEMENT_E_ENCODING, 0, 1, 1, "UTF-32"},
    {TEXT("a\0b\0\n\0"), CEMENT_E_SYNTAX, 1, 1, 2, "NUL"}, /* UTF-16 without a mark */
    {TEXT("t,\xC3\xBA\n"), CEMENT_E_ENCODING, 2, 1, 3, "declare"},
    /* the full-width comma as delimiter */
    {TEXT("\r\n\xC8\xD5\xC6\xDA\xA3\xAC\xC3\xBA\n1\xA3\xAC"
          "2\n"),
     CEMENT_E_SYNTAX, 6, 2, 5, "full-width commas"},
    {TEXT("\x81\x30\x84\x32\xA3\xAC\n"), CEMENT_E_SYNTAX, 4, 1, 5, "full-width commas"},
    {TEXT("煤，窑\n"), CEMENT_E_SYNTAX, 3, 1, 4, "full-width commas"},
};

static void test_refusals(void) {
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    const refusal *r = &refusals[i];
    told t;
    read_text(&t, (cm_str){r->text, r->size});
    bool right = t.status == r->status && t.err.offset == r->offset && t.err.line == r->line &&
                 t.err.column == r->column && strstr(t.err.message, r->words) != NULL;
    CU_ASSERT_TRUE(right);
    CU_ASSERT_STRING_EQUAL(t.err.source, "dcs.csv");
    if (!right) {
      printf("refusal %zu: status %d at %llu, %u:%u: %s\n", i, t.status, (unsigned long long)t.err.offset, t.err.line,
             t.err.column, t.err.message);
    }
  }
}

/* Bytes of two characters that look like a full-width comma between them, and one in a later line: no delimiters. */
static void test_wide_comma(void) {
  expect(BYTES("t\xC1\xCF\n"), "1:[t\xC1\xCF]\n");
  expect(BYTES("\xC1\xA3\xAC\xC1\n"), "1:[\xC1\xA3\xAC\xC1]\n");
  expect(BYTES("\xC1\xCF\n\xC1\xCF\xA3\xAC\n"), "1:[\xC1\xCF]\n2:[\xC1\xCF\xA3\xAC]\n");
  expect(BYTES("\xC1\xCF\xA3\xAC\xC1\xCF\n1,2\n"), "1:[\xC1\xCF\xA3\xAC\xC1\xCF]\n2:[1][2]\n"); /* a title */
}

static void test_declared(void) {
  static const struct {
    cm_str text;
    cm_encoding declared;
    int status;
    const char *words;
  } rows[] = {{CM_TEXT("t,\xC3\xBA\n"), CM_ENCODING_GB18030, CEMENT_OK, ""}, /* could not be told */
              {CM_TEXT("t,\xC3\xBA\n"), CM_ENCODING_UTF8, CEMENT_OK, ""},
              {CM_TEXT("t,\xC1\xCF\n"), CM_ENCODING_UTF8, CEMENT_E_ENCODING, "not UTF-8"},
              {CM_TEXT("\xE7\x85\xA4,\n"), CM_ENCODING_GB18030, CEMENT_E_ENCODING, "not GB18030"}, /* A4 2C */
              {CM_TEXT("\xEF\xBB\xBFt,u\n"), CM_ENCODING_UTF8, CEMENT_OK, ""},
              {CM_TEXT("\xEF\xBB\xBFt,u\n"), CM_ENCODING_GB18030, CEMENT_E_ENCODING, "declared"},
              {CM_TEXT("\x84\x31\x95\x33t,u\n"), CM_ENCODING_UTF8, CEMENT_E_ENCODING, "declared"},
              {CM_TEXT("t,u\n"), CM_ENCODING_GB18030, CEMENT_OK, ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    told t;
    pieces p = {.text = rows[i].text};
    const cm_table_options options = {rows[i].declared, 0};
    tell(&t, &p, &options, &limits);
    CU_ASSERT_EQUAL(t.status, rows[i].status);
    CU_ASSERT_PTR_NOT_NULL(strstr(t.err.message, rows[i].words));
    CU_ASSERT_EQUAL(t.encoding, rows[i].declared);
  }
}

static void test_reader_faults(void) {
  told t;
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  pieces stops = {.text = CM_S("a,b\nc,d\n"), .piece = 2, .stop = 4};
  tell(&t, &stops, &options, &limits);
  CU_ASSERT_EQUAL(t.status, CEMENT_E_IO);
  pieces lies = {.text = CM_S("a,b\n"), .lies = true};
  tell(&t, &lies, &options, &limits);
  CU_ASSERT_EQUAL(t.status, CEMENT_E_IO);
}

/* ---- limits ---- */

static int status_within(cm_str text, const cm_ledger_limits *with, told *t) {
  pieces p = {.text = text};
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  tell(t, &p, &options, with);
  return t->status;
}

static void test_limits(void) {
  const cm_ledger_limits few = {.csv_bytes = 40, .field_bytes = 5, .line_bytes = 12, .columns = 3, .rows = 2};
  static const struct {
    const char *text;
    int status;
    uint32_t line, column;
    const char *words;
  } rows[] = {
      {"abcde,b\n", CEMENT_OK, 0, 0, ""},
      {"abcdef,b\n", CEMENT_E_LIMIT, 1, 1, "cell longer than 5"},
      {"a,b\nabcdef,b\n", CEMENT_E_LIMIT, 2, 1, "cell longer than 5"},
      {"a,\"abcde\"\n", CEMENT_OK, 0, 0, ""},
      {"a,\"abcdef\"\n", CEMENT_E_LIMIT, 1, 3, "cell longer than 5"},
      {"a,\"ab\"\"cd\"\n", CEMENT_E_LIMIT, 1, 3, "cell longer than 5"}, /* as written */
      {"a,\"b\"\"\"\n", CEMENT_OK, 0, 0, ""},
      {"abcde,abcde,\n", CEMENT_OK, 0, 0, ""},
      {"abcde,abcde,\r\n", CEMENT_OK, 0, 0, ""},
      {"abcde,abcde,a\n", CEMENT_E_LIMIT, 1, 1, "row longer than 12"},
      {"a,b\nabcde,abcde,ab\n", CEMENT_E_LIMIT, 2, 1, "row longer than 12"},
      {"abcde,abcde,", CEMENT_OK, 0, 0, ""}, /* the file ends where a row must */
      {"a,b,c\n", CEMENT_OK, 0, 0, ""},
      {"a,b,c,\n", CEMENT_E_LIMIT, 1, 7, "too many columns"},
      {"a\n\n\nb\n\n", CEMENT_OK, 0, 0, ""},
      {"a\nb\nc\n", CEMENT_E_LIMIT, 3, 1, "too many rows"},
      {"aaaa,\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", CEMENT_E_LIMIT, 0, 0,
       "limit for CSV"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    told t;
    CU_ASSERT_EQUAL(status_within(cm_str_of(rows[i].text), &few, &t), rows[i].status);
    CU_ASSERT_EQUAL(t.err.line, rows[i].line);
    CU_ASSERT_EQUAL(t.err.column, rows[i].column);
    CU_ASSERT_PTR_NOT_NULL(strstr(t.err.message, rows[i].words));
  }
}

/* ---- what is looked for ---- */

static bool is_structural(unsigned char c, char delimiter) {
  return c < 0x20 || c == '"' || c == (unsigned char)delimiter;
}

/* Every byte beside every other, whatever stands around them. */
static void test_structural(void) {
  static const char delimiters[] = ",;\t";
  size_t wrong = 0;
  for (size_t d = 0; d < 3; d++) {
    for (unsigned pair = 0; pair < 65536; pair++) {
      unsigned char bytes[8];
      for (unsigned i = 0; i < 8; i++) bytes[i] = (unsigned char)((i & 1 ? pair >> 8 : pair) + (i >> 1) * 61);
      uint64_t found = cm_scan_structural(cm_scan_load((const char *)bytes), CM_ONES * (unsigned char)delimiters[d]);
      for (unsigned i = 0; i < 8; i++) wrong += (found >> i & 1) != is_structural(bytes[i], delimiters[d]);
      wrong += found > 255;
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* ---- large files: row 60 ---- */

typedef struct endless {
  const char *begin, *repeat;
  uint64_t at, size;
} endless;

static int32_t next_endless(void *user, char *buffer, size_t room, size_t *got) {
  endless *e = user;
  size_t begin = strlen(e->begin);
  size_t repeat = strlen(e->repeat);
  *got = e->size - e->at < room ? (size_t)(e->size - e->at) : room;
  for (size_t i = 0; i < *got; i++) {
    uint64_t at = e->at + i;
    buffer[i] = at < begin ? e->begin[at] : e->repeat[(at - begin) % repeat];
  }
  e->at += *got;
  return 0;
}

typedef struct counter {
  cm_alloc system;
  uint64_t held, peak;
  size_t calls, fails; /* the call of this number gives no memory; 0: none */
} counter;

static void count(counter *c, uint64_t more) {
  c->held += more;
  if (c->held > c->peak) c->peak = c->held;
}

static void *count_allocate(void *user, size_t size) {
  counter *c = user;
  if (++c->calls == c->fails) return NULL;
  count(c, size);
  return c->system.allocate(c->system.user, size);
}

static void *count_reallocate(void *user, void *block, size_t old_size, size_t new_size) {
  counter *c = user;
  if (++c->calls == c->fails) return NULL;
  count(c, new_size);
  c->held -= old_size;
  return c->system.reallocate(c->system.user, block, old_size, new_size);
}

static void count_release(void *user, void *block, size_t size) {
  counter *c = user;
  c->held -= size;
  c->system.release(c->system.user, block, size);
}

/* A file that never ends well, in memory that does not grow with it. */
static void expect_large(const char *begin, const char *repeat, uint64_t size, int status, const char *words) {
  endless e = {begin, repeat, 0, size};
  counter c = {.system = cm_alloc_system()};
  cm_alloc alloc = {count_allocate, count_reallocate, count_release, &c, 16 << 20};
  cement_error err = {.size = sizeof err};
  cm_table_reader t;
  bool more = true;
  int came = CEMENT_OK;
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  cm_table_open(&t, CM_S("large.csv"), next_endless, &e, &options, &alloc, &limits);
  while (came == CEMENT_OK && more) came = cm_table_next(&t, &more, &err);
  cm_table_close(&t);
  CU_ASSERT_EQUAL(came, status);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, words));
  CU_ASSERT_TRUE(c.peak < (uint64_t)8 << 20);
  CU_ASSERT_EQUAL(c.held, 0);
}

static void test_large(void) {
  const uint64_t cell = 60000000;
  expect_large("a,b\n1,", "7", cell, CEMENT_E_LIMIT, "row longer than 65536");
  expect_large("a,b\n1,\"", "7", cell, CEMENT_E_LIMIT, "row longer than 65536");
  expect_large("a,b\n1,", "\xE7\x85\xA4", cell, CEMENT_E_LIMIT, "row longer than 65536");
  expect_large("a,b\n1,", "\n", 5000000, CEMENT_OK, "");
  expect_large("", "1,", 2000000, CEMENT_E_LIMIT, "too many columns"); /* a million columns */
  expect_large("a,b\n", "1,\xC1\xCF\n", 8000000, CEMENT_E_LIMIT, "too many rows");
  expect_large("a,b\n", "1,12345678901234567890\n", 9000000, CEMENT_E_LIMIT, "limit for CSV");
}

/* The encoding is decided by the first mebibyte that has a byte beyond ASCII; what follows is held to it. */
static void test_late(void) {
  static const struct {
    const char *end;
    int status;
    cm_encoding encoding;
  } rows[] = {{"\xC1\xCF,1\n", CEMENT_OK, CM_ENCODING_GB18030},
              {"\xE7\x85\xA4,1\n", CEMENT_OK, CM_ENCODING_UTF8},
              {"\xC3\xBA,1\n", CEMENT_E_ENCODING, CM_ENCODING_UTF8},
              {"1,1\n", CEMENT_OK, CM_ENCODING_FOUND}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t whole = (3 << 20) + 4321;
    size_t end = strlen(rows[i].end);
    char *text = malloc(whole + end);
    for (size_t at = 0; at < whole; at++) text[at] = "12,3\n"[at % 5];
    text[whole - 1] = '\n';
    memcpy(text + whole, rows[i].end, end);
    told t;
    read_text(&t, (cm_str){text, whole + end});
    CU_ASSERT_EQUAL(t.status, rows[i].status);
    CU_ASSERT_EQUAL(t.encoding, rows[i].encoding);
    if (t.status == CEMENT_OK) CU_ASSERT_EQUAL(t.bytes, whole + end);
    free(text);
  }
}

/* Characters and rows over the edges of blocks: every shift of a file of several mebibytes gives the same rows. */
static void test_edges(void) {
  static const char row[] = "\xC1\xCF,\"\xB5\x5C\"\"1\r\n2\",\x81\x30\x84\x32\r\n";
  size_t size = sizeof row - 1;
  size_t rows = (2 << 20) / size + 7;
  char *text = malloc(64 + rows * size);
  for (size_t shift = 0; shift <= size; shift++) {
    memset(text, 'a', shift);
    text[shift] = '\n';
    for (size_t i = 0; i < rows; i++) memcpy(text + shift + 1 + i * size, row, size);
    told t;
    read_text(&t, (cm_str){text, shift + 1 + rows * size});
    CU_ASSERT_EQUAL(t.status, CEMENT_OK);
    CU_ASSERT_EQUAL(t.rows, rows + (shift > 0));
  }
  free(text);
}

/* ---- pieces and prefixes ---- */

/* Small files in the four encodings: what they tell is independent of pieces, and every prefix is rows or a refusal. */
static const cm_str files[] = {
    CM_TEXT("日期,熟料产量(t),备注\r\n2024-01-01,\"5,012.5\",\"停窑\"\"检修\"\"\"\r\n2024-01-02,４９８７．２５,\r\n"),
    CM_TEXT("\xEF\xBB\xBF日期;煤 t\n2024/1/1;１２\n2024/1/2;\n"),
    CM_TEXT("\xC8\xD5\xC6\xDA,\xC9\xFA\xC1\xCF\xCF\xFB\xBA\xC4\xC1\xBFt,\xB5\x5C\r\n2024-01-01,\"5,012.5\","
            "\x81\x30\x84\x32\r\n"
            "2024-01-02,\xA3\xB1\xA3\xB2\xA3\xAE\xA3\xB5,\"\xCD\xA3\n\xD2\xA4\"\r\n"),
    CM_TEXT("\x84\x31\x95\x33\xC8\xD5\xC6\xDA\t\xC3\xBA\xBA\xC4\n1\t\xA3\xB5\n\n2\t\x81\x7C\n"),
    CM_TEXT("line,period,item\nL1,2024-01,clinker\n"),
};

static bool same_table(const told *a, const told *b) {
  return a->status == b->status && a->size == b->size && memcmp(a->text, b->text, a->size) == 0 && a->rows == b->rows &&
         a->encoding == b->encoding && a->marked == b->marked && a->delimiter == b->delimiter && a->bytes == b->bytes &&
         strcmp(a->hash, b->hash) == 0 && a->err.offset == b->err.offset && a->err.line == b->err.line &&
         a->err.column == b->err.column && strcmp(a->err.message, b->err.message) == 0;
}

static void test_pieces(void) {
  size_t wrong = 0;
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
    told whole;
    read_text(&whole, files[f]);
    CU_ASSERT_EQUAL(whole.status, CEMENT_OK);
    CU_ASSERT_TRUE(whole.rows > 1);
    for (size_t piece = 1; piece <= 64; piece++) {
      told t;
      pieces p = {.text = files[f], .piece = piece};
      tell(&t, &p, &options, &limits);
      wrong += !same_table(&whole, &t);
    }
  }
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    told whole;
    cm_str text = {refusals[i].text, refusals[i].size};
    read_text(&whole, text);
    for (size_t piece = 1; piece <= 8; piece++) {
      told t;
      pieces p = {.text = text, .piece = piece};
      tell(&t, &p, &options, &limits);
      wrong += !same_table(&whole, &t);
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* A prefix that ends within a character or within quotes is refused; any other gives the rows of the whole file, its
 * last one perhaps shorter. */
static void test_prefixes(void) {
  size_t refused = 0;
  for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
    told whole;
    read_text(&whole, files[f]);
    for (size_t size = 0; size < files[f].size; size++) {
      told t;
      read_text(&t, cm_str_slice(files[f], 0, size));
      refused += t.status != CEMENT_OK;
      CU_ASSERT_TRUE(t.status == CEMENT_OK || t.status == CEMENT_E_ENCODING || t.status == CEMENT_E_SYNTAX);
      if (t.status != CEMENT_OK) {
        CU_ASSERT_TRUE(t.err.line > 0 && t.err.offset <= size);
        continue;
      }
      CU_ASSERT_TRUE(t.rows <= whole.rows);
      const char *last = t.size == 0 ? NULL : memchr(t.text, '\n', t.size);
      if (t.rows > 1 && last != NULL && t.delimiter == whole.delimiter) { /* the first row is whole */
        CU_ASSERT_TRUE(memcmp(t.text, whole.text, (size_t)(last - t.text)) == 0);
      }
    }
  }
  CU_ASSERT_TRUE(refused > 50);
}

static void test_places(void) {
  cm_table_memory memory = {BYTES("\xEF\xBB\xBF"
                                  "a,b\n1,\"x\ny\",煤\n"),
                            0};
  cm_alloc alloc = cm_alloc_system();
  cm_table_reader t;
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  bool more;
  cm_table_open(&t, CM_S("lab.csv"), cm_table_read_memory, &memory, &options, &alloc, &limits);
  CU_ASSERT_EQUAL(cm_table_next(&t, &more, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(t.marked);
  cm_place place = cm_table_place(&t, &t.row.fields[1]);
  CU_ASSERT_EQUAL(place.offset, 5);
  CU_ASSERT_EQUAL(place.line, 1);
  CU_ASSERT_EQUAL(place.column, 3);
  CU_ASSERT_EQUAL(cm_table_next(&t, &more, NULL), CEMENT_OK);
  place = cm_table_place(&t, NULL);
  CU_ASSERT_EQUAL(place.offset, 7);
  CU_ASSERT_EQUAL(place.line, 2);
  CU_ASSERT_EQUAL(place.column, 1);
  place = cm_table_place(&t, &t.row.fields[2]); /* behind the line end in the cell before it */
  CU_ASSERT_EQUAL(place.offset, 15);
  CU_ASSERT_EQUAL(place.line, 3);
  CU_ASSERT_EQUAL(place.column, 4);
  CU_ASSERT_TRUE(cm_str_is(place.source, "lab.csv"));
  cm_table_close(&t);
}

/* SHA-256 of all bytes, the mark's too: of "abc", FIPS 180-4. */
static void test_hash(void) {
  told t;
  read_text(&t, CM_S("abc"));
  CU_ASSERT_STRING_EQUAL(t.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CU_ASSERT_EQUAL(t.bytes, 3);
}

static void test_memory(void) {
  cm_table_memory memory = {CM_S("a,\"b\"\"c\"\n"), 0};
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  size_t refused = 0;
  for (uint64_t limit = 0; limit < 200000; limit += 1000) {
    cm_alloc alloc = cm_alloc_system();
    cm_table_reader t;
    cement_error err = {.size = sizeof err};
    bool more;
    alloc.limit = limit;
    memory.at = 0;
    cm_table_open(&t, CM_S("a.csv"), cm_table_read_memory, &memory, &options, &alloc, &limits);
    int status = cm_table_next(&t, &more, &err);
    CU_ASSERT_TRUE(status == CEMENT_OK ? more : status == CEMENT_E_NOMEM && err.code == CEMENT_E_NOMEM);
    refused += status != CEMENT_OK;
    cm_table_close(&t);
  }
  CU_ASSERT_TRUE(refused > 16 && refused < 190);
}

/* Each piece of memory fails in its turn: refused, nothing is kept, and once none fails the rows are there. */
static void test_every_memory(void) {
  char text[2000];
  const cm_table_options options = {CM_ENCODING_FOUND, 0};
  int status = CEMENT_E_NOMEM;
  memset(text, ',', sizeof text);
  memcpy(text, "\"a\"\"b\"", 6);
  for (size_t i = 100; i < sizeof text; i += 101) text[i] = '\n';
  for (size_t fails = 1; status == CEMENT_E_NOMEM && fails < 100; fails++) {
    counter c = {.system = cm_alloc_system(), .fails = fails};
    cm_alloc alloc = {count_allocate, count_reallocate, count_release, &c, 16 << 20};
    cm_table_memory memory = {{text, sizeof text}, 0};
    cement_error err = {.size = sizeof err};
    cm_table_reader t;
    bool more = true;
    cm_table_open(&t, CM_S("a.csv"), cm_table_read_memory, &memory, &options, &alloc, &limits);
    status = CEMENT_OK;
    while (status == CEMENT_OK && more) status = cm_table_next(&t, &more, &err);
    cm_table_close(&t);
    CU_ASSERT_EQUAL(c.held, 0);
    if (status == CEMENT_OK) CU_ASSERT_TRUE(fails > 3);
  }
  CU_ASSERT_EQUAL(status, CEMENT_OK);
}

static void test_many_lines(void) {
  CU_ASSERT_EQUAL(cm_table_lines(5, 7), 12);
  CU_ASSERT_EQUAL(cm_table_lines(UINT32_MAX - 1, 7), UINT32_MAX);
}

int register_plant_table_suite(void) {
  CU_pSuite suite = CU_add_suite("plant tables", NULL, NULL);
  CU_add_test(suite, "rows", test_rows);
  CU_add_test(suite, "quotes", test_quotes);
  CU_add_test(suite, "delimiter", test_delimiter);
  CU_add_test(suite, "GB18030", test_gb18030);
  CU_add_test(suite, "refusals", test_refusals);
  CU_add_test(suite, "full-width commas", test_wide_comma);
  CU_add_test(suite, "declared encodings", test_declared);
  CU_add_test(suite, "readers that fail", test_reader_faults);
  CU_add_test(suite, "limits", test_limits);
  CU_add_test(suite, "structural bytes", test_structural);
  CU_add_test(suite, "large files", test_large);
  CU_add_test(suite, "encodings that show late", test_late);
  CU_add_test(suite, "edges of blocks", test_edges);
  CU_add_test(suite, "pieces of 1 to 64 bytes", test_pieces);
  CU_add_test(suite, "every prefix", test_prefixes);
  CU_add_test(suite, "places", test_places);
  CU_add_test(suite, "hash", test_hash);
  CU_add_test(suite, "no memory", test_memory);
  CU_add_test(suite, "each piece of memory", test_every_memory);
  CU_add_test(suite, "more lines than are counted", test_many_lines);
  return (int)CU_get_error();
}
