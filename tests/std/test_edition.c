/* Edition files: one good file, and what happens when a single thing in it is wrong. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "std/builtin.h"
#include "std/edition.h"

int register_edition_suite(void);

static const char good[] =
    "{\n"
    "  \"schema\": \"cement-edition/1\",\n"
    "  \"id\": \"test.plant@1\",\n"
    "  \"title\": {\"zh\": \"\xe8\xaf\x95\xe9\xaa\x8c\", \"en\": \"trial\"},\n"
    "  \"authority\": \"nobody\",\n"
    "  \"status\": \"draft\",\n"
    "  \"source\": \"tests/std/test_edition.c\",\n"
    "  \"uses\": {\"ets\": \"cn.cets-ag-02.01@v01-2024\"},\n"
    "  \"items\": {\n"
    "    \"dust\": {\"zh\": \"\xe7\xaa\x91\xe7\x81\xb0\", \"en\": \"dust\", \"at\": \"line\", \"unit\": \"t\",\n"
    "      \"absent\": \"zero\", \"time\": \"sum\"}\n"
    "  },\n"
    "  \"constants\": {\n"
    "    \"e\": {\"value\": \"0.5\", \"unit\": \"tCO2/t\", \"cite\": \"1\", \"derivation\": \"d\", \"confidence\": "
    "\"derived\"},\n"
    "    \"c\": {\"value\": \"0.12\", \"unit\": \"tC/t\", \"cite\": \"1\", \"derivation\": \"d\", \"confidence\": "
    "\"derived\"},\n"
    "    \"n\": {\"value\": \"1/4\", \"unit\": \"1\", \"cite\": \"1\", \"derivation\": \"d\", \"confidence\": "
    "\"derived\"}\n"
    "  },\n"
    "  \"tables\": {\n"
    "    \"k\": {\"unit\": \"tCO2/t\", \"keys\": [\"clinker_type\"], \"cite\": \"2\", \"confidence\": \"derived\",\n"
    "      \"rows\": {\"portland\": \"0.53\",\n"
    "        \"*\": {\"value\": \"0.50\", \"finding\": \"odd\"}}}\n"
    "  },\n"
    "  \"options\": {\n"
    "    \"way\": {\"default\": \"a\",\n"
    "      \"choices\": {\"a\": {\"cite\": \"3\", \"confidence\": \"derived\"},\n"
    "        \"b\": {\"cite\": \"3\", \"confidence\": \"derived\"}}},\n"
    "    \"w\": {\"unit\": \"kgce/kWh\", \"default\": \"0.1\",\n"
    "      \"choices\": {\"0.1\": {\"cite\": \"3\", \"confidence\": \"derived\"}}},\n"
    "    \"method\": {\"default\": \"full\",\n"
    "      \"choices\": {\"full\": {\"cite\": \"3\", \"confidence\": \"derived\"},\n"
    "        \"two\": {\"round\": {\"decimals\": 2, \"rule\": \"half_up\"}, \"cite\": \"3\", \"confidence\": "
    "\"derived\"}}}\n"
    "  },\n"
    "  \"findings\": {\n"
    "    \"odd\": {\"severity\": \"warning\", \"zh\": \"\xe5\xa5\x87\", \"en\": \"odd\"}\n"
    "  },\n"
    "  \"levels\": {\"0\": {\"zh\": \"\xe5\xb7\xae\", \"en\": \"bad\"}, \"1\": {\"zh\": \"\xe5\xa5\xbd\", \"en\": "
    "\"good\"}},\n"
    "  \"formulas\": [\n"
    "    {\"key\": \"high\", \"at\": \"site\", \"unit\": \"1\", \"clause\": \"1\",\n"
    "      \"is\": \"DEFAULT(POW(SELECT(altitude(FACILITY) > 0, 1, 0), n), 1, 'odd')\"},\n"
    "    {\"key\": \"counts\", \"at\": \"line\", \"of\": [\"FUEL\", \"USE\"], \"unit\": \"truth\", \"clause\": \"1\",\n"
    "      \"is\": \"origin(FUEL) = 'fossil' AND USE IN ('kiln', 'drying')\"},\n"
    "    {\"key\": \"heat\", \"at\": \"line\", \"unit\": \"GJ\", \"year\": \"sum\", \"clause\": \"1\",\n"
    "      \"is\": \"SUM(FUEL, USE WHERE counts, DEFAULT(fuel_heat, fuel_consumption * fuel_ncv))\"},\n"
    "    {\"key\": \"process\", \"at\": \"line\", \"unit\": \"tCO2\", \"year\": \"sum\", \"clause\": \"2\",\n"
    "      \"is\": \"clinker_output * LOOKUP(k, clinker_type(LINE)) + dust * e\"},\n"
    "    {\"key\": \"intensity\", \"at\": \"line\", \"unit\": \"tCO2/t\", \"year\": \"recompute\", \"clause\": \"3\",\n"
    "      \"display\": {\"decimals\": 4, \"rule\": \"half_even\"},\n"
    "      \"applies\": \"clinker_type(LINE) = 'portland'\",\n"
    "      \"is\": \"process / clinker_output\"},\n"
    "    {\"key\": \"total\", \"at\": \"facility\", \"unit\": \"tCO2\", \"year\": \"sum\", \"clause\": \"4\",\n"
    "      \"display\": {\"decimals\": 2, \"rule\": \"half_up\"},\n"
    "      \"is\": \"SUM(LINE WHERE clinker_type(LINE) = 'portland', process)\"}\n"
    "  ],\n"
    "  \"limits\": [\n"
    "    {\"of\": \"intensity\", \"pass\": \"<=\", \"method\": \"method\", \"clause\": \"5\", \"confidence\": "
    "\"derived\",\n"
    "      \"base\": [\"0.4\", \"0.6\"],\n"
    "      \"applied\": [\"L1\", \"L2 * high\"]}\n"
    "  ],\n"
    "  \"checks\": [\n"
    "    {\"finding\": \"odd\", \"at\": \"line\",\n"
    "      \"when\": \"intensity > e\", \"of\": [\"intensity\"]}\n"
    "  ],\n"
    "  \"inputs\": {\n"
    "    \"clinker_output\": {\"decimals\": 2, \"finding\": \"odd\", \"cite\": \"6\", \"confidence\": \"derived\"}\n"
    "  },\n"
    "  \"examples\": [{\"name\": \"one\", \"expect\": []}]\n"
    "}\n";

/* ---- the catalog with what is built in ---- */

static void open_catalog(cm_catalog *catalog, const cm_alloc *alloc) {
  for (size_t i = 0; i < cm_builtin_count; i++) {
    cm_str name = cm_str_of(cm_builtin_files[i].name);
    cm_str text = {(const char *)cm_builtin_files[i].bytes, cm_builtin_files[i].size};
    int status = i ? cm_catalog_load(catalog, name, text, NULL) : cm_catalog_init(catalog, alloc, name, text, NULL);
    CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  }
}

