/* diff_json [COUNT] [SEED]: accepts and refuses as jansson does, on mutated documents.
 *
 * Where the validator is stricter by design, jansson is asked first and the documented reason is checked by other
 * means: noncharacters           found here by decoding, not by the validator's byte patterns; numbers beyond double
 * jansson refuses 1e999, the validator leaves values to the decimals: numbers are kept short in exponent by the
 * mutator's alphabet, and what jansson calls an overflow is skipped; a raw NUL               jansson 2.14 swallows one
 * right behind a number ("[1<NUL>,2]"); JSON has none anywhere. Limits are wide, so that none is met. Also read: what
 * passes must read into a tree with as many values. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

#define LONGEST 700

static const char *const seeds[] = {
    "{\"id\":\"cn.test@2024\",\"rows\":[1,-2.50,3e+05,0.1E-2],\"t\":true,\"f\":false,\"n\":null}",
    "[{\"a\":1,\"\\u0061b\":2,\"aa\":{\"a\":{\"a\":[]}}},{\"a\":1},\"\\ud83d\\ude00\\n\\\"\\\\\\/\",[],{}]",
    "{\"水泥\":\"煤\\u7164\",\"\xf0\x9f\x98\x80\":[0,-0,10,1.0,\"\xef\xbf\xbd\xef\xb7\x8f\"],\"\":\"\"}",
    " [ 1 ,\t2 ,\r\n3 , [ [ [ \"x\" ] ] ] ] ",
    "\"\\b\\f\\n\\r\\t\\u00e9\\uFFFD\"",
    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"ab\":9,\"ba\":10,\"abc\":11}",
};

/* What mutations put in: syntax, halves of escapes, edges of UTF-8. */
static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\u0061",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
    "\\n",
    "\\x",
    "0",
    "1",
    "-",
    "+",
    ".",
    "e",
    "E",
    "00",
    "1.5",
    "-0",
    "true",
    "false",
    "null",
    "nul",
    "NaN",
    " ",
    "\n",
    "\t",
    "\f",
    "\x01",
    "\x7f",
    "a",
    "\"a\":1",
    "\"a\":1,",
    ",\"b\":2",
    "[]",
    "{}",
    "\xc3",
    "\xa9",
    "\xc3\xa9",
    "\xed\xa0\x80",
    "\xf4\x90\x80\x80",
    "\xc0\x80",
    "\xef\xbf\xbe",
    "\xef\xb7\x90",
    "\xf0\x9f\xbf\xbf",
    "\xef\xbb\xbf",
    "\xe7\x85\xa4",
    "\xff",
    "//",
    "'",
    "\\ufffe",
    "\\uFDD0",
};

static uint64_t state;

static size_t below(size_t n) { /* splitmix64 */
  uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (size_t)((z ^ (z >> 31)) % n);
}

static size_t splice(char *text, size_t size, size_t at, size_t gone, const char *with, size_t more) {
  if (gone > size - at) gone = size - at;
  if (size - gone + more > LONGEST) return size;
  memmove(text + at + more, text + at + gone, size - at - gone);
  memcpy(text + at, with, more);
  return size - gone + more;
}

static size_t mutate(char *text, size_t size) {
  size_t at = below(size + 1);
  char byte = (char)below(256);
  char copy[40];
  const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];
  switch (below(7)) {
  case 0: return splice(text, size, at, 1, &byte, 1);
  case 1: return splice(text, size, at, 0, piece, strlen(piece));
  case 2: return splice(text, size, at, 1 + below(3), piece, strlen(piece));
  case 3: return splice(text, size, at, 1 + below(4), "", 0);
  case 4: return below(8) ? size : at; /* rarely cut off */
  case 5: return splice(text, size, at, 1, piece, strlen(piece));
  default: {
    size_t length = size < sizeof copy ? size : 1 + below(sizeof copy);
    size_t from = size ? below(size - length + 1) : 0;
    memcpy(copy, text + from, length);
    return splice(text, size, at, 0, copy, length);
  }
  }
}

