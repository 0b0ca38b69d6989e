#include "base/sink.h"

void cm_sink_init(cm_sink *sink, cement_writer write, void *user) {
  sink->write = write;
  sink->user = user;
  sink->used = 0;
  sink->status = CEMENT_OK;
}

static void flush(cm_sink *sink) {
  if (sink->used && !sink->status && sink->write(sink->user, sink->block, sink->used)) sink->status = CEMENT_E_IO;
  sink->used = 0;
}

void cm_sink_add(cm_sink *sink, cm_str text) {
  while (text.size) {
    size_t room = sizeof sink->block - sink->used, n = text.size < room ? text.size : room;
    memcpy(sink->block + sink->used, text.at, n);
    sink->used += n;
    text.at += n;
    text.size -= n;
    if (sink->used == sizeof sink->block) flush(sink);
  }
}

void cm_sink_c(cm_sink *sink, const char *text) {
  cm_sink_add(sink, cm_str_of(text));
}

void cm_sink_u64(cm_sink *sink, uint64_t value) {
  char digits[24];
  cm_sink_add(sink, cm_u64_text(value, digits));
}

void cm_sink_json(cm_sink *sink, cm_str text) {
  static const char hex[] = "0123456789abcdef";
  cm_sink_c(sink, "\"");
  size_t from = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    char escape[6] = {'\\', (char)c, '0', '0', hex[c >> 4], hex[c & 15]};
    size_t size = 2;
    if (c < 0x20) escape[1] = 'u', escape[2] = '0', size = 6;
    cm_sink_add(sink, cm_str_slice(text, from, i));
    if (size == 6) escape[3] = '0';
    cm_sink_add(sink, (cm_str){escape, size});
    from = i + 1;
  }
  cm_sink_add(sink, cm_str_slice(text, from, text.size));
  cm_sink_c(sink, "\"");
}

int cm_sink_finish(cm_sink *sink) {
  flush(sink);
  return sink->status;
}
