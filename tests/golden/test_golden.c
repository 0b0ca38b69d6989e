/* The golden cases (README.md) on the public header. */
#include <CUnit/CUnit.h>
#include <cement/cement.h>
#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int register_golden_suite(void);

/* ---- Decimals in text: |a - b| <= tolerance, digit by digit ---- */

#define PLACES 60
#define DIGITS 160

typedef struct digits {
  bool negative;
  int at[DIGITS]; /* least first, 10^-60 at 0 */
} digits;

static bool read_digits(digits *out, const char *text) {
  memset(out, 0, sizeof *out);
  out->negative = *text == '-';
  text += out->negative;
  size_t whole = strspn(text, "0123456789");
  const char *end = text + whole;
  size_t fraction = *end == '.' ? strspn(end + 1, "0123456789") : 0;
  const char *last = fraction ? end + 1 + fraction : end;
  long exponent = *last == 'e' ? strtol(last + 1, NULL, 10) : 0;
  if (!whole || (*last && *last != 'e') || exponent < -PLACES || exponent > 30) return false;
  for (size_t i = 0; i < whole + fraction; i++) {
    long place = PLACES + exponent + (long)whole - 1 - (long)i;
    char c = i < whole ? text[i] : end[1 + i - whole];
    if (place < 0 || place >= DIGITS) return false;
    out->at[place] = c - '0';
  }
  return true;
}

static int compare_digits(const digits *a, const digits *b) {
  for (int i = DIGITS - 1; i >= 0; i--)
    if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
  return 0;
}

/* The distance of two numbers: digits are added or subtracted with carry. */
static digits distance(const digits *a, const digits *b) {
  digits d = {0};
  int sign = a->negative == b->negative ? -1 : 1;
  if (sign < 0 && compare_digits(a, b) < 0) return distance(b, a);
  for (int i = 0, carry = 0; i < DIGITS; i++) {
    int v = a->at[i] + sign * b->at[i] + carry;
    carry = v < 0 ? -1 : v / 10;
    d.at[i] = v - 10 * carry;
  }
  return d;
}

static bool near(const char *expected, const char *given, const char *tolerance) {
  digits a, b, room;
  if (!read_digits(&a, expected) || !read_digits(&b, given) || !read_digits(&room, tolerance)) return false;
  digits d = distance(&a, &b);
  return compare_digits(&d, &room) <= 0;
}

static void test_near(void) {
  CU_ASSERT_TRUE(near("1.5", "1.50", "0"));
  CU_ASSERT_FALSE(near("1.5", "1.51", "0.009"));
  CU_ASSERT_TRUE(near("99.99", "100", "1e-2"));
  CU_ASSERT_FALSE(near("99.99", "100", "9e-3"));
  CU_ASSERT_TRUE(near("-0.1", "0.1", "0.2"));
  CU_ASSERT_FALSE(near("-0.1", "0.1", "0.1"));
  CU_ASSERT_FALSE(near("", "0", "1"));
}

/* ---- Files and JSON ---- */

static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  char *text = malloc(8u << 20);
  *size = text ? fread(text, 1, (8u << 20) - 1, file) : 0;
  fclose(file);
  if (text) text[*size] = '\0';
  return text;
}

