#include "api/handles.h"

#define MiB ((uint64_t)1 << 20)

int32_t cm_api_arg(cement_error *err, const char *function, const char *what) {
  return cm_fail(err, CEMENT_E_ARG, CM_NOWHERE, cm_str_of(function), CM_S(": "), cm_str_of(what));
}

int32_t cm_api_busy(cement_error *err, const char *function) {
  return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, cm_str_of(function),
                 CM_S(": called while another call has the same handle, from its callback or from another thread"));
}

void *cm_api_take(const cement_context *context, size_t size) {
  void *block = context->alloc.allocate(context->alloc.user, size);
  if (block) memset(block, 0, size);
  return block;
}

void cm_api_give(const cement_context *context, void *block, size_t size) {
  context->alloc.release(context->alloc.user, block, size);
}

int cm_api_copy(char *out, size_t room, cm_str text) {
  if (text.size >= room) return CEMENT_E_RANGE;
  if (text.size) memcpy(out, text.at, text.size);
  out[text.size] = '\0';
  return CEMENT_OK;
}

const char *cm_api_text(cm_str text) {
  return text.size ? text.at : NULL;
}

/* ---- structs that begin with their size ---- */

static size_t common(const void *sized, size_t size) {
  uint32_t theirs;
  memcpy(&theirs, sized, sizeof theirs);
  return theirs < size ? theirs : size;
}

void cm_api_hand(void *out, const void *told, size_t size) {
  size_t own = sizeof(uint32_t);
  memcpy((char *)out + own, (const char *)told + own, common(out, size) - own);
}

void cm_api_taken(void *taken, size_t size, const void *in) {
  memset(taken, 0, size);
  memcpy(taken, in, common(in, size));
}

/* ---- limits ---- */

static const cm_ledger_limits default_limits = {
    .json = {.bytes = 16 * MiB, .depth = 16, .values = 1000000, .keys = 256, .string_bytes = 4096, .number_bytes = 48},
    .csv_bytes = 256 * MiB,
    .field_bytes = 4096,
    .line_bytes = 65536,
    .columns = 256,
    .rows = 20000000,
    .lines = 4096,
    .months = 1200,
    .fuels = 256,
    .materials = 256};

/* Zero keeps the default; above the maximum is refused. Beyond all sizes of a machine: the largest of them. */
static int set(size_t *limit, uint64_t value, uint64_t most) {
  if (value > most) return -1;
  if (value) *limit = (size_t)value == value ? (size_t)value : SIZE_MAX;
  return 0;
}

static int set_limits(cement_context *context, const cement_config *config) {
  cm_ledger_limits *l = &context->limits;
  if (config->memory_limit) context->alloc.limit = config->memory_limit;
  return set(&l->json.bytes, config->json_bytes, 64 * MiB) || set(&l->csv_bytes, config->csv_bytes, 4096 * MiB) ||
         set(&l->json.depth, config->json_depth, 32) || set(&l->json.values, config->json_values, 4000000) ||
         set(&l->lines, config->lines, 65536) || set(&l->months, config->months, 12000);
}

int32_t cement_context_create(cement_context **out, const cement_config *config, cement_error *err) {
  static const char name[] = "cement_context_create";
  cement_config c = {.size = sizeof c};
  if (!out) return cm_api_arg(err, name, "out is NULL");
  if (config && !CM_SIZED(cement_config, config, months)) return cm_api_arg(err, name, "config.size is not set");
  if (config) CM_TAKEN(c, config);
  int given = (c.allocate != NULL) + (c.reallocate != NULL) + (c.release != NULL);
  if (given != 0 && given != 3) return cm_api_arg(err, name, "an allocator is given in part");
  cement_context draft = {CM_MARK_CONTEXT, cm_alloc_system(), default_limits, cm_kernels_best()};
  if (given) draft.alloc = (cm_alloc){c.allocate, c.reallocate, c.release, c.user, draft.alloc.limit};
  if (set_limits(&draft, &c)) return cm_api_arg(err, name, "a limit is above its maximum");
  cement_context *context = cm_api_take(&draft, sizeof draft);
  if (!context) return cm_nomem(err);
  *context = draft;
  *out = context;
  return CEMENT_OK;
}

void cement_context_destroy(cement_context *context) {
  if (!CM_IS(context, CONTEXT)) return;
  cement_context copy = *context;
  context->mark = 0;
  cm_api_give(&copy, context, sizeof *context);
}
