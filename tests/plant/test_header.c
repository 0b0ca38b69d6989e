/* Headings: tests/data/plant/headers.csv row by row, tables as plants write them, and what is refused. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "plant/cover.h"
#include "plant/fold.h"
#include "plant/names_help.h"

int register_header_suite(void);

/* ---- the table of headings ---- */

enum { HEADING, KIND, ITEM, ROLE, OF, USE, LINE, UNIT, BASIS, POINT, PART, DOUBT, PROBLEM, SOURCE, CELLS };

static const char *const kinds[] = {"unknown", "value", "role",  "period", "line",   "of",       "method",
                                    "source",  "note",  "shift", "unit",   "ignore", "attribute"};
static const char *const problems[] = {"",      "empty", "unknown", "unclear", "group", "no_unit", "unit",
                                       "basis", "line",  "member",  "part",    "point", "same"};
static const char *const doubts[] = {"member", "assumed", "subject", "basis", "spelling", "short", "remark", "point"};
static const char *const bases[] = {"", "ar", "ad", "d"};
static const char *const points[] = {"", "mill", "kiln"};

/* Cuts a line of CSV in place; a quoted cell has no quotes inside. */
static size_t cut(char *line, char *cells[CELLS]) {
  size_t count = 0;
  for (char *at = line; at != NULL && count < CELLS;) {
    bool quoted = *at == '"';
    cells[count++] = at + quoted;
    at = strchr(at + quoted, quoted ? '"' : ',');
    if (at != NULL && quoted) *at++ = '\0';
    if (at != NULL && *at == ',') *at++ = '\0';
  }
  return count;
}

static void doubt_text(uint8_t doubt, char *out) {
  *out = '\0';
  for (size_t i = 0; i < 8; i++) {
    if ((doubt >> i & 1) == 0) continue;
    if (*out != '\0') strcat(out, " ");
    strcat(out, doubts[i]);
  }
}

/* The item's key, or "line.clinker_type" of a property. */
static cm_str told(const cm_meaning *m, char out[64]) {
  if (m->kind != CM_MEANING_ATTRIBUTE) return m->item ? m->item->key : CM_S("");
  cm_str owner = cm_property_owner(&m->property);
  int size = snprintf(out, 64, "%.*s%.*s", (int)owner.size, owner.at, (int)m->property.key.size, m->property.key.at);
  return (cm_str){out, (size_t)size};
}

/* Of a rate with its time: t/h. */
static cm_str unit_of(const cm_meaning *m, char out[64]) {
  int size =
      snprintf(out, 64, "%.*s%s%s", (int)m->unit_text.size, m->unit_text.at, m->per ? "/" : "", cm_per_names[m->per]);
  return (cm_str){out, (size_t)size};
}

static bool agrees(char *const cells[CELLS], const cm_meaning *m) {
  char doubt[80], item[64], unit[64];
  doubt_text(m->doubt, doubt);
  return strcmp(kinds[m->kind], cells[KIND]) == 0 && strcmp(problems[m->problem], cells[PROBLEM]) == 0 &&
         cm_str_is(told(m, item), cells[ITEM]) && strcmp(cm_role_keys[m->role], cells[ROLE]) == 0 &&
         cm_str_is(m->of, cells[OF]) && cm_str_is(m->use, cells[USE]) && cm_str_is(m->line, cells[LINE]) &&
         (m->problem != 0 || cm_str_is(unit_of(m, unit), cells[UNIT])) && strcmp(bases[m->basis], cells[BASIS]) == 0 &&
         strcmp(points[m->point], cells[POINT]) == 0 && cm_str_is(m->part, cells[PART]) &&
         strcmp(doubt, cells[DOUBT]) == 0;
}

