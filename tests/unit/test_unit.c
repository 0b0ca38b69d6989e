/* Units: every spelling with its dimension and exact scale, refusals, and the arithmetic of scales. */
#include <CUnit/CUnit.h>

#include "unit/unit.h"
#include "unit/unit_table.h"

#include "unit_rows.h"

int register_unit_suite(void);

/* ---- what is read --------------------------------------------------------------------------------------------------
 */

static void test_reads(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const row *r = &rows[i];
    cement_error err = {.size = sizeof err};
    cm_unit u = cm_unit_one;
    bool good = cm_unit_read(cm_str_of(r->text), &u, &err, CM_NOWHERE) == CEMENT_OK && u.scale.num == r->num &&
                u.scale.den == r->den && u.scale.ten == r->ten && u.basis == r->basis &&
                memcmp(u.dim, r->dim, sizeof u.dim) == 0 && err.code == 0;
    if (!good) CU_FAIL(r->text);
    CU_ASSERT_TRUE(good);
  }
}

/* Each spelling of the table is read by at least one row, so a wrong scale in the table cannot go unseen. */
static void test_table_covered(void) {
  for (size_t i = 0; i < cm_spelling_count; i++) {
    bool seen = false;
    for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
      seen = seen || strcmp(rows[j].text, cm_spellings[i].text) == 0;
    if (!seen && strstr(cm_spellings[i].text, "·") == NULL) CU_FAIL(cm_spellings[i].text);
    for (size_t j = 0; j < i; j++) CU_ASSERT_STRING_NOT_EQUAL(cm_spellings[i].text, cm_spellings[j].text);
  }
}

/* ---- what is refused -----------------------------------------------------------------------------------------------
 */

static const struct {
  const char *text, *message;
} refusals[] = {
    {"", "the unit is missing"},
    {" \t", "the unit is missing"},
    {"xyz", "unknown unit \"xyz\""},
    {"GJ/xyz", "unknown unit \"xyz\" in \"GJ/xyz\""},
    {"T", "unknown unit \"T\""},
    {"KG", "unknown unit \"KG\""},
    {"mj", "unknown unit \"mj\""},
    {"mwh", "unknown unit \"mwh\""},
    {"gj/t", "unknown unit \"gj\" in \"gj/t\""},
    {"tco2", "unknown unit \"tco2\""},
    {"tCO2e", "unknown unit \"tCO2e\""},
    {"t CO2", "unknown unit \"CO2\" in \"t CO2\""},
    {"tt", "unknown unit \"tt\""},
    {"t2", "unknown unit \"t2\""},
    {"t^2", "unknown unit \"t^2\""},
    {"km3", "unknown unit \"km3\""},
    {"M3", "unknown unit \"M3\""},
    {"kW", "unknown unit \"kW\""},
    {"kW  h", "unknown unit \"kW\" in \"kW  h\""},
    {"ｔ", "unknown unit \"ｔ\""},
    {"％", "unknown unit \"％\""},
    {"元", "unknown unit \"元\""},
    {"万元", "unknown unit \"元\" in \"万元\""},
    {"万万t", "unknown unit \"万t\" in \"万万t\""},
    {"1000t", "unknown unit \"1000t\""},
    {"104 Nm3", "unknown unit \"104\" in \"104 Nm3\""},
    {"10^44 t", "unknown unit \"4\" in \"10^44 t\""},
    {"10^0 t", "unknown unit \"10^0\" in \"10^0 t\""},
    {"10^x t", "unknown unit \"10^x\" in \"10^x t\""},
    {"10^-4 t", "unknown unit \"10^-4\" in \"10^-4 t\""},
    {"10^4", "a name is missing in the unit \"10^4\""},
    {"万", "a name is missing in the unit \"万\""},
    {"万%", "a power of ten may not stand here in the unit \"万%\""},
    {"10^4 1", "a power of ten may not stand here"},
    {"万℃", "a power of ten may not stand here"},
    {"/t", "a name is missing in the unit \"/t\""},
    {"GJ/", "a name is missing in the unit \"GJ/\""},
    {"GJ//t", "a name is missing in the unit \"GJ//t\""},
    {"t*", "a name is missing in the unit \"t*\""},
    {"·t", "a name is missing"},
    {"t**t", "a name is missing"},
    {"1 t", "1 may only stand alone or before a /"},
    {"t/1", "1 may only stand alone or before a /"},
    {"kJ/kg K", "a product behind a / can be read in two ways; write a / before each divisor: \"kJ/kg K\""},
    {"kJ/kg·K", "a product behind a / can be read in two ways"},
    {"kJ/(kg·K)", "a name is missing in the unit"},
    {"t(xx)", "unknown basis \"xx\" in \"t(xx)\""},
    {"t(AR)", "unknown basis \"AR\""},
    {"t()", "unknown basis \"t()\""},
    {"t\t(xx)", "unknown basis \"xx\""},
    {"t(ar", "a ) is missing in the unit \"t(ar\""},
    {"t(ar)/t(ad)", "the basis stands twice in the unit"},
    {"t(ar)(ar)", "unexpected text in the unit"},
    {"t(ar) (ar)", "unexpected text in the unit"},
    {"t(ar)x", "unexpected text behind the basis"},
    {"kWh(d)", "a basis belongs to a mass, a heat or a share"},
    {"1(ar)", "1 may only stand alone"},
    {"(ar)", "a name is missing in the unit"},
    {"t)", "unknown unit \"t)\""},
    {"t\n", "unknown unit \"t?\""},
    {"truth", "unknown unit \"truth\""},
};

