/* What bytes a text is written in: found, checked, and turned into UTF-8. The only door to iconv.
 *
 * GBK, GB2312 and CP936 are read as GB18030, of which they are parts as far as plants use them. */
#ifndef CM_BASE_ENCODING_H
#define CM_BASE_ENCODING_H

#include "base/alloc.h"
#include "base/error.h"

typedef enum cm_encoding {
  CM_ENCODING_FOUND, /* to be found; as an answer: nothing but ASCII so far */
  CM_ENCODING_UTF8,
  CM_ENCODING_GB18030
} cm_encoding;

/* "utf-8", "utf8", "gb18030", "gbk", "gb2312", "cp936", in any case: 0 or -1. */
int cm_encoding_read(cm_str label, cm_encoding *out);
cm_str cm_encoding_name(cm_encoding encoding); /* "UTF-8", "GB18030"; CM_ENCODING_FOUND is "ASCII" */

/* ---- checking ---- */

typedef enum cm_text_fault {
  CM_TEXT_GOOD,
  CM_TEXT_INVALID, /* bytes that the encoding does not have, or a code point that no text may hold */
  CM_TEXT_CUT,     /* the text ends within a character */
  CM_TEXT_MARK,    /* U+FEFF, which only may begin a file */
  CM_TEXT_EURO,    /* the byte 0x80, in which makers of code pages do not agree */
  CM_TEXT_MIXED    /* cm_encoding_find only: valid in both, and no sign of which it is */
} cm_text_fault;

/* Where the first fault of the text is, or text.size. Checks form, not whether a code of two bytes is assigned.
 * Refused beside malformed bytes: surrogates, noncharacters, codes of four bytes that stand for nothing. */
size_t cm_encoding_check(cm_encoding encoding, cm_str text, cm_text_fault *fault);

/* The mark that begins a file: its length, 0 for none. *encoding as it tells (CM_ENCODING_FOUND for none); *foreign
 * names one that is not read ("UTF-16", "UTF-32"), else NULL. */
size_t cm_encoding_mark(cm_str begin, cm_encoding *encoding, const char **foreign);
#define CM_ENCODING_MARK_MAX 4

/* Which encoding a window of text is in. Bytes that are valid UTF-8 are UTF-8, else GB18030 if valid in that; valid in
 * both, and without a Chinese character or full-width form when read as UTF-8: cannot be told. A character that the
 * window's end cuts is no fault unless `last`.
 * Given:    window  begins at a character, without a byte order mark.
 * Returned: out     CM_ENCODING_FOUND when all of it is ASCII; *at, *fault of the encoding that fits longer when
 *                   neither does: -1 then, and for CM_TEXT_MIXED, where *at is the first byte beyond ASCII. */
int cm_encoding_find(cm_str window, bool last, cm_encoding *out, size_t *at, cm_text_fault *fault);
/* What a message says of a fault: "bytes that are not ...". */
cm_str cm_text_fault_words(cm_text_fault fault, cm_encoding encoding);

/* ---- converting ---- */

/* What iconv does, in three functions with its conventions: (handle)-1 and (size_t)-1 tell failures by errno. Tests put
 * others in their place. */
typedef struct cm_converter {
  void *(*open)(const char *to, const char *from);
  size_t (*convert)(void *handle, char **from, size_t *from_left, char **to, size_t *to_left);
  int (*close)(void *handle);
} cm_converter;
extern const cm_converter cm_converter_system;

/* Something about a text that was converted without a fault: bits. */
#define CM_TEXT_PRIVATE 1u /* has a code point of private use: what it shows depends on a font */
#define CM_TEXT_EDITION 2u /* has one of the 44 codes whose meaning differs between GB 18030-2000, -2005 and -2022 */

typedef struct cm_codec {
  cm_encoding encoding;
  const cm_converter *converter;
  void *handle; /* NULL until a text needs it */
  cm_arena *arena;
  char *room;
  size_t size;
} cm_codec;

/* A codec asks for the converter when the first text needs it: UTF-8 and ASCII never do.
 * Given:    converter  NULL for the system's; arena  holds the codec's room for texts. */
void cm_codec_open(cm_codec *codec, cm_encoding encoding, const cm_converter *converter, cm_arena *arena);
void cm_codec_close(cm_codec *codec);

/* One text as UTF-8.
 * Given:    raw    whole characters of the codec's encoding (CM_ENCODING_FOUND is taken as UTF-8); where  its place
 *                  for messages.
 * Returned: out    raw itself where it is UTF-8, else a view into the codec that the next call overwrites; notes
 *                  CM_TEXT_* bits.
 * Status:   ENCODING (invalid, cut, NUL, U+FEFF, 0x80, a code without a character or without a certain one), the place
 *           being that of the byte; DEPENDENCY (the system has no such converter); INTERNAL (it makes no progress);
 *           NOMEM. */
int cm_codec_text(cm_codec *codec, cm_str raw, cm_place where, cm_str *out, uint32_t *notes, cement_error *err);

#endif
