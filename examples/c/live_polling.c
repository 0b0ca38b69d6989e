/* Live polling: an MES reads a kiln's counters each minute and shows what the month has come to so far.
 *
 * Everything is prepared once: a ledger tells what the kiln is, columns are made from it, the counters' places are
 * looked up. The loop then only writes three numbers and calls cement_run_batch for one row: no text, no memory,
 * microseconds. A counter that gives no signal is marked as not valid, and the figures that need it are incomplete
 * until it is back.
 *
 * Build and run, in this folder; the counters come from a file where an MES would ask its control system:
 *
 *     cc -std=c99 live_polling.c -o live_polling $(pkg-config --cflags --libs libcement)
 *     ./live_polling ../kiln-minutes.csv
 */
#include <cement/cement.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the kiln is. The numbers do not matter here, only what there is: one fuel, its calorific value, one meter. */
static const char kiln[] = "line,period,item,of,value,unit\n"
                           ",,facility.id,,KILN-1,\n"
                           ",,facility.altitude,,320,m\n"
                           "L1,,line.clinker_type,,portland,\n"
                           "L1,2025-06,clinker_output,,100000,t\n"
                           "L1,2025-06,fuel_consumption,bituminous_coal,12500,t\n"
                           "L1,2025-06,fuel_ncv,bituminous_coal,23.4456,GJ/t\n"
                           "L1,2025-06,electricity_consumption,clinker,5500000,kWh\n";