static const char *text_of(const cJSON *object, const char *key) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static const cJSON *member(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool same(const char *a, const char *b) {
  return a && b ? !strcmp(a, b) : a == b;
}

/* ---- One case ---- */

typedef struct state {
  const char *id;
  const char *edition; /* of expectations that name none: examples */
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  int problems;
} state;

static void wrong(state *s, const char *format, ...) {
  va_list arguments;
  s->problems++;
  fprintf(stderr, "\n  %s: ", s->id);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
}

static int32_t read_ledger(state *s, const cJSON *json, const char *folder, cement_error *err) {
  char path[1024];
  size_t size = 0;
  const char *file = text_of(json, "ledger_file"), *given = text_of(json, "ledger_text");
  char *text = NULL;
  if (file) {
    snprintf(path, sizeof path, "%s/%s", folder, file);
    text = read_file(path, &size);
  } else {
    text = given ? strdup(given) : cJSON_PrintUnformatted(member(json, "ledger"));
    size = text ? strlen(text) : 0;
  }
  if (!text) return CEMENT_E_IO;
  int32_t status = cement_ledger_create(&s->ledger, s->catalog, err);
  if (!status) status = cement_ledger_read(s->ledger, "ledger", text, size, err);
  if (!status) status = cement_ledger_finish(s->ledger, err);
  free(text);
  return status;
}

static int32_t choose(state *s, const char *edition, const cJSON *options, cement_error *err) {
  int32_t status = CEMENT_OK;
  const cJSON *option;
  cJSON_ArrayForEach(option, options) {
    if (!status) status = cement_plan_option(s->plan, edition, option->string, option->valuestring, err);
  }
  return status;
}

static int32_t make_plan(state *s, const cJSON *json, cement_error *err) {
  const cJSON *each, *options = member(json, "options");
  int32_t status = cement_plan_create(&s->plan, s->catalog, err);
  if (!status && s->edition) {
    status = cement_plan_add(s->plan, s->edition, err);
    return status ? status : choose(s, s->edition, options, err);
  }
  cJSON_ArrayForEach(each, member(json, "editions")) {
    if (!status) status = cement_plan_add(s->plan, each->valuestring, err);
  }
  cJSON_ArrayForEach(each, options) {
    if (!status) status = choose(s, each->string, each, err);
  }
  return status;
}

static void compare_missing(state *s, const cJSON *expected, size_t index, const char *label) {
  cement_missing list[32];
  size_t count = 0;
  const cJSON *each;
  CU_ASSERT_EQUAL(cement_run_missing(s->run, list, 32, &count, index, NULL), CEMENT_OK);
  if (count != (size_t)cJSON_GetArraySize(expected)) {
    wrong(s, "%s: %zu missing, not %d", label, count, cJSON_GetArraySize(expected));
    return;
  }
  cJSON_ArrayForEach(each, expected) {
    const char *period = text_of(each, "period");
    bool found = false;
    for (size_t i = 0; i < count && i < 32; i++)
      found = found || (same(list[i].item, text_of(each, "item")) && same(list[i].of, text_of(each, "of")) &&
                        same(list[i].line, text_of(each, "line")) && same(list[i].period, period ? period : ""));
    if (!found) wrong(s, "%s: %s is not missing", label, text_of(each, "item"));
  }
}

static void compare_limits(state *s, const cJSON *expected, const cement_figure *f, const char *tolerance) {
  uint32_t i = 0;
  const cJSON *each;
  if (f->levels != (uint32_t)cJSON_GetArraySize(expected)) {
    wrong(s, "%s %s: %u limits", f->key, f->period, (unsigned)f->levels);
    return;
  }
  cJSON_ArrayForEach(each, expected) {
    if (!near(each->valuestring, f->applied[i], tolerance))
      wrong(s, "%s %s: limit %s, not %s", f->key, f->period, f->applied[i], each->valuestring);
    i++;
  }
}

static void compare_figure(state *s, const cJSON *expected, size_t index) {
  static const char *const statuses[] = {"ok", "incomplete", "not_applicable"};
  cement_figure f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(s->run, &f, index, NULL), CEMENT_OK);
  const char *value = text_of(expected, "value"), *status = text_of(expected, "status");
  const char *display = text_of(expected, "display"), *tolerance = text_of(expected, "tolerance");
  const cJSON *grade = member(expected, "grade"), *applied = member(expected, "applied");
  if (!tolerance) tolerance = "0";
  if (value && !near(value, f.value, tolerance)) wrong(s, "%s %s: value %s, not %s", f.key, f.period, f.value, value);
  if (!status && value) status = "ok";
  if (status && strcmp(status, statuses[f.status]) != 0)
    wrong(s, "%s %s: status %s, not %s", f.key, f.period, statuses[f.status], status);
  if (display && strcmp(display, f.display) != 0)
    wrong(s, "%s %s: display %s, not %s", f.key, f.period, f.display, display);
  if (grade && grade->valueint != f.grade)
    wrong(s, "%s %s: grade %d, not %d", f.key, f.period, (int)f.grade, grade->valueint);
  if (applied) compare_limits(s, applied, &f, tolerance);
  if (member(expected, "missing")) compare_missing(s, member(expected, "missing"), index, f.key);
}

static void compare_figures(state *s, const cJSON *json) {
  const cJSON *each;
  cJSON_ArrayForEach(each, member(json, "expect")) {
    size_t index;
    const char *edition = s->edition ? s->edition : text_of(each, "edition"), *key = text_of(each, "key");
    const char *status = text_of(each, "status"), *period = text_of(each, "period");
    bool listed = cement_run_find(s->run, &index, edition, key, text_of(each, "line"), period, text_of(each, "of"),
                                  NULL) == CEMENT_OK;
    if (listed == same(status, "not_listed"))
      wrong(s, "%s %s: %slisted", key, period, listed ? "" : "not ");
    else if (listed)
      compare_figure(s, each, index);
  }
}

