/* Encodings: names, marks, checking, finding, converting, and converters that misbehave. */
#include <CUnit/CUnit.h>
#include <errno.h>

#include "base/encoding.h"

int register_encoding_suite(void);

#define BYTES(literal) ((cm_str){(literal), sizeof(literal) - 1})

static void test_labels(void) {
  static const struct {
    const char *label;
    int status;
    cm_encoding encoding;
  } rows[] = {
      {"utf-8", 0, CM_ENCODING_UTF8},       {"UTF8", 0, CM_ENCODING_UTF8},     {"GB18030", 0, CM_ENCODING_GB18030},
      {"gb-18030", 0, CM_ENCODING_GB18030}, {"GBK", 0, CM_ENCODING_GB18030},   {"gb2312", 0, CM_ENCODING_GB18030},
      {"Cp936", 0, CM_ENCODING_GB18030},    {"", -1, CM_ENCODING_FOUND},       {"big5", -1, CM_ENCODING_FOUND},
      {"gb", -1, CM_ENCODING_FOUND},        {"utf-16", -1, CM_ENCODING_FOUND}, {"utf-8 ", -1, CM_ENCODING_FOUND}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cm_encoding encoding = CM_ENCODING_FOUND;
    CU_ASSERT_EQUAL(cm_encoding_read(cm_str_of(rows[i].label), &encoding), rows[i].status);
    CU_ASSERT_EQUAL(encoding, rows[i].encoding);
  }
  CU_ASSERT_TRUE(cm_str_is(cm_encoding_name(CM_ENCODING_FOUND), "ASCII"));
  CU_ASSERT_TRUE(cm_str_is(cm_encoding_name(CM_ENCODING_UTF8), "UTF-8"));
  CU_ASSERT_TRUE(cm_str_is(cm_encoding_name(CM_ENCODING_GB18030), "GB18030"));
}

static void test_marks(void) {
  static const struct {
    const char *bytes;
    size_t size, length;
    cm_encoding encoding;
    const char *foreign;
  } rows[] = {{"", 0, 0, CM_ENCODING_FOUND, NULL},
              {"\xEF\xBB", 2, 0, CM_ENCODING_FOUND, NULL},
              {"\xEF\xBB\xBF", 3, 3, CM_ENCODING_UTF8, NULL},
              {"\x84\x31\x95", 3, 0, CM_ENCODING_FOUND, NULL},
              {"\x84\x31\x95\x33", 4, 4, CM_ENCODING_GB18030, NULL},
              {"\xFF\xFE", 2, 2, CM_ENCODING_FOUND, "UTF-16"},
              {"\xFE\xFF\0a", 4, 2, CM_ENCODING_FOUND, "UTF-16"},
              {"\xFF\xFE\0\0", 4, 4, CM_ENCODING_FOUND, "UTF-32"},
              {"\0\0\xFE\xFF", 4, 4, CM_ENCODING_FOUND, "UTF-32"},
              {"line", 4, 0, CM_ENCODING_FOUND, NULL}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cm_encoding encoding;
    const char *foreign;
    CU_ASSERT_EQUAL(cm_encoding_mark((cm_str){rows[i].bytes, rows[i].size}, &encoding, &foreign), rows[i].length);
    CU_ASSERT_EQUAL(encoding, rows[i].encoding);
    CU_ASSERT_EQUAL(foreign == NULL, rows[i].foreign == NULL);
    if (foreign && rows[i].foreign) CU_ASSERT_STRING_EQUAL(foreign, rows[i].foreign);
  }
}