static void test_good(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  cement_error err = {.size = sizeof err};
  open_catalog(&catalog, &alloc);
  int status = cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), &err);
  if (status) printf("\n  %u:%u %s\n", err.line, err.column, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  const cm_edition *e = cm_catalog_find(&catalog, CM_S("test.plant@1"));
  CU_ASSERT_PTR_NOT_NULL_FATAL(e);
  CU_ASSERT_EQUAL(e->formulas.size, 6);
  CU_ASSERT_EQUAL(e->own_items.size, 1);
  CU_ASSERT_EQUAL(strlen(e->sha256), 64);
  CU_ASSERT_PTR_NULL(e->issued.at);
  CU_ASSERT_EQUAL(cm_edition_constant(e, CM_S("n"))->p, 1);
  CU_ASSERT_EQUAL(cm_edition_constant(e, CM_S("n"))->q, 4);
  const cm_table *k = cm_edition_table(e, CM_S("k"));
  cm_str white = CM_S("white"), portland = CM_S("portland");
  CU_ASSERT_TRUE(cm_str_is(cm_table_find(k, &portland)->text, "0.53")); /* a literal key before the star */
  CU_ASSERT_TRUE(cm_str_is(cm_table_find(k, &white)->text, "0.50"));
  CU_ASSERT_PTR_NOT_NULL(cm_table_find(k, &white)->finding);
  CU_ASSERT_TRUE(cm_edition_formula(e, CM_S("counts"))->fixed);
  CU_ASSERT_FALSE(cm_edition_formula(e, CM_S("heat"))->fixed);
  cm_catalog_free(&catalog);
}

/* Formulas may stand in any order. */
static void test_order(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  open_catalog(&catalog, &alloc);
  CU_ASSERT_EQUAL_FATAL(cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), NULL), CEMENT_OK);
  for (size_t i = 0; i < catalog.editions.size; i++) {
    const cm_edition *e = catalog.editions.at[i];
    for (size_t k = 0; k < e->formulas.size; k++) {
      size_t found = 0;
      for (size_t n = 0; n < e->formulas.size; n++) found += e->order[n] == e->formulas.at[k];
      CU_ASSERT_EQUAL(found, 1);
    }
  }
  cm_catalog_free(&catalog);
}

/* ---- one thing wrong ---- */

