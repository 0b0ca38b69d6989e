/* What lay there, what came in and what went out, against what was left; and each opening against the closing before.
 * Sums are exact. No document gives a tolerance, so a difference is one as soon as it shows. */
#include "run/quality.h"

/* A balance of one fuel, or of none. */
typedef struct balance {
  cm_quality *q;
  const cm_quality_stock *stock;
  uint32_t fuel;
  const cm_series_of *opening, *closing;
  CM_VEC(const cm_series_of *) flows; /* of it, all ways */
  cm_month month;
  int32_t decimals; /* the most that a term of the month has */
  bool failed;      /* memory gave out */
  cm_sum all, way;  /* all terms, what goes out taken away; those of one way */
} balance;

static void lack(balance *b, const cm_item *item, const cm_series_of *series, bool zero) {
  cm_stock_lack found = {item, series, zero};
  b->failed |= CM_VEC_PUSH(&b->q->arena, &b->q->lacks, found) != 0;
}

/* Whether the ledger says anything of the line in this month: its observations are in order of months. */
static bool works(const cm_ledger *ledger, uint32_t line, cm_month month) {
  const cm_line *l = &ledger->lines.at[line];
  size_t low = l->first, high = l->first + l->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (ledger->observations.at[middle].month < month)
      low = middle + 1;
    else
      high = middle;
  }
  return low < l->first + l->count && ledger->observations.at[low].month == month;
}

/* With the decimals of the month's terms. What has too many digits for them is shown as it is. */
static cm_rounded shown(const balance *b, const cm_dec *x) {
  cm_rounded r = {*x, cm_dec_decimals(x)};
  (void)cm_dec_round(&r, x, b->decimals < b->stock->decimals ? b->decimals : b->stock->decimals, CM_RULE_HALF_UP);
  return r;
}

/* ---- terms ---- */

static void see_decimals(balance *b, const cm_observation *o) {
  int decimals = cm_dec_decimals(&o->value);
  if (decimals > b->decimals) b->decimals = decimals;
}

static void add(balance *b, const cm_observation *o, bool away) {
  cm_dec x = away ? cm_dec_neg(&o->value) : o->value;
  cm_sum_add(&b->all, &x);
  cm_sum_add(&b->way, &o->value);
  see_decimals(b, o);
}

/* Observations are within 10^±1060, decimals within 10^±1200. */
static cm_dec take(const cm_sum *sum) {
  cm_dec x;
  (void)cm_sum_take(sum, &x);
  return x;
}

/* A flow of all lines and uses: each line that the ledger knows anything of in this month must have what it has in
 * others. */
static void add_flow(balance *b, const cm_item *item, bool away) {
  cm_quality *q = b->q;
  size_t lacks = q->lacks.size;
  bool any = false;
  for (size_t i = 0; i < b->flows.size; i++) {
    const cm_series_of *s = b->flows.at[i];
    if (s->item != item) continue;
    const cm_observation *o = cm_quality_at(s, b->month);
    if (o != NULL) add(b, o, away);
    any |= o != NULL;
    bool due = o == NULL && s->line != CM_NONE && works(q->ledger, s->line, b->month);
    if (due) lack(b, item, s, item->absent_zero);
  }
  if (!any && q->lacks.size == lacks) lack(b, item, NULL, item->absent_zero);
}

static bool is_missing(const cm_quality *q, const cm_stock_month *m) {
  for (size_t i = 0; i < m->lacks; i++) {
    if (!q->lacks.at[m->first_lack + i].zero) return true;
  }
  return false;
}

/* ---- months ---- */

static cm_dec add_flows(balance *b, size_t way) {
  cm_sum_init(&b->way);
  for (size_t i = 0; i < b->stock->flow_count[way]; i++) add_flow(b, b->stock->flows[way][i], way == 1);
  return take(&b->way);
}

/* What should lie there in the end, as far as the terms are there; and its parts. */
static void add_up(balance *b, cm_stock_month *m, cm_dec flows[2], cm_dec *computed) {
  b->decimals = 0;
  cm_sum_init(&b->all);
  if (m->opening == NULL)
    lack(b, b->stock->opening, NULL, false);
  else
    add(b, m->opening, false);
  flows[0] = add_flows(b, 0);
  m->available = take(&b->all);
  flows[1] = add_flows(b, 1);
  *computed = take(&b->all);
  if (m->closing == NULL) lack(b, b->stock->closing, NULL, false);
}