static void show(const char *heading, const cm_meaning *m) {
  char doubt[80], unit[64];
  cm_str shown = unit_of(m, unit);
  doubt_text(m->doubt, doubt);
  fprintf(stderr, "\n%s: read %s,%.*s,%s,%.*s,%.*s,%.*s,%.*s,%s,%s,%.*s,%s,%s\n", heading, kinds[m->kind],
          m->item ? (int)m->item->key.size : 0, m->item ? m->item->key.at : "", cm_role_keys[m->role], (int)m->of.size,
          m->of.at, (int)m->use.size, m->use.at, (int)m->line.size, m->line.at, (int)shown.size, shown.at,
          bases[m->basis], points[m->point], (int)m->part.size, m->part.at, doubt, problems[m->problem]);
}

/* The entries that the words of a heading come from. */
typedef struct seen {
  const cm_entry *at[4000];
  size_t count;
} seen;

static void see(seen *s, const cm_entry *entry) {
  if (entry != NULL && s->count < sizeof s->at / sizeof *s->at) s->at[s->count++] = entry;
}

/* Which entries a name reaches: by the words that it begins with, each in turn. */
static void see_words(names *n, seen *s, const char *heading) {
  cm_str name;
  if (cm_heading_key(&n->base.arena, CM_S(""), cm_str_of(heading), CM_NOWHERE, &name, NULL) != CEMENT_OK) return;
  for (size_t from = 0; from < name.size; from++) {
    for (size_t to = from + 1; to <= name.size; to++) {
      size_t first;
      size_t count = cm_dictionary_words(&n->dictionary, cm_str_slice(name, from, to), &first);
      for (size_t i = 0; i < count; i++) see(s, n->dictionary.words.at[first + i].entry);
    }
  }
}

static bool was_seen(const seen *s, const cm_entry *entry) {
  for (size_t i = 0; i < s->count; i++) {
    if (s->at[i] == entry) return true;
  }
  return false;
}

/* Every entry of the dictionary's file is met by some heading of the table. */
static void check_reached(names *n, const seen *s) {
  static const struct {
    const char *key;
    cm_word_kind kind;
  } lists[] = {{"columns", CM_WORD_COLUMN},
               {"members", CM_WORD_MEMBER},
               {"quantities", CM_WORD_QUANTITY},
               {"uses", CM_WORD_USE},
               {"bases", CM_WORD_BASIS}};
  cm_json *root;
  cm_str text = read_whole(&n->base.arena, CEMENT_DATA_DIR "/plant/dictionary.json");
  CU_ASSERT_EQUAL_FATAL(cm_json_read(&n->base.arena, &root, CM_S("d"), text, &n->base.limits.json, NULL), CEMENT_OK);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    for (const cm_json *entry = cm_json_get(root, lists[i].key)->child; entry != NULL; entry = entry->next) {
      cm_str key;
      cm_str name = cm_json_get(entry, "names")->child->text;
      CU_ASSERT_EQUAL(cm_heading_key(&n->base.arena, CM_S(""), name, CM_NOWHERE, &key, NULL), CEMENT_OK);
      bool reached = was_seen(s, cm_dictionary_find(&n->dictionary, lists[i].kind, key));
      if (!reached) fprintf(stderr, "\n%.*s: no row of headers.csv\n", (int)name.size, name.at);
      CU_ASSERT_TRUE(reached);
    }
  }
}

static void test_rows(void) {
  names n;
  static seen s;
  char *cells[CELLS];
  s.count = 0;
  if (!names_open(&n)) return;
  cm_str text = read_whole(&n.base.arena, CEMENT_DATA_DIR "/../tests/data/plant/headers.csv");
  char *line = strtok((char *)text.at, "\n");
  size_t rows = 0;
  while ((line = strtok(NULL, "\n")) != NULL) {
    CU_ASSERT_EQUAL(cut(line, cells), CELLS);
    cm_meaning meaning = heading_of(&n, "", cells[HEADING], "");
    bool good = agrees(cells, &meaning);
    if (!good) show(cells[HEADING], &meaning);
    CU_ASSERT_TRUE(good);
    see_words(&n, &s, cells[HEADING]);
    rows++;
  }
  CU_ASSERT_TRUE(rows > 150);
  check_reached(&n, &s);
  names_close(&n);
}