static bool holds(const cement_finding *f, const cJSON *pattern) {
  static const char *const severities[] = {"info", "warning", "error"};
  const char *names[] = {"severity", "code", "edition", "line", "item", "of", "key"};
  const char *values[] = {severities[f->severity], f->code, f->edition, f->line, f->item, f->of, f->key};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const char *wanted = text_of(pattern, names[i]);
    if (wanted && !same(wanted, values[i])) return false;
  }
  return true;
}

static void compare_findings(state *s, const cJSON *patterns, bool expected) {
  const cJSON *each;
  cJSON_ArrayForEach(each, patterns) {
    bool found = false;
    for (size_t i = 0; i < cement_run_finding_count(s->run); i++) {
      cement_finding f = {.size = sizeof f};
      CU_ASSERT_EQUAL_FATAL(cement_run_finding(s->run, &f, i, NULL), CEMENT_OK);
      found = found || holds(&f, each);
    }
    if (found != expected) wrong(s, "%s finding %s", found ? "a" : "no", text_of(each, "code"));
  }
}

static int32_t code_of(const char *name) {
  static const char *const names[] = {"OK",     "ARG",    "STATE", "NOMEM", "LIMIT",   "SYNTAX",   "ENCODING",
                                      "SCHEMA", "DUPKEY", "RANGE", "UNIT",  "MISSING", "CONFLICT", "UNKNOWN"};
  for (int32_t i = 0; i < (int32_t)(sizeof names / sizeof names[0]); i++)
    if (same(names[i], name)) return -i;
  return 1;
}

static void compare_error(state *s, const cJSON *expected, int32_t status, const cement_error *err) {
  const cJSON *line = member(expected, "line");
  if (status != code_of(text_of(expected, "code")) || err->code != status)
    wrong(s, "status %d (%s), not %s", (int)status, err->message, text_of(expected, "code"));
  if (line && (uint32_t)line->valueint != err->line)
    wrong(s, "line %u, not %d (%s)", (unsigned)err->line, line->valueint, err->message);
}

typedef struct written {
  char *at;
  size_t size, room;
} written;

static int32_t gather(void *user, const char *bytes, size_t size) {
  written *t = user;
  if (t->size + size + 1 > t->room) {
    char *grown = realloc(t->at, 2 * (t->size + size + 1));
    if (!grown) return 1;
    t->at = grown;
    t->room = 2 * (t->size + size + 1);
  }
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  t->at[t->size] = '\0';
  return 0;
}

/* Every figure's proof ends in what the figure says, in both languages. */
static void prove_figures(state *s) {
  written t = {NULL, 0, 0};
  for (size_t i = 0; i < cement_run_figure_count(s->run); i++)
    for (int32_t language = CEMENT_LANGUAGE_EN; language <= CEMENT_LANGUAGE_ZH; language++) {
      cement_figure f = {.size = sizeof f};
      t.size = 0;
      CU_ASSERT_EQUAL_FATAL(cement_run_figure(s->run, &f, i, NULL), CEMENT_OK);
      CU_ASSERT_EQUAL_FATAL(cement_run_explain(s->run, gather, &t, i, language, NULL), CEMENT_OK);
      if (!strstr(t.at, f.value) || !strstr(t.at, f.display) || !strstr(t.at, f.edition))
        wrong(s, "%s %s: the proof says another value", f.key, f.period);
    }
  free(t.at);
}

/* Every report can be written, and its JSON is what another run of the ledger writes. */
static void check_reports(state *s) {
  written t = {NULL, 0, 0};
  for (int32_t format = CEMENT_FORMAT_JSON; format <= CEMENT_FORMAT_MARKDOWN; format++)
    for (int32_t language = CEMENT_LANGUAGE_EN; language <= CEMENT_LANGUAGE_ZH; language++) {
      cement_difference d = {.size = sizeof d};
      t.size = 0;
      CU_ASSERT_EQUAL_FATAL(cement_run_report(s->run, gather, &t, format, language, NULL, NULL), CEMENT_OK);
      if (format != CEMENT_FORMAT_JSON) continue;
      CU_ASSERT_EQUAL(cement_report_check(s->catalog, s->ledger, &d, "report", t.at, t.size, NULL), CEMENT_OK);
      if (d.found) wrong(s, "the report does not check: %s", d.where);
    }
  free(t.at);
}

