/* Names of encodings, and texts of GB18030 turned into UTF-8 by the system's iconv. */
#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>

static const struct {
  const char *label;
  cm_encoding encoding;
} labels[] = {{"utf-8", CM_ENCODING_UTF8},       {"utf8", CM_ENCODING_UTF8},    {"gb18030", CM_ENCODING_GB18030},
              {"gb-18030", CM_ENCODING_GB18030}, {"gbk", CM_ENCODING_GB18030},  {"gb2312", CM_ENCODING_GB18030},
              {"gb-2312", CM_ENCODING_GB18030},  {"cp936", CM_ENCODING_GB18030}};

static bool same_label(cm_str text, const char *label) {
  if (text.size != strlen(label)) return false;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if (c != label[i]) return false;
  }
  return true;
}

int cm_encoding_read(cm_str label, cm_encoding *out) {
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    if (!same_label(label, labels[i].label)) continue;
    *out = labels[i].encoding;
    return 0;
  }
  return -1;
}

cm_str cm_encoding_name(cm_encoding encoding) {
  return encoding == CM_ENCODING_GB18030 ? CM_S("GB18030")
         : encoding == CM_ENCODING_UTF8  ? CM_S("UTF-8")
                                         : CM_S("ASCII");
}

/* ---- the system's converter ---- */

static void *system_open(const char *to, const char *from) {
  return (void *)iconv_open(to, from);
}

static size_t system_convert(void *handle, char **from, size_t *from_left, char **to, size_t *to_left) {
  return iconv((iconv_t)handle, from, from_left, to, to_left);
}

static int system_close(void *handle) {
  return iconv_close((iconv_t)handle);
}

const cm_converter cm_converter_system = {system_open, system_convert, system_close};

#define FAILED ((void *)-1)

void cm_codec_open(cm_codec *codec, cm_encoding encoding, const cm_converter *converter, cm_arena *arena) {
  *codec = (cm_codec){
      .encoding = encoding, .converter = converter == NULL ? &cm_converter_system : converter, .arena = arena};
}

void cm_codec_close(cm_codec *codec) {
  if (codec->handle != NULL) (void)codec->converter->close(codec->handle);
  codec->handle = NULL;
}

/* Opening may fail for want of memory under another name, so it is tried twice. */
static int open_converter(cm_codec *codec, cm_place where, cement_error *err) {
  if (codec->handle != NULL) return CEMENT_OK;
  void *handle = codec->converter->open("UTF-8", "GB18030");
  if (handle == FAILED) handle = codec->converter->open("UTF-8", "GB18030");
  if (handle == FAILED) {
    return cm_fail(err, CEMENT_E_DEPENDENCY, where,
                   CM_S("the system has no converter from GB18030 to UTF-8 (iconv); save the file as UTF-8"));
  }
  codec->handle = handle;
  return CEMENT_OK;
}

/* ---- one text ---- */

static cm_place further(cm_place where, size_t by) {
  where.offset += by;
  if (where.line != 0) where.column = by < UINT32_MAX - where.column ? where.column + (uint32_t)by : UINT32_MAX;
  return where;
}

static int check(cm_encoding encoding, cm_str raw, cm_place where, cement_error *err) {
  cm_text_fault fault;
  size_t good = cm_encoding_check(encoding, raw, &fault);
  const char *nul = good == 0 ? NULL : memchr(raw.at, 0, good);
  if (nul != NULL) return cm_fail(err, CEMENT_E_ENCODING, further(where, (size_t)(nul - raw.at)), CM_S("a NUL byte"));
  if (fault == CM_TEXT_GOOD) return CEMENT_OK;
  return cm_fail(err, CEMENT_E_ENCODING, further(where, good), cm_text_fault_words(fault, encoding));
}

/* A code of GB18030 has at most 3 bytes in UTF-8 for 2, and 4 for 4. */
static int make_room(cm_codec *codec, size_t raw, cement_error *err) {
  size_t need = raw + raw / 2 + 4;
  if (need <= codec->size) return CEMENT_OK;
  need *= 2; /* seldom again: what is outgrown stays in the arena */
  codec->room = cm_arena_take(codec->arena, need, 1);
  codec->size = codec->room == NULL ? 0 : need;
  return codec->room == NULL ? cm_nomem(err) : CEMENT_OK;
}