/* ---- every item and member by its own names ---- */

static cm_meaning named(names *n, cm_str name, const char *rest) {
  cm_str text = joined(&n->base, name.at, rest, "");
  return heading_of(n, "", text.at, "");
}

static void test_items(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < n.base.items.items.size; i++) {
    const cm_item *item = n.base.items.items.at[i];
    if (item->sets != 0) continue;
    cm_str unit = joined(&n.base, "（", item->unit_text.at, "）");
    const cm_str texts[] = {item->key, item->label.zh, item->label.en};
    for (size_t k = 0; k < 3; k++) {
      cm_meaning m = named(&n, texts[k], unit.at);
      CU_ASSERT_TRUE(m.kind == CM_MEANING_VALUE && m.problem == CM_PROBLEM_NONE && m.item == item && m.doubt == 0);
      if (m.item != item) fprintf(stderr, "\n%s\n", texts[k].at);
    }
  }
  names_close(&n);
}

static void check_member(names *n, const cm_member *member, const char *rest, const char *item) {
  const cm_str texts[] = {member->key, member->label.zh, member->label.en,
                          member->alias_count ? member->aliases[0] : member->key};
  for (size_t k = 0; k < 4; k++) {
    cm_meaning m = named(n, texts[k], rest);
    bool good = m.kind == CM_MEANING_VALUE && m.problem == CM_PROBLEM_NONE && cm_str_is(m.item->key, item) &&
                cm_str_eq(m.of, member->key);
    if (!good) fprintf(stderr, "\n%s%s\n", texts[k].at, rest);
    CU_ASSERT_TRUE(good);
  }
}

static void test_members(void) {
  names n;
  if (!names_open(&n)) return;
  const cm_items *items = &n.base.items;
  for (size_t i = 0; i < items->fuel.member_count; i++) {
    const cm_member *fuel = &items->fuel.members[i];
    bool gas = fuel->attributes[items->fuel_state].choice == 2;
    check_member(&n, fuel, gas ? " 低位发热量(GJ/万Nm3)(收到基)" : " 低位发热量(GJ/t)(收到基)", "fuel_ncv");
  }
  for (size_t i = 0; i < items->material.member_count; i++) {
    check_member(&n, &items->material.members[i], " 氧化钙(%)", "material_cao");
    check_member(&n, &items->material.members[i], " 生料配料用量(t)", "raw_substitute_consumption");
  }
  for (size_t i = 0; i < items->section.member_count; i++) {
    check_member(&n, &items->section.members[i], " 用电量(kWh)", "electricity_consumption");
  }
  for (size_t i = 0; i < items->use.member_count; i++) {
    const cm_str texts[] = {items->use.members[i].key, items->use.members[i].label.zh};
    for (size_t k = 0; k < 2; k++) {
      cm_meaning m = named(&n, texts[k], " 烟煤 (t)");
      CU_ASSERT_TRUE(m.problem == CM_PROBLEM_NONE && cm_str_eq(m.use, items->use.members[i].key));
    }
  }
  names_close(&n);
}

/* ---- units beside names, and groups above ---- */