/* A run of another plant, made anew for this ledger and once more for it, says the same. */
static void check_again(state *s) {
  static const char other[] = "line,period,item,of,value,unit\n,,facility.id,,OTHER,\nK9,,line.clinker_type,,white,\n"
                              "K9,2025-01,clinker_output,,1000,t\nK9,2025-01,fuel_consumption,diesel,1,t\n";
  cement_ledger *ledger = NULL;
  cement_run *run = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, s->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(ledger, "other", other, sizeof other - 1, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, s->plan, ledger, NULL), CEMENT_OK);
  for (int32_t turn = 0; turn < 8; turn++) {
    written is = {NULL, 0, 0}, wanted = {NULL, 0, 0};
    if (turn == 2) CU_ASSERT_EQUAL(cement_run_again(run, ledger, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_run_again(run, s->ledger, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_run_report(run, gather, &is, turn % 4, turn / 4, NULL, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_run_report(s->run, gather, &wanted, turn % 4, turn / 4, NULL, NULL), CEMENT_OK);
    if (is.size != wanted.size || memcmp(is.at, wanted.at, is.size) != 0) wrong(s, "a run made anew differs: %d", turn);
    free(is.at), free(wanted.at);
  }
  cement_run_destroy(run);
  cement_ledger_destroy(ledger);
}

static void run_case(state *s, const cJSON *json, const char *folder) {
  cement_context *context = NULL;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&s->catalog, context, &err), CEMENT_OK);
  int32_t status = read_ledger(s, json, folder, &err);
  if (!status) status = make_plan(s, json, &err);
  if (!status) status = cement_run_create(&s->run, s->plan, s->ledger, &err);
  if (member(json, "error")) {
    compare_error(s, member(json, "error"), status, &err);
  } else if (status) {
    wrong(s, "refused: %d, %s", (int)status, err.message);
  } else {
    compare_figures(s, json);
    compare_findings(s, member(json, "findings"), true);
    compare_findings(s, member(json, "no_findings"), false);
    prove_figures(s);
    check_reports(s);
    check_again(s);
  }
  cement_run_destroy(s->run);
  cement_plan_destroy(s->plan);
  cement_ledger_destroy(s->ledger);
  cement_catalog_destroy(s->catalog);
  cement_context_destroy(context);
  CU_ASSERT_EQUAL(s->problems, 0);
}

/* ---- All cases ---- */

static cJSON *parse_file(const char *path) {
  size_t size;
  char *text = read_file(path, &size);
  cJSON *json = text ? cJSON_Parse(text) : NULL;
  free(text);
  if (!json) fprintf(stderr, "\n  %s does not read", path);
  CU_ASSERT_PTR_NOT_NULL(json);
  return json;
}

static bool is_json(const char *name) {
  size_t size = strlen(name);
  return size > 5 && !strcmp(name + size - 5, ".json");
}

static void test_cases(void) {
  DIR *folder = opendir(CEMENT_GOLDEN_DIR);
  CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
  int count = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char path[1024];
    if (!is_json(entry->d_name)) continue;
    snprintf(path, sizeof path, "%s/%s", CEMENT_GOLDEN_DIR, entry->d_name);
    cJSON *json = parse_file(path);
    state s = {.id = entry->d_name};
    if (json) run_case(&s, json, CEMENT_GOLDEN_DIR);
    cJSON_Delete(json);
    count++;
  }
  closedir(folder);
  CU_ASSERT_TRUE(count >= 70);
}

static int run_examples(const char *path) {
  int count = 0;
  const cJSON *each;
  cJSON *json = parse_file(path);
  cJSON_ArrayForEach(each, member(json, "examples")) {
    state s = {.id = text_of(each, "name"), .edition = text_of(json, "id")};
    run_case(&s, each, CEMENT_DATA_DIR);
    count++;
  }
  cJSON_Delete(json);
  return count;
}

static int walk(const char *path) {
  int count = 0;
  DIR *folder = opendir(path);
  if (!folder) return 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char below[2048];
    if (entry->d_name[0] == '.') continue;
    snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
    count += is_json(entry->d_name) ? run_examples(below) : walk(below);
  }
  closedir(folder);
  return count;
}

static void test_examples(void) {
  CU_ASSERT_TRUE(walk(CEMENT_DATA_DIR "/standards") >= 20);
}

int register_golden_suite(void) {
  CU_pSuite suite = CU_add_suite("golden", NULL, NULL);
  if (!suite || !CU_add_test(suite, "distance of decimals", test_near) ||
      !CU_add_test(suite, "golden cases", test_cases) || !CU_add_test(suite, "examples of the editions", test_examples))
    return -1;
  return 0;
}
