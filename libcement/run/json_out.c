#include "run/json_out.h"

void cm_out_head(cm_out *out, const char *schema, const cm_ledger *ledger) {
  cm_sink_c(out->sink, "{\n  \"schema\": ");
  cm_sink_json(out->sink, cm_str_of(schema));
  cm_sink_c(out->sink, ",\n  \"library\": {\"version\": ");
  cm_sink_json(out->sink, cm_str_of(cement_version()));
  cm_sink_c(out->sink, "},\n  \"ledger\": {\"sha256\": ");
  cm_sink_json(out->sink, cm_str_of(ledger->sha256));
  cm_out_pair(out, "canonical_sha256", cm_str_of(ledger->canonical_sha256));
  cm_sink_c(out->sink, "}");
}

void cm_out_key(cm_out *out, const char *name) {
  cm_sink_json(out->sink, cm_str_of(name));
  cm_sink_c(out->sink, ": ");
}

void cm_out_pair(cm_out *out, const char *name, cm_str text) {
  cm_sink_c(out->sink, ", ");
  cm_out_key(out, name);
  cm_sink_json(out->sink, text);
}

void cm_out_count(cm_out *out, const char *name, uint64_t n) {
  cm_sink_c(out->sink, ", ");
  cm_out_key(out, name);
  cm_sink_u64(out->sink, n);
}

void cm_out_list(cm_out *out, const char *name) {
  cm_sink_c(out->sink, ",\n  ");
  cm_out_key(out, name);
  cm_sink_c(out->sink, "[");
  out->first = true;
}

void cm_out_end_list(cm_out *out) {
  cm_sink_c(out->sink, out->first ? "]" : "\n  ]");
}

void cm_out_entry(cm_out *out) {
  cm_sink_c(out->sink, out->first ? "\n    {" : ",\n    {");
  out->first = false;
}

void cm_out_begin(cm_out *out, const char *name, cm_str text) {
  cm_out_entry(out);
  cm_out_key(out, name);
  cm_sink_json(out->sink, text);
}
