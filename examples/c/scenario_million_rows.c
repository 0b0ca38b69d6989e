/* A scenario over a million rows: what if a kiln took 0 to 40 % of its heat from refuse-derived fuel (RDF), and its
 * line needed 48 to 62 kWh per tonne of clinker? Each of 1 000 x 1 000 cases is a row; the figures of all of them are
 * computed at once, in binary64, by the same formulas as the plant's report.
 *
 * Build and run, in this folder:
 *
 *     cc -std=c99 -O2 scenario_million_rows.c -o scenario $(pkg-config --cflags --libs libcement)
 *     ./scenario
 */
#include <cement/cement.h>

#include <stdio.h>
#include <stdlib.h>

#define STEPS 1000
#define ROWS ((size_t)STEPS * STEPS) /* row = step of RDF * STEPS + step of electricity */

/* The plant: one line at sea level, 100 000 t of clinker, 3.5 GJ for each. */
static const double clinker = 100000, heat = 350000, coal_ncv = 23, rdf_ncv = 15.5;
static const char plant[] = "line,period,item,of,value,unit\n"
                            ",,facility.id,,WHAT-IF,\n"
                            ",,facility.altitude,,100,m\n"
                            "L1,,line.clinker_type,,portland,\n"
                            "L1,2025-01,clinker_output,,100000,t\n"
                            "L1,2025-01,fuel_consumption,bituminous_coal,10000,t\n"
                            "L1,2025-01,fuel_ncv,bituminous_coal,23,GJ/t\n"
                            "L1,2025-01,fuel_consumption,rdf,5000,t\n"
                            "L1,2025-01,fuel_ncv,rdf,15.5,GJ/t\n"
                            "L1,2025-01,electricity_consumption,clinker,5500000,kWh\n";