/* The faults by hand; the whole code space is compared with another decoder in tests/plant/gb18030.py. */
static void test_check(void) {
  static const struct {
    cm_encoding encoding;
    const char *bytes;
    size_t good;
    cm_text_fault fault;
  } rows[] = {
      {CM_ENCODING_UTF8, "", 0, CM_TEXT_GOOD},
      {CM_ENCODING_UTF8, "abcdefghij\xE7\x85\xA4", 13, CM_TEXT_GOOD},
      {CM_ENCODING_UTF8, "\xE7\x85", 0, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "a\xE7", 1, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "\xE0", 0, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "\xED", 0, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "\xF0", 0, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "\xF4\x8F\xBF", 0, CM_TEXT_CUT},
      {CM_ENCODING_UTF8, "\xF5", 0, CM_TEXT_INVALID},
      {CM_ENCODING_UTF8, "\xE0\x9F", 0, CM_TEXT_INVALID},
      {CM_ENCODING_UTF8, "\xE7\x41", 0, CM_TEXT_INVALID},
      {CM_ENCODING_UTF8, "\x80", 0, CM_TEXT_INVALID},
      {CM_ENCODING_UTF8, "ab\xEF\xBB\xBF", 2, CM_TEXT_MARK},
      {CM_ENCODING_UTF8, "\xEF\xBB\xBE", 3, CM_TEXT_GOOD},
      {CM_ENCODING_UTF8, "\xEF\xBF\xBE", 0, CM_TEXT_INVALID},     /* U+FFFE */
      {CM_ENCODING_UTF8, "\xEF\xB7\x8F", 3, CM_TEXT_GOOD},        /* U+FDCF */
      {CM_ENCODING_UTF8, "\xEF\xB7\x90", 0, CM_TEXT_INVALID},     /* U+FDD0 */
      {CM_ENCODING_UTF8, "\xEF\xB7\xAF", 0, CM_TEXT_INVALID},     /* U+FDEF */
      {CM_ENCODING_UTF8, "\xEF\xB7\xB0", 3, CM_TEXT_GOOD},        /* U+FDF0 */
      {CM_ENCODING_UTF8, "\xF0\x9F\xBF\xBE", 0, CM_TEXT_INVALID}, /* U+1FFFE */
      {CM_ENCODING_UTF8, "\xF0\x9F\x98\x80", 4, CM_TEXT_GOOD},
      {CM_ENCODING_UTF8, "\xF4\x8F\xBF\xBD", 4, CM_TEXT_GOOD},      /* U+10FFFD */
      {CM_ENCODING_GB18030, "abcdefgh\xC3\xBAx", 11, CM_TEXT_GOOD}, /* 煤 */
      {CM_ENCODING_GB18030, "\x80", 0, CM_TEXT_EURO},
      {CM_ENCODING_GB18030, "\x81\x80", 2, CM_TEXT_GOOD},
      {CM_ENCODING_GB18030, "\xFF", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\xFE\xFE", 2, CM_TEXT_GOOD},
      {CM_ENCODING_GB18030, "\xB5\x5C\x81\x7C", 4, CM_TEXT_GOOD}, /* trail bytes that are \ and | elsewhere */
      {CM_ENCODING_GB18030, "\xC3", 0, CM_TEXT_CUT},
      {CM_ENCODING_GB18030, "a\x81\x30", 1, CM_TEXT_CUT},
      {CM_ENCODING_GB18030, "\x81\x30\x84", 0, CM_TEXT_CUT},
      {CM_ENCODING_GB18030, "\xC3\x7F", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\xC3\xFF", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\xC3\x3A", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\xC3\x2C", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\x81\x30\x80", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\x81\x30\x84\x3A", 0, CM_TEXT_INVALID},
      {CM_ENCODING_GB18030, "\x81\x30\x84\x32", 4, CM_TEXT_GOOD},    /* U+00A0 */
      {CM_ENCODING_GB18030, "\x84\x31\x95\x33", 0, CM_TEXT_MARK},    /* U+FEFF */
      {CM_ENCODING_GB18030, "\x84\x31\xA4\x37", 4, CM_TEXT_GOOD},    /* U+FFFD */
      {CM_ENCODING_GB18030, "\x84\x31\xA4\x38", 0, CM_TEXT_INVALID}, /* U+FFFE */
      {CM_ENCODING_GB18030, "\x84\x31\xA5\x30", 0, CM_TEXT_INVALID}, /* behind U+FFFF */
      {CM_ENCODING_GB18030, "\x8F\x39\xFE\x39", 0, CM_TEXT_INVALID}, /* before U+10000 */
      {CM_ENCODING_GB18030, "\x90\x30\x81\x30", 4, CM_TEXT_GOOD},    /* U+10000 */
      {CM_ENCODING_GB18030, "\xE3\x32\x9A\x33", 4, CM_TEXT_GOOD},    /* U+10FFFD */
      {CM_ENCODING_GB18030, "\xE3\x32\x9A\x35", 0, CM_TEXT_INVALID}, /* U+10FFFF */
      {CM_ENCODING_GB18030, "\xE3\x32\x9A\x36", 0, CM_TEXT_INVALID}, /* beyond */
      {CM_ENCODING_GB18030, "\x84\x30\xFA\x32", 0, CM_TEXT_INVALID}, /* U+FDD0 */
      {CM_ENCODING_GB18030, "\x84\x30\xFD\x33", 0, CM_TEXT_INVALID}, /* U+FDEF */
      {CM_ENCODING_GB18030, "\x84\x30\xFD\x34", 4, CM_TEXT_GOOD},    /* U+FDF0 */
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cm_text_fault fault;
    size_t good = cm_encoding_check(rows[i].encoding, cm_str_of(rows[i].bytes), &fault);
    if (good != rows[i].good || fault != rows[i].fault) CU_FAIL(rows[i].bytes);
    CU_ASSERT_EQUAL(good, rows[i].good);
    CU_ASSERT_EQUAL(fault, rows[i].fault);
    if (fault != CM_TEXT_GOOD) CU_ASSERT_TRUE(cm_text_fault_words(fault, rows[i].encoding).size > 0);
  }
  CU_ASSERT_EQUAL(cm_text_fault_words(CM_TEXT_GOOD, CM_ENCODING_UTF8).size, 0);
}

static void test_find(void) {
  static const struct {
    const char *bytes;
    bool last;
    int status;
    cm_encoding encoding;
    size_t at;
    cm_text_fault fault;
  } rows[] = {
      {"", true, 0, CM_ENCODING_FOUND, 0, CM_TEXT_GOOD},
      {"line,period\r\n", true, 0, CM_ENCODING_FOUND, 13, CM_TEXT_GOOD},
      {"\xE7\x85\xA4", true, 0, CM_ENCODING_UTF8, 3, CM_TEXT_GOOD},        /* 煤 */
      {"t,\xEF\xBC\x91", true, 0, CM_ENCODING_UTF8, 5, CM_TEXT_GOOD},      /* full-width 1 */
      {"\xC3\xBA", true, -1, CM_ENCODING_UTF8, 0, CM_TEXT_MIXED},          /* 煤 of GBK, or ú */
      {"\xC3\xBA\xD2\xA4", true, -1, CM_ENCODING_UTF8, 0, CM_TEXT_MIXED},  /* 煤窑, or ú and a Cyrillic letter */
      {"\xC3\xBA\xC1\xCF", true, 0, CM_ENCODING_GB18030, 4, CM_TEXT_GOOD}, /* 煤料 */
      {"T(\xE2\x84\x83)", true, 0, CM_ENCODING_UTF8, 6,
       CM_TEXT_GOOD}, /* the degree sign ends no character of GB18030 */
      {"\xC3\xBA\xC1", false, 0, CM_ENCODING_GB18030, 3, CM_TEXT_GOOD}, /* cut by a window */
      {"\xC3\xBA\xC1", true, -1, CM_ENCODING_GB18030, 2, CM_TEXT_CUT},  /* cut by the file's end: C1 is never UTF-8 */
      {"\xE7\x85\xA4\xE7", false, 0, CM_ENCODING_UTF8, 4, CM_TEXT_GOOD},
      {"\xE7\x85\xA4\xE7\x85\xA4\xE7", true, -1, CM_ENCODING_UTF8, 6, CM_TEXT_CUT},
      {"\xF0\xA0\x80\x80", true, 0, CM_ENCODING_UTF8, 4, CM_TEXT_GOOD},   /* U+20000 */
      {"\xEF\xA4\x80", true, 0, CM_ENCODING_UTF8, 3, CM_TEXT_GOOD},       /* U+F900 */
      {"\xEF\xAC\x80", true, 0, CM_ENCODING_UTF8, 3, CM_TEXT_GOOD},       /* U+FB00 */
      {"\xEF\xB8\xB0", true, 0, CM_ENCODING_UTF8, 3, CM_TEXT_GOOD},       /* U+FE30 */
      {"\xEF\xB9\x90", true, 0, CM_ENCODING_UTF8, 3, CM_TEXT_GOOD},       /* U+FE50 */
      {"\xF0\x9F\x98\x80", true, -1, CM_ENCODING_UTF8, 0, CM_TEXT_MIXED}, /* a face, or two Chinese characters */
      {"\xF4\x80\x80\x80", true, 0, CM_ENCODING_UTF8, 4, CM_TEXT_GOOD},   /* U+100000; 80 80 begins nothing */
      {"a\xFF", true, -1, CM_ENCODING_UTF8, 1, CM_TEXT_INVALID},
      {"\xC3\xBA\xC1\xCF\xFF", true, -1, CM_ENCODING_GB18030, 4, CM_TEXT_INVALID},
      {"12345678\x80", true, -1, CM_ENCODING_UTF8, 8, CM_TEXT_INVALID},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cm_encoding encoding;
    size_t at;
    cm_text_fault fault;
    int status = cm_encoding_find(cm_str_of(rows[i].bytes), rows[i].last, &encoding, &at, &fault);
    if (status != rows[i].status || encoding != rows[i].encoding || fault != rows[i].fault) CU_FAIL(rows[i].bytes);
    CU_ASSERT_EQUAL(status, rows[i].status);
    CU_ASSERT_EQUAL(encoding, rows[i].encoding);
    CU_ASSERT_EQUAL(fault, rows[i].fault);
    if (status != 0) CU_ASSERT_EQUAL(at, rows[i].at);
  }
}

/* ---- converting ---- */

typedef struct bench {
  cm_alloc alloc;
  cm_arena arena;
  cm_codec codec;
  cement_error err;
} bench;

static void begin(bench *b, cm_encoding encoding, const cm_converter *converter) {
  *b = (bench){.alloc = cm_alloc_system(), .err = {.size = sizeof(cement_error)}};
  cm_arena_init(&b->arena, &b->alloc);
  cm_codec_open(&b->codec, encoding, converter, &b->arena);
}

static void end(bench *b) {
  cm_codec_close(&b->codec);
  cm_codec_close(&b->codec); /* closed once */
  cm_arena_free(&b->arena);
}

/* The status of one text, at line 3, column 7. */
static int text(bench *b, cm_str raw, cm_str *out, uint32_t *notes) {
  return cm_codec_text(&b->codec, raw, (cm_place){CM_S("dcs.csv"), 100, 3, 7}, out, notes, &b->err);
}

static void test_convert(void) {
  bench b;
  cm_str out;
  uint32_t notes;
  char longer[6001];
  begin(&b, CM_ENCODING_GB18030, NULL);
  CU_ASSERT_EQUAL(text(&b, CM_S("t"), &out, &notes), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(out, "t"));
  CU_ASSERT_PTR_NULL(b.codec.handle); /* ASCII asks for no converter */
  CU_ASSERT_EQUAL(text(&b, BYTES("\xC3\xBA\xD2\xA4(t)"), &out, &notes), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(out, "煤窑(t)"));
  CU_ASSERT_EQUAL(notes, 0);
  CU_ASSERT_EQUAL(text(&b, BYTES("\xA1\xA4\xA1\xAA"), &out, &notes), CEMENT_OK); /* as GBK has them, not GB2312 */
  CU_ASSERT_TRUE(cm_str_is(out, "\u00B7\u2014"));
  for (size_t i = 0; i < 6000; i += 2) memcpy(longer + i, "\xC3\xBA", 2);
  CU_ASSERT_EQUAL(text(&b, (cm_str){longer, 6000}, &out, &notes), CEMENT_OK);
  CU_ASSERT_EQUAL(out.size, 9000);
  end(&b);
  begin(&b, CM_ENCODING_UTF8, NULL);
  CU_ASSERT_EQUAL(text(&b, CM_S("煤"), &out, &notes), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(out, "煤"));
  CU_ASSERT_PTR_NULL(b.codec.handle);
  end(&b);
}

/* What is refused in a text, and where. */
static void test_refuse(void) {
  static const struct {
    cm_encoding encoding;
    const char *bytes;
    size_t size, at;
    const char *words;
  } rows[] = {{CM_ENCODING_GB18030, "\xC3\xBA\x80", 3, 2, "0x80"},
              {CM_ENCODING_GB18030, "\xC3\xBA\xC3", 3, 2, "middle of a character"},
              {CM_ENCODING_GB18030, "\xC3\xBA\x84\x31\x95\x33", 6, 2, "U+FEFF"},
              {CM_ENCODING_GB18030, "a\0b", 3, 1, "NUL"},
              {CM_ENCODING_GB18030, "a\xFF", 2, 1, "not GB18030"},
              {CM_ENCODING_UTF8, "a\xC3\xBA\xC1", 4, 3, "not UTF-8"},
              {CM_ENCODING_UTF8, "\xEF\xBB\xBF", 3, 0, "U+FEFF"},
              {CM_ENCODING_UTF8, "\0", 1, 0, "NUL"},
              {CM_ENCODING_FOUND, "\xE7", 1, 0, "middle of a character"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    cm_str out;
    uint32_t notes;
    begin(&b, rows[i].encoding, NULL);
    CU_ASSERT_EQUAL(text(&b, (cm_str){rows[i].bytes, rows[i].size}, &out, &notes), CEMENT_E_ENCODING);
    CU_ASSERT_EQUAL(b.err.offset, 100 + rows[i].at);
    CU_ASSERT_EQUAL(b.err.line, 3);
    CU_ASSERT_EQUAL(b.err.column, 7 + rows[i].at);
    CU_ASSERT_PTR_NOT_NULL(strstr(b.err.message, rows[i].words));
    /* The text after a refused one is read as if there had been none. */
    CU_ASSERT_EQUAL(text(&b, rows[i].encoding == CM_ENCODING_GB18030 ? BYTES("\xD2\xA4") : CM_S("窑"), &out, &notes),
                    0);
    CU_ASSERT_TRUE(cm_str_is(out, "窑"));
    end(&b);
  }
  bench b;
  cm_str out;
  uint32_t notes;
  begin(&b, CM_ENCODING_UTF8, NULL); /* without a place there is none to move */
  CU_ASSERT_EQUAL(cm_codec_text(&b.codec, CM_S("ab\xFF"), CM_NOWHERE, &out, &notes, &b.err), CEMENT_E_ENCODING);
  CU_ASSERT_EQUAL(b.err.column, 0);
  const cm_place far = {CM_TEXT("a"), 0, 1, UINT32_MAX - 1};
  CU_ASSERT_EQUAL(cm_codec_text(&b.codec, CM_S("ab\xFF"), far, &out, &notes, &b.err), CEMENT_E_ENCODING);
  CU_ASSERT_EQUAL(b.err.column, UINT32_MAX);
  end(&b);
}

/* The 44 codes that the editions of GB 18030 map differently: taken with a note, or refused where the system has
 * none. */
static void test_editions(void) {
  static const char *const codes[44] = {
      "\xA6\xD9",         "\xA6\xDA",         "\xA6\xDB",         "\xA6\xDC",         "\xA6\xDD",
      "\xA6\xDE",         "\xA6\xDF",         "\xA6\xEC",         "\xA6\xED",         "\xA6\xF3",
      "\xA8\xBC",         "\xFE\x51",         "\xFE\x52",         "\xFE\x53",         "\xFE\x59",
      "\xFE\x61",         "\xFE\x66",         "\xFE\x67",         "\xFE\x6C",         "\xFE\x6D",
      "\xFE\x76",         "\xFE\x7E",         "\xFE\x90",         "\xFE\x91",         "\xFE\xA0",
      "\x81\x35\xF4\x37", "\x82\x35\x90\x37", "\x82\x35\x90\x38", "\x82\x35\x90\x39", "\x82\x35\x91\x30",
      "\x82\x35\x91\x31", "\x82\x35\x91\x32", "\x82\x35\x91\x33", "\x82\x35\x91\x34", "\x84\x31\x82\x36",
      "\x84\x31\x82\x37", "\x84\x31\x82\x38", "\x84\x31\x82\x39", "\x84\x31\x83\x30", "\x84\x31\x83\x31",
      "\x84\x31\x83\x32", "\x84\x31\x83\x33", "\x84\x31\x83\x34", "\x84\x31\x83\x35"};
  bench b;
  begin(&b, CM_ENCODING_GB18030, NULL);
  for (size_t i = 0; i < 44; i++) {
    char raw[16] = "a\xC3\xBA";
    cm_str out;
    uint32_t notes;
    memcpy(raw + 3, codes[i], strlen(codes[i]) + 1);
    int status = text(&b, cm_str_of(raw), &out, &notes);
    CU_ASSERT_TRUE(status == CEMENT_OK ? (notes & CM_TEXT_EDITION) != 0 : status == CEMENT_E_ENCODING);
    if (status != CEMENT_OK) CU_ASSERT_EQUAL(b.err.offset, 103);
  }
  static const struct {
    const char *bytes;
    uint32_t notes;
  } others[] = {{"\xAA\xA1", CM_TEXT_PRIVATE}, /* user-defined area: U+E000 */
                {"\xA6\xD8", 0},               /* the neighbour of one of the 44 */
                {"\x81\x35\xF4\x36", 0},
                {"\x90\x30\x81\x30", 0},
                {"\xE3\x32\x9A\x33", CM_TEXT_PRIVATE}}; /* U+10FFFD */
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    cm_str out;
    uint32_t notes;
    CU_ASSERT_EQUAL(text(&b, cm_str_of(others[i].bytes), &out, &notes), CEMENT_OK);
    CU_ASSERT_EQUAL(notes, others[i].notes);
  }
  end(&b);
  begin(&b, CM_ENCODING_UTF8, NULL);
  cm_str out;
  uint32_t notes;
  CU_ASSERT_EQUAL(text(&b, CM_S("\xEE\x9F\x87"), &out, &notes), CEMENT_OK); /* U+E7C7 */
  CU_ASSERT_EQUAL(notes, CM_TEXT_PRIVATE);
  end(&b);
}

/* ---- converters that misbehave ---- */

typedef struct calls {
  int opened, refused, reset, converted, closed; /* how often; `refused` of the openings are to fail */
  size_t result;                                 /* of a conversion */
  int cause;                                     /* its errno */
  size_t takes;                                  /* bytes that it takes of the text */
  const char *writes;
} calls;
static calls at; /* of the test at work */

static void *fake_open(const char *to, const char *from) {
  CU_ASSERT_STRING_EQUAL(to, "UTF-8");
  CU_ASSERT_STRING_EQUAL(from, "GB18030");
  errno = EINVAL;
  return at.opened++ < at.refused ? (void *)-1 : &at;
}

static size_t fake_convert(void *handle, char **from, size_t *from_left, char **to, size_t *to_left) {
  CU_ASSERT_PTR_EQUAL(handle, &at);
  if (from == NULL) return (size_t)(at.reset++, 0);
  at.converted++;
  size_t takes = at.takes < *from_left ? at.takes : *from_left;
  size_t size = strlen(at.writes);
  CU_ASSERT_TRUE(size <= *to_left);
  memcpy(*to, at.writes, size);
  *from += takes;
  *from_left -= takes;
  *to += size;
  *to_left -= size;
  errno = at.cause;
  return at.result;
}

static int fake_close(void *handle) {
  CU_ASSERT_PTR_EQUAL(handle, &at);
  at.closed++;
  return 0;
}

static const cm_converter fake = {fake_open, fake_convert, fake_close};

static void test_misbehaving(void) {
  static const struct {
    calls given;
    int status, opened, converted;
    size_t at;
  } rows[] = {
      {{.takes = 4, .writes = "煤窑"}, CEMENT_OK, 1, 1, 0},
      {{.refused = 1, .takes = 4, .writes = "煤窑"}, CEMENT_OK, 2, 1, 0}, /* memory was short for a moment */
      {{.refused = 9, .writes = ""}, CEMENT_E_DEPENDENCY, 2, 0, 0},       /* no such converter here */
      {{.result = 1, .takes = 4, .writes = "煤?"}, CEMENT_E_ENCODING, 1, 1, 0},
      {{.result = (size_t)-1, .cause = E2BIG, .writes = ""}, CEMENT_E_INTERNAL, 1, 1, 0},
      {{.result = (size_t)-1, .cause = E2BIG, .takes = 2, .writes = "煤"}, CEMENT_E_INTERNAL, 1, 1, 2},
      {{.takes = 2, .writes = "煤"}, CEMENT_E_INTERNAL, 1, 1, 2}, /* says that it is done, and is not */
      {{.result = (size_t)-1, .cause = EILSEQ, .takes = 2, .writes = "煤"}, CEMENT_E_ENCODING, 1, 1, 2},
      {{.result = (size_t)-1, .cause = EINVAL, .takes = 2, .writes = "煤"}, CEMENT_E_ENCODING, 1, 1, 2},
      {{.takes = 4, .writes = "\xE7\x85"}, CEMENT_E_DEPENDENCY, 1, 1, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    cm_str out;
    uint32_t notes;
    at = rows[i].given;
    begin(&b, CM_ENCODING_GB18030, &fake);
    CU_ASSERT_EQUAL(text(&b, BYTES("\xC3\xBA\xD2\xA4"), &out, &notes), rows[i].status);
    CU_ASSERT_EQUAL(at.opened, rows[i].opened);
    CU_ASSERT_EQUAL(at.converted, rows[i].converted);
    CU_ASSERT_EQUAL(at.reset, at.converted); /* before each text, so that none feels the one before it */
    if (rows[i].status == CEMENT_OK) CU_ASSERT_TRUE(cm_str_is(out, "煤窑"));
    if (rows[i].status != CEMENT_OK) CU_ASSERT_EQUAL(b.err.offset, 100 + rows[i].at);
    end(&b);
    CU_ASSERT_EQUAL(at.closed, rows[i].status == CEMENT_E_DEPENDENCY && rows[i].converted == 0 ? 0 : 1);
  }
  /* Where no converter is, UTF-8 and ASCII still are. */
  bench b;
  cm_str out;
  uint32_t notes;
  at = (calls){.refused = 9, .writes = ""};
  begin(&b, CM_ENCODING_UTF8, &fake);
  CU_ASSERT_EQUAL(text(&b, CM_S("煤窑"), &out, &notes), CEMENT_OK);
  end(&b);
  begin(&b, CM_ENCODING_GB18030, &fake);
  CU_ASSERT_EQUAL(text(&b, CM_S("t"), &out, &notes), CEMENT_OK);
  CU_ASSERT_EQUAL(at.opened, 0);
  end(&b);
}

static void test_no_memory(void) {
  bench b;
  cm_str out;
  uint32_t notes;
  begin(&b, CM_ENCODING_GB18030, NULL);
  b.alloc.limit = 16;
  CU_ASSERT_EQUAL(text(&b, BYTES("\xC3\xBA"), &out, &notes), CEMENT_E_NOMEM);
  b.alloc.limit = 1 << 20;
  CU_ASSERT_EQUAL(text(&b, BYTES("\xC3\xBA"), &out, &notes), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(out, "煤"));
  end(&b);
}

int register_encoding_suite(void) {
  CU_pSuite suite = CU_add_suite("encoding", NULL, NULL);
  CU_add_test(suite, "labels", test_labels);
  CU_add_test(suite, "byte order marks", test_marks);
  CU_add_test(suite, "faults", test_check);
  CU_add_test(suite, "finding", test_find);
  CU_add_test(suite, "converting", test_convert);
  CU_add_test(suite, "refused texts", test_refuse);
  CU_add_test(suite, "44 codes of two meanings", test_editions);
  CU_add_test(suite, "converters that misbehave", test_misbehaving);
  CU_add_test(suite, "no memory", test_no_memory);
  return (int)CU_get_error();
}
