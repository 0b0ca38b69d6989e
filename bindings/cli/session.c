#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* What is computed when no edition is named. This literal set is the command's, never the library's. */
const char *const default_editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
const size_t default_edition_count = sizeof default_editions / sizeof *default_editions;

#define NEW_ERROR                                                                                                      \
  { .size = sizeof(cement_error) }

static int read_edition(session *s, const char *path) {
  bytes text;
  cement_error e = NEW_ERROR;
  int status = input_read(&text, path);
  if (!status && cement_catalog_load(s->catalog, input_name(path), text.at, text.size, &e)) status = failed(&e);
  input_free(&text);
  return status;
}

static int standard_input_once(const options *o) {
  size_t count = o->map && !strcmp(o->map, "-");
  const list *lists[] = {&o->inputs, &o->loads, &o->ledgers};
  for (size_t l = 0; l < 3; l++)
    for (size_t i = 0; i < lists[l]->size; i++) count += !strcmp(lists[l]->at[i], "-");
  return count > 1 ? usage("standard input (-) can be read only once", NULL) : 0;
}

int session_open(session *s, const options *o) {
  /* a plant's ledger may be large, and a command has the machine for itself */
  const cement_config config = {.size = sizeof config,
                                .memory_limit = (uint64_t)16 << 30,
                                .json_bytes = (uint64_t)64 << 20,
                                .csv_bytes = (uint64_t)4 << 30,
                                .json_values = 4000000,
                                .lines = 65536,
                                .months = 12000};
  cement_error e = NEW_ERROR;
  *s = (session){.run = NULL};
  int status = standard_input_once(o);
  if (status) return status;
  if (cement_context_create(&s->context, &config, &e) || cement_catalog_create(&s->catalog, s->context, &e))
    return failed(&e);
  for (size_t i = 0; i < o->loads.size && !status; i++) status = read_edition(s, o->loads.at[i]);
  return status;
}

/* ---- the plan ---- */

/* EDITION:KEY=VALUE */
static int choose(session *s, const char *text) {
  const char *colon = strchr(text, ':'), *equals = colon ? strchr(colon, '=') : NULL;
  if (!colon || !equals || colon == text || equals == colon + 1)
    return usage("--option is EDITION:KEY=VALUE, not", text);
  char *copy = malloc(strlen(text) + 1);
  cement_error e = NEW_ERROR;
  if (!copy) {
    fputs("cement: out of memory\n", stderr);
    return EXIT_SYSTEM;
  }
  strcpy(copy, text);
  copy[colon - text] = copy[equals - text] = '\0';
  int status = EXIT_DONE;
  if (cement_plan_option(s->plan, copy, copy + (colon - text) + 1, copy + (equals - text) + 1, &e))
    status = misused(&e);
  free(copy);
  return status;
}

int session_plan(session *s, const options *o) {
  cement_error e = NEW_ERROR;
  if (cement_plan_create(&s->plan, s->catalog, &e)) return failed(&e);
  const char *const *editions = o->editions.size ? o->editions.at : default_editions;
  size_t count = o->editions.size ? o->editions.size : default_edition_count;
  for (size_t i = 0; i < count; i++)
    if (cement_plan_add(s->plan, editions[i], &e))
      return e.code == CEMENT_E_UNKNOWN ? usage("no such edition (cement editions lists them)", editions[i])
                                        : misused(&e);
  int status = EXIT_DONE;
  for (size_t i = 0; i < o->choices.size && !status; i++) status = choose(s, o->choices.at[i]);
  return status;
}

/* ---- ledger and run ---- */

static int read_mapping(session *s, const options *o) {
  bytes text;
  cement_error e = NEW_ERROR;
  if (!o->map) return EXIT_DONE;
  int status = input_read(&text, o->map);
  if (!status && cement_ledger_map(s->ledger, input_name(o->map), text.at, text.size, &e)) status = failed(&e);
  input_free(&text);
  return status;
}

static int begin_ledger(session *s, const options *o) {
  cement_error e = NEW_ERROR;
  if (cement_ledger_create(&s->ledger, s->catalog, &e)) return failed(&e);
  if (s->cells && cement_ledger_cells(s->ledger, cells_add, s->cells, &e)) return failed(&e);
  return read_mapping(s, o);
}

/* Why a plant's file was not read. */
static int not_read(const session *s, const input *in, const cement_error *e) {
  if (s->cells && s->cells->failed) return output_finish(s->cells, NULL);
  return in->failed ? input_failed(in) : failed(e);
}

/* A ledger is taken whole, a plant's file piece by piece. */
static int read_document(session *s, const options *o, const char *path) {
  input in;
  cement_error e = NEW_ERROR;
  int32_t flags = o->strict ? CEMENT_PLANT_STRICT : 0;
  int status = input_open(&in, path);
  if (!status && input_is_ledger(&in.head, o->map != NULL)) {
    status = input_rest(&in);
    if (!status && cement_ledger_read(s->ledger, input_name(path), in.head.at, in.head.size, &e)) status = failed(&e);
  } else if (!status && cement_ledger_read_plant(s->ledger, input_name(path), input_piece, &in, flags, &e)) {
    status = not_read(s, &in, &e);
  }
  input_close(&in);
  return status;
}

int session_ledger(session *s, const options *o, const list *paths) {
  cement_error e = NEW_ERROR;
  int status = begin_ledger(s, o);
  for (size_t i = 0; i < paths->size && !status; i++) status = read_document(s, o, paths->at[i]);
  if (status) return status;
  return cement_ledger_finish(s->ledger, &e) ? failed(&e) : EXIT_DONE;
}

int session_proposal(session *s, const options *o) {
  int status = begin_ledger(s, o);
  for (size_t i = 0; i < o->inputs.size && !status; i++) {
    input in;
    cement_error e = NEW_ERROR;
    status = input_open(&in, o->inputs.at[i]);
    if (!status &&
        cement_ledger_read_plant(s->ledger, input_name(o->inputs.at[i]), input_piece, &in, CEMENT_PLANT_PROPOSE, &e))
      status = in.failed ? input_failed(&in) : failed(&e);
    input_close(&in);
  }
  return status;
}

int session_run(session *s) {
  cement_error e = NEW_ERROR;
  return cement_run_create(&s->run, s->plan, s->ledger, &e) ? failed(&e) : EXIT_DONE;
}

void session_close(session *s) {
  cement_run_destroy(s->run);
  cement_plan_destroy(s->plan);
  cement_ledger_destroy(s->ledger);
  cement_catalog_destroy(s->catalog);
  cement_context_destroy(s->context);
}
