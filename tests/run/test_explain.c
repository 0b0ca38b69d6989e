/* Proofs: what a verifier must find in them, and that every figure of the examples has one. */
#include <CUnit/CUnit.h>
#include <cement/cement.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} world;

#define ETS "cn.cets-ag-02.01@v01-2024"

static void open_chosen(world *w, const char *name, const char *document, size_t size, const char *month_rounding) {
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w->ledger, w->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(w->ledger, name, document, size, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(w->ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&w->plan, w->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(w->plan, "cn.gb-16780@2021", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(w->plan, ETS, NULL), CEMENT_OK);
  if (month_rounding)
    CU_ASSERT_EQUAL_FATAL(cement_plan_option(w->plan, ETS, "month_rounding", month_rounding, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(w->plan, "substitution@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w->run, w->plan, w->ledger, NULL), CEMENT_OK);
}

static void open_world(world *w, const char *name, const char *document, size_t size) {
  open_chosen(w, name, document, size, NULL);
}

static void close_world(world *w) {
  cement_run_destroy(w->run);
  cement_plan_destroy(w->plan);
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

static void open_example(world *w, const char *name) {
  char *document = text_of_example(name);
  open_world(w, name, document, strlen(document));
  free(document);
}

static written explain(world *w, const char *edition, const char *key, const char *line, const char *period,
                       const char *of, int32_t language) {
  written t = {0};
  size_t at = 0;
  CU_ASSERT_EQUAL_FATAL(cement_run_find(w->run, &at, edition, key, line, period, of, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_explain(w->run, text_gather, &t, at, language, NULL), CEMENT_OK);
  return t;
}

/* Spaces and line ends as one space, since lines are broken where they are full. */
static char *flat(const char *from) {
  char *out = malloc(strlen(from) + 1), *to = out;
  CU_ASSERT_PTR_NOT_NULL_FATAL(out);
  for (; *from; from++)
    if (*from != ' ' && *from != '\n')
      *to++ = *from;
    else if (to > out && to[-1] != ' ')
      *to++ = ' ';
  *to = '\0';
  return out;
}

static void holds(const written *t, const char *const *pieces) {
  char *proof = flat(t->at);
  for (; *pieces; pieces++) {
    char *piece = flat(*pieces);
    if (!strstr(proof, piece)) printf("\n  not in the proof: %s\n", *pieces);
    CU_ASSERT_PTR_NOT_NULL(strstr(proof, piece));
    free(piece);
  }
  free(proof);
}

#define HOLDS(t, ...) holds((t), (const char *const[]){__VA_ARGS__, NULL})

/* The check value of the carbon guideline's sheet: 110 000 t of clinker, 5 000 t of carbide slag, 1 200 t of fly ash.
 */
static const char process_ledger[] =
    "line,period,item,of,value,unit,method,use,source,note\n,,facility.id,,F,,,,,\n"
    "L1,,line.clinker_type,,portland,,,,,\n,,facility.altitude,,1800,m,,,,\n,,facility.ambient_pressure,,81450,Pa,,,,\n"
    "L1,2025-01,clinker_output,,110000.00,t,measured,,,\n"
    "L1,2025-01,raw_substitute_consumption,carbide_slag,5000000,kg,measured,,weighbridge,\n"
    "L1,2025-01,raw_substitute_consumption,fly_ash,1200,t,,,,\n"
    "L1,2025-01,fuel_consumption,bituminous_coal,15000.00,t,measured,,,\n"
    "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t,measured,,,\n"
    "L1,2025-01,fuel_consumption,rdf,1000,t,,,,\nL1,2025-01,fuel_ncv,rdf,15,GJ/t,,,,\n"
    "L1,2025-01,fuel_consumption,diesel,10,t,,ignition,,\n"
    "L1,2025-01,electricity_consumption,clinker,5500000,kWh,,,,\n"
    ",2025-01,waste_heat_power_generation,,3080000,kWh,,,,\n"
    "L1,2025-02,clinker_output,,1000,t,,,,\nL1,2025-02,fuel_consumption,rdf,10,t,,,,\n";

static void test_process(void) {
  world w;
  open_world(&w, "p.csv", process_ledger, strlen(process_ledger));
  written t = explain(&w, "cn.cets-ag-02.01@v01-2024", "process_co2", "L1", "2025-01", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "56384 tCO2", "Displayed  56384.00 tCO2", "clause CETS", "110000 × 0.535 − (5000 × 0.48 + 1200 × 0.055)",
        "ef_clk[portland] = 0.535 tCO2/t", "deduction_factor[carbide_slag] = 0.480 tCO2/t", "single-source",
        "clinker_type(LINE): L1 portland", "5000 t (written 5000000 kg); measured; p.csv:7; weighbridge",
        "since raw_substitute_consumption > 0 holds: 5000 > 0", "sha256 ");
  free(t.at);
  t = explain(&w, "cn.cets-ag-02.01@v01-2024", "fuel_co2", "L1", "2025-01", "bituminous_coal", CEMENT_LANGUAGE_EN);
  HOLDS(&t, "33378.105915 tCO2", "Displayed  33378.11 tCO2", "cc[bituminous_coal] = 0.02618 tC/GJ",
        "of[solid,kiln] = 99 %", "M_CO2 = 44 gCO2/mol", "23.415 GJ/t; measured; p.csv:10", "half up",
        "summed WHERE counted: bituminous_coal kiln", "origin(FUEL): bituminous_coal fossil",
        "option ignition_fuel (ignition fuel) = counted, the default;");
  free(t.at);
  close_world(&w);
}

static void test_tier(void) {
  world w;
  open_world(&w, "p.csv", process_ledger, strlen(process_ledger));
  written t = explain(&w, "cn.gb-16780@2021", "clinker_energy_intensity", "L1", "2025-01", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "Grade      level 3 (limit for existing lines), the first that is met", "<= 100 is not met",
        "<= 118.0983797187268689859363434492969 is met", "= L3 * altitude_factor",
        "= 117 × 1.00938786084381939304219096965211", "compared by full_value (option comparison, the default)",
        "summed WHERE is_coal: bituminous_coal kiln, diesel ignition; left out: rdf kiln",
        "option alternative_fuel_heat (heat of alternative and biomass fuel) = not_counted, the default;",
        "Findings on the way", "warning  ncv-default  NCV missing: GB/T 2589 value used", "info  shared-by-output",
        "info  waste-heat-convention", "1.179 − 0.211 × 81450 ÷ 101325",
        "facility.ambient_pressure (ambient pressure) = 81450 Pa", "f_el = 0.1229 kgce/kWh", "whole plant 3080000 kWh",
        "shared by clinker_output: × 110000 ÷ 110000", "finding ncv-default",
        "ncv[diesel] = 42.705 GJ/t; cn.gb-t-2589@2020", "Rests on these factors",
        "read as zero by the rule of the item");
  free(t.at);
  t = explain(&w, "cn.gb-16780@2021", "clinker_energy_intensity", "L1", "2025-01", NULL, CEMENT_LANGUAGE_ZH);
  HOLDS(&t, "熟料单位产品综合能耗", "3级（限定值）", "实测值", "计算步骤", "按该项目的规则取零", "单一来源");
  free(t.at);
  close_world(&w);
}

static void test_rate_and_gaps(void) {
  world w;
  open_world(&w, "p.csv", process_ledger, strlen(process_ledger));
  written t = explain(&w, "substitution@1", "thermal_substitution_rate", "L1", "2025-01", NULL, CEMENT_LANGUAGE_EN);
  /* 15 000 GJ of 351 225 + 15 000 GJ in the kiln */
  HOLDS(&t, "(15000 ÷ 366225) × 100 [units]", "1000 × 15", "15000 × 23.415", "热值替代率", "Displayed  4.10 %");
  free(t.at);
  t = explain(&w, "substitution@1", "thermal_substitution_rate", "L1", "2025-02", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "Value      incomplete", "Missing\n  fuel_ncv rdf, L1, 2025-02", "not observed", "No figure is displayed");
  free(t.at);
  t = explain(&w, "cn.cets-ag-02.01@v01-2024", "process_co2", "L1", "2025", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "sum of the months, unrounded (option month_rounding = unrounded;", "2025-01  56384  (step 2)",
        "2025-02  535  (step 3)", "56919 tCO2");
  free(t.at);
  close_world(&w);
}

/* What the other way to add months would make. January 15 000 t × 23.415 GJ/t of bituminous coal, 33 378.105915 t of
 * CO2, February 58 001 t × 0.535 − 15.1291 t × 0.6 = 31 021.45754: together 64 399.563455; of displayed months
 * 64 399.57. The one month of 2026 is 2 000 t × 0.535 = 1 070, the same either way. */
static void test_other_rounding(void) {
  static const char rows[] =
      "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
      "L1,2025-01,clinker_output,,0,t\nL1,2025-01,fuel_consumption,bituminous_coal,15000,t\n"
      "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t\nL1,2025-02,clinker_output,,58001,t\n"
      "L1,2025-02,fuel_heat,bituminous_coal,0,GJ\nL1,2025-02,raw_substitute_consumption,slaked_lime,15.1291,t\n"
      "L1,2026-01,clinker_output,,2000,t\n";
  static const struct {
    const char *choice, *key, *year, *en, *zh;
  } cases[] = {
      {"unrounded", "line_co2", "2025",
       "= 64399.563455 tCO2\n months as displayed would make 64399.57, more by 0.006545\n",
       "若各月取显示值则为 64399.57，多 0.006545\n"},
      {"round_then_sum", "line_co2", "2025",
       "= 64399.57 tCO2\n unrounded months would make 64399.563455, less by 0.006545\n",
       "若各月未修约则为 64399.563455，少 0.006545\n"},
      {"unrounded", "process_co2", "2026", "= 1070 tCO2\n months as displayed would make the same\n",
       "若各月取显示值则为同一数值\n"},
      {"round_then_sum", "process_co2", "2026", "= 1070 tCO2\n unrounded months would make the same\n",
       "若各月未修约则为同一数值\n"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    world w;
    open_chosen(&w, "p.csv", rows, strlen(rows), cases[i].choice);
    written t = explain(&w, ETS, cases[i].key, "L1", cases[i].year, NULL, CEMENT_LANGUAGE_EN);
    HOLDS(&t, cases[i].en);
    free(t.at);
    t = explain(&w, ETS, cases[i].key, "L1", cases[i].year, NULL, CEMENT_LANGUAGE_ZH);
    HOLDS(&t, cases[i].zh);
    free(t.at);
    close_world(&w);
  }
}

/* Of a year that is not known, and of one whose months have too many digits to be displayed, there is no other:
 * 9 × 10^36 t × 0.535 with two decimals are 39 digits. */
static void test_no_other_rounding(void) {
  static const char rows[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
                             "L1,2026-01,clinker_output,,2000,t\nL1,2027-01,clinker_output,,9e30,10^6 t\n";
  static const char *const figures[][3] = {{"line_co2", "2026", "incomplete"}, {"process_co2", "2027", "= 4815"}};
  for (size_t i = 0; i < 2; i++) {
    world w;
    open_world(&w, "p.csv", rows, strlen(rows));
    written t = explain(&w, ETS, figures[i][0], "L1", figures[i][1], NULL, CEMENT_LANGUAGE_EN);
    HOLDS(&t, "sum of the months, unrounded", figures[i][2]);
    CU_ASSERT_PTR_NULL(strstr(t.at, "would make"));
    free(t.at);
    close_world(&w);
  }
}

/* White clinker is no subject of the tiers; an override and a sum of more than a screen's members are told in full. */
static void test_others(void) {
  static const char head[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nW,,line.clinker_type,,white,\n"
                             "W,2025-01,clinker_output,,1000,t\nW,2025-01,fuel_heat,natural_gas,10,GJ\n";
  char document[8192];
  size_t size = (size_t)snprintf(document, sizeof document, "%s", head);
  for (int i = 10; i < 50; i++)
    size += (size_t)snprintf(document + size, sizeof document - size,
                             "W,2025-01,raw_substitute_consumption,m%d,1%d,t\n", i, i);
  world w;
  open_world(&w, "w.csv", document, size);
  written t = explain(&w, "cn.gb-16780@2021", "clinker_coal_intensity", "W", "2025-01", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "not applicable: it does not hold that clinker_type(LINE) = 'portland'", "clinker_type(LINE): W white");
  free(t.at);
  t = explain(&w, "cn.cets-ag-02.01@v01-2024", "process_co2", "W", "2025-01", NULL, CEMENT_LANGUAGE_EN);
  HOLDS(&t, "1000 × 0.55 − (110 × 0 + 111 × 0 + 112 × 0", "+ 149 × 0)", "raw_substitute_consumption[m10]",
        "raw_substitute_consumption[m49]",
        "LOOKUP(deduction_factor, MATERIAL) is not there, so the next choice is taken", "warning  material-unlisted");
  free(t.at);
  close_world(&w);
}

/* No line is wider than 110 columns, Chinese characters being two: all words of these examples are shorter. */
static bool wide(const written *t) {
  size_t columns = 0;
  for (size_t i = 0; i < t->size; i++) {
    unsigned char c = (unsigned char)t->at[i];
    if (c == '\n') columns = 0;
    if (c >= 0x20 && (c & 0xC0) != 0x80) columns += c >= 0xE3 ? 2 : 1;
    if (columns > 110) return true;
  }
  return false;
}

static void explain_all(const char *name) {
  world w;
  open_example(&w, name);
  size_t count = cement_run_figure_count(w.run), failed = 0;
  for (size_t i = 0; i < count; i++)
    for (int32_t language = CEMENT_LANGUAGE_EN; language <= CEMENT_LANGUAGE_ZH; language++) {
      written t = {0};
      cement_figure f = {.size = sizeof f};
      failed += cement_run_explain(w.run, text_gather, &t, i, language, NULL) != CEMENT_OK || t.size < 200 || wide(&t);
      failed +=
          cement_run_figure(w.run, &f, i, NULL) != CEMENT_OK || !strstr(t.at, f.value) || !strstr(t.at, f.display);
      free(t.at);
    }
  CU_ASSERT_TRUE(count > 100);
  CU_ASSERT_EQUAL(failed, 0);
  close_world(&w);
}

static void test_all(void) {
  explain_all("synthetic-plant.ledger.json");
  explain_all("mattampally-2023-24.ledger.csv");
}

static void test_editions(void) {
  world w;
  open_example(&w, "synthetic-plant.ledger.json");
  for (size_t i = 0; i < cement_catalog_edition_count(w.catalog); i++) {
    cement_edition e = {.size = sizeof e};
    written t = {0};
    CU_ASSERT_EQUAL(cement_catalog_edition(w.catalog, &e, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(
        cement_catalog_describe(w.catalog, text_gather, &t, e.id, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_ZH, NULL),
        CEMENT_OK);
    HOLDS(&t, e.id, e.sha256, e.title_zh);
    free(t.at);
  }
  written t = {0};
  CU_ASSERT_EQUAL(cement_catalog_describe(w.catalog, text_gather, &t, "cn.gb-16780@2021", CEMENT_FORMAT_TEXT,
                                          CEMENT_LANGUAGE_EN, NULL),
                  CEMENT_OK);
  HOLDS(&t, "Q_BM  29307  kJ/kgce", "(coal_heat - recovered_heat) / Q_BM", "L3 * altitude_factor", "single-source",
        "waste_heat_power_coefficient  waste-heat power coefficient  0.404  kgce/kWh", "ncv-default  warning",
        "applies where clinker_type(LINE) = 'portland'", "overridable");
  free(t.at);
  close_world(&w);
}

int register_explain_suite(void) {
  CU_pSuite suite = CU_add_suite("explain", NULL, NULL);
  if (!suite || !CU_add_test(suite, "a process emission with carbide slag", test_process) ||
      !CU_add_test(suite, "a tier", test_tier) || !CU_add_test(suite, "a rate, gaps, a year", test_rate_and_gaps) ||
      !CU_add_test(suite, "not applicable, many members", test_others) ||
      !CU_add_test(suite, "the other rounding of months", test_other_rounding) ||
      !CU_add_test(suite, "no other rounding of months", test_no_other_rounding) ||
      !CU_add_test(suite, "every figure of the examples", test_all) || !CU_add_test(suite, "editions", test_editions))
    return (int)CU_get_error();
  return CUE_SUCCESS;
}
