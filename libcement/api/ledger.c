#include "api/handles.h"

int32_t cement_ledger_create(cement_ledger **out, const cement_catalog *catalog, cement_error *err) {
  if (!out || !CM_IS(catalog, CATALOG)) return cm_api_arg(err, "cement_ledger_create", "out or catalog is missing");
  if (catalog->busy) return cm_api_busy(err, "cement_ledger_create");
  cement_ledger *ledger = cm_api_take(catalog->context, sizeof *ledger);
  if (!ledger) return cm_nomem(err);
  ledger->mark = CM_MARK_LEDGER;
  ledger->context = catalog->context;
  cm_ledger_init(&ledger->ledger, &catalog->context->alloc, &catalog->catalog.items);
  *out = ledger;
  return CEMENT_OK;
}

void cement_ledger_destroy(cement_ledger *ledger) {
  if (!CM_IS(ledger, LEDGER) || ledger->busy) return;
  ledger->mark = 0;
  cm_plant_free(ledger->plant);
  cm_ledger_free(&ledger->ledger);
  cm_api_give(ledger->context, ledger, sizeof *ledger);
}

static int32_t state(cement_error *err, const char *what) {
  return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger "), cm_str_of(what));
}

/* Begins a call that changes the ledger: it takes nothing more once it is finished or refused. */
static int32_t enter(cement_ledger *ledger, const char *function, cement_error *err) {
  if (ledger->busy) return cm_api_busy(err, function);
  if (ledger->refused) return state(err, "was refused and takes nothing more");
  if (ledger->ledger.finished) return state(err, "is finished");
  ledger->busy = 1;
  return CEMENT_OK;
}

static int32_t leave(cement_ledger *ledger, int32_t status, bool spoiled) {
  ledger->busy = 0;
  ledger->refused = status != CEMENT_OK && spoiled;
  return status;
}

int32_t cement_ledger_read(cement_ledger *ledger, const char *name, const char *text, size_t size, cement_error *err) {
  if (!CM_IS(ledger, LEDGER) || !name || !text)
    return cm_api_arg(err, "cement_ledger_read", "ledger, name or text is missing");
  int32_t status = enter(ledger, "cement_ledger_read", err);
  if (status) return status;
  status = cm_ledger_add(&ledger->ledger, cm_str_of(name), (cm_str){text, size}, &ledger->context->limits, err);
  return leave(ledger, status, true);
}

int32_t cement_ledger_read_from(cement_ledger *ledger, const char *name, cement_reader read, void *user,
                                cement_error *err) {
  bool taken;
  if (!CM_IS(ledger, LEDGER) || !name || !read)
    return cm_api_arg(err, "cement_ledger_read_from", "ledger, name or read is missing");
  int32_t status = enter(ledger, "cement_ledger_read_from", err);
  if (status) return status;
  status = cm_ledger_fetch(&ledger->ledger, cm_str_of(name), read, user, &ledger->context->limits, &taken, err);
  return leave(ledger, status, taken);
}

int32_t cement_ledger_put(cement_ledger *ledger, const cement_observation *observation, cement_error *err) {
  static const char name[] = "cement_ledger_put";
  cement_observation o;
  if (!CM_IS(ledger, LEDGER) || !CM_SIZED(cement_observation, observation, unit))
    return cm_api_arg(err, name, "ledger is missing or observation.size is not set");
  CM_TAKEN(o, observation);
  if (o.reserved) return cm_api_arg(err, name, "observation.reserved is not 0");
  int32_t status = enter(ledger, name, err);
  if (status) return status;
  const cm_str cells[CM_PUT_CELLS] = {[CM_PUT_LINE] = cm_str_of(o.line),     [CM_PUT_PERIOD] = cm_str_of(o.period),
                                      [CM_PUT_ITEM] = cm_str_of(o.item),     [CM_PUT_OF] = cm_str_of(o.of),
                                      [CM_PUT_VALUE] = cm_str_of(o.value),   [CM_PUT_UNIT] = cm_str_of(o.unit),
                                      [CM_PUT_METHOD] = cm_str_of(o.method), [CM_PUT_USE] = cm_str_of(o.use),
                                      [CM_PUT_SOURCE] = cm_str_of(o.source), [CM_PUT_NOTE] = cm_str_of(o.note)};
  status = cm_ledger_put(&ledger->ledger, cells, o.value ? NULL : &o.number, &ledger->context->limits, err);
  return leave(ledger, status, true);
}

