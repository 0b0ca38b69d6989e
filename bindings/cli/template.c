#include "cli.h"

/* A whole number of at most nine digits, from 1 on. */
static bool number(const char *text, uint32_t *out) {
  size_t i = 0;
  *out = 0;
  for (; text[i] >= '0' && text[i] <= '9' && i < 9; i++) *out = *out * 10 + (uint32_t)(text[i] - '0');
  return i > 0 && !text[i] && *out > 0;
}

int command_template(const options *o) {
  session s = {.run = NULL};
  cement_error e = {.size = sizeof e};
  uint32_t lines = 1, year = 0;
  if (o->inputs.size) return usage("template takes no file", o->inputs.at[0]);
  if (o->lines && (!number(o->lines, &lines) || lines > 99)) return usage("--lines is 1 to 99, not", o->lines);
  if (o->year && (!number(o->year, &year) || year < 1900 || year > 2099))
    return usage("--year is 1900 to 2099, not", o->year);
  int status = session_open(&s, o);
  if (!status) {
    output out;
    output_init(&out);
    int32_t result = cement_template(s.catalog, output_add, &out, lines, (int32_t)year, o->language, &e);
    status = output_end(&out, o->out, result, &e);
  }
  session_close(&s);
  return status;
}
