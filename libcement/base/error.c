#include "base/error.h"

/* The caller's struct may be an older, shorter one: a field is written only when its size covers it whole. */
#define COVERS(err, field) ((err)->size >= offsetof(cement_error, field) + sizeof(((cement_error *)NULL)->field))

/* What a message shows of a character: one line of valid UTF-8, whatever the input held. */
static bool is_control(uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

/* Appends text to out[room], of which `used` bytes are taken, and leaves space for the NUL. Returns the bytes taken;
 * `*full` tells that a character did not fit. */
static size_t append(char *out, size_t room, size_t used, cm_str text, bool *full) {
  size_t at = 0;
  while (at < text.size && !*full) {
    size_t length = 1;
    char shown[4] = {'?'};
    if (cm_utf8_valid_prefix(cm_str_slice(text, at, at + 1)) == 1) {
      if (!is_control((unsigned char)text.at[at])) shown[0] = text.at[at];
      at++;
    } else { /* a character is what can be decoded in at most four bytes */
      size_t next = at;
      uint32_t code = cm_utf8_next(text, &next);
      if (next - at > 1 && !is_control(code)) length = cm_utf8_put(code, shown);
      at = next;
    }
    if (used + length >= room) {
      *full = true;
    } else {
      memcpy(out + used, shown, length);
      used += length;
    }
  }
  return used;
}

int cm_fail_parts(cement_error *err, int code, cm_place where, const cm_str *parts, size_t count) {
  if (err == NULL) return code;
  if (COVERS(err, code)) err->code = code;
  if (COVERS(err, offset)) err->offset = where.offset;
  if (COVERS(err, line)) err->line = where.line;
  if (COVERS(err, column)) err->column = where.column;
  if (COVERS(err, source)) {
    bool full = false;
    err->source[append(err->source, sizeof err->source, 0, where.source, &full)] = '\0';
  }
  if (COVERS(err, message)) {
    bool full = false;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) used = append(err->message, sizeof err->message, used, parts[i], &full);
    err->message[used] = '\0';
  }
  return code;
}

int cm_nomem(cement_error *err) {
  return cm_fail(err, CEMENT_E_NOMEM, CM_NOWHERE, CM_S("out of memory"));
}

cm_place cm_place_at(cm_str source, cm_str text, size_t offset) {
  cm_place place = {source, offset, 1, 1};
  size_t start = 0;
  if (offset > text.size) offset = text.size;
  while (start < offset) {
    const char *end = memchr(text.at + start, '\n', offset - start);
    if (end == NULL) break;
    start = (size_t)(end - text.at) + 1;
    if (place.line < UINT32_MAX) place.line++;
  }
  size_t column = offset - start + 1;
  place.column = column < UINT32_MAX ? (uint32_t)column : UINT32_MAX;
  return place;
}