/* `find` (which stands once) becomes `replace`; the refusal is at the line that has `line` in the changed file. */
static const struct {
  const char *what, *find, *replace;
  int code;
  const char *line, *message;
} edits[] = {
    /* the head */
    {"unknown schema", "cement-edition/1", "cement-edition/2", CEMENT_E_SCHEMA, "\"schema\"",
     "cement-edition/1 expected"},
    {"no schema", "\"schema\": \"cement-edition/1\",", "", CEMENT_E_MISSING, "{", "\"schema\""},
    {"schema is a number", "\"cement-edition/1\"", "1", CEMENT_E_SCHEMA, "\"schema\"", "a text expected"},
    {"unknown key", "\"status\": \"draft\"", "\"staus\": \"test\"", CEMENT_E_SCHEMA, "staus", "unknown key \"staus\""},
    {"duplicate key", "\"status\": \"draft\"", "\"authority\": \"x\"", CEMENT_E_DUPKEY, "\"authority\": \"x\"",
     "authority"},
    {"id taken", "test.plant@1", "cn.gb-16780@2021", CEMENT_E_CONFLICT, "\"id\"", "already taken"},
    {"id without edition", "test.plant@1", "test.plant", CEMENT_E_SCHEMA, "\"id\"", "cn.gb-16780@2021 expected"},
    {"id of nothing", "test.plant@1", "", CEMENT_E_SCHEMA, "\"id\"", "is empty"},
    {"id ends with @", "test.plant@1", "test@", CEMENT_E_SCHEMA, "\"id\"", "expected"},
    {"id begins with @", "test.plant@1", "@1", CEMENT_E_SCHEMA, "\"id\"", "expected"},
    {"id with a capital", "test.plant@1", "Test@1", CEMENT_E_SCHEMA, "\"id\"", "expected"},
    {"id with a space", "test.plant@1", "test @1", CEMENT_E_SCHEMA, "\"id\"", "expected"},
    {"unknown status", "\"status\": \"draft\"", "\"status\": \"test\"", CEMENT_E_SCHEMA, "\"status\"",
     "status \"test\" read, in_force, superseded, draft or working expected"},
    {"issued on no day", "\"status\": \"draft\"", "\"status\": \"draft\", \"issued\": \"2023-02-29\"", CEMENT_E_SCHEMA,
     "\"issued\"", "issued \"2023-02-29\" read, a date like 2024-09-13 expected"},
    {"effective in a month", "\"status\": \"draft\"", "\"status\": \"draft\", \"effective\": \"2024-09\"",
     CEMENT_E_SCHEMA, "\"effective\"", "effective \"2024-09\" read"},
    {"until in words", "\"status\": \"draft\"", "\"status\": \"draft\", \"until\": \"\"", CEMENT_E_SCHEMA, "\"until\"",
     "\"until\" is empty"},
    {"until before effective", "\"status\": \"draft\"",
     "\"status\": \"draft\", \"effective\": \"2024-09-13\",\n\"until\": \"2024-09-12\"", CEMENT_E_SCHEMA, "\"until\"",
     "a date behind effective expected"},
    {"until a month before effective", "\"status\": \"draft\"",
     "\"status\": \"draft\", \"effective\": \"2024-09-13\",\n\"until\": \"2024-08-14\"", CEMENT_E_SCHEMA, "\"until\"",
     "a date behind effective expected"},
    {"one day in force", "\"status\": \"draft\"",
     "\"status\": \"draft\", \"effective\": \"2024-09-13\", \"until\": \"2024-09-13\"", CEMENT_OK, "\"until\"", ""},
    {"no title in English", ", \"en\": \"trial\"}", "}", CEMENT_E_MISSING, "\"title\"", "\"en\""},
    {"no source", "\"source\": \"tests/std/test_edition.c\",", "", CEMENT_E_MISSING, "{", "\"source\""},
    {"edition used is not loaded", "cn.cets-ag-02.01@v01-2024", "cn.cets@9", CEMENT_E_UNKNOWN, "\"uses\"",
     "not loaded"},
    {"uses itself", "cn.cets-ag-02.01@v01-2024", "test.plant@1", CEMENT_E_UNKNOWN, "\"uses\"", "not loaded"},
    {"not an object", "\"constants\": {", "\"constants\": [], \"note\": {", CEMENT_E_SCHEMA, "\"constants\"",
     "an object expected"},
    /* items */
    {"item exists", "\"dust\": {\"zh\"", "\"clinker_output\": {\"zh\"", CEMENT_E_DUPKEY, "\"clinker_output\": {\"zh\"",
     "exists already"},
    {"item without unit", "\"at\": \"line\", \"unit\": \"t\",\n", "\"at\": \"line\",\n", CEMENT_E_SCHEMA, "\"dust\"",
     "unit"},
    {"item's unknown key", "\"absent\": \"zero\", \"time\": \"sum\"",
     "\"absent\": \"zero\", \"tine\": \"sum\", \"time\": \"sum\"", CEMENT_E_SCHEMA, "tine", "unknown key"},
    {"item's rule of absence", "\"absent\": \"zero\", \"time\": \"sum\"", "\"absent\": \"null\", \"time\": \"sum\"",
     CEMENT_E_SCHEMA, "\"absent\": \"null\"", "incomplete"},
    /* numbers */
    {"number without unit", "\"value\": \"0.12\", \"unit\": \"tC/t\",", "\"value\": \"0.12\",", CEMENT_E_MISSING,
     "\"c\":", "\"unit\""},
    {"number without citation", "\"tC/t\", \"cite\": \"1\",", "\"tC/t\",", CEMENT_E_MISSING, "\"c\":", "\"cite\""},
    {"number without confidence", "\"tC/t\", \"cite\": \"1\", \"derivation\": \"d\", \"confidence\": \"derived\"",
     "\"tC/t\", \"cite\": \"1\"", CEMENT_E_MISSING, "\"c\":", "\"confidence\""},
    {"number without value", "\"value\": \"0.12\", ", "", CEMENT_E_MISSING, "\"c\":", "\"value\""},
    {"number not as text", "\"value\": \"0.12\"", "\"value\": 0.12", CEMENT_E_SCHEMA, "\"c\":", "a text expected"},
    {"number that is none", "\"value\": \"0.12\"", "\"value\": \"0,12\"", CEMENT_E_SYNTAX, "\"c\":", "0,12"},
    {"number NaN", "\"value\": \"0.12\"", "\"value\": \"NaN\"", CEMENT_E_SYNTAX, "\"c\":", "NaN"},
    {"number of 35 digits", "\"value\": \"0.12\"", "\"value\": \"1.2345678901234567890123456789012345\"",
     CEMENT_E_SYNTAX, "\"c\":", "1.23"},
    {"ratio of zero", "\"value\": \"1/4\"", "\"value\": \"1/0\"", CEMENT_E_SYNTAX, "\"n\":", "ratio"},
    {"ratio of decimals", "\"value\": \"1/4\"", "\"value\": \"1.5/4\"", CEMENT_E_SYNTAX, "\"n\":", "ratio"},
    {"ratio of nothing", "\"value\": \"1/4\"", "\"value\": \"/4\"", CEMENT_E_SYNTAX, "\"n\":", "ratio"},
    {"unknown unit", "\"unit\": \"tC/t\"", "\"unit\": \"tX/t\"", CEMENT_E_UNIT, "\"c\":", "tX"},
    {"derived without derivation", "\"tC/t\", \"cite\": \"1\", \"derivation\": \"d\", ", "\"tC/t\", \"cite\": \"1\", ",
     CEMENT_E_MISSING, "\"c\":", "derivation"},
    {"title with a third language", ", \"en\": \"trial\"}", ", \"en\": \"trial\", \"de\": \"Probe\"}", CEMENT_E_SCHEMA,
     "\"title\"", "unknown key \"de\""},
    {"supersedes what is no id", "\"status\": \"draft\"", "\"status\": \"draft\", \"supersedes\": \"old\"",
     CEMENT_E_SCHEMA, "\"supersedes\"", "supersedes \"old\" read"},
    {"corrects what is no id", "\"status\": \"draft\"", "\"status\": \"draft\", \"corrects\": \"?\"", CEMENT_E_SCHEMA,
     "\"corrects\"", "corrects \"?\" read"},
    {"table without rows",
     "\"rows\": {\"portland\": \"0.53\",\n        \"*\": {\"value\": \"0.50\", \"finding\": \"odd\"}}", "\"rows\": {}",
     CEMENT_E_SCHEMA, "\"rows\": {}", "the table \"k\" has no rows"},
    {"alternatives are no list", "\"finding\": \"odd\"}}", "\"finding\": \"odd\", \"alternatives\": {}}}",
     CEMENT_E_SCHEMA, "\"alternatives\"", "an array expected"},
    {"alternative without source", "\"finding\": \"odd\"}}",
     "\"finding\": \"odd\", \"alternatives\": [{\"value\": \"0.4\"}]}}", CEMENT_E_MISSING, "\"alternatives\"",
     "\"source\""},
    {"alternative that is no number", "\"finding\": \"odd\"}}",
     "\"finding\": \"odd\", \"alternatives\": [{\"value\": \"x\", \"source\": \"s\"}]}}", CEMENT_E_SYNTAX,
     "\"alternatives\"", "a decimal number expected"},
    {"good alternatives", "\"finding\": \"odd\"}}",
     "\"finding\": \"odd\", \"alternatives\": [{\"value\": \"0.4\", \"source\": \"s\", \"cite\": \"c\", \"note\": "
     "\"n\"}]}}",
     CEMENT_OK, "\"alternatives\"", ""},
    {"choice with a number for a name", "\"choices\": {\"a\": {", "\"choices\": {\"a\": {\"zh\": 7, ", CEMENT_E_SCHEMA,
     "\"choices\": {\"a\"", "\"zh\": a number read, a text expected"},
    {"level of unknown confidence", "\"levels\": {\"0\": {", "\"levels\": {\"0\": {\"confidence\": \"high\", ",
     CEMENT_E_SCHEMA, "\"levels\"", "confidence \"high\" read"},
    {"level with confidence", "\"levels\": {\"0\": {", "\"levels\": {\"0\": {\"confidence\": \"derived\", ", CEMENT_OK,
     "\"levels\"", ""},
    {"a set that is none beside one that is", "[\"FUEL\", \"USE\"]", "[\"FUEL\", \"USES\"]", CEMENT_E_SCHEMA,
     "\"USES\"", "[\"FUEL\", \"USE\"] or [\"MATERIAL\"] expected"},
    {"item's bounds without confidence", "\"absent\": \"zero\", \"time\": \"sum\"",
     "\"absent\": \"zero\", \"bounds\": {\"low\": \"1\"}, \"time\": \"sum\"", CEMENT_E_SCHEMA, "\"bounds\"",
     "\"confidence\" is missing"},
    {"item's bounds of nothing", "\"absent\": \"zero\", \"time\": \"sum\"",
     "\"absent\": \"zero\", \"bounds\": {}, \"time\": \"sum\"", CEMENT_E_SCHEMA, "\"bounds\"",
     "\"confidence\" is missing"},
    {"item's bounds of unknown confidence", "\"absent\": \"zero\", \"time\": \"sum\"",
     "\"absent\": \"zero\", \"bounds\": {\"low\": \"1\", \"confidence\": \"?\"}, \"time\": \"sum\"", CEMENT_E_SCHEMA,
     "\"bounds\"", "confidence \"?\" read"},
    {"item's bounds without ends", "\"absent\": \"zero\", \"time\": \"sum\"",
     "\"absent\": \"zero\", \"bounds\": {\"confidence\": \"derived\"}, \"time\": \"sum\"", CEMENT_E_SCHEMA,
     "\"bounds\"", "\"low\" or \"high\" expected"},
    {"unknown confidence", "\"tC/t\", \"cite\": \"1\", \"derivation\": \"d\", \"confidence\": \"derived\"",
     "\"tC/t\", \"cite\": \"1\", \"confidence\": \"sure\"", CEMENT_E_SCHEMA, "\"c\":", "confidence \"sure\""},
    {"constant's name", "\"c\": {\"value\"", "\"c-1\": {\"value\"", CEMENT_E_SCHEMA, "c-1", "letters, digits and _"},
    {"constant's unknown key", "\"tC/t\", \"cite\": \"1\"", "\"tC/t\", \"citation\": \"1\"", CEMENT_E_SCHEMA,
     "citation", "unknown key"},
    /* tables */
    {"row with too many keys", "\"portland\": \"0.53\"", "\"portland,kiln\": \"0.53\"", CEMENT_E_SCHEMA,
     "portland,kiln", "number of keys"},
    {"row with too few keys", "\"keys\": [\"clinker_type\"]", "\"keys\": [\"clinker_type\", \"USE\"]", CEMENT_E_SCHEMA,
     "\"portland\": \"0.53\"", "number of keys"},
    {"table without keys", "\"keys\": [\"clinker_type\"]", "\"keys\": []", CEMENT_E_SCHEMA, "\"keys\": []",
     "1 to 4 keys"},
    {"table of five keys", "\"keys\": [\"clinker_type\"]", "\"keys\": [\"a\", \"b\", \"c\", \"d\", \"e\"]",
     CEMENT_E_SCHEMA, "\"keys\":", "1 to 4 keys"},
    {"table by an unknown key", "\"keys\": [\"clinker_type\"]", "\"keys\": [\"clinker_tpye\"]", CEMENT_E_UNKNOWN,
     "clinker_tpye", "clinker_tpye"},
    {"table without citation", "\"cite\": \"2\", ", "", CEMENT_E_MISSING, "\"k\":", "\"cite\""},
    {"table without confidence", "\"cite\": \"2\", \"confidence\": \"derived\"", "\"cite\": \"2\"", CEMENT_E_MISSING,
     "\"k\":", "\"confidence\""},
    {"table without unit", "\"k\": {\"unit\": \"tCO2/t\", ", "\"k\": {", CEMENT_E_MISSING, "\"k\":", "\"unit\""},
    {"row that is a number", "\"portland\": \"0.53\"", "\"portland\": 0.53", CEMENT_E_SCHEMA, "\"portland\": 0.53",
     "a text expected"},
    {"row with an unknown finding", "\"finding\": \"odd\"}}}", "\"finding\": \"even\"}}}", CEMENT_E_UNKNOWN, "\"even\"",
     "not declared"},
    {"row twice", "\"portland\": \"0.53\",", "\"portland\": \"0.53\", \"portland\": \"0.54\",", CEMENT_E_DUPKEY,
     "\"portland\": \"0.53\"", "portland"},
    {"row for a choice that is not there", "\"portland\": \"0.53\"", "\"portlant\": \"0.53\"", CEMENT_E_UNKNOWN,
     "portlant", "portlant"},
    /* options */
    {"default that is no choice", "\"default\": \"a\"", "\"default\": \"c\"", CEMENT_E_UNKNOWN, "\"default\": \"c\"",
     "not among the choices"},
    {"option without default", "\"way\": {\"default\": \"a\",", "\"way\": {", CEMENT_E_MISSING, "\"way\"",
     "\"default\""},
    {"numeric choice that is no number", "\"choices\": {\"0.1\":", "\"choices\": {\"x\":", CEMENT_E_SYNTAX,
     "\"x\":", "no number"},
    {"choice without citation", "\"b\": {\"cite\": \"3\", ", "\"b\": {", CEMENT_E_MISSING, "\"b\": {", "\"cite\""},
    {"choice's rounding", "\"rule\": \"half_up\"}, \"cite\"", "\"rule\": \"half\"}, \"cite\"", CEMENT_E_SCHEMA,
     "\"half\"", "truncate expected"},
    /* findings */
    {"severity", "\"severity\": \"warning\"", "\"severity\": \"bad\"", CEMENT_E_SCHEMA, "\"bad\",", "severity"},
    {"finding without Chinese", "\"zh\": \"\xe5\xa5\x87\", ", "", CEMENT_E_MISSING, "\"odd\": {\"sev", "\"zh\""},
    /* names in formulas */
    {"dangling name", "+ dust * e\"", "+ dusk * e\"", CEMENT_E_UNKNOWN, "dusk",
     "\"dusk\" is no constant, formula or item, at character 50"},
    {"dangling table", "LOOKUP(k,", "LOOKUP(kk,", CEMENT_E_UNKNOWN, "LOOKUP(kk", "no table \"kk\""},
    {"dangling table of another edition", "LOOKUP(k,", "LOOKUP(ets.kk,", CEMENT_E_UNKNOWN, "LOOKUP(ets.kk",
     "no table \"kk\""},
    {"dangling edition", "LOOKUP(k,", "LOOKUP(etx.ef_clk,", CEMENT_E_UNKNOWN, "LOOKUP(etx", "no table"},
    {"dangling constant of another edition", "+ dust * e\"", "+ dust * ets.e\"", CEMENT_E_UNKNOWN, "ets.e",
     "has no constant e"},
    {"dangling option", "AND USE IN ('kiln', 'drying')", "AND OPTION(weg) = 'a'", CEMENT_E_UNKNOWN, "OPTION(weg)",
     "no option \"weg\""},
    {"dangling attribute", "origin(FUEL)", "orign(FUEL)", CEMENT_E_UNKNOWN, "orign", "no attribute orign"},
    {"dangling member", "+ dust * e\"", "+ electricity_consumption['clinkers'] * e\"", CEMENT_E_UNKNOWN, "clinkers",
     "no member 'clinkers'"},
    {"member of an item without any", "+ dust * e\"", "+ dust['clinker'] * e\"", CEMENT_E_UNKNOWN, "dust['clinker']",
     "no member"},
    {"unknown finding", "n), 1, 'odd')", "n), 1, 'oddd')", CEMENT_E_UNKNOWN, "'oddd'", "'oddd' is not declared"},
    {"misspelt choice", "origin(FUEL) = 'fossil'", "origin(FUEL) = 'fosil'", CEMENT_E_UNKNOWN, "'fosil'",
     "'fosil' is none of its values"},
    {"misspelt use", "('kiln', 'drying')", "('kiln', 'dryer')", CEMENT_E_UNKNOWN, "'dryer'",
     "'dryer' is none of its values"},
    {"misspelt choice on the left", "origin(FUEL) = 'fossil'", "'fosil' = origin(FUEL)", CEMENT_E_UNKNOWN, "'fosil'",
     "'fosil' is none of its values"},
    {"number in a formula", "+ dust * e\"", "+ dust * 2\"", CEMENT_E_SYNTAX, "dust * 2", "0 or 1"},
    /* units */
    {"tC + tCO2", "+ dust * e\"", "+ dust * c\"", CEMENT_E_UNIT, "dust * c", "units do not fit"},
    {"declared unit", "\"unit\": \"tCO2/t\", \"year\": \"recompute\"", "\"unit\": \"tCO2\", \"year\": \"recompute\"",
     CEMENT_E_UNIT, "\"is\": \"process / clinker_output\"", "declared as"},
    {"compared units", "intensity > e", "intensity > c", CEMENT_E_UNIT, "\"finding\": \"odd\", \"at\"",
     "units do not fit"},
    {"electricity is not heat", "SUM(FUEL, USE WHERE counts,",
     "electricity_consumption['clinker'] + SUM(FUEL, USE WHERE counts,", CEMENT_E_UNIT, "['clinker'] +",
     "units do not fit"},
    /* t and 10^4 Nm3 meet in one sum over fuels only */
    {"two formulas of several fuels", "{\"key\": \"total\"",
     "{\"key\": \"burnt\", \"at\": \"line\", \"unit\": \"fu\", \"year\": \"recompute\", \"clause\": \"1\", \"is\": "
     "\"SUM(FUEL, USE, fuel_consumption)\"}, "
     "{\"key\": \"more\", \"at\": \"line\", \"unit\": \"1\", \"year\": \"recompute\", \"clause\": \"1\", \"is\": "
     "\"SELECT(burnt + burnt > 0, 1, 0)\"}, {\"key\": \"total\"",
     CEMENT_E_UNIT, "burnt + burnt", "one SUM(FUEL ...)"},
    {"a share of several fuels", "{\"key\": \"total\"",
     "{\"key\": \"burnt\", \"at\": \"line\", \"unit\": \"fu\", \"year\": \"recompute\", \"clause\": \"1\", \"is\": "
     "\"SUM(FUEL, USE, fuel_consumption)\"}, "
     "{\"key\": \"more\", \"at\": \"line\", \"unit\": \"1\", \"year\": \"recompute\", \"clause\": \"1\", \"is\": "
     "\"SELECT(burnt > 0, burnt / burnt, 0)\"}, {\"key\": \"total\"",
     CEMENT_OK, "", ""},
    {"a sum over lines of sums over fuels", "SUM(LINE WHERE clinker_type(LINE) = 'portland', process)",
     "SUM(LINE, process) * SELECT(SUM(LINE, SUM(FUEL, USE, fuel_consumption)) > 0, 1, 0)", CEMENT_E_UNIT,
     "SUM(LINE, process)", "one SUM(FUEL ...)"},
    {"two sums over fuels", "+ dust * e\"",
     "+ dust * e * SELECT(SUM(FUEL, USE, fuel_consumption) - SUM(FUEL, USE, fuel_consumption) > 0, 1, 0)\"",
     CEMENT_E_UNIT, "dust * e * ", "one SUM(FUEL ...)"},
    {"fuel units in t", "\"is\": \"process / clinker_output\"",
     "\"is\": \"process / (clinker_output + SUM(FUEL, USE, fuel_consumption))\"", CEMENT_E_UNIT, "fuel_consumption))",
     "units do not fit"},
    {"1 has no unit", "+ dust * e\"", "+ 1\"", CEMENT_E_UNIT, "+ 1\"", "units do not fit"},
    {"limit's unit", "\"L2 * high\"", "\"L2 * e\"", CEMENT_E_UNIT, "{\"of\": \"intensity\"", "declared as"},
    {"branches of SELECT", "SELECT(altitude(FACILITY) > 0, 1, 0)", "SELECT(altitude(FACILITY) > 0, 1, e)",
     CEMENT_E_UNIT, "1, e)", "units do not fit"},
    {"power of a mass", "POW(SELECT(altitude(FACILITY) > 0, 1, 0), n)", "POW(e, n)", CEMENT_E_UNIT, "POW(e, n)",
     "has a dimension"},
    {"exponent not constant", "POW(SELECT(altitude(FACILITY) > 0, 1, 0), n)", "POW(n, n + n)", CEMENT_E_SCHEMA,
     "POW(n, n + n)", "the exponent of POW"},
    {"exponent 1", "POW(SELECT(altitude(FACILITY) > 0, 1, 0), n)", "POW(n, 1)", CEMENT_E_SCHEMA, "POW(n, 1)",
     "the exponent of POW"},
    {"exponent in percent", "\"value\": \"1/4\", \"unit\": \"1\"", "\"value\": \"25\", \"unit\": \"%\"",
     CEMENT_E_SCHEMA, "POW(", "the exponent of POW"},
    /* types */
    {"truth as a number", "+ dust * e\"", "+ dust * (e > 0)\"", CEMENT_E_SCHEMA, "(e > 0)",
     "a condition stands where a number is expected"},
    {"number as truth", "WHERE counts,", "WHERE n,", CEMENT_E_SCHEMA, "WHERE n,",
     "a number stands where a condition is expected"},
    {"symbol as a number", "+ dust * e\"", "+ 'e'\"", CEMENT_E_SCHEMA, "+ 'e'",
     "a symbol stands where a number is expected"},
    {"symbols in order", "origin(FUEL) = 'fossil'", "origin(FUEL) < 'fossil'", CEMENT_E_SCHEMA, "< 'fossil'",
     "symbols are compared"},
    {"unit truth of a number", "\"unit\": \"tCO2\", \"year\": \"sum\", \"clause\": \"2\"",
     "\"unit\": \"truth\", \"clause\": \"2\"", CEMENT_E_SCHEMA, "+ dust * e\"", "belong together"},
    {"unit of a truth", "\"is\": \"process / clinker_output\"", "\"is\": \"process > 0\"", CEMENT_E_SCHEMA,
     "process > 0", "belong together"},
    {"check that is a number", "intensity > e", "intensity - e", CEMENT_E_SCHEMA, "\"finding\": \"odd\", \"at\"",
     "\"when\" is a condition"},
    {"applies that is a number", "\"applies\": \"clinker_type(LINE) = 'portland'\"", "\"applies\": \"n\"",
     CEMENT_E_SCHEMA, "process / clinker", "\"applies\""},
    {"rule of ROUND", "+ dust * e\"", "+ ROUND(dust * e, half_down_2)\"", CEMENT_E_SCHEMA, "half_down", "ROUND's rule"},
    /* where things stand */
    {"cycle", "\"is\": \"process / clinker_output\"", "\"is\": \"intensity + process / clinker_output\"",
     CEMENT_E_CONFLICT, "intensity + process", "cycle"},
    {"line reads facility", "\"is\": \"process / clinker_output\"", "\"is\": \"(process + total) / clinker_output\"",
     CEMENT_E_SCHEMA, "process + total", "total belongs to the facility"},
    {"line reads a facility item", "\"is\": \"process / clinker_output\"", "\"is\": \"process / cement_output\"",
     CEMENT_E_SCHEMA, "/ cement_output", "cement_output belongs to the facility"},
    {"facility reads a line item", "SUM(LINE WHERE clinker_type(LINE) = 'portland', process)", "clinker_output * e",
     CEMENT_E_SCHEMA, "\"clinker_output * e\"", "clinker_output belongs to a line"},
    {"facility reads a line formula", "SUM(LINE WHERE clinker_type(LINE) = 'portland', process)", "process",
     CEMENT_E_SCHEMA, "\"process\"}", "process belongs to a line"},
    {"facility formula inside SUM(LINE)", "= 'portland', process)", "= 'portland', total)", CEMENT_E_SCHEMA,
     "', total)", "total belongs to the facility"},
    {"site reads an item", "DEFAULT(POW(", "DEFAULT(clinker_output + POW(", CEMENT_E_SCHEMA, "clinker_output + POW",
     "a site formula"},
    {"SUM(SECTION)", "+ dust * e\"", "+ SUM(SECTION, dust * e)\"", CEMENT_E_SCHEMA, "SUM(SECTION",
     "sections are never summed"},
    {"SUM(LINE) at a line", "+ dust * e\"", "+ SUM(LINE, dust * e)\"", CEMENT_E_SCHEMA, "SUM(LINE, dust", "SUM"},
    {"SUM(FUEL) at the facility", "SUM(LINE WHERE clinker_type(LINE) = 'portland', process)",
     "SUM(FUEL, e * clinker_consumed)", CEMENT_E_SCHEMA, "SUM(FUEL, e", "burnt by lines"},
    {"SUM(LINE, FUEL)", "SUM(LINE WHERE clinker_type(LINE) = 'portland', process)", "SUM(LINE, FUEL, process)",
     CEMENT_E_SCHEMA, "SUM(LINE, FUEL", "stands alone"},
    {"SUM(USE) without a fuel", "SUM(FUEL, USE WHERE counts,", "SUM(USE WHERE USE = 'kiln',", CEMENT_E_SCHEMA,
     "SUM(USE WHERE", "current FUEL"},
    {"set summed twice", "+ dust * e\"", "+ SUM(FUEL, SUM(FUEL, dust * e))\"", CEMENT_E_SCHEMA, "SUM(FUEL, SUM",
     "already has a current member"},
    {"item without its member", "+ dust * e\"", "+ raw_substitute_consumption * e\"", CEMENT_E_SCHEMA, "raw_substitute",
     "needs a current member"},
    {"formula without its member", "SUM(FUEL, USE WHERE counts,", "SUM(FUEL, USE WHERE NOT counts,", CEMENT_OK, "", ""},
    {"attribute without its member", "+ dust * e\"", "+ SELECT(state(FUEL) = 'gas', 0, dust * e)\"", CEMENT_E_SCHEMA,
     "state(FUEL)", "no current member"},
    {"set without its member", "+ dust * e\"", "+ SELECT(USE = 'kiln', 0, dust * e)\"", CEMENT_E_SCHEMA, "SELECT(USE",
     "no current member"},
    {"WHERE on an item", "WHERE counts,", "WHERE fuel_consumption > 0,", CEMENT_E_SCHEMA, "WHERE fuel_consumption",
     "WHERE uses attributes"},
    {"WHERE on an item's presence", "WHERE counts,", "WHERE PRESENT(fuel_ncv),", CEMENT_E_SCHEMA, "WHERE PRESENT",
     "WHERE uses attributes"},
    {"WHERE on a formula of items", "WHERE counts,", "WHERE counts AND process > 0,", CEMENT_E_SCHEMA, "AND process",
     "WHERE uses attributes"},
    {"WHERE on what was burnt", "= 'portland', process)", "= 'portland' AND SUM(FUEL, USE, 1) > 0, process)",
     CEMENT_E_SCHEMA, "SUM(FUEL, USE, 1)", "WHERE uses attributes"},
    {"applies on an item", "\"applies\": \"clinker_type(LINE) = 'portland'\"", "\"applies\": \"clinker_output > 0\"",
     CEMENT_E_SCHEMA, "process / clinker", "\"applies\" is a condition on attributes"},
    /* declarations of formulas */
    {"no year rule", "\"unit\": \"tCO2\", \"year\": \"sum\", \"clause\": \"2\"",
     "\"unit\": \"tCO2\", \"clause\": \"2\"", CEMENT_E_MISSING, "+ dust * e\"", "\"year\" is missing"},
    {"unknown year rule", "\"year\": \"recompute\"", "\"year\": \"mean\"", CEMENT_E_SCHEMA, "\"mean\"", "\"year\""},
    {"unknown level", "\"key\": \"process\", \"at\": \"line\"", "\"key\": \"process\", \"at\": \"kiln\"",
     CEMENT_E_SCHEMA, "\"kiln\", \"unit\"", "\"at\""},
    {"formula twice", "\"key\": \"process\"", "\"key\": \"heat\"", CEMENT_E_CONFLICT, "\"clause\": \"2\"",
     "\"heat\" stands twice"},
    {"formula named like an item", "\"key\": \"heat\"", "\"key\": \"dust\"", CEMENT_E_CONFLICT, "SUM(FUEL, USE WHERE",
     "has this name"},
    {"formula named like a constant", "\"key\": \"heat\"", "\"key\": \"e\"", CEMENT_E_CONFLICT, "SUM(FUEL, USE WHERE",
     "has this name"},
    {"formula's key", "\"key\": \"heat\"", "\"key\": \"9heat\"", CEMENT_E_SCHEMA, "9heat", "letters, digits and _"},
    {"formula without clause", "\"year\": \"recompute\", \"clause\": \"3\"", "\"year\": \"recompute\"",
     CEMENT_E_MISSING, "\"key\": \"intensity\"", "\"clause\""},
    {"formula without expression",
     "\"display\": {\"decimals\": 2, \"rule\": \"half_up\"},\n      \"is\": \"SUM(LINE WHERE clinker_type(LINE) = "
     "'portland', process)\"}",
     "\"display\": {\"decimals\": 2, \"rule\": \"half_up\"}}", CEMENT_E_MISSING, "\"key\": \"total\"", "\"is\""},
    {"formula of LINE", "\"of\": [\"FUEL\", \"USE\"]", "\"of\": [\"LINE\"]", CEMENT_E_SCHEMA, "[\"LINE\"]", "\"of\":"},
    {"members at the facility", "\"key\": \"total\", \"at\": \"facility\",",
     "\"key\": \"total\", \"at\": \"facility\", \"of\": [\"FUEL\"],", CEMENT_E_SCHEMA, "SUM(LINE WHERE",
     "\"of\" belongs to line formulas"},
    {"a truth displayed", "\"unit\": \"truth\", \"clause\": \"1\",",
     "\"unit\": \"truth\", \"clause\": \"1\", \"display\": {\"decimals\": 2, \"rule\": \"half_up\"},", CEMENT_E_SCHEMA,
     "origin(FUEL)", "a figure is a number"},
    {"most decimals of a display", "\"decimals\": 4", "\"decimals\": 12", CEMENT_OK, "", ""},
    {"decimals of the display", "\"decimals\": 4", "\"decimals\": 13", CEMENT_E_RANGE, "\"decimals\": 13", "in range"},
    {"decimals below zero", "\"decimals\": 4", "\"decimals\": -1", CEMENT_E_RANGE, "\"decimals\": -1", "in range"},
    {"decimals of a comparison", "\"round\": {\"decimals\": 2", "\"round\": {\"decimals\": -1", CEMENT_E_RANGE,
     "\"decimals\": -1", "in range"},
    {"decimals of an input", "\"clinker_output\": {\"decimals\": 2", "\"clinker_output\": {\"decimals\": 13",
     CEMENT_E_RANGE, "\"decimals\": 13", "in range"},
    /* GB/T 8170 also knows steps of 0.5 and 0.2: refused, never approximated by decimals */
    {"a step for decimals", "\"decimals\": 4", "\"decimals\": 0.5", CEMENT_E_RANGE, "\"decimals\": 0.5",
     "a whole number"},
    {"a step beside decimals", "\"decimals\": 4", "\"decimals\": 4, \"step\": \"0.5\"", CEMENT_E_SCHEMA, "\"step\"",
     "unknown key"},
    {"a rounding rule of no name", "\"decimals\": 4, \"rule\": \"half_even\"",
     "\"decimals\": 4, \"rule\": \"half_down\"", CEMENT_E_SCHEMA, "half_down", "half_even"},
    {"decimals not whole", "\"decimals\": 4", "\"decimals\": 4.5", CEMENT_E_RANGE, "\"decimals\": 4.5", "in range"},
    {"rounding by an unknown option", "\"year\": \"recompute\",", "\"year\": \"recompute\", \"rounding\": \"months\",",
     CEMENT_E_UNKNOWN, "\"months\"", "not declared"},
    /* limits, checks, inputs, levels, examples */
    {"limit of an unknown figure", "{\"of\": \"intensity\"", "{\"of\": \"intensty\"", CEMENT_E_UNKNOWN, "intensty",
     "no figure of this edition"},
    {"limit of a private formula", "{\"of\": \"intensity\"", "{\"of\": \"process\"", CEMENT_E_UNKNOWN,
     "{\"of\": \"process\"", "no figure of this edition"},
    {"too few levels", "\"applied\": [\"L1\", \"L2 * high\"]", "\"applied\": [\"L1\"]", CEMENT_E_SCHEMA, "\"applied\"",
     "as many applied limits"},
    {"too many levels", "\"base\": [\"0.4\", \"0.6\"]", "\"base\": [\"0.4\"]", CEMENT_E_SCHEMA, "\"applied\"",
     "as many applied limits"},
    {"no level", "\"base\": [\"0.4\", \"0.6\"],\n      \"applied\": [\"L1\", \"L2 * high\"]",
     "\"base\": [],\n      \"applied\": []", CEMENT_E_SCHEMA, "\"applied\"", "1 to 8"},
    {"level that is not there", "\"L2 * high\"", "\"L3 * high\"", CEMENT_E_UNKNOWN, "{\"of\": \"intensity\"",
     "no level L3"},
    {"level zero", "\"L2 * high\"", "\"L0 * high\"", CEMENT_E_UNKNOWN, "{\"of\": \"intensity\"", "no level L0"},
    {"a limit that passes above", "\"pass\": \"<=\"", "\"pass\": \">=\"", CEMENT_E_SCHEMA, "\">=\"", "\"pass\""},
    {"limit's confidences", "\"clause\": \"5\", \"confidence\": \"derived\"",
     "\"clause\": \"5\", \"confidence\": [\"derived\"]", CEMENT_E_SCHEMA, "[\"derived\"]",
     "one confidence for each level"},
    {"limit without confidence", "\"clause\": \"5\", \"confidence\": \"derived\"", "\"clause\": \"5\"",
     CEMENT_E_MISSING, "{\"of\": \"intensity\"", "\"confidence\""},
    {"limit's method", "\"method\": \"method\"", "\"method\": \"methode\"", CEMENT_E_UNKNOWN, "methode",
     "not declared"},
    {"check of an unknown figure", "\"of\": [\"intensity\"]", "\"of\": [\"intensty\"]", CEMENT_E_UNKNOWN, "intensty",
     "no figure of this edition"},
    {"check with an unknown finding", "{\"finding\": \"odd\", \"at\": \"line\"",
     "{\"finding\": \"oddd\", \"at\": \"line\"", CEMENT_E_UNKNOWN, "oddd", "not declared"},
    {"check at the site", "{\"finding\": \"odd\", \"at\": \"line\"", "{\"finding\": \"odd\", \"at\": \"site\"",
     CEMENT_E_SCHEMA, "\"at\": \"site\",\n      \"when", "line or facility"},
    {"check of fuels at the facility", "\"at\": \"line\",\n      \"when\": \"intensity > e\", \"of\": [\"intensity\"]",
     "\"at\": \"facility\",\n      \"when\": \"total > 0\", \"of\": [\"FUEL\"]", CEMENT_E_SCHEMA,
     "\"finding\": \"odd\", \"at\"", ""},
    {"decimals of an unknown item", "\"clinker_output\": {\"decimals\"", "\"clinker_outputs\": {\"decimals\"",
     CEMENT_E_UNKNOWN, "clinker_outputs", "not known"},
    {"decimals without citation", "\"cite\": \"6\", ", "", CEMENT_E_MISSING, "\"clinker_output\": {\"decimals\"",
     "\"cite\""},
    {"grade nine", "\"1\": {\"zh\": \"\xe5\xa5\xbd\"", "\"9\": {\"zh\": \"\xe5\xa5\xbd\"", CEMENT_E_SCHEMA, "\"9\"",
     "0 to 8"},
    {"example without name", "{\"name\": \"one\", ", "{", CEMENT_E_MISSING, "\"examples\"", "\"name\""},
    /* the text */
    {"comma too many", "\"status\": \"draft\",", "\"status\": \"draft\",,", CEMENT_E_SYNTAX, "\"draft\",,", ""},
    {"not UTF-8", "\"en\": \"odd\"", "\"en\": \"\xff\"", CEMENT_E_ENCODING, "\xff", ""},
};