static void test_refusals(void) {
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    cement_error err = {.size = sizeof err};
    cm_unit u;
    memset(&u, 0xA5, sizeof u);
    cm_unit before = u;
    int status = cm_unit_read(cm_str_of(refusals[i].text), &u, &err, (cm_place){CM_S("p.csv"), 7, 2, 3});
    bool good = status == CEMENT_E_UNIT && err.code == CEMENT_E_UNIT && err.line == 2 &&
                strncmp(err.message, refusals[i].message, strlen(refusals[i].message)) == 0;
    if (!good) CU_FAIL(refusals[i].text);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_EQUAL(memcmp(&u, &before, sizeof u), 0);
    CU_ASSERT_EQUAL(cm_unit_read(cm_str_of(refusals[i].text), &u, NULL, CM_NOWHERE), CEMENT_E_UNIT);
  }
  cm_unit u;
  CU_ASSERT_EQUAL(cm_unit_read(CM_S("t\0t"), &u, NULL, CM_NOWHERE), CEMENT_E_UNIT);
  CU_ASSERT_EQUAL(cm_unit_read((cm_str){NULL, 0}, &u, NULL, CM_NOWHERE), CEMENT_E_UNIT);
}

/* Powers and scales run over: refused, never wrapped. */
static void test_overflow(void) {
  char text[2000];
  cement_error err = {.size = sizeof err};
  cm_unit u;
  for (size_t i = 0; i < sizeof text; i++) text[i] = i % 2 ? '*' : 'm';
  CU_ASSERT_EQUAL(cm_unit_read((cm_str){text, 2 * 127 - 1}, &u, &err, CM_NOWHERE), CEMENT_OK);
  CU_ASSERT_EQUAL(u.dim[CM_DIM_LENGTH], 127);
  CU_ASSERT_EQUAL(cm_unit_read((cm_str){text, 2 * 128 - 1}, &u, &err, CM_NOWHERE), CEMENT_E_UNIT);
  CU_ASSERT_EQUAL(strncmp(err.message, "too large a power in the unit", 29), 0);
  CU_ASSERT_EQUAL(cm_unit_read(CM_S("cal cal cal cal cal"), &u, &err, CM_NOWHERE), CEMENT_E_UNIT);
  CU_ASSERT_EQUAL(cm_unit_read(CM_S("cal cal cal"), &u, &err, CM_NOWHERE), CEMENT_OK);
  CU_ASSERT_EQUAL(u.scale.num, INT64_C(41868) * 41868 * 41868);
  CU_ASSERT_EQUAL(cm_unit_read(CM_S("1/h/h/h/h/h/h/h/h/h/h/h/h/h/h"), &u, &err, CM_NOWHERE), CEMENT_E_UNIT);
}

