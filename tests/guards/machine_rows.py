"""The tools that watch a program: sanitizers and helgrind, on small programs with the flags that the tests have."""

import json
import re

from breaks import Batch, Row, change

SOURCE = "build-guard/watched.c"
PROGRAM = """#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int shared;

static void *work(void *user) {
  pthread_mutex_lock(&lock);
  shared++;
  pthread_mutex_unlock(&lock);
  return user;
}

int main(int argc, char **argv) {
  pthread_t threads[2];
  char *block = malloc((size_t)argc);
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  block[0] = argv[0][0];
  int sum = argc + shared;
  printf("%c %d\\n", block[0], sum);
  free(block);
  return 0;
}
"""
UNGUARDED = ("  pthread_mutex_lock(&lock);\n  shared++;\n  pthread_mutex_unlock(&lock);\n", "  shared++;\n")
FAULTS = [
    ("a write beyond a block", ("block[0] = argv", "block[argc] = argv"), "heap-buffer-overflow"),
    ("a read of what was given back", ("  free(block);\n  return 0;", "  free(block);\n  return block[0];"), "heap-use-after-free"),
    ("memory that is not given back", ("  free(block);\n", "  block = NULL;\n"), "LeakSanitizer"),
    ("an overflow", ("argc + shared", "argc + shared + 0x7fffffff"), "signed integer overflow"),
    ("a shift too far", ("argc + shared", "argc << (shared + 40)"), "shift exponent"),
]


def sanitizers(scratch, preset):
    presets = json.loads(scratch.text("CMakePresets.json"))["configurePresets"]
    return next(p for p in presets if p["name"] == preset)["cacheVariables"]["CEMENT_SANITIZE"]


def helgrind(scratch):
    """As scripts/test calls it."""
    return re.search(r"valgrind (--tool=helgrind .*?) \\\n", scratch.text("scripts/test")).group(1)


def command(scratch, preset):
    program = f"build-guard/watched-{preset}"
    recover = re.search(r"-fno-sanitize-recover=\w+", scratch.text("CMakeLists.txt")).group()
    return f"gcc -g -pthread -fsanitize={sanitizers(scratch, preset)} {recover} {SOURCE} -o {program} && {program}"


def batches(scratch):
    for what, (old, new), said in FAULTS:
        yield Batch([Row(f"sanitizers: {what}", [change(SOURCE, old, new)], command(scratch, "asan"), [said])],
                    parts=("CUnit with sanitizers",))
    plain = "build-guard/watched-plain"
    yield Batch([
        Row("thread sanitizer: a race", [change(SOURCE, *UNGUARDED)], command(scratch, "tsan"), ["data race"]),
        Row("helgrind: a race", [], f"gcc -g -pthread {SOURCE} -o {plain} && valgrind {helgrind(scratch)} {plain}", ["Possible data race"], 9),
    ], parts=("threads with the thread sanitizer", "threads with helgrind"))


def prepare(scratch):
    (scratch.place / SOURCE).write_text(PROGRAM, encoding="utf-8")
