/* The book into the ledger, month by month. */
#include "base/sort.h"
#include "plant/months.h"

/* What is sorted: each entry's quantity and month, then its day. */
typedef struct order_key {
  uint32_t whole;
  cm_month month;
  int32_t day;
  uint32_t part; /* the series */
} order_key;

static int compare(const void *context, uint32_t a, uint32_t b) {
  const order_key *x = (const order_key *)context + a, *y = (const order_key *)context + b;
  if (x->whole != y->whole) return x->whole < y->whole ? -1 : 1;
  if (x->month != y->month) return x->month < y->month ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->part < y->part ? -1 : x->part > y->part;
}

typedef struct sorted {
  order_key *keys;
  uint32_t *index;
  size_t count, at;
} sorted;

static order_key key_of(const cm_book *book, uint32_t series, uint32_t tally, int32_t day) {
  return (order_key){book->series.at[series].whole, book->tallies.at[tally].month, day, series};
}

static int sort(cm_arena *arena, sorted *s) {
  s->index = cm_sorted(arena, s->count, compare, s->keys);
  return s->index == NULL ? -1 : 0;
}

/* The entries of the quantity and month, which come next. */
static const uint32_t *next(sorted *s, const order_key *key, size_t *count) {
  const uint32_t *first = s->index + s->at;
  *count = 0;
  while (s->at < s->count && s->keys[s->index[s->at]].whole == key->whole &&
         s->keys[s->index[s->at]].month == key->month) {
    s->at++;
    ++*count;
  }
  return first;
}

static int sort_all(const cm_book *book, cm_arena *arena, sorted *tallies, sorted *days, sorted *months) {
  *tallies = (sorted){CM_NEWS(arena, order_key, book->tallies.size), NULL, book->tallies.size, 0};
  *days = (sorted){CM_NEWS(arena, order_key, book->days.size), NULL, book->days.size, 0};
  *months = (sorted){CM_NEWS(arena, order_key, book->months.size), NULL, book->months.size, 0};
  if (tallies->keys == NULL || days->keys == NULL || months->keys == NULL) return -1;
  for (uint32_t i = 0; i < tallies->count; i++) tallies->keys[i] = key_of(book, book->tallies.at[i].series, i, 0);
  for (size_t i = 0; i < days->count; i++) {
    const cm_day_sum *day = &book->days.at[i];
    days->keys[i] = key_of(book, day->series, day->tally, day->day);
  }
  for (size_t i = 0; i < months->count; i++) {
    months->keys[i] = key_of(book, book->months.at[i].series, book->months.at[i].tally, 0);
  }
  return sort(arena, tallies) || sort(arena, days) || sort(arena, months);
}

static int fold_days(cm_month_work *w) {
  bool stock = cm_is_stock(w->series->item);
  if (!stock && !w->series->flow) return cm_months_mean(w);
  int status = cm_month_check_twice(w);
  if (status != CEMENT_OK) return status;
  return stock ? cm_months_stock(w) : cm_months_sum(w);
}

static int fold_month(cm_month_work *w) {
  int status = fold_days(w);
  if (status == CEMENT_OK) status = cm_months_whole(w);
  cm_arena_free(&w->scratch);
  return status;
}

static int fold_all(cm_month_work *w, cm_arena *arena) {
  const cm_book *book = &w->plant->book;
  sorted tallies, days, months;
  int status = CEMENT_OK;
  if (sort_all(book, arena, &tallies, &days, &months)) return cm_month_nomem(w);
  while (tallies.at < tallies.count && status == CEMENT_OK) {
    const order_key *key = &tallies.keys[tallies.index[tallies.at]];
    w->series = &book->series.at[key->whole];
    w->month = key->month;
    w->tallies = next(&tallies, key, &w->tally_count);
    w->days = next(&days, key, &w->day_count);
    w->months = next(&months, key, &w->month_count);
    status = fold_month(w);
  }
  return status;
}

int cm_plant_finish(cm_plant *plant, const cm_ledger_limits *limits, cement_error *err) {
  cm_builder *b = plant->ledger->builder;
  cm_arena arena;
  if (!plant->files) return CEMENT_OK;
  cm_build_close_puts(b);
  b->limits = limits;
  b->err = err;
  cm_month_work w = {.plant = plant, .builder = b, .err = err};
  cm_arena_init(&arena, plant->arena.alloc);
  cm_arena_init(&w.scratch, plant->arena.alloc);
  cm_map_init(&w.wholes, &arena);
  cm_map_init(&w.told, &arena);
  int status = cm_months_settle(&w);
  if (status == CEMENT_OK) status = fold_all(&w, &arena);
  cm_arena_free(&w.scratch);
  cm_arena_free(&arena);
  return status;
}
