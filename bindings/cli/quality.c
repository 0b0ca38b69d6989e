#include "cli.h"

#include <string.h>

static bool format_of(const char *text, int32_t *out) {
  *out = CEMENT_FORMAT_TEXT;
  if (!text || !strcmp(text, "text")) return true;
  *out = strcmp(text, "json") ? CEMENT_FORMAT_MARKDOWN : CEMENT_FORMAT_JSON;
  return !strcmp(text, "json") || !strcmp(text, "markdown");
}

static bool is_standard(const char *path) {
  return !path || !strcmp(path, "-");
}

static int write_quality(const session *s, const options *o, int32_t format) {
  cement_error e = {.size = sizeof e};
  output out;
  output_init(&out);
  int status = EXIT_DONE;
  if (cement_ledger_quality(s->ledger, output_add, &out, format, o->language, &e))
    status = out.failed ? output_finish(&out, NULL) : failed(&e);
  else
    status = output_finish(&out, o->out);
  output_free(&out);
  return status;
}

/* A refused file is listed too, up to where it was refused: there is something to mend in it. */
static int write_cells(output *cells, const options *o, int status) {
  bool wanted = o->cells && (status == EXIT_DONE || status == EXIT_REFUSED);
  int written = wanted ? output_finish(cells, o->cells) : EXIT_DONE;
  return written ? written : status;
}

int command_quality(const options *o) {
  session s = {.run = NULL};
  int32_t format;
  output cells;
  if (!o->inputs.size) return usage("quality wants a LEDGER (see cement quality --help)", NULL);
  if (!format_of(o->format, &format)) return usage("--format is text, json or markdown, not", o->format);
  if (o->cells && is_standard(o->cells) && is_standard(o->out))
    return usage("standard output cannot take both the report and the cells: name a file", NULL);
  output_init(&cells);
  cells_begin(&cells);
  int status = session_open(&s, o);
  if (o->cells) s.cells = &cells;
  if (!status) status = session_ledger(&s, o, &o->inputs);
  status = write_cells(&cells, o, status);
  if (!status) status = write_quality(&s, o, format);
  output_free(&cells);
  session_close(&s);
  return status;
}