/* The good text with one edit; freed by the caller. The places of the text must be unique, else the test is wrong. */
static char *edited(const char *find, const char *replace) {
  const char *at = strstr(good, find);
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  if (strstr(at + 1, find)) printf("\n  stands twice: %s\n", find);
  CU_ASSERT_PTR_NULL(strstr(at + 1, find));
  size_t before = (size_t)(at - good), size = sizeof good + strlen(replace);
  char *text = malloc(size);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  snprintf(text, size, "%.*s%s%s", (int)before, good, replace, at + strlen(find));
  return text;
}

/* The line that has the text, from 1. */
static unsigned line_of(const char *text, const char *what) {
  const char *at = strstr(text, what);
  unsigned line = 1;
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  for (const char *p = text; p < at; p++) line += *p == '\n';
  return line;
}

static bool unchanged(const cm_catalog *catalog, const cm_catalog *before) {
  return catalog->editions.size == before->editions.size && catalog->items.items.size == before->items.items.size &&
         catalog->factor_count == before->factor_count && !cm_items_find(&catalog->items, CM_S("dust")) &&
         !cm_catalog_find(catalog, CM_S("test.plant@1"));
}

static bool refused_as_said(size_t i, int status, const cement_error *err, const char *text) {
  bool right = status == edits[i].code;
  if (status != CEMENT_OK)
    right = right && err->code == status && err->line == line_of(text, edits[i].line) &&
            strstr(err->message, edits[i].message) && !strcmp(err->source, "user.json") && err->column > 0;
  if (!right)
    printf("\n  %s: %d at line %u: %s (expected %d at line %u: %s)\n", edits[i].what, status, status ? err->line : 0,
           status ? err->message : "accepted", edits[i].code, line_of(text, edits[i].line), edits[i].message);
  return right;
}

