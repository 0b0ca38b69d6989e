/* bench_command [COMMAND [LEDGER]]: from fork to the first byte of `cement report`, and to its end, 20 times. The
 * command is looked for beside this program: build/bench/bench_command -> build/bin/cement. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS 20

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void stop(const char *what) {
  fprintf(stderr, "bench_command: %s\n", what);
  exit(1);
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(const char *name, double *times) {
  qsort(times, RUNS, sizeof *times, by_value);
  printf("%s.median %.3f ms\n%s.min %.3f ms\n", name, (times[RUNS / 2 - 1] + times[RUNS / 2]) / 2, name, times[0]);
}

/* One start; the bytes written, 0 when the command failed. */
static size_t start(const char *command, const char *ledger, double *first, double *last) {
  int ends[2], status;
  char block[65536];
  size_t bytes = 0;
  double begin = now();
  if (pipe(ends)) stop("no pipe");
  pid_t child = fork();
  if (child < 0) stop("no process");
  if (child == 0) {
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
    execl(command, command, "report", ledger, (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  for (ssize_t got; (got = read(ends[0], block, sizeof block)) > 0; bytes += (size_t)got)
    if (!bytes) *first = now() - begin;
  close(ends[0]);
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return 0;
  *last = now() - begin;
  return bytes;
}

int main(int argc, char **argv) {
  double first[RUNS], last[RUNS];
  char command[4096];
  const char *ledger = argc > 2 ? argv[2] : CEMENT_EXAMPLES_DIR "/synthetic-plant.ledger.json";
  const char *slash = strrchr(argv[0], '/');
  snprintf(command, sizeof command, "%.*s/../bin/cement", slash ? (int)(slash - argv[0]) : 1, slash ? argv[0] : ".");
  if (argc > 1) snprintf(command, sizeof command, "%s", argv[1]);
  if (access(command, X_OK)) stop(command);
  size_t bytes = 0;
  for (int i = 0; i < RUNS; i++)
    if (!(bytes = start(command, ledger, &first[i], &last[i]))) stop("the command failed");
  print("command.first", first);
  print("command.all", last);
  printf("command.size %zu B\n", bytes);
  return 0;
}
