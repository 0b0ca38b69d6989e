#include "plant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const cement_output all_outputs[OUT_COUNT] = {
#define VALUE CEMENT_OUTPUT_VALUE
#define GRADE CEMENT_OUTPUT_GRADE
#define OUT(name, edition, key, of, kind) {edition, key, "L1", of, kind, 0},
#include "columns.def"
#undef VALUE
#undef GRADE
};

static const cement_slot slots[IN_COUNT] = {
#define NONE ""
#define IN(name, item, of, use, section, decimals)                                                                     \
  {sizeof(cement_slot), 0, NULL, item, "L1", of, use, section, NULL, 0, 0},
#include "columns.def"
};

void plant_need(int32_t status, const cement_error *err) {
  if (!status) return;
  fprintf(stderr, "bench: %s\n", err->message);
  exit(1);
}

static char *read_plant(size_t *size) {
  FILE *file = fopen(BENCH_PLANT, "rb");
  char *at = malloc(1 << 20);
  if (!file || !at) {
    fprintf(stderr, "bench: %s\n", BENCH_PLANT);
    exit(1);
  }
  *size = fread(at, 1, 1 << 20, file);
  fclose(file);
  return at;
}

cement_ledger *plant_ledger(const plant *p) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  size_t size;
  char *text = read_plant(&size);
  plant_need(cement_ledger_create(&ledger, p->catalog, &err), &err);
  plant_need(cement_ledger_read(ledger, "plant", text, size, &err), &err);
  plant_need(cement_ledger_finish(ledger, &err), &err);
  free(text);
  return ledger;
}

void plant_open(plant *p, const cement_config *config) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_error err = {.size = sizeof err};
  plant_need(cement_context_create(&p->context, config, &err), &err);
  plant_need(cement_catalog_create(&p->catalog, p->context, &err), &err);
  p->ledger = plant_ledger(p);
  plant_need(cement_plan_create(&p->plan, p->catalog, &err), &err);
  for (size_t i = 0; i < sizeof editions / sizeof *editions; i++)
    plant_need(cement_plan_add(p->plan, editions[i], &err), &err);
  plant_need(cement_run_create(&p->run, p->plan, p->ledger, &err), &err);
}

void plant_close(plant *p) {
  cement_run_destroy(p->run);
  cement_plan_destroy(p->plan);
  cement_ledger_destroy(p->ledger);
  cement_catalog_destroy(p->catalog);
  cement_context_destroy(p->context);
}

void plant_columns_open(plant_columns *c, const plant *p, const cement_output *outputs, size_t count, const table *in) {
  cement_error err = {.size = sizeof err};
  plant_need(cement_columns_create(&c->columns, p->run, outputs, count, &err), &err);
  c->output_count = count;
  c->workspace = cement_columns_count(c->columns, CEMENT_COLUMNS_WORKSPACE);
  c->in = calloc(cement_columns_count(c->columns, CEMENT_COLUMNS_SLOT), sizeof *c->in);
  if (!c->in) exit(1);
  for (size_t i = 0; i < IN_COUNT; i++) {
    size_t slot;
    int32_t status = cement_columns_find(c->columns, &slot, &slots[i], CEMENT_COLUMNS_SLOT, &err);
    c->slot_of[i] = (size_t)-1;
    if (status == CEMENT_E_UNKNOWN) continue; /* these outputs do not need it */
    plant_need(status, &err);
    c->slot_of[i] = slot;
    c->in[slot] = (cement_column){.values = table_values(in, i), .valid = table_bits(in, i), .stride = 8};
  }
}

void plant_columns_close(plant_columns *c) {
  free(c->in);
  cement_columns_destroy(c->columns);
}

void plant_results(cement_result *results, size_t count, const table *out) {
  for (size_t i = 0; i < count; i++)
    results[i] = (cement_result){.values = table_values(out, i), .valid = table_bits(out, i)};
}