static void compare(balance *b, cm_stock_month *m, const cm_dec *computed) {
  add(b, m->closing, true);
  cm_dec less = take(&b->all);
  less = cm_dec_neg(&less);
  m->computed = shown(b, computed);
  m->difference = shown(b, &less);
  m->state = cm_dec_is_zero(&m->difference.value) ? CM_BALANCE_AGREES : CM_BALANCE_DIFFERS;
}

/* That a month begins with what the one before ended with. */
static void carry(balance *b, cm_stock_month *m) {
  cm_dec before = cm_dec_neg(&m->before->value);
  b->decimals = 0;
  see_decimals(b, m->opening);
  see_decimals(b, m->before);
  cm_sum_init(&b->way);
  cm_sum_add(&b->way, &m->opening->value);
  cm_sum_add(&b->way, &before);
  before = take(&b->way);
  m->carried = shown(b, &before);
}

static void check(balance *b) {
  cm_quality *q = b->q;
  cm_stock_month m = {.stock = b->stock,
                      .fuel = b->fuel,
                      .month = b->month,
                      .opening = cm_quality_at(b->opening, b->month),
                      .closing = cm_quality_at(b->closing, b->month),
                      .before = cm_quality_at(b->closing, b->month - 1),
                      .state = CM_BALANCE_UNKNOWN,
                      .first_lack = q->lacks.size};
  cm_dec flows[2], computed;
  add_up(b, &m, flows, &computed);
  m.lacks = q->lacks.size - m.first_lack;
  if (!is_missing(q, &m)) compare(b, &m, &computed);
  for (size_t way = 0; way < 2; way++) m.flows[way] = shown(b, &flows[way]);
  if (m.opening != NULL && m.before != NULL) carry(b, &m);
  b->failed |= CM_VEC_PUSH(&q->arena, &q->stocks, m) != 0;
}

/* ---- what there are balances of ---- */

static bool is_flow(const cm_quality_stock *stock, const cm_item *item) {
  for (size_t way = 0; way < 2; way++) {
    for (size_t i = 0; i < stock->flow_count[way]; i++) {
      if (stock->flows[way][i] == item) return true;
    }
  }
  return false;
}

static void find_series(balance *b) {
  cm_quality *q = b->q;
  b->flows.size = 0;
  b->opening = cm_quality_find(q, b->stock->opening, CM_NONE, b->fuel, CM_NONE, CM_NONE);
  b->closing = cm_quality_find(q, b->stock->closing, CM_NONE, b->fuel, CM_NONE, CM_NONE);
  for (size_t i = 0; i < q->series.size; i++) {
    const cm_series_of *s = &q->series.at[i];
    if (s->fuel != b->fuel || !is_flow(b->stock, s->item)) continue;
    b->failed |= CM_VEC_PUSH(&q->arena, &b->flows, s) != 0;
  }
}

static void leave(balance *b, uint32_t fuel) {
  cm_stock_absent absent = {b->stock, fuel};
  b->failed |= CM_VEC_PUSH(&b->q->arena, &b->q->unchecked, absent) != 0;
}

/* Of a fuel that came or went, or of none: all months, once one of them has a stock. */
static void check_months(balance *b) {
  const cm_ledger *ledger = b->q->ledger;
  find_series(b);
  bool any = b->opening != NULL || b->closing != NULL;
  if (!any && b->flows.size != 0) leave(b, b->fuel);
  for (size_t i = 0; any && i < ledger->month_count; i++) {
    b->month = ledger->months[i];
    check(b);
  }
}

static void check_stock(balance *b) {
  cm_quality *q = b->q;
  size_t rows = q->stocks.size, unchecked = q->unchecked.size;
  bool fuels = b->stock->opening->sets != 0;
  for (size_t i = 0; i < (fuels ? q->ledger->fuels.size : 1); i++) {
    b->fuel = fuels ? (uint32_t)i : CM_NONE;
    check_months(b);
  }
  if (q->stocks.size > rows) return;
  q->unchecked.size = unchecked; /* none of them: told once */
  leave(b, CM_NONE);
}

int cm_quality_stocks(cm_quality *q) {
  balance *b = CM_NEW(&q->arena, balance); /* too large for a stack */
  if (b == NULL) return -1;
  b->q = q;
  for (size_t i = 0; i < q->rules.stocks.size; i++) {
    b->stock = &q->rules.stocks.at[i];
    check_stock(b);
  }
  return b->failed ? -1 : 0;
}