/* ---- arithmetic ----------------------------------------------------------------------------------------------------
 */

static cm_unit unit(const char *text) {
  cm_unit u = cm_unit_one;
  CU_ASSERT_EQUAL_FATAL(cm_unit_read(cm_str_of(text), &u, NULL, CM_NOWHERE), CEMENT_OK);
  return u;
}

static bool scale_is(const cm_scale *s, int64_t num, int64_t den, int32_t ten) {
  return s->num == num && s->den == den && s->ten == ten;
}

static void test_factor(void) {
  static const struct {
    const char *from, *to;
    int64_t num, den;
    int32_t ten;
  } table[] = {
      {"t", "kg", 1, 1, 3},
      {"kg", "t", 1, 1, -3},
      {"kcal/kg", "GJ/t", 41868, 1, -7},
      {"GJ/t", "kcal/kg", 25, 10467, 5},
      {"h", "d", 125, 3, -3},
      {"d", "h", 24, 1, 0},
      {"min", "h", 5, 3, -2},
      {"%", "1", 1, 1, -2},
      {"‰", "%", 1, 1, -1},
      {"万kWh", "MWh", 1, 1, 1},
      {"GJ/万Nm3", "kJ/m3", 1, 1, 2},
      {"t/h", "t/d", 24, 1, 0},
      {"%*tC/t", "tC/t", 1, 1, -2},
      {"大卡", "kcal", 1, 1, 0},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    cm_unit from = unit(table[i].from);
    cm_unit to = unit(table[i].to);
    cm_scale s;
    CU_ASSERT_EQUAL(cm_unit_factor(&s, &from, &to), 0);
    if (!scale_is(&s, table[i].num, table[i].den, table[i].ten)) CU_FAIL(table[i].from);
  }
  static const char *const apart[][2] = {{"t", "tCO2"},  {"t", "fu"},   {"fu", "万Nm3"},  {"tce", "t"},
                                         {"tC", "tCO2"}, {"GJ", "kWh"}, {"m3", "m2"},     {"K", "1"},
                                         {"d", "1"},     {"t", "t/d"},  {"t", "10^4 Nm3"}};
  for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
    cm_unit a = unit(apart[i][0]);
    cm_unit b = unit(apart[i][1]);
    cm_scale s;
    CU_ASSERT_FALSE(cm_unit_same_dim(&a, &b));
    CU_ASSERT_EQUAL(cm_unit_factor(&s, &a, &b), -1);
  }
}

/* For all pairs: (a × b) ÷ b is a, and a to b undoes b to a. */
static void test_inverse(void) {
  for (size_t i = 0; i < cm_spelling_count; i++) {
    for (size_t j = 0; j < cm_spelling_count; j++) {
      cm_unit a = unit(cm_spellings[i].text);
      cm_unit b = unit(cm_spellings[j].text);
      cm_unit c;
      cm_scale s;
      cm_scale back;
      CU_ASSERT_EQUAL_FATAL(cm_unit_mul(&c, &a, &b), 0);
      CU_ASSERT_EQUAL_FATAL(cm_unit_div(&c, &c, &b), 0);
      CU_ASSERT_TRUE(cm_unit_same_dim(&a, &c) && scale_is(&c.scale, a.scale.num, a.scale.den, a.scale.ten));
      if (cm_unit_factor(&s, &a, &b) == 0) {
        CU_ASSERT_EQUAL(cm_unit_factor(&back, &b, &a), 0);
        cm_unit x = {.scale = s};
        cm_unit y = {.scale = back};
        CU_ASSERT_EQUAL(cm_unit_mul(&c, &x, &y), 0);
        CU_ASSERT_TRUE(cm_scale_is_one(&c.scale));
      }
    }
  }
}

