/* The command `cement`, on the public header alone. */
#ifndef CEMENT_CLI_H
#define CEMENT_CLI_H

#include <cement/cement.h>
#include <stdbool.h>
#include <stdio.h>

/* What the command leaves behind as its exit status. */
#define EXIT_DONE 0
#define EXIT_DIFFERS 1 /* check found a difference, or a figure is incomplete under --require-complete */
#define EXIT_USAGE 2
#define EXIT_REFUSED 3 /* the input was refused, with its place */
#define EXIT_SYSTEM 4  /* a file could not be read or written, or memory gave out */

/* ---- options (options.c) ---- */

typedef struct list {
  const char **at; /* room for as many as there are arguments */
  size_t size;
} list;

typedef struct options {
  list inputs, editions, loads, choices, ledgers;
  const char *period, *format, *lang, *out, *map, *key, *line, *of, *lines, *year, *cells;
  bool strict, require_complete, help;
  int32_t language; /* of `lang` */
  const char **room;
} options;

#define FOR_REPORT 1u
#define FOR_EXPLAIN 2u
#define FOR_CHECK 4u
#define FOR_EDITIONS 8u
#define FOR_MAP 16u
#define FOR_LEDGER 32u
#define FOR_TEMPLATE 64u
#define FOR_QUALITY 128u

/* Reads the arguments behind the subcommand. Options and operands may be mixed; `--` ends the options. */
int options_read(options *o, unsigned command, int count, char **arguments);
void options_free(options *o);

/* A period as given: first and last month as year * 12 + month - 1. */
typedef struct period {
  int first, last;
  bool month; /* a single month: years are not shown */
} period;
bool period_read(const char *text, period *out);

/* ---- messages (main.c): one line on standard error, and the exit status that belongs to it ---- */

int usage(const char *what, const char *detail); /* "cement: WHAT: DETAIL"; detail may be NULL */
int failed(const cement_error *error);           /* input: refused, or the system */
int misused(const cement_error *error);          /* the same of something named on the command line */

/* ---- input and output (input.c, output.c) ---- */

typedef struct bytes {
  char *at;
  size_t size;
} bytes;

/* Reads a file, or standard input for "-", as far as the library would take it. */
int input_read(bytes *out, const char *path);
void input_free(bytes *bytes);
const char *input_name(const char *path);

/* A file whose beginning tells what it is. */
typedef struct input {
  const char *path;
  FILE *file;
  bytes head; /* the first 64 KiB, or all that input_rest read */
  size_t room, used;
  int failed; /* errno of a piece that could not be read */
} input;
int input_open(input *in, const char *path);
int input_rest(input *in);
int32_t input_piece(void *in, char *buffer, size_t room, size_t *got); /* a cement_reader */
int input_failed(const input *in);
void input_close(input *in);
/* A ledger begins with {, or is UTF-8 with the header of a ledger's CSV; anything else is a table of a plant's.
 * Beside a mapping such a CSV is a long table, so that the mapping can say what stands in it. */
bool input_is_ledger(const bytes *head, bool mapped);

/* Output is gathered, in memory and beyond that in a file without a name, and written in one go when all went well. */
typedef struct output {
  char *at;
  size_t size, room;
  FILE *spill;
  bool in_memory; /* all of it: the gatherer wants to look at it */
  bool failed;
  int spill_error; /* errno where it was the file that failed; 0: memory gave out */
} output;
void output_init(output *out);
void output_free(output *out);
int32_t output_add(void *out, const char *text, size_t size); /* a cement_writer */
void output_text(output *out, const char *text);
void output_number(output *out, size_t number);
/* Finishes what the library wrote with this result, or tells of its refusal; gives the output back. */
int output_end(output *out, const char *path, int32_t result, const cement_error *e);
/* To standard output, or to a file, which is there whole or not at all. */
int output_finish(output *out, const char *path);

/* The list of cells that are no plain numbers, as CSV (cells.c). */
void cells_begin(output *out);
int32_t cells_add(void *out, const cement_cell *cell); /* a cement_cell_visitor */

/* ---- a session: what every subcommand sets up (session.c) ---- */

typedef struct session {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  output *cells; /* where the list of cells goes, set before session_ledger; NULL: nobody wants it */
} session;

/* Context and catalog, with the edition files of --load. */
int session_open(session *s, const options *o);
/* The editions named, or the default ones, with their options. */
int session_plan(session *s, const options *o);
/* All documents as one finished ledger, with the mapping of --map. */
int session_ledger(session *s, const options *o, const list *paths);
/* The headings of all files, for their mapping. */
int session_proposal(session *s, const options *o);
int session_run(session *s);
void session_close(session *s);

extern const char *const default_editions[];
extern const size_t default_edition_count;

/* ---- subcommands ---- */

int command_report(const options *o);
int command_explain(const options *o);
int command_check(const options *o);
int command_editions(const options *o);
int command_map(const options *o);
int command_ledger(const options *o);
int command_template(const options *o);
int command_quality(const options *o);
const char *help_text(unsigned command); /* 0: of the command itself */

#endif