static void test_refused(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog, before;
  open_catalog(&catalog, &alloc);
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    char *text = edited(edits[i].find, edits[i].replace);
    cement_error err = {.size = sizeof err};
    before = catalog;
    int status = cm_catalog_load(&catalog, CM_S("user.json"), cm_str_of(text), &err);
    CU_ASSERT_TRUE(refused_as_said(i, status, &err, text));
    if (status) {
      CU_ASSERT_TRUE(unchanged(&catalog, &before));
    } else { /* what was taken must go, or all that follow meet it */
      cm_catalog_free(&catalog);
      open_catalog(&catalog, &alloc);
    }
    free(text);
  }
  CU_ASSERT_EQUAL(cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), NULL), CEMENT_E_CONFLICT);
  CU_ASSERT_PTR_NOT_NULL(cm_items_find(&catalog.items, CM_S("dust")));
  cm_catalog_free(&catalog);
}

/* Cut anywhere, the file is refused and leaves nothing. */
static void test_prefixes(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  open_catalog(&catalog, &alloc);
  size_t taken = 0, changed = 0;
  cm_catalog before = catalog;
  for (size_t n = 0; n < strlen(good) - 2; n++) {
    taken += cm_catalog_load(&catalog, CM_S("cut.json"), (cm_str){good, n}, NULL) == CEMENT_OK;
    changed += !unchanged(&catalog, &before);
  }
  CU_ASSERT_EQUAL(taken, 0);
  CU_ASSERT_EQUAL(changed, 0);
  cm_catalog_free(&catalog);
}