/* What is shown, in this order. */
enum { COAL, ENERGY, LEVEL, CO2, OUTPUTS };
static const cement_output outputs[OUTPUTS] = {
    {"cn.gb-16780@2021", "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", NULL, CEMENT_OUTPUT_GRADE, 0},
    {"cn.cets-ag-02.01@v01-2024", "co2_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
};

/* The counters, and the laboratory's calorific value that stands for the month. */
enum { CLINKER_T, COAL_T, POWER_KWH, COUNTERS, NCV = COUNTERS, INPUTS };
static const char *const items[INPUTS] = {"clinker_output", "fuel_consumption", "electricity_consumption", "fuel_ncv"};
static const double ncv_of_laboratory = 23.4456; /* GJ/t as received */

struct monitor {
  cement_context *context;
  cement_columns *columns;
  cement_column *in;    /* one for each slot; those that are not fed stay without values */
  size_t slots[INPUTS]; /* where the inputs stand among them */
  double values[INPUTS];
  uint8_t valid[INPUTS]; /* bit 0: row 0 */
  double results[OUTPUTS];
  uint8_t known[OUTPUTS]; /* bit 0 likewise */
  void *workspace;
  size_t workspace_size;
};

/* Columns need the context as long as they live, the plant only while they are made. */
static int32_t make_columns(struct monitor *m, cement_error *error) {
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  int32_t status = cement_context_create(&m->context, NULL, error);
  if (!status) status = cement_catalog_create(&catalog, m->context, error);
  if (!status) status = cement_ledger_create(&ledger, catalog, error);
  if (!status) status = cement_ledger_read(ledger, "kiln", kiln, sizeof kiln - 1, error);
  if (!status) status = cement_ledger_finish(ledger, error);
  if (!status) status = cement_plan_create(&plan, catalog, error);
  if (!status) status = cement_plan_add(plan, "cn.gb-16780@2021", error);
  if (!status) status = cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", error);
  if (!status) status = cement_run_create(&run, plan, ledger, error);
  if (!status) status = cement_columns_create(&m->columns, run, outputs, OUTPUTS, error);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  return status;
}

/* Finds where each input stands, and points its column at our number. */
static int32_t connect_inputs(struct monitor *m, cement_error *error) {
  int32_t status = CEMENT_OK;
  int i;
  for (i = 0; !status && i < INPUTS; i++) {
    cement_slot like = {0};
    like.size = sizeof like;
    like.key = items[i];
    like.line = "L1";
    status = cement_columns_find(m->columns, &m->slots[i], &like, CEMENT_COLUMNS_SLOT, error);
    if (status) break;
    m->in[m->slots[i]].values = &m->values[i];
    m->in[m->slots[i]].valid = &m->valid[i];
    m->in[m->slots[i]].stride = 8;
  }
  m->values[NCV] = ncv_of_laboratory;
  m->valid[NCV] = 1;
  return status;
}

static int32_t open_monitor(struct monitor *m, cement_error *error) {
  int32_t status = make_columns(m, error);
  if (status) return status;
  m->in = (cement_column *)calloc(cement_columns_count(m->columns, CEMENT_COLUMNS_SLOT), sizeof *m->in);
  m->workspace_size = cement_columns_count(m->columns, CEMENT_COLUMNS_WORKSPACE);
  m->workspace = malloc(m->workspace_size);
  if (!m->in || !m->workspace) {
    snprintf(error->message, sizeof error->message, "no memory");
    return CEMENT_E_NOMEM;
  }
  return connect_inputs(m, error);
}

static void close_monitor(struct monitor *m) {
  cement_columns_destroy(m->columns);
  cement_context_destroy(m->context);
  free(m->in);
  free(m->workspace);
}

/* The figures of the month so far, from the counters as they are now. */
static int32_t compute(struct monitor *m, cement_error *error) {
  cement_result out[OUTPUTS] = {{0}};
  int i;
  for (i = 0; i < OUTPUTS; i++) {
    out[i].values = &m->results[i];
    out[i].valid = &m->known[i];
  }
  return cement_run_batch(m->columns, out, NULL, m->in, 0, 1, m->workspace, m->workspace_size, error);
}

/* One reading, "00:17,63.75,,3315": the time and the counters; nothing between the commas is no signal. Returns 0 for a
 * line that is no reading. */
static int take_reading(struct monitor *m, char *line, char **time) {
  char *rest = strchr(line, ','), *end;
  int i;
  *time = line;
  for (i = 0; i < COUNTERS; i++) {
    if (!rest) return 0;
    *rest++ = '\0';
    m->values[i] = strtod(rest, &end);
    m->valid[i] = (uint8_t)(end != rest);
    if (*end != ',' && *end != '\n' && *end != '\r' && *end != '\0') return 0;
    rest = strchr(rest, ',');
  }
  return !rest;
}

static void show(const struct monitor *m, const char *time) {
  const uint8_t *known = m->known;
  printf("%s  clinker ", time);
  if (m->valid[CLINKER_T])
    printf("%7.2f t", m->values[CLINKER_T]);
  else
    printf("no signal");
  if (known[COAL] & 1)
    printf("  coal %6.2f kgce/t", m->results[COAL]);
  else
    printf("  coal incomplete   ");
  if (known[ENERGY] & known[LEVEL] & 1)
    printf("  energy %6.2f kgce/t, level %.0f", m->results[ENERGY], m->results[LEVEL]);
  else
    printf("  energy incomplete          ");
  if (known[CO2] & 1)
    printf("  CO2 %.4f t/t", m->results[CO2]);
  else
    printf("  CO2 incomplete");
  printf("\n");
}

/* The loop of the MES. */
static int32_t watch(struct monitor *m, FILE *readings, cement_error *error) {
  char line[128], *time;
  int32_t status = CEMENT_OK;
  while (!status && fgets(line, sizeof line, readings)) {
    if (strncmp(line, "time,", 5) == 0) continue; /* the heading */
    if (take_reading(m, line, &time)) {
      status = compute(m, error);
      if (!status) show(m, time);
    } else {
      snprintf(error->message, sizeof error->message, "a reading that is none, after %s", time);
      status = CEMENT_E_SYNTAX;
    }
  }
  if (ferror(readings)) {
    snprintf(error->message, sizeof error->message, "the readings broke off");
    status = CEMENT_E_IO;
  }
  return status;
}

int main(int argc, char **argv) {
  struct monitor monitor;
  cement_error error = {0};
  FILE *readings;
  int32_t status;
  error.size = sizeof error;
  memset(&monitor, 0, sizeof monitor);
  if (argc != 2) {
    fprintf(stderr, "usage: live_polling READINGS.csv\n");
    return 2;
  }
  readings = fopen(argv[1], "r");
  if (!readings) {
    fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 1;
  }
  status = open_monitor(&monitor, &error);
  if (!status) status = watch(&monitor, readings, &error);
  if (status) fprintf(stderr, "%s\n", error.message);
  close_monitor(&monitor);
  fclose(readings);
  return status ? 1 : 0;
}
