/* mutate: every prefix and every single-byte change of a small ledger, as JSON and as CSV, through the public header.
 *
 * Each must be taken or refused with a known code, a message and a place inside the text; what is taken must run. No
 * expectation on which: the sanitizers and the limits of memory are the judges. A proper prefix of the JSON must always
 * be refused. */
#include <cement/cement.h>
#include <stdio.h>
#include <string.h>

static const char json[] =
    "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"HZ\",\"altitude\":{\"value\":1800,\"unit\":\"m\"}},"
    "\"lines\":[{\"id\":\"L1\",\"clinker_type\":\"portland\"}],"
    "\"fuels\":[{\"id\":\"mix\",\"origin\":\"alternative\",\"state\":\"solid\",\"biogenic_share\":0.4}],"
    "\"observations\":[{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"clinker_output\",\"value\":1.10e2,\"unit\":"
    "\"kt\"},"
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"fuel_heat\",\"of\":\"mix\",\"value\":\"20\",\"unit\":\"GJ\","
    "\"method\":\"measured\",\"note\":\"\\u716422\"}]}";

static const char csv[] = "line,period,item,of,value,unit,note\n"
                          ",,facility.id,,HZ,,\n"
                          ",,facility.altitude,,1800,m,\n"
                          "L1,,line.clinker_type,,portland,,\n"
                          "L1,2025-01,clinker_output,,110,kt,\"a \"\"b\"\"\"\n"
                          "L1,2025-01,fuel_heat,rdf,20,GJ,\xe7\x85\xa4\n";

static unsigned long long taken, refused;

static int32_t count(void *user, const char *bytes, size_t size) {
  (void)bytes;
  *(size_t *)user += size;
  return 0;
}

static int wrong(const char *what, const char *text, size_t size) {
  fprintf(stderr, "mutate: %s:\n", what);
  fwrite(text, 1, size, stderr);
  fputc('\n', stderr);
  return -1;
}

/* Reads one text; 1 taken, 0 refused, -1 a rule is broken. */
static int try_text(const cement_catalog *catalog, const cement_plan *plan, const char *text, size_t size) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  cement_run *run;
  size_t written = 0;
  if (cement_ledger_create(&ledger, catalog, &err) != CEMENT_OK) return wrong("no ledger", text, size);
  int32_t status = cement_ledger_read(ledger, "mutate", text, size, &err);
  if (status == CEMENT_OK) status = cement_ledger_finish(ledger, &err);
  if (status == CEMENT_OK) {
    status = cement_run_create(&run, plan, ledger, &err);
    if (status == CEMENT_OK) {
      status = cement_run_report(run, count, &written, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, &err);
      cement_run_destroy(run);
      if (status != CEMENT_OK || !written) status = CEMENT_E_INTERNAL;
    }
  }
  cement_ledger_destroy(ledger);
  if (status == CEMENT_OK) {
    taken++;
    return 1;
  }
  refused++;
  if (status != err.code || status < CEMENT_E_INTEGRITY || status > 0) return wrong("code", text, size);
  if (!err.message[0] || !memchr(err.message, '\0', sizeof err.message)) return wrong("message", text, size);
  if (err.offset > size) return wrong("place", text, size);
  return 0;
}

static int all_changes(const cement_catalog *catalog, const cement_plan *plan, const char *whole, size_t size,
                       int prefixes_refused) {
  char text[1024];
  if (size > sizeof text) return -1;
  if (try_text(catalog, plan, whole, size) != 1) return wrong("the ledger itself", whole, size);
  for (size_t length = 0; length < size; length++) {
    memcpy(text, whole, length);
    int result = try_text(catalog, plan, text, length);
    if (result < 0) return -1;
    if (result && prefixes_refused) return wrong("prefix taken", text, length);
  }
  for (size_t at = 0; at < size; at++) {
    memcpy(text, whole, size);
    for (int byte = 0; byte < 256; byte++) {
      text[at] = (char)byte;
      if (try_text(catalog, plan, text, size) < 0) return -1;
    }
    memmove(text + at, text + at + 1, size - at - 1); /* one byte fewer */
    if (try_text(catalog, plan, text, size - 1) < 0) return -1;
  }
  return 0;
}

int main(void) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_error err = {.size = sizeof err};
  cement_context *context;
  cement_catalog *catalog;
  cement_plan *plan;
  if (cement_context_create(&context, NULL, &err) || cement_catalog_create(&catalog, context, &err) ||
      cement_plan_create(&plan, catalog, &err)) {
    fprintf(stderr, "mutate: %s\n", err.message);
    return 1;
  }
  for (size_t i = 0; i < 3; i++) {
    if (cement_plan_add(plan, editions[i], &err)) {
      fprintf(stderr, "mutate: %s\n", err.message);
      return 1;
    }
  }
  int bad = all_changes(catalog, plan, json, sizeof json - 1, 1) || all_changes(catalog, plan, csv, sizeof csv - 1, 0);
  cement_plan_destroy(plan);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  printf("mutate: %llu taken, %llu refused\n", taken, refused);
  return bad;
}
