/* The list of cells that are no plain numbers, as CSV (RFC 4180, UTF-8, lines end in LF). */
#include "cli.h"

#include <string.h>

void cells_begin(output *out) {
  output_text(out, "file,line,column,cell,heading,kind,read,repairs,outcome,item,of,use,of_line,period\n");
}

/* As in the report's CSV: what a spreadsheet would run as a formula gets an apostrophe. */
static void add_text(output *out, const char *text) {
  if (!text) text = "";
  bool guard = text[0] && strchr("=+-@\t\r", text[0]);
  bool quote = guard || strpbrk(text, ",\"\r\n");
  if (quote) output_text(out, guard ? "\"'" : "\"");
  for (const char *end; quote && (end = strchr(text, '"')); text = end + 1) {
    output_add(out, text, (size_t)(end - text));
    output_text(out, "\"\"");
  }
  output_text(out, text);
  if (quote) output_text(out, "\"");
}

static void next_text(output *out, const char *text) {
  output_text(out, ",");
  add_text(out, text);
}

static void next_number(output *out, uint32_t number) {
  output_text(out, ",");
  output_number(out, number);
}

int32_t cells_add(void *user, const cement_cell *c) {
  static const char *const kinds[] = {"blank", "repaired", "missing", "stopped", "bad", "refused", "unconverted"};
  static const char *const outcomes[] = {"taken", "zero", "gap", "passed", "unused", "ended"};
  output *out = user;
  add_text(out, c->source);
  next_number(out, c->at_line);
  next_number(out, c->at_column);
  next_number(out, c->at_cell);
  next_text(out, c->heading);
  next_text(out, kinds[c->kind]);
  next_text(out, c->read);
  next_text(out, c->repairs);
  next_text(out, outcomes[c->outcome]);
  next_text(out, c->item);
  next_text(out, c->of);
  next_text(out, c->use);
  next_text(out, c->line);
  next_text(out, c->period);
  output_text(out, "\n");
  return out->failed;
}