/* The budget of the catalog holds, and what is loaded stays usable. */
static void test_budget(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  open_catalog(&catalog, &alloc);
  alloc.limit = 1000;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL(cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), &err), CEMENT_E_NOMEM);
  CU_ASSERT_EQUAL(err.code, CEMENT_E_NOMEM);
  CU_ASSERT_PTR_NULL(cm_catalog_find(&catalog, CM_S("test.plant@1")));
  alloc.limit = 1u << 28;
  CU_ASSERT_EQUAL(cm_catalog_load(&catalog, CM_S("good.json"), cm_str_of(good), &err), CEMENT_OK);
  cm_catalog_free(&catalog);
}

/* The formula that is blamed is one of the cycle, not one that merely waits for it. */
static void test_cycle(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  cement_error err = {.size = sizeof err};
  open_catalog(&catalog, &alloc);
  char *text = edited("+ dust * e\"", "+ intensity * clinker_output\"");
  CU_ASSERT_EQUAL(cm_catalog_load(&catalog, CM_S("cycle.json"), cm_str_of(text), &err), CEMENT_E_CONFLICT);
  bool named = !strncmp(err.message, "process:", 8) || !strncmp(err.message, "intensity:", 10);
  if (!named) printf("\n  line %u: %s\n", err.line, err.message);
  CU_ASSERT_TRUE(named);
  free(text);
  cm_catalog_free(&catalog);
}

