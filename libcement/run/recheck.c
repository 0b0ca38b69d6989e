#include "run/recheck.h"

#include "std/read.h"

typedef struct recheck {
  cm_arena arena;
  cm_reader reader; /* of the report */
  const cm_json *report;
  cm_plan plan;
  cm_run run;
  cm_buf again;
  cement_difference *out;
} recheck;

/* ---- what the report asks for ---- */

static void read_plan(recheck *k) {
  cm_reader *r = &k->reader;
  const cm_json *editions = cm_reader_get(r, k->report, "editions", true),
                *options = cm_reader_get(r, k->report, "options", true);
  if (!cm_reader_is(r, editions, CM_JSON_ARRAY) || !cm_reader_is(r, options, CM_JSON_OBJECT)) return;
  for (const cm_json *e = editions->child; e && cm_reader_is(r, e, CM_JSON_OBJECT); e = e->next) {
    const cm_json *id = cm_reader_get(r, e, "id", true);
    if (cm_reader_is(r, id, CM_JSON_STRING)) r->status = cm_plan_add(&k->plan, id->text, r->err);
  }
  for (const cm_json *e = options->child; e && cm_reader_is(r, e, CM_JSON_OBJECT); e = e->next)
    for (const cm_json *o = e->child; o && cm_reader_is(r, o, CM_JSON_STRING); o = o->next)
      if ((r->status = cm_plan_option(&k->plan, e->key, o->key, o->text, r->err))) return;
}

static void check_schema(recheck *k) {
  cm_reader *r = &k->reader;
  const cm_json *schema =
      cm_reader_is(r, k->report, CM_JSON_OBJECT) ? cm_reader_get(r, k->report, "schema", true) : NULL;
  if (cm_reader_is(r, schema, CM_JSON_STRING) && !cm_str_is(schema->text, "cement-report/1"))
    cm_refuse(r, CEMENT_E_SCHEMA, schema, CM_S("schema \""), schema->text, CM_S("\" read, cement-report/1 expected"));
}

static int32_t gather(void *user, const char *bytes, size_t size) {
  cm_buf *buf = user;
  cm_buf_add(buf, (cm_str){bytes, size});
  return buf->failed;
}

/* Writes the report as it comes out now. */
static void write_again(recheck *k) {
  cm_reader *r = &k->reader;
  const cm_json *periods = cm_reader_get(r, k->report, "periods", true),
                *language = cm_reader_get(r, k->report, "language", true);
  cm_period span;
  if (r->status) return;
  bool all = periods->type == CM_JSON_NULL;
  if (!all && (!cm_reader_is(r, periods, CM_JSON_STRING) || cm_period_read(periods->text, &span))) {
    cm_refuse(r, CEMENT_E_SCHEMA, periods, CM_S("periods: a month, a year or a range expected"));
    return;
  }
  cm_view view = {&k->run, all ? NULL : &span, all ? CM_S("") : periods->text, CM_EN};
  if (language->type == CM_JSON_STRING && cm_str_is(language->text, "zh")) view.language = CM_ZH;
  cm_sink sink;
  cm_buf_init(&k->again, &k->arena);
  cm_sink_init(&sink, gather, &k->again);
  cm_report_json(&view, &sink);
  if (cm_sink_finish(&sink)) cm_reader_nomem(r);
}

/* ---- comparison ---- */

/* Where the walk is: keys and indices from the root. */
typedef struct path {
  const struct path *up;
  const cm_json *value;
  size_t index; /* in an array */
} path;

static size_t put(char *out, size_t room, size_t used, cm_str text) {
  text = cm_str_cut(text, room - 1 - used);
  if (text.size) memcpy(out + used, text.at, text.size);
  out[used + text.size] = '\0';
  return used + text.size;
}

static size_t put_path(const path *p, char *out, size_t room, size_t used) {
  char digits[CM_U64_TEXT_MAX];
  if (!p->up) return used;
  used = put_path(p->up, out, room, used);
  if (p->up->value->type == CM_JSON_OBJECT) {
    if (used) used = put(out, room, used, CM_S("."));
    return put(out, room, used, p->value->key);
  }
  used = put(out, room, used, CM_S("["));
  used = put(out, room, used, cm_u64_text(p->index, digits));
  return put(out, room, used, CM_S("]"));
}

/* The line, period and key of the result or finding that the path goes through. */
static size_t put_subject(const path *p, char *out, size_t room, size_t used) {
  static const char *const keys[] = {"edition", "line", "period", "key", "code", "of"};
  bool any = false;
  while (p->up->up && p->up->up->up) p = p->up; /* the report itself is an object: what differs lies below */
  if (p->value->type != CM_JSON_OBJECT) p = p->up;
  if (p->value->type != CM_JSON_OBJECT || !p->up) return used;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const cm_json *m = cm_json_get(p->value, keys[i]);
    if (!m || m->type != CM_JSON_STRING) continue;
    used = put(out, room, used, any ? CM_S(" ") : CM_S(" ("));
    used = put(out, room, used, m->text);
    any = true;
  }
  return any ? put(out, room, used, CM_S(")")) : used;
}