enum { LEVEL, CO2, SUBSTITUTION, OUTPUTS };
static const cement_output outputs[OUTPUTS] = {
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", NULL, CEMENT_OUTPUT_GRADE, 0},
    {"cn.cets-ag-02.01@v01-2024", "co2_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
    {"substitution@1", "thermal_substitution_rate", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
};

static double rdf_share(size_t row) {
  return 0.0004 * (double)(row / STEPS);
}
static double kwh_per_tonne(size_t row) {
  return 48 + 0.014 * (double)(row % STEPS);
}

struct scenario {
  cement_context *context;
  cement_columns *columns;
  cement_column *in;          /* one for each slot */
  double *coal, *rdf, *power; /* the columns that change from row to row */
  double *level;              /* a result that is kept: the level of each row */
  double *partials;           /* totals of each block of rows */
  void *workspace;
  size_t workspace_size, block;
};

/* Columns need the context as long as they live, the plant only while they are made. */
static int32_t make_columns(struct scenario *s, cement_error *error) {
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  int32_t status = cement_context_create(&s->context, NULL, error);
  if (!status) status = cement_catalog_create(&catalog, s->context, error);
  if (!status) status = cement_ledger_create(&ledger, catalog, error);
  if (!status) status = cement_ledger_read(ledger, "plant", plant, sizeof plant - 1, error);
  if (!status) status = cement_ledger_finish(ledger, error);
  if (!status) status = cement_plan_create(&plan, catalog, error);
  if (!status) status = cement_plan_add(plan, "cn.gb-16780@2021", error);
  if (!status) status = cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", error);
  if (!status) status = cement_plan_add(plan, "substitution@1", error);
  if (!status) status = cement_run_create(&run, plan, ledger, error);
  if (!status) status = cement_columns_create(&s->columns, run, outputs, OUTPUTS, error);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  return status;
}

/* Where an item of the line stands among the slots; `of` may be NULL where it has no members, or but one. */
static int32_t slot_of(const struct scenario *s, const char *item, const char *of, size_t *slot, cement_error *error) {
  cement_slot like = {0};
  like.size = sizeof like;
  like.key = item;
  like.line = "L1";
  like.of = of;
  return cement_columns_find(s->columns, slot, &like, CEMENT_COLUMNS_SLOT, error);
}

/* Gives a slot its column: values that change by row (stride 8), or one value for all rows (stride 0). */
static int32_t connect(struct scenario *s, const char *item, const char *of, const double *values, int64_t stride,
                       cement_error *error) {
  size_t slot = 0;
  int32_t status = slot_of(s, item, of, &slot, error);
  if (status) return status;
  s->in[slot].values = values;
  s->in[slot].stride = stride;
  return CEMENT_OK;
}

static int32_t connect_all(struct scenario *s, cement_error *error) {
  int32_t status = connect(s, "clinker_output", NULL, &clinker, 0, error);
  if (!status) status = connect(s, "fuel_ncv", "bituminous_coal", &coal_ncv, 0, error);
  if (!status) status = connect(s, "fuel_ncv", "rdf", &rdf_ncv, 0, error);
  if (!status) status = connect(s, "fuel_consumption", "bituminous_coal", s->coal, 8, error);
  if (!status) status = connect(s, "fuel_consumption", "rdf", s->rdf, 8, error);
  if (!status) status = connect(s, "electricity_consumption", NULL, s->power, 8, error);
  return status;
}

static size_t blocks(const struct scenario *s) {
  return (ROWS + s->block - 1) / s->block;
}

/* Numbers of the totals below: the rows by level from 0, two means with their weights. */
#define NUMBERS (CEMENT_LEVELS_MAX + 1 + 2 + 2)

static int32_t open_scenario(struct scenario *s, cement_error *error) {
  size_t row;
  int32_t status = make_columns(s, error);
  if (status) return status;
  s->workspace_size = cement_columns_count(s->columns, CEMENT_COLUMNS_WORKSPACE);
  s->block = cement_columns_count(s->columns, CEMENT_COLUMNS_BLOCK);
  s->in = (cement_column *)calloc(cement_columns_count(s->columns, CEMENT_COLUMNS_SLOT), sizeof *s->in);
  s->workspace = malloc(s->workspace_size);
  s->coal = (double *)malloc(ROWS * sizeof(double));
  s->rdf = (double *)malloc(ROWS * sizeof(double));
  s->power = (double *)malloc(ROWS * sizeof(double));
  s->level = (double *)malloc(ROWS * sizeof(double));
  s->partials = (double *)malloc(blocks(s) * NUMBERS * sizeof(double));
  if (!s->in || !s->workspace || !s->coal || !s->rdf || !s->power || !s->level || !s->partials) {
    snprintf(error->message, sizeof error->message, "no memory");
    return CEMENT_E_NOMEM;
  }
  for (row = 0; row < ROWS; row++) {
    s->coal[row] = heat * (1 - rdf_share(row)) / coal_ncv;
    s->rdf[row] = heat * rdf_share(row) / rdf_ncv;
    s->power[row] = clinker * kwh_per_tonne(row);
  }
  return connect_all(s, error);
}

static void close_scenario(struct scenario *s) {
  cement_columns_destroy(s->columns);
  cement_context_destroy(s->context);
  free(s->in);
  free(s->workspace);
  free(s->coal);
  free(s->rdf);
  free(s->power);
  free(s->level);
  free(s->partials);
}

/* How many rows meet each level, mean CO2 and mean substitution: added up block by block, without keeping the rows. */
static int32_t show_totals(struct scenario *s, cement_error *error) {
  cement_total totals[] = {
      {LEVEL, CEMENT_TOTAL_GRADES, 0, 0}, {CO2, CEMENT_TOTAL_MEAN, 0, 1}, {SUBSTITUTION, CEMENT_TOTAL_MEAN, 0, 1}};
  double out[NUMBERS];
  size_t tonnes = 0;
  int level;
  int32_t status = slot_of(s, "clinker_output", NULL, &tonnes, error);
  totals[1].weight = totals[2].weight = (uint32_t)tonnes;
  if (!status)
    status = cement_columns_totals(s->columns, s->partials, totals, 3, s->in, NULL, 1, ROWS, 0, blocks(s), s->workspace,
                                   s->workspace_size, error);
  if (!status) status = cement_columns_merge(s->columns, out, s->partials, totals, 3, 1, blocks(s), error);
  if (status) return status;
  printf("Clinker energy intensity (cn.gb-16780@2021) in 1 000 000 cases\n");
  for (level = 1; level <= 3; level++) printf("  level %d        %7.0f\n", level, out[level]);
  printf("  not qualified  %7.0f\n", out[0]);
  printf("CO2 per tonne of clinker, mean of all cases: %.4f t/t\n", out[CEMENT_LEVELS_MAX + 1]);
  printf("Thermal substitution rate, mean of all cases: %.2f %%\n", out[CEMENT_LEVELS_MAX + 3]);
  return CEMENT_OK;
}

/* The least share of RDF with which a level is met whatever the electricity. */
static void show_least(const struct scenario *s, double wanted) {
  size_t share, row;
  for (share = 0; share < STEPS; share++) {
    for (row = share * STEPS; row < (share + 1) * STEPS; row++)
      if (s->level[row] < 1 || s->level[row] > wanted) break;
    if (row == (share + 1) * STEPS) break;
  }
  if (share == STEPS)
    printf("Level %.0f is not met in all cases by any share of RDF\n", wanted);
  else
    printf("Level %.0f is met whatever the electricity from %.2f %% RDF on\n", wanted, 100 * rdf_share(share * STEPS));
}

static int32_t show_levels(struct scenario *s, cement_error *error) {
  cement_result out[OUTPUTS] = {{0}};
  int32_t status;
  out[LEVEL].values = s->level; /* the others are not wanted */
  status = cement_run_batch(s->columns, out, NULL, s->in, 0, ROWS, s->workspace, s->workspace_size, error);
  if (status) return status;
  show_least(s, 2);
  show_least(s, 1);
  return CEMENT_OK;
}

int main(int argc, char **argv) {
  struct scenario scenario = {0};
  cement_error error = {0};
  int32_t status;
  (void)argv;
  error.size = sizeof error;
  if (argc != 1) {
    fprintf(stderr, "usage: scenario_million_rows\n");
    return 2;
  }
  status = open_scenario(&scenario, &error);
  if (!status) status = show_totals(&scenario, &error);
  if (!status) status = show_levels(&scenario, &error);
  if (status) fprintf(stderr, "%s\n", error.message);
  close_scenario(&scenario);
  return status ? 1 : 0;
}