static const struct {
  const char *group, *name, *unit, *item, *read, *problem;
} beside[] = {
    {"", "熟料产量", "t", "clinker_output", "t", ""},
    {"", "熟料产量", "（吨）", "clinker_output", "吨", ""},
    {"", "熟料产量", "单位：万吨", "clinker_output", "万吨", ""},
    {"", "熟料产量(t)", "t", "clinker_output", "t", ""},
    {"", "熟料产量(t)", "万吨", "clinker_output", "", "unit"},
    {"", "熟料产量", "furlong", "clinker_output", "", "unit"},
    {"", "吨位", "kg", "", "kg", ""},
    {"熟料", "产量(t)", "", "clinker_output", "t", ""},
    {"1#窑", "熟料产量(t)", "", "clinker_output", "t", ""},
    {"低位发热量(kJ/kg)", "入磨煤", "", "fuel_ncv", "kJ/kg", ""},
    {"日期", "", "", "", "", ""},
    {"能源消耗", "烟煤消耗量(t)", "", "fuel_consumption", "t", ""},
    {"累计", "熟料产量(t)", "", "", "", "group"},
    {"累计", "什么(t)", "", "", "", "unknown"},
    {"生产", "什么(t)", "", "", "", "unknown"},
    {"", "熟料产量", "(t", "clinker_output", "", "unit"},
    {"", "", "", "", "", "empty"},
    {"", "　", "", "", "", "empty"},
};

static void test_beside(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
    cm_meaning m = heading_of(&n, beside[i].group, beside[i].name, beside[i].unit);
    bool good = strcmp(problems[m.problem], beside[i].problem) == 0 &&
                cm_str_is(m.item ? m.item->key : CM_S(""), beside[i].item) &&
                (m.problem != 0 || cm_str_is(m.unit_text, beside[i].read));
    if (!good) show(beside[i].name, &m);
    CU_ASSERT_TRUE(good);
  }
  names_close(&n);
}

/* Longer than any heading, many words, and words that cover in many ways: all end, and quickly. */
static void test_long(void) {
  names n;
  char text[3 * CM_HEADING_BYTES_MAX];
  if (!names_open(&n)) return;
  for (size_t words = 1; words < sizeof text / 3; words += 7) {
    size_t size = 0;
    for (size_t i = 0; i < words; i++) size += (size_t)snprintf(text + size, sizeof text - size, "的");
    CU_ASSERT_EQUAL(heading_of(&n, "", text, "").kind, CM_MEANING_UNKNOWN);
    snprintf(text + size - (size > 12 ? 12 : 0), 16, "熟料产量t");
    (void)heading_of(&n, "", text, "");
  }
  CU_ASSERT_EQUAL(heading_of(&n, "", "日日日日日日日熟料产量(t)", "").kind, CM_MEANING_VALUE);     /* eight words */
  CU_ASSERT_EQUAL(heading_of(&n, "", "日日日日日日日日熟料产量(t)", "").kind, CM_MEANING_UNKNOWN); /* nine */
  CU_ASSERT_EQUAL(heading_of(&n, "", "(((((((((((((", "").kind, CM_MEANING_UNKNOWN);
  text[sizeof text - 1] = '\0'; /* longer than any group */
  CU_ASSERT_EQUAL(heading_of(&n, text, "熟料产量(t)", "").problem, CM_PROBLEM_GROUP);
  cm_cover cover;
  CU_ASSERT_FALSE(cm_cover_find(&n.dictionary, CM_S(""), &cover));
  CU_ASSERT_FALSE(cm_cover_find(&n.dictionary, (cm_str){text, sizeof text}, &cover));
  names_close(&n);
}

/* ---- folding ---- */

static const struct {
  const char *text, *folded, *name;
} folds[] = {
    {"熟料 产量 （ｔ）", "熟料产量(t)", "熟料产量(t)"},
    {" Clinker__Output\t(T) ", "Clinker__Output(T)", "clinker  output(t)"},
    {"a　b\xC2\xA0 c", "a b c", "a b c"},
    {"［t］【t】〔t〕", "(t)(t)(t)", "(t)(t)(t)"},
    {"kW・h kW⋅h kW•h kW･h", "kW·h kW·h kW·h kW·h", "kw·h kw·h kw·h kw·h"},
    {"－—–−", "----", "----"},
    {"CO₂ m³ m²", "CO₂m³m²", "co2m3m2"},
    {"℃", "℃", "℃"},
    {"", "", ""},
    {" \t\n", "", ""},
    {"a\r\nb\xE2\x80\xAF"
     "c\xE2\x80\x83"
     "d",
     "a b c d", "a b c d"},
    {"Φ4.8 β-C2S", "Φ4.8β-C2S", "Φ4.8β-c2s"},
};

