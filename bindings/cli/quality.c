#include "cli.h"

#include <string.h>

static bool format_of(const char *text, int32_t *out) {
  *out = CEMENT_FORMAT_TEXT;
  if (!text || !strcmp(text, "text")) return true;
  *out = strcmp(text, "json") ? CEMENT_FORMAT_MARKDOWN : CEMENT_FORMAT_JSON;
  return !strcmp(text, "json") || !strcmp(text, "markdown");
}

int command_quality(const options *o) {
  session s = {.run = NULL};
  cement_error e = {.size = sizeof e};
  output out;
  int32_t format;
  if (!o->inputs.size) return usage("quality wants a LEDGER (see cement quality --help)", NULL);
  if (!format_of(o->format, &format)) return usage("--format is text, json or markdown, not", o->format);
  output_init(&out);
  int status = session_open(&s, o);
  if (!status) status = session_ledger(&s, o, &o->inputs);
  if (!status && cement_ledger_quality(s.ledger, output_add, &out, format, o->language, &e))
    status = out.failed ? output_finish(&out, NULL) : failed(&e);
  else if (!status)
    status = output_finish(&out, o->out);
  output_free(&out);
  session_close(&s);
  return status;
}
