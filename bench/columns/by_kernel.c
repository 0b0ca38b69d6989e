/* by_kernel FOLDER: the hand-written kernel, of the widest kind that this processor runs. */
#include "serve.h"

typedef struct state {
  table in, out;
  kernel *run;
} state;

static kernel *widest(void) {
#if defined(BENCH_X86)
  __builtin_cpu_init();
  int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  int v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd");
  if (v3 && v4) return kernel_v4;
  if (v3) return kernel_v3;
#endif
  return kernel_base;
}

static long long run_all(void *user) {
  state *s = user;
  s->run(&s->in, &s->out, 0, s->in.rows);
  return 0;
}

static void save_all(void *user, const char *path) {
  state *s = user;
  save_columns(&s->out, OUT_COUNT, path);
}

int main(int argc, char **argv) {
  static const task tasks[] = {{"all", run_all, save_all}};
  state s = {.run = widest()};
  const int32_t *groups;
  if (argc < 2) stop_serving("by_kernel FOLDER");
  load_inputs(&s.in, &groups, argv[1]);
  make_outputs(&s.out, OUT_COUNT, s.in.rows);
  return serve(tasks, 1, &s);
}