static cm_str shown(const cm_json *v) {
  static const char *const names[] = {"null", "false", "true", "", "", "(an array)", "(an object)"};
  if (!v) return CM_S("(absent)");
  if (v->type == CM_JSON_NUMBER || v->type == CM_JSON_STRING) return v->text;
  return cm_str_of(names[v->type]);
}

static bool differs(recheck *k, const path *p, cm_str report, cm_str again) {
  cement_difference *d = k->out;
  size_t used = put_path(p, d->where, sizeof d->where, 0);
  put_subject(p, d->where, sizeof d->where, used);
  put(d->report, sizeof d->report, 0, report);
  put(d->again, sizeof d->again, 0, again);
  d->found = 1;
  return true;
}

/* The library may be another one by now. */
static const cm_json *version_of(const cm_json *report) {
  return cm_json_get(cm_json_get(report, "library"), "version");
}

/* Whether anything differs below; the first difference is written down. */
static bool compare(recheck *k, const path *p, const cm_json *a, const cm_json *b) {
  if (a->type != b->type) return differs(k, p, shown(a), shown(b));
  if (a->type != CM_JSON_OBJECT && a->type != CM_JSON_ARRAY) {
    if (a == version_of(k->report) || cm_str_eq(a->text, b->text)) return false;
    return differs(k, p, a->text, b->text);
  }
  const cm_json *x = a->child, *y = b->child;
  for (size_t i = 0; x || y; i++) {
    path inner = {p, x ? x : y, i};
    if (!x || !y) return differs(k, &inner, shown(x), shown(y));
    if (!cm_str_eq(x->key, y->key)) return differs(k, &inner, shown(x), CM_S("(another key)"));
    if (compare(k, &inner, x, y)) return true;
    x = x->next;
    y = y->next;
  }
  return false;
}

/* The same in every field: then the bytes must agree as well, but for the version. */
static void compare_bytes(recheck *k) {
  const cm_json *va = version_of(k->report);
  cm_str a = k->reader.text, b = cm_buf_text(&k->again);
  size_t i = 0, j = 0;
  while (i < a.size && j < b.size) {
    if (i == va->offset) {
      /* the texts agree up to here, so j is at its version too; both were read, so a quote ends each */
      for (i++; a.at[i] != '"'; i++) continue;
      for (j++; b.at[j] != '"'; j++) continue;
    }
    if (a.at[i] != b.at[j]) break;
    i++;
    j++;
  }
  if (i == a.size && j == b.size) return;
  char digits[CM_U64_TEXT_MAX];
  cm_place place = cm_place_at(k->reader.source, a, i);
  size_t used = put(k->out->where, sizeof k->out->where, 0, CM_S("layout, line "));
  put(k->out->where, sizeof k->out->where, used, cm_u64_text(place.line, digits));
  put(k->out->report, sizeof k->out->report, 0, cm_str_slice(a, i, i + 1));
  put(k->out->again, sizeof k->out->again, 0, cm_str_slice(b, j, j + 1));
  k->out->found = 1;
}

static int compare_reports(recheck *k, const cm_json_limits *limits, cement_error *err) {
  cm_json *again;
  int status = cm_json_read(&k->arena, &again, CM_S("again"), cm_buf_text(&k->again), limits, err);
  if (status) return status;
  path root = {NULL, k->report, 0};
  if (!compare(k, &root, k->report, again)) compare_bytes(k);
  return CEMENT_OK;
}

int cm_recheck(const cm_catalog *catalog, const cm_ledger *ledger, const cm_alloc *alloc, const cm_json_limits *limits,
               cm_str name, cm_str text, cement_difference *out, cement_error *err) {
  /* a report is long where a ledger is not: its messages, its number of values */
  cm_json_limits wide = *limits;
  wide.string_bytes = 65536;
  wide.keys = 4096;
  cement_difference found = {.size = out->size};
  recheck k = {.out = &found};
  cm_json *root;
  cm_arena_init(&k.arena, alloc);
  int status = cm_json_read(&k.arena, &root, name, text, &wide, err);
  if (!status) {
    k.report = root;
    k.reader = (cm_reader){.arena = &k.arena, .source = name, .text = text, .err = err};
    cm_plan_init(&k.plan, alloc, catalog);
    check_schema(&k);
    read_plan(&k);
    status = k.reader.status;
    if (!status) {
      status = cm_run_init(&k.run, alloc, &k.plan, ledger, err);
      if (!status) write_again(&k);
      if (!status) status = k.reader.status;
      if (!status) status = compare_reports(&k, &wide, err);
      cm_run_free(&k.run);
    }
    cm_plan_free(&k.plan);
  }
  cm_arena_free(&k.arena);
  if (!status) *out = found;
  return status;
}