/* ---- an edition of its own items, from the file to the figure ---- */

static const char own_ledger[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"},"
    "\"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}, {\"id\": \"L2\", \"clinker_type\": \"white\"}],"
    "\"observations\": ["
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1000, \"unit\": \"t\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"dust\", \"value\": \"40000\", \"unit\": \"kg\"},"
    "{\"line\": \"L1\", \"period\": \"2025-02\", \"item\": \"clinker_output\", \"value\": 2000, \"unit\": \"t\"},"
    "{\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 500.123, \"unit\": \"t\"}]}";

static const struct {
  const char *key, *line, *period, *value, *display;
  int status, grade;
} own_figures[] = {
    {"intensity", "L1", "2025-01", "0.55", "0.5500", CEMENT_STATUS_OK, 2}, /* (1000 x 0.53 + 40 x 0.5) / 1000 */
    {"intensity", "L1", "2025-02", "0.53", "0.5300", CEMENT_STATUS_OK, 2}, /* no dust observed: zero */
    {"intensity", "L1", "2025", "0.5366666666666666666666666666666667", "0.5367", CEMENT_STATUS_OK,
     2}, /* 1610 / 3000 */
    {"intensity", "L2", "2025-01", "", "", CEMENT_STATUS_NOT_APPLICABLE, -1},
    {"total", NULL, "2025-01", "550", "550.00", CEMENT_STATUS_OK, -1},
    {"total", NULL, "2025", "1610", "1610.00", CEMENT_STATUS_OK, -1},
};

static void check_own_figures(const cement_run *run) {
  for (size_t i = 0; i < sizeof own_figures / sizeof *own_figures; i++) {
    cement_figure f = {.size = sizeof f};
    size_t at;
    int status = cement_run_find(run, &at, "test.plant@1", own_figures[i].key, own_figures[i].line,
                                 own_figures[i].period, NULL, NULL);
    CU_ASSERT_EQUAL(status, CEMENT_OK);
    if (status || cement_run_figure(run, &f, at, NULL)) continue;
    CU_ASSERT_STRING_EQUAL(f.value, own_figures[i].value);
    CU_ASSERT_STRING_EQUAL(f.display, own_figures[i].display);
    CU_ASSERT_EQUAL(f.status, own_figures[i].status);
    CU_ASSERT_EQUAL(f.grade, own_figures[i].grade);
  }
}

static void test_own_items(void) {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(catalog, "good.json", good, strlen(good), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(ledger, "own", own_ledger, strlen(own_ledger), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "test.plant@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", NULL), CEMENT_OK); /* side by side */
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, &err), CEMENT_OK);
  check_own_figures(run);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
}

