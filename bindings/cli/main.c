#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* ---- messages ---- */

int usage(const char *what, const char *detail) {
  fprintf(stderr, "cement: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
  return EXIT_USAGE;
}

static int tell(const cement_error *e, int status) {
  if (e->source[0] && e->line)
    fprintf(stderr, "cement: %s:%u:%u: %s\n", e->source, (unsigned)e->line, (unsigned)e->column, e->message);
  else
    fprintf(stderr, "cement: %s%s%s\n", e->source, e->source[0] ? ": " : "", e->message);
  return status;
}

/* What is nobody's input: memory, files, and defects of the program. */
static bool is_system(int32_t code) {
  return code == CEMENT_E_NOMEM || code == CEMENT_E_IO || code == CEMENT_E_DEPENDENCY || code == CEMENT_E_INTEGRITY ||
         code == CEMENT_E_INTERNAL || code == CEMENT_E_STATE || code == CEMENT_E_ARG;
}

int failed(const cement_error *e) {
  return tell(e, is_system(e->code) ? EXIT_SYSTEM : EXIT_REFUSED);
}

int misused(const cement_error *e) {
  return tell(e, is_system(e->code) ? EXIT_SYSTEM : EXIT_USAGE);
}

/* ---- dispatch ---- */

typedef struct command {
  const char *name;
  unsigned bit;
  int (*run)(const options *o);
} command;

static int say(const char *text) {
  output out;
  output_init(&out);
  output_text(&out, text);
  int status = output_finish(&out, NULL);
  output_free(&out);
  return status;
}

static int run_command(const command *c, int count, char **arguments) {
  options o;
  int status = options_read(&o, c->bit, count, arguments);
  if (!status) status = o.help ? say(help_text(c->bit)) : c->run(&o);
  options_free(&o);
  return status;
}

static int say_version(void) {
  output out;
  output_init(&out);
  output_text(&out, "cement (libcement) ");
  output_text(&out, cement_version());
  output_text(&out, "\n");
  int status = output_finish(&out, NULL);
  output_free(&out);
  return status;
}

static const command commands[] = {
    {"report", FOR_REPORT, command_report},    {"explain", FOR_EXPLAIN, command_explain},
    {"check", FOR_CHECK, command_check},       {"map", FOR_MAP, command_map},
    {"ledger", FOR_LEDGER, command_ledger},    {"template", FOR_TEMPLATE, command_template},
    {"quality", FOR_QUALITY, command_quality}, {"editions", FOR_EDITIONS, command_editions}};
#define COMMANDS (sizeof commands / sizeof *commands)

static const command *find(const char *name) {
  for (size_t i = 0; i < COMMANDS; i++)
    if (!strcmp(commands[i].name, name)) return &commands[i];
  return NULL;
}

/* `cement help report` is `cement report --help`. */
static int help(int argc, char **argv) {
  const command *c = argc > 2 ? find(argv[2]) : NULL;
  if (argc > 2 && !c) return usage("no such subcommand", argv[2]);
  return say(help_text(c ? c->bit : 0));
}

/* A standard stream that is closed would be the next file opened, and take the report for it: it is held by something
 * that cannot be used in its place. */
static void hold_streams(void) {
  for (int fd = 0; fd < 3; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd) return;
}

int main(int argc, char **argv) {
  hold_streams();
  signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write like any other */
  if (argc < 2) {
    fputs(help_text(0), stderr);
    return EXIT_USAGE;
  }
  if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) return help(argc, argv);
  if (!strcmp(argv[1], "--version")) return say_version();
  const command *c = find(argv[1]);
  if (!c)
    return usage("there is report, explain, check, map, ledger, template, quality and editions, but no subcommand",
                 argv[1]);
  return run_command(c, argc - 2, argv + 2);
}
