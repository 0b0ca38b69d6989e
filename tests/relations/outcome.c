#include "relations/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const editions[] = {"cn.gb-16780@2012", "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024",
                                       "substitution@1"};

static bool refused(world *w, const cement_error *err) {
  snprintf(w->why, sizeof w->why, "refused: %.200s", err->message);
  return false;
}

/* Another leading digit: what a wrong figure looks like. */
static void falsify(cement_figure *f) {
  for (char *c = f->value; *c; c++) {
    if (*c < '0' || *c > '9') continue;
    *c = *c == '9' ? '1' : (char)(*c + 1);
    return;
  }
}

bool outcome_make(world *w, outcome *out, const plant *p, form how) {
  cement_error err = {.size = sizeof err};
  size_t size;
  memset(out, 0, sizeof *out);
  char *text = plant_text(p, how, &size);
  int status = cement_ledger_create(&out->ledger, w->catalog, &err);
  if (!status) status = cement_ledger_read(out->ledger, "plant", text, size, &err);
  if (!status) status = cement_ledger_finish(out->ledger, &err);
  free(text);
  if (!status) status = cement_plan_create(&out->plan, w->catalog, &err);
  for (size_t i = 0; !status && i < sizeof editions / sizeof *editions; i++)
    status = cement_plan_add(out->plan, editions[i], &err);
  if (!status) status = cement_run_create(&out->run, out->plan, out->ledger, &err);
  if (status) return refused(w, &err);
  out->count = cement_run_figure_count(out->run);
  out->at = calloc(out->count + 1, sizeof *out->at);
  if (!out->at) abort();
  unsigned made = w->made++;
  for (size_t i = 0; i < out->count; i++) {
    out->at[i].size = sizeof out->at[i];
    status = cement_run_figure(out->run, &out->at[i], i, &err);
    if (status) return refused(w, &err);
    if (w->broken && (made % 2 == 1 || (made == 0 && strlen(out->at[i].period) == 4))) falsify(&out->at[i]);
  }
  return true;
}

void outcome_free(outcome *o) {
  free(o->at);
  cement_run_destroy(o->run);
  cement_plan_destroy(o->plan);
  cement_ledger_destroy(o->ledger);
  memset(o, 0, sizeof *o);
}

static int32_t keep(void *user, const char *at, size_t size) {
  bytes *b = user;
  if (b->size + size > b->room) {
    b->room = 2 * (b->size + size);
    b->at = realloc(b->at, b->room);
    if (!b->at) abort();
  }
  memcpy(b->at + b->size, at, size);
  b->size += size;
  return 0;
}

static bool written(world *w, bytes *out, int32_t status, const cement_error *err) {
  if (status) return refused(w, err);
  if (w->broken && w->made > 1) out->at[out->size / 2] ^= 1;
  return true;
}

bool outcome_report(world *w, const outcome *o, bytes *out) {
  cement_error err = {.size = sizeof err};
  return written(w, out, cement_run_report(o->run, keep, out, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, &err),
                 &err);
}

bool outcome_canonical(world *w, const outcome *o, bytes *out) {
  cement_error err = {.size = sizeof err};
  return written(w, out, cement_ledger_canonical(o->ledger, keep, out, &err), &err);
}

/* ---- comparing ------------------------------------------------------------------------------------------------------
 */

static bool same_name(const char *a, const char *b) {
  return a == b || (a && b && !strcmp(a, b));
}

const cement_figure *outcome_find(const outcome *o, const cement_figure *f) {
  for (size_t i = 0; i < o->count; i++) {
    const cement_figure *g = &o->at[i];
    if (same_name(f->key, g->key) && same_name(f->edition, g->edition) && same_name(f->line, g->line) &&
        same_name(f->of, g->of) && !strcmp(f->period, g->period))
      return g;
  }
  return NULL;
}

bool figure_is(const cement_figure *f, const char *edition, const char *key) {
  return !strcmp(f->edition, edition) && !strcmp(f->key, key);
}

bool figure_value(const cement_figure *f, cm_dec *out) {
  size_t at;
  return f->status == CEMENT_STATUS_OK && cm_dec_read(cm_str_of(f->value), out, &at) == CM_PARSE_OK;
}

bool dec_near(const cm_dec *a, const cm_dec *b) {
  cm_dec difference, allowed = cm_dec_abs(a);
  if (cm_dec_cmp(&allowed, &cm_dec_one) < 0) allowed = cm_dec_one;
  if (cm_dec_sub(&difference, a, b) < 0 || cm_dec_shift(&allowed, &allowed, -22) != CM_DEC_OK) return false;
  difference = cm_dec_abs(&difference);
  return cm_dec_cmp(&difference, &allowed) <= 0;
}

bool differs(world *w, const cement_figure *f, const char *other) {
  snprintf(w->why, sizeof w->why, "%s %s %s %s %s: %s, then %s", f->edition, f->line ? f->line : "", f->period, f->key,
           f->of ? f->of : "", f->status == CEMENT_STATUS_OK ? f->value : "no value", other);
  return false;
}

static bool alike(const cement_figure *f, const cement_figure *g, change how) {
  cm_dec a, b;
  if (f->status != g->status) return false;
  if (f->status != CEMENT_STATUS_OK || how == ANY) return true;
  if (how == SAME_TEXT) return !strcmp(f->value, g->value) && !strcmp(f->display, g->display) && f->grade == g->grade;
  return figure_value(f, &a) && figure_value(g, &b) && dec_near(&a, &b);
}

bool outcomes_alike(world *w, const outcome *a, const outcome *b, change how, bool (*wanted)(const cement_figure *f)) {
  for (size_t i = 0; i < a->count; i++) {
    const cement_figure *f = &a->at[i];
    if (wanted && !wanted(f)) continue;
    const cement_figure *g = outcome_find(b, f);
    if (!g) return differs(w, f, "not listed");
    if (!alike(f, g, how)) return differs(w, f, g->status == CEMENT_STATUS_OK ? g->value : "no value");
  }
  return true;
}