static int convert(cm_codec *codec, cm_str raw, cm_place where, cm_str *out, cement_error *err) {
  char *from;
  char *to = codec->room;
  size_t from_left = raw.size;
  size_t to_left = codec->size;
  memcpy(&from, &raw.at, sizeof from);                                    /* iconv takes the text as if it changed it */
  (void)codec->converter->convert(codec->handle, NULL, NULL, NULL, NULL); /* forgets what a text before it left */
  size_t irreversible = codec->converter->convert(codec->handle, &from, &from_left, &to, &to_left);
  int cause = irreversible == (size_t)-1 ? errno : 0;
  size_t done = raw.size - from_left;
  if (cause == E2BIG || (cause == 0 && from_left != 0)) {
    return cm_fail(err, CEMENT_E_INTERNAL, further(where, done), CM_S("the converter of texts made no progress"));
  }
  if (cause != 0 || irreversible != 0) {
    return cm_fail(err, CEMENT_E_ENCODING, further(where, cause == 0 ? 0 : done),
                   cause == 0 ? CM_S("a text that GB18030 and UTF-8 do not share")
                              : CM_S("a code of GB18030 that stands for no character here"));
  }
  *out = (cm_str){codec->room, codec->size - to_left};
  if (cm_utf8_valid_prefix(*out) == out->size) return CEMENT_OK;
  return cm_fail(err, CEMENT_E_DEPENDENCY, where, CM_S("the system's converter (iconv) gives what is not UTF-8"));
}

/* Codes that the editions of GB 18030 (2000, 2005, 2022) give to different characters, ascending. */
static const uint32_t changed[44] = {
    0xA6D9,     0xA6DA,     0xA6DB,     0xA6DC,     0xA6DD,     0xA6DE,     0xA6DF,     0xA6EC,     0xA6ED,
    0xA6F3,     0xA8BC,     0xFE51,     0xFE52,     0xFE53,     0xFE59,     0xFE61,     0xFE66,     0xFE67,
    0xFE6C,     0xFE6D,     0xFE76,     0xFE7E,     0xFE90,     0xFE91,     0xFEA0,     0x8135F437, 0x82359037,
    0x82359038, 0x82359039, 0x82359130, 0x82359131, 0x82359132, 0x82359133, 0x82359134, 0x84318236, 0x84318237,
    0x84318238, 0x84318239, 0x84318330, 0x84318331, 0x84318332, 0x84318333, 0x84318334, 0x84318335};

static bool is_changed(uint32_t code) {
  for (size_t i = 0; i < sizeof changed / sizeof *changed && changed[i] <= code; i++) {
    if (changed[i] == code) return true;
  }
  return false;
}

/* Of checked text. */
static bool has_changed(cm_str raw) {
  const unsigned char *p = (const unsigned char *)raw.at;
  size_t at = 0;
  while (at < raw.size) {
    if (p[at] < 0x80) {
      at++;
      continue;
    }
    bool two = p[at + 1] >= 0x40;
    uint32_t code = (uint32_t)p[at] << 8 | p[at + 1];
    if (!two) code = code << 16 | (uint32_t)p[at + 2] << 8 | p[at + 3];
    if (is_changed(code)) return true;
    at += two ? 2 : 4;
  }
  return false;
}

static bool has_private(cm_str text) {
  size_t at = 0;
  while (at < text.size) {
    uint32_t code = cm_utf8_next(text, &at);
    if ((code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000) return true;
  }
  return false;
}

static bool is_ascii(cm_str text) {
  size_t at = 0;
  while (at < text.size && (unsigned char)text.at[at] < 0x80) at++;
  return at == text.size;
}

int cm_codec_text(cm_codec *codec, cm_str raw, cm_place where, cm_str *out, uint32_t *notes, cement_error *err) {
  *notes = 0;
  *out = raw;
  int status = check(codec->encoding, raw, where, err);
  if (status != CEMENT_OK || is_ascii(raw)) return status;
  if (codec->encoding == CM_ENCODING_GB18030) {
    status = open_converter(codec, where, err);
    if (status == CEMENT_OK) status = make_room(codec, raw.size, err);
    if (status == CEMENT_OK) status = convert(codec, raw, where, out, err);
    if (status != CEMENT_OK) return status;
    if (has_changed(raw)) *notes |= CM_TEXT_EDITION;
  }
  if (has_private(*out)) *notes |= CM_TEXT_PRIVATE;
  return CEMENT_OK;
}