/* A noncharacter as UTF-8, or as an escape in a text that jansson took (so that every \ begins a good escape). */
static bool has_noncharacter(cm_str text) {
  uint32_t high = 0;
  for (size_t at = 0; at < text.size;) {
    uint32_t code = cm_utf8_next(text, &at);
    if (code == '\\' && at < text.size) {
      if (text.at[at++] != 'u') continue;
      char hex[5] = {text.at[at], text.at[at + 1], text.at[at + 2], text.at[at + 3], 0};
      code = (uint32_t)strtoul(hex, NULL, 16);
      at += 4;
      if (code >= 0xD800 && code < 0xDC00) {
        high = code;
        continue;
      }
      if (code >= 0xDC00 && code < 0xE000) code = 0x10000 + ((high & 0x3FF) << 10 | (code & 0x3FF));
    }
    if ((code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE) return true;
  }
  return false;
}

static size_t count_values(const cm_json *value) {
  size_t count = 1;
  for (const cm_json *child = value->child; child != NULL; child = child->next) count += count_values(child);
  return count;
}

static void show(const char *what, const char *text, size_t size, const char *message) {
  printf("%s: %s\n  ", what, message);
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c < 0x7F && c != '\\')
      putchar(c);
    else
      printf("\\x%02x", (unsigned)c);
  }
  putchar('\n');
}

/* 0 refused by both, 1 taken by both, 2 skipped, -1 differing. */
static int compare(const char *text, size_t size) {
  static const cm_json_limits wide = {1 << 20, 32, 100000, 4096, 65536, 4096};
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  json_error_t other;
  cement_error err = {.size = sizeof err};
  size_t values = 0;
  cm_json *root = NULL;
  char *exact = malloc(size ? size : 1); /* its own block: reads beyond the end show under ASan */
  if (exact == NULL) exit(2);
  memcpy(exact, text, size);
  json_t *theirs = json_loadb(exact, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &other);
  bool wanted = theirs != NULL;
  bool overflow = theirs == NULL && json_error_code(&other) == json_error_numeric_overflow;
  json_decref(theirs);
  cm_arena_init(&arena, &alloc);
  int status = cm_json_validate(&arena, CM_S("t"), (cm_str){exact, size}, &wide, &values, &err);
  int result = status == CEMENT_OK;
  if (overflow || (status == CEMENT_E_LIMIT && wanted)) {
    result = 2;
  } else if (wanted != (status == CEMENT_OK)) {
    bool strict = wanted && status == CEMENT_E_ENCODING && has_noncharacter((cm_str){exact, size});
    strict = strict || (wanted && status == CEMENT_E_SYNTAX && err.offset < size && exact[err.offset] == '\0');
    if (!strict)
      show(wanted ? "only jansson takes" : "only cm_json takes", text, size, wanted ? err.message : other.text);
    result = strict ? 2 : -1;
  } else if (status == CEMENT_OK &&
             (cm_json_read(&arena, &root, CM_S("t"), (cm_str){exact, size}, &wide, &err) != CEMENT_OK ||
              count_values(root) != values)) {
    show("read fails", text, size, err.message);
    result = -1;
  }
  cm_arena_free(&arena);
  free(exact);
  return result;
}

/* Every byte of every seed replaced by each of the 256 (row 39). */
static size_t exhaustive(size_t seen[3]) {
  size_t differing = 0;
  for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
    char text[LONGEST];
    size_t size = strlen(seeds[i]);
    memcpy(text, seeds[i], size);
    for (size_t at = 0; at < size; at++) {
      for (int byte = 0; byte < 256; byte++) {
        text[at] = (char)byte;
        int result = compare(text, size);
        if (result < 0)
          differing++;
        else
          seen[result]++;
      }
      text[at] = seeds[i][at];
    }
  }
  return differing;
}

int main(int argc, char **argv) {
  unsigned long long count = argc > 1 ? strtoull(argv[1], NULL, 10) : 200000;
  unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
  size_t seen[3] = {0};
  state = seed;
  json_object_seed(1);
  size_t differing = exhaustive(seen);
  for (unsigned long long i = 0; i < count && differing < 20; i++) {
    char text[LONGEST];
    const char *from = seeds[below(sizeof seeds / sizeof *seeds)];
    size_t size = strlen(from);
    memcpy(text, from, size);
    for (size_t n = 1 + below(4); n > 0; n--) size = mutate(text, size);
    int result = compare(text, size);
    if (result < 0)
      differing++;
    else
      seen[result]++;
  }
  printf("diff_json: seed %llu: %zu taken by both, %zu refused by both, %zu stricter or skipped, %zu differing\n", seed,
         seen[1], seen[0], seen[2], differing);
  return differing != 0;
}