/* A meter of the whole plant is shared by the item that its own declaration names, not by any other. */
static void test_own_share(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.share@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"items\": {"
      "\"hours\": {\"zh\": \"h\", \"en\": \"hours\", \"at\": \"line\", \"unit\": \"t\", \"absent\": \"incomplete\", "
      "\"time\": \"sum\"},"
      "\"steam\": {\"zh\": \"s\", \"en\": \"steam\", \"at\": \"line\", \"unit\": \"t\", \"absent\": \"zero\", "
      "\"time\": \"sum\", \"share\": \"hours\"}},"
      "\"formulas\": [{\"key\": \"used\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", \"clause\": \"1\","
      "\"display\": {\"decimals\": 2, \"rule\": \"half_up\"}, \"is\": \"steam\"}]}";
  static const char text[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\nL2,,"
                             "line.clinker_type,,portland,\n"
                             "L1,2025-01,hours,,30,t\nL2,2025-01,hours,,10,t\n,2025-01,steam,,100,t\n"
                             "L1,2025-01,clinker_output,,1,t\nL2,2025-01,clinker_output,,99,t\n";
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  size_t at;
  cement_figure f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(catalog, "share.json", edition, strlen(edition), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(ledger, "share", text, strlen(text), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "test.share@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_find(run, &at, "test.share@1", "used", "L1", "2025-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(run, &f, at, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(f.value, "75"); /* 100 x 30 / 40 */
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
}

int register_edition_suite(void) {
  CU_pSuite suite = CU_add_suite("edition", NULL, NULL);
  CU_add_test(suite, "a good file", test_good);
  CU_add_test(suite, "each formula once in order", test_order);
  CU_add_test(suite, "refused, with place and reason", test_refused);
  CU_add_test(suite, "every prefix", test_prefixes);
  CU_add_test(suite, "budget", test_budget);
  CU_add_test(suite, "the place of a cycle", test_cycle);
  CU_add_test(suite, "items of its own", test_own_items);
  CU_add_test(suite, "sharing by an item of its own", test_own_share);
  return (int)CU_get_error();
}