static void test_fold(void) {
  names n;
  char name[64];
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
    cm_str folded = {NULL, 0};
    CU_ASSERT_EQUAL(cm_fold(&n.base.arena, cm_str_of(folds[i].text), CM_NOWHERE, &folded, NULL), CEMENT_OK);
    CU_ASSERT_TRUE(cm_str_is(folded, folds[i].folded));
    CU_ASSERT_TRUE(cm_str_is(cm_fold_name(folded, name), folds[i].name));
  }
  names_close(&n);
}

/* Row 62 of the trust table: what is not seen, or seen as something else. */
static void test_refused(void) {
  static const char *const texts[] = {"熟料\xE2\x80\x8B产量",
                                      "熟料产量\xEF\xBB\xBF",
                                      "熟\xC2\xAD料",
                                      "a\x01",
                                      "熟料\xEE\x80\x80",
                                      "\xE2\xBC\xAF灰石t" /* ⼯ */,
                                      "clinker \xD0\xBEutput" /* Cyrillic o */,
                                      "\xD0\xA1O2" /* Cyrillic C */,
                                      "\xCE\x9FK" /* Greek O */,
                                      "\xF0\x9D\x90\x80" /* mathematical A */,
                                      "kW\xE2\x80\x8Dh",
                                      "\xE1\x8E\xA0"
                                      "B" /* Cherokee */};
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    cm_meaning out;
    cement_error err = {.size = sizeof err};
    cm_place where = {CM_S("t.csv"), 5, 3, 7};
    int status =
        cm_heading_read(&n.base.arena, &n.dictionary, CM_S(""), cm_str_of(texts[i]), CM_S(""), where, &out, &err);
    CU_ASSERT_EQUAL(status, CEMENT_E_SCHEMA);
    CU_ASSERT_TRUE(err.line == 3 && err.column == 7 && strcmp(err.source, "t.csv") == 0);
  }
  /* whole words of another script are a name like any other */
  CU_ASSERT_EQUAL(heading_of(&n, "", "т", "").problem, CM_PROBLEM_UNKNOWN);
  names_close(&n);
}

static int read_all(cm_arena *arena, cement_error *err, void *user) {
  names *n = user;
  static const char *const rows[][3] = {{"1#窑", "熟料产量", "t"}, {"", "低位发热量(空干基)(MJ/kg)", ""}};
  for (size_t i = 0; i < 2; i++) {
    cm_meaning out;
    int status = cm_heading_read(arena, &n->dictionary, cm_str_of(rows[i][0]), cm_str_of(rows[i][1]),
                                 cm_str_of(rows[i][2]), CM_NOWHERE, &out, err);
    if (status != CEMENT_OK) return status;
    CU_ASSERT_EQUAL(out.problem, CM_PROBLEM_NONE);
  }
  return CEMENT_OK;
}

static void test_failing(void) {
  names n;
  if (!names_open(&n)) return;
  check_failing(read_all, &n);
  names_close(&n);
}

int register_header_suite(void) {
  CU_pSuite suite = CU_add_suite("header", NULL, NULL);
  if (!suite) return -1;
  CU_add_test(suite, "headers.csv", test_rows);
  CU_add_test(suite, "items", test_items);
  CU_add_test(suite, "members", test_members);
  CU_add_test(suite, "units and groups", test_beside);
  CU_add_test(suite, "long", test_long);
  CU_add_test(suite, "folding", test_fold);
  CU_add_test(suite, "refused signs", test_refused);
  CU_add_test(suite, "failing allocation", test_failing);
  return 0;
}