static int32_t open_plant(cement_ledger *ledger, cement_error *err) {
  if (!ledger->plant) ledger->plant = cm_plant_create(&ledger->context->alloc, &ledger->ledger);
  return ledger->plant ? CEMENT_OK : cm_nomem(err);
}

int32_t cement_ledger_map(cement_ledger *ledger, const char *name, const char *text, size_t size, cement_error *err) {
  if (!CM_IS(ledger, LEDGER) || !name || !text)
    return cm_api_arg(err, "cement_ledger_map", "ledger, name or text is missing");
  int32_t status = enter(ledger, "cement_ledger_map", err);
  if (status) return status;
  status = open_plant(ledger, err);
  if (!status)
    status = cm_plant_map(ledger->plant, cm_str_of(name), (cm_str){text, size}, &ledger->context->limits, err);
  return leave(ledger, status, true);
}

int32_t cement_ledger_read_plant(cement_ledger *ledger, const char *name, cement_reader read, void *user, int32_t flags,
                                 cement_error *err) {
  static const char function[] = "cement_ledger_read_plant";
  if (!CM_IS(ledger, LEDGER) || !name || !read) return cm_api_arg(err, function, "ledger, name or read is missing");
  if (flags & ~(CEMENT_PLANT_STRICT | CEMENT_PLANT_PROPOSE)) return cm_api_arg(err, function, "flags are not known");
  int32_t status = enter(ledger, function, err);
  if (status) return status;
  status = open_plant(ledger, err);
  if (!status)
    status = cm_plant_read(ledger->plant, cm_str_of(name), read, user, (uint32_t)flags, &ledger->context->limits, err);
  return leave(ledger, status, true);
}

int32_t cement_ledger_cells(cement_ledger *ledger, cement_cell_visitor visit, void *user, cement_error *err) {
  if (!CM_IS(ledger, LEDGER)) return cm_api_arg(err, "cement_ledger_cells", "ledger is missing");
  int32_t status = enter(ledger, "cement_ledger_cells", err);
  if (status) return status;
  status = open_plant(ledger, err);
  if (!status) cm_plant_list(ledger->plant, visit, user);
  return leave(ledger, status, false);
}

int32_t cement_ledger_mapping(const cement_ledger *ledger, cement_writer write, void *user, int32_t format,
                              cement_error *err) {
  static const char function[] = "cement_ledger_mapping";
  if (!CM_IS(ledger, LEDGER) || !write) return cm_api_arg(err, function, "ledger or write is missing");
  if (format != CEMENT_FORMAT_JSON && format != CEMENT_FORMAT_TEXT)
    return cm_api_arg(err, function, "format is neither JSON nor text");
  if (ledger->busy) return cm_api_busy(err, function);
  cm_sink sink;
  cm_sink_init(&sink, write, user);
  cm_plant_mapping(ledger->plant, format == CEMENT_FORMAT_TEXT, &sink);
  int32_t status = cm_sink_finish(&sink);
  return status ? cm_fail(err, status, CM_NOWHERE, CM_S("the mapping could not be written")) : CEMENT_OK;
}

int32_t cement_ledger_finish(cement_ledger *ledger, cement_error *err) {
  if (!CM_IS(ledger, LEDGER)) return cm_api_arg(err, "cement_ledger_finish", "ledger is missing");
  int32_t status = enter(ledger, "cement_ledger_finish", err);
  if (status) return status;
  if (ledger->plant) status = cm_plant_finish(ledger->plant, &ledger->context->limits, err);
  if (!status) status = cm_ledger_finish(&ledger->ledger, &ledger->context->limits, err);
  return leave(ledger, status, true);
}

int32_t cement_ledger_canonical(const cement_ledger *ledger, cement_writer write, void *user, cement_error *err) {
  if (!CM_IS(ledger, LEDGER) || !write) return cm_api_arg(err, "cement_ledger_canonical", "ledger or write is missing");
  if (!ledger->ledger.finished) return state(err, "is not finished");
  cm_arena scratch;
  cm_buf text;
  cm_arena_init(&scratch, &ledger->context->alloc);
  cm_buf_init(&text, &scratch);
  int status = cm_ledger_canonical(&ledger->ledger, &text);
  if (text.failed) status = CEMENT_E_NOMEM;
  if (!status && write(user, text.at, text.size)) status = CEMENT_E_IO;
  cm_arena_free(&scratch);
  if (status == CEMENT_E_NOMEM) return cm_nomem(err);
  return status ? cm_fail(err, status, CM_NOWHERE, CM_S("the ledger could not be written")) : CEMENT_OK;
}