/* A scale has numbers up to 10^18 and powers up to 10^±1000; a dimension has powers from -128 to 127. */
static void test_bounds(void) {
  static const struct {
    cm_scale a, b;
    int times, over; /* of a × b and of a / b */
  } table[] = {
      {{1, 1, 500}, {1, 1, 500}, 0, 0},
      {{1, 1, 500}, {1, 1, 501}, -1, 0},
      {{1, 1, -500}, {1, 1, -500}, 0, 0},
      {{1, 1, -500}, {1, 1, -501}, -1, 0},
      {{1, 1, 600}, {1, 1, -600}, 0, -1},
      {{1, 1, -600}, {1, 1, 600}, 0, -1},
      {{INT64_C(999999999999999999), 1, 0}, {2, 1, 0}, -1, -1}, /* a half of it is 4999999999999999995 × 10^-1 */
      {{INT64_C(999999999999999999), 1, 0}, {5, 1, 0}, -1, -1}, /* a fifth of it is 1999999999999999998 × 10^-1 */
      {{1, INT64_C(999999999999999999), 0}, {1, 7, 0}, -1, 0},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    cm_unit a = {.scale = table[i].a}, b = {.scale = table[i].b}, c;
    cm_scale s;
    CU_ASSERT_EQUAL(cm_unit_mul(&c, &a, &b), table[i].times);
    CU_ASSERT_EQUAL(cm_unit_div(&c, &a, &b), table[i].over);
    CU_ASSERT_EQUAL(cm_unit_factor(&s, &a, &b), table[i].over);
  }
  cm_unit rate = {.dim = {[CM_DIM_TIME] = -127}, .scale = {1, 1, 0}}, day = unit("d");
  CU_ASSERT_EQUAL(cm_unit_div(&rate, &rate, &day), 0);
  CU_ASSERT_EQUAL(rate.dim[CM_DIM_TIME], -128);
  CU_ASSERT_EQUAL(cm_unit_div(&rate, &rate, &day), -1);
}

