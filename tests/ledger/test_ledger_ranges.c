/* The range of every item and every attribute of items.json: each end is taken, the next number beyond it is not. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "ledger/ledger_help.h"

int register_ledger_ranges_suite(void);

/* Where a number is given: the cells of a row before and behind it. */
typedef struct place {
  char before[160], unit[80];
} place;

static const char head[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.name,,a,\n"
                           ",,fuel.state,x,solid,\n,,fuel.origin,x,fossil,\n";

/* Reads a ledger with the number in its place: `next` more or less than one end of the range. */
static int read_number(fixture *f, const place *p, const cm_dec *end, int next, cement_error *err) {
  char digits[CM_DEC_TEXT_MAX], text[1024];
  size_t at;
  cm_dec step, value;
  cm_ledger ledger;
  CU_ASSERT_EQUAL_FATAL(cm_dec_read(CM_S("0.000001"), &step, &at), CM_PARSE_OK);
  if (next < 0) step = cm_dec_neg(&step);
  if (next == 0) step = cm_dec_zero;
  CU_ASSERT_EQUAL_FATAL(cm_dec_add(&value, end, &step), CM_DEC_OK);
  snprintf(text, sizeof text, "%s%s%s,%s\nL1,2025-02,clinker_output,,5,t\n", head, p->before,
           cm_dec_text(&value, digits).at, p->unit);
  int status = read_text(f, cm_str_of(text), &ledger, err);
  cm_ledger_free(&ledger);
  return status;
}

/* How many ends were tried. */
static size_t try_range(fixture *f, const place *p, const cm_range *range) {
  const struct {
    bool there;
    const cm_dec *end;
    int beyond;
  } ends[] = {{range->has_min, &range->min, -1}, {range->has_max, &range->max, 1}};
  size_t tried = 0;
  for (size_t i = 0; i < 2; i++) {
    if (!ends[i].there) continue;
    cement_error err = {.size = sizeof err};
    int at = read_number(f, p, ends[i].end, 0, &err), inside = CEMENT_OK;
    if (ends[!i].there && cm_dec_cmp(&range->min, &range->max) < 0)
      inside = read_number(f, p, ends[i].end, -ends[i].beyond, &err);
    int beyond = read_number(f, p, ends[i].end, ends[i].beyond, &err);
    bool good = at == CEMENT_OK && inside == CEMENT_OK && beyond == CEMENT_E_RANGE && err.line == 6;
    if (!good) printf("\n  %s: %d, %d, %d, %s\n", p->before, at, inside, beyond, err.message);
    CU_ASSERT_TRUE(good);
    tried++;
  }
  return tried;
}

static place place_of_item(const fixture *f, const cm_item *item) {
  const char *of = "";
  char unit[CM_UNIT_TEXT_MAX];
  place p;
  cm_level level = item->level;
  if (item->sets & CM_SET_FUEL) of = "bituminous_coal";
  if (item->sets & CM_SET_MATERIAL) of = "clay";
  if (item->sets & CM_SET_SECTION) {
    of = f->items.section.members[0].key.at;
    level = item->section_level[0];
  }
  snprintf(p.before, sizeof p.before, "%s,2025-01,%s,%s,", level == CM_LEVEL_LINE ? "L1" : "", item->key.at, of);
  cm_str text = cm_item_unit_text_for_state(&f->items, item, 0, unit);
  snprintf(p.unit, sizeof p.unit, "%.*s", (int)text.size, text.at);
  return p;
}

static void test_items(void) {
  fixture f;
  size_t tried = 0;
  if (!fixture_open(&f)) return;
  for (size_t i = 0; i < f.items.items.size; i++) {
    const cm_item *item = f.items.items.at[i];
    place p = place_of_item(&f, item);
    tried += try_range(&f, &p, &item->range);
  }
  CU_ASSERT_TRUE(tried > f.items.items.size); /* every item has a least value, and many a largest */
  fixture_close(&f);
}

static void test_attributes(void) {
  static const struct {
    uint8_t set;
    const char *line, *prefix, *of;
  } rows[] = {{CM_SET_FACILITY, "", "facility", ""}, {CM_SET_LINE, "L1", "line", ""}, {CM_SET_FUEL, "", "fuel", "x"}};
  fixture f;
  size_t tried = 0;
  if (!fixture_open(&f)) return;
  for (size_t i = 0; i < 3; i++) {
    const cm_set *set = cm_items_set(&f.items, rows[i].set);
    for (size_t k = 0; k < set->attribute_count; k++) {
      const cm_attribute *a = &set->attributes[k];
      place p;
      if (!a->number) continue;
      snprintf(p.before, sizeof p.before, "%s,,%s.%s,%s,", rows[i].line, rows[i].prefix, a->key.at, rows[i].of);
      snprintf(p.unit, sizeof p.unit, "%s", a->unit_text.at);
      tried += try_range(&f, &p, &a->range);
    }
  }
  CU_ASSERT_TRUE(tried >= 6);
  fixture_close(&f);
}

int register_ledger_ranges_suite(void) {
  CU_pSuite suite = CU_add_suite("ranges of a ledger", NULL, NULL);
  CU_add_test(suite, "items", test_items);
  CU_add_test(suite, "attributes", test_attributes);
  return (int)CU_get_error();
}
