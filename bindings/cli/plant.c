#include "cli.h"

/* ---- map ---- */

/* What was not recognised goes to standard error, the mapping to where the output goes. */
static int write_mapping(const session *s, const options *o) {
  cement_error e = {.size = sizeof e};
  output out, rest;
  output_init(&out);
  output_init(&rest);
  rest.in_memory = true;
  int32_t result = cement_ledger_mapping(s->ledger, output_add, &out, CEMENT_FORMAT_JSON, &e);
  if (!result) result = cement_ledger_mapping(s->ledger, output_add, &rest, CEMENT_FORMAT_TEXT, &e);
  int status = output_end(&out, o->out, result, &e);
  if (!status && rest.size) fwrite(rest.at, 1, rest.size, stderr);
  output_free(&rest);
  return status;
}

int command_map(const options *o) {
  session s = {.run = NULL};
  if (!o->inputs.size) return usage("map wants a FILE (see cement map --help)", NULL);
  int status = session_open(&s, o);
  if (!status) status = session_proposal(&s, o);
  if (!status) status = write_mapping(&s, o);
  session_close(&s);
  return status;
}

/* ---- ledger ---- */

int command_ledger(const options *o) {
  session s = {.run = NULL};
  cement_error e = {.size = sizeof e};
  if (!o->inputs.size) return usage("ledger wants a FILE (see cement ledger --help)", NULL);
  int status = session_open(&s, o);
  if (!status) status = session_ledger(&s, o, &o->inputs);
  if (!status) {
    output out;
    output_init(&out);
    int32_t result = cement_ledger_canonical(s.ledger, output_add, &out, &e);
    status = output_end(&out, o->out, result, &e);
  }
  session_close(&s);
  return status;
}