static void test_is_one(void) {
  static const struct {
    cm_scale scale;
    bool one;
  } table[] = {{{1, 1, 0}, true}, {{3, 1, 0}, false}, {{1, 3, 0}, false}, {{1, 1, 3}, false}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    CU_ASSERT_EQUAL(cm_scale_is_one(&table[i].scale), table[i].one);
}

static void test_basis(void) {
  cm_unit ar = unit("t(ar)");
  cm_unit dry = unit("GJ/t(d)");
  cm_unit heat = unit("GJ/t(ar)");
  cm_unit none = unit("t");
  cm_unit c;
  CU_ASSERT_EQUAL(cm_unit_mul(&c, &ar, &heat), 0);
  CU_ASSERT_EQUAL(c.basis, CM_BASIS_AR);
  CU_ASSERT_EQUAL(cm_unit_mul(&c, &none, &heat), 0);
  CU_ASSERT_EQUAL(c.basis, CM_BASIS_AR);
  CU_ASSERT_EQUAL(cm_unit_div(&c, &ar, &none), 0);
  CU_ASSERT_EQUAL(c.basis, CM_BASIS_AR);
  CU_ASSERT_EQUAL(cm_unit_mul(&c, &ar, &dry), 0);
  CU_ASSERT_EQUAL(c.basis, CM_BASIS_NONE);
  CU_ASSERT_TRUE(cm_unit_same_dim(&ar, &none));
}

/* Expected values from Python's Fraction, rounded half-even to 34 digits once. Behind the blank line: exact ties. */
static void test_apply(void) {
  static const struct {
    const char *x;
    cm_scale scale;
    const char *result;
    int status;
  } table[] = {
      {"1", {125, 3, -3}, "0.04166666666666666666666666666666667", CM_DEC_INEXACT},
      {"2.4", {125, 3, -3}, "0.1", CM_DEC_OK},
      {"0", {125, 3, -3}, "0", CM_DEC_OK},
      {"6", {1, 3, 2}, "200", CM_DEC_OK},
      {"1.50", {1, 1, 3}, "1500", CM_DEC_OK},
      {"20934", {41868, 1, -4}, "87646.4712", CM_DEC_OK},
      {"9999999999999999999999999999999999", {3, 1, 0}, "30000000000000000000000000000000000", CM_DEC_INEXACT},
      {"9999999999999999999999999999999999", {7, 3, 0}, "23333333333333333333333333333333330", CM_DEC_INEXACT},
      {"9999999999999999999999999999999999", {125, 3, -3}, "416666666666666666666666666666666.6", CM_DEC_INEXACT},
      {"1234567890123456789012345678901234",
       {999999999999999999, 999999999999999997, 0},
       "1234567890123456791481481459148148",
       CM_DEC_INEXACT},
      {"9999999999999999999999999999999999",
       {999999999999999999, 999999999999999997, 0},
       "10000000000000000020000000000000000",
       CM_DEC_INEXACT},
      {"-0.3333333333333333333333333333333333", {24, 7, 2}, "-114.2857142857142857142857142857143", CM_DEC_INEXACT},
      {"3000000000000000000000000000000001", {11, 3, 0}, "11000000000000000000000000000000000", CM_DEC_INEXACT},
      {"8571428571428571428571428571428575", {7, 3, 0}, "20000000000000000000000000000000010", CM_DEC_INEXACT},
      /* 63...63 / 9 is whole, and 71 x / 99 has 0101... behind its 34 digits */
      {"9000000000000000000000000000000009", {7, 9, 0}, "7000000000000000000000000000000007", CM_DEC_OK},
      {"1400000000000000000000000000000039", {71, 99, 0}, "1004040404040404040404040404040432", CM_DEC_INEXACT},

      {"1504185852561729385289084198054049", {305, 21, 0}, "21846508811015593453008127638404040", CM_DEC_INEXACT},
      {"2416708733166999543060692631904281", {715, 21, 0}, "82283178295924032061352153895788620", CM_DEC_INEXACT},
      {"5472081857779526147524001779313025", {493, 27, 0}, "99916161329085421878864180637085980", CM_DEC_INEXACT},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    char out[CM_DEC_TEXT_MAX];
    char digits[64];
    cm_dec x;
    size_t at;
    int exponent = 0; /* the reader's range ends at 10^31, so a 34-digit integer comes in as 0.xxx × 10^34 */
    cm_str text = cm_str_of(table[i].x);
    if (text.size == 34) {
      memcpy(digits, "0.", 2);
      memcpy(digits + 2, text.at, 34);
      text = (cm_str){digits, 36};
      exponent = 34;
    }
    CU_ASSERT_EQUAL_FATAL(cm_dec_read(text, &x, &at), CM_PARSE_OK);
    CU_ASSERT_EQUAL_FATAL(cm_dec_shift(&x, &x, exponent), CM_DEC_OK);
    CU_ASSERT_EQUAL(cm_scale_apply(&x, &x, &table[i].scale), table[i].status);
    CU_ASSERT_STRING_EQUAL(cm_dec_text(&x, out).at, table[i].result);
  }
  cm_dec big = cm_dec_one;
  cm_scale huge = {1, 1, 1000};
  CU_ASSERT_EQUAL(cm_scale_apply(&big, &big, &huge), CM_DEC_OK);
  CU_ASSERT_EQUAL(cm_scale_apply(&big, &big, &huge), CM_DEC_RANGE);
}

/* Only the result must be in range, not what is on the way to it: 10^1200 kcal are 4.1868 × 10^1200 kJ. */
static void test_apply_range(void) {
  static const struct {
    int power; /* of ten: x */
    cm_scale scale;
    int status, lead; /* of the result: the power of its first digit */
  } table[] = {{1200, {41868, 1, -4}, CM_DEC_OK, 1200}, {1200, {41868, 1, -3}, CM_DEC_RANGE, 0},
               {1200, {1, 3, 1}, CM_DEC_INEXACT, 1200}, {-1200, {1, 3, 0}, CM_DEC_RANGE, 0},
               {-1200, {125, 3, -3}, CM_DEC_RANGE, 0},  {-1200, {125, 3, -1}, CM_DEC_INEXACT, -1200}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    cm_dec x, one = cm_dec_one, low, high;
    CU_ASSERT_EQUAL_FATAL(cm_dec_shift(&x, &one, table[i].power), CM_DEC_OK);
    CU_ASSERT_EQUAL(cm_scale_apply(&x, &x, &table[i].scale), table[i].status);
    if (table[i].status < 0) continue;
    CU_ASSERT_EQUAL(cm_dec_shift(&low, &x, -table[i].lead), CM_DEC_OK);
    (void)cm_dec_from_i64(&high, 10);
    CU_ASSERT_TRUE(cm_dec_cmp(&low, &one) >= 0 && cm_dec_cmp(&low, &high) < 0);
  }
}

static void test_double(void) {
  CU_ASSERT_EQUAL(cm_scale_double(&(cm_scale){1, 1, 0}), 1.0);
  CU_ASSERT_EQUAL(cm_scale_double(&(cm_scale){125, 3, -3}), 1.0 / 24);
  CU_ASSERT_EQUAL(cm_scale_double(&(cm_scale){41868, 1, -4}), 4.1868);
  CU_ASSERT_EQUAL(cm_scale_double(&(cm_scale){1, 1, -6}), 1e-6);
}

static void test_words(void) {
  static const char *const table[][2] = {{"t", "mass"},
                                         {"GJ/t", "energy/mass"},
                                         {"kWh", "electricity"},
                                         {"%", "1"},
                                         {"1/t", "1/mass"},
                                         {"kgce/t/%", "standard coal/mass"},
                                         {"m2", "length^2"},
                                         {"GJ/万Nm3", "energy/gas volume"},
                                         {"t km", "mass*length"},
                                         {"tCO2/fu/d/d", "CO2/fuel/time^2"},
                                         {"tC", "carbon"},
                                         {"Pa", "pressure"},
                                         {"g/mol/K", "mass/amount/temperature"}};
  char out[128];
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    cm_unit u = unit(table[i][0]);
    cm_str words = cm_unit_dim_text(&u, out);
    CU_ASSERT_STRING_EQUAL(words.at, table[i][1]);
    CU_ASSERT_EQUAL(words.size, strlen(table[i][1]));
  }
  cm_unit all = cm_unit_one;
  for (int i = 0; i < CM_DIM_COUNT; i++) all.dim[i] = (int8_t)(i % 2 ? 127 : -128);
  memset(out, 'x', sizeof out);
  CU_ASSERT_EQUAL(cm_unit_dim_text(&all, out).size, strlen(out)); /* cut, but within its room */
  CU_ASSERT_TRUE(strlen(out) <= 127);
}

int register_unit_suite(void) {
  CU_pSuite suite = CU_add_suite("unit", NULL, NULL);
  CU_add_test(suite, "reads", test_reads);
  CU_add_test(suite, "every spelling is tested", test_table_covered);
  CU_add_test(suite, "refusals", test_refusals);
  CU_add_test(suite, "overflow", test_overflow);
  CU_add_test(suite, "factors", test_factor);
  CU_add_test(suite, "bounds of scales and powers", test_bounds);
  CU_add_test(suite, "is one", test_is_one);
  CU_add_test(suite, "inverse", test_inverse);
  CU_add_test(suite, "basis", test_basis);
  CU_add_test(suite, "a number times a scale", test_apply);
  CU_add_test(suite, "a number times a scale, range", test_apply_range);
  CU_add_test(suite, "double", test_double);
  CU_add_test(suite, "dimensions in words", test_words);
  return (int)CU_get_error();
}
