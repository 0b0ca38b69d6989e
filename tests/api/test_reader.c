/* Documents that a reader brings: in pieces of any size, cut off anywhere, too long, or by a reader that misbehaves. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"
#include "api/text.h"

int register_reader_suite(void);

typedef struct source {
  const char *at;
  size_t left, piece;    /* at most so many bytes a call */
  size_t calls, fail_at; /* from 1; 0: never */
  size_t lies;           /* tells so many bytes more than there was room for */
  size_t asked;          /* the largest room */
} source;

static int32_t bring(void *user, char *buffer, size_t room, size_t *got) {
  source *s = user;
  if (room > s->asked) s->asked = room;
  if (++s->calls == s->fail_at) {
    if (s->lies) *got = room + s->lies;
    return s->lies ? 0 : 5;
  }
  size_t n = s->left < room ? s->left : room;
  if (s->piece && n > s->piece) n = s->piece;
  memcpy(buffer, s->at, n);
  s->at += n;
  s->left -= n;
  *got = n;
  return 0;
}

typedef struct world {
  host counts;
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
} world;

static void open_world(world *w, cement_config config) {
  cement_config own = config_of(&w->counts);
  config.size = own.size;
  config.allocate = own.allocate;
  config.reallocate = own.reallocate;
  config.release = own.release;
  config.user = own.user;
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w->ledger, w->catalog, NULL), CEMENT_OK);
}

static void close_world(world *w) {
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
  CU_ASSERT_EQUAL(w->counts.blocks, 0);
  CU_ASSERT_EQUAL(w->counts.held, 0);
  CU_ASSERT_EQUAL(w->counts.zero_sizes, 0);
  CU_ASSERT_EQUAL(w->counts.wrong_sizes, 0);
}

static void canonical(cement_ledger *ledger, written *t) {
  t->size = 0;
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_canonical(ledger, text_gather, t, NULL), CEMENT_OK);
}

/* Pieces of 1, 2, 4095, 4096, 4097 bytes and as many as there is room for: the same ledger as read at once. */
static void test_pieces(void) {
  static const size_t pieces[] = {1, 2, 4095, 4096, 4097, 0};
  written whole = {0}, again = {0};
  char *document = text_of_example("synthetic-plant.ledger.json");
  world w = {0};
  open_world(&w, (cement_config){0});
  CU_ASSERT_TRUE(strlen(document) > 4097);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(w.ledger, "d", document, strlen(document), NULL), CEMENT_OK);
  canonical(w.ledger, &whole);
  close_world(&w);
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    source s = {.at = document, .left = strlen(document), .piece = pieces[i]};
    open_world(&w, (cement_config){0});
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", bring, &s, NULL), CEMENT_OK);
    canonical(w.ledger, &again);
    CU_ASSERT_EQUAL(again.size, whole.size);
    CU_ASSERT_EQUAL(memcmp(again.at, whole.at, whole.size), 0);
    close_world(&w);
  }
  free(whole.at);
  free(again.at);
  free(document);
}

/* A reader that stops, or lies, at its n-th call, for every n: IO, and the same ledger then reads the document. */
static void test_stops(void) {
  char *document = text_of_example("synthetic-plant.ledger.json");
  size_t size = strlen(document), calls = 1; /* until the first good one tells */
  for (size_t n = 1; n <= calls; n++) {
    world w = {0};
    cement_error err = {.size = sizeof err};
    source s = {.at = document, .left = size, .piece = 970, .fail_at = n, .lies = n % 2};
    source good = {.at = document, .left = size, .piece = 970};
    open_world(&w, (cement_config){0});
    uint64_t held = w.counts.held;
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "a.json", bring, &s, &err), CEMENT_E_IO);
    CU_ASSERT_EQUAL(err.code, CEMENT_E_IO);
    CU_ASSERT_STRING_EQUAL(err.source, "a.json");
    CU_ASSERT_EQUAL(err.offset, size - s.left);
    CU_ASSERT_EQUAL(s.calls, n);
    CU_ASSERT_EQUAL(w.counts.held, held);
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "a.json", bring, &good, &err), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_ledger_finish(w.ledger, &err), CEMENT_OK);
    close_world(&w);
    calls = good.calls;
  }
  CU_ASSERT_TRUE(calls > size / 970);
  free(document);
}

/* Blanks without an end: at the limit of CSV it stops, having asked for no more than one byte beyond. */
static int32_t bring_blanks(void *user, char *buffer, size_t room, size_t *got) {
  source *s = user;
  s->calls++;
  s->left += room;
  memset(buffer, s->piece ? '{' : ' ', room);
  *got = room;
  return 0;
}

static void test_limits(void) {
  static const size_t limits[] = {1, 4095, 4096, 4097, 100000};
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    for (size_t json = 0; json < 2; json++) {
      world w = {0};
      cement_error err = {.size = sizeof err};
      source s = {.piece = json};
      size_t largest = limits[i] > 4096 ? limits[i] : 4096; /* the first piece is asked for before its kind is known */
      open_world(&w, (cement_config){.csv_bytes = json ? 0 : limits[i], .json_bytes = json ? limits[i] : 0});
      CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "long", bring_blanks, &s, &err), CEMENT_E_LIMIT);
      CU_ASSERT_STRING_EQUAL(err.source, "long");
      CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "too long"));
      CU_ASSERT_TRUE(s.left > limits[i] && s.left <= (json ? largest : limits[i]) + 1);
      CU_ASSERT_EQUAL(cement_ledger_put(w.ledger, &(cement_observation){.size = sizeof(cement_observation)}, &err),
                      json || limits[i] > 100 ? CEMENT_E_MISSING
                                              : CEMENT_E_LIMIT); /* the ledger is as it was: it takes rows */
      close_world(&w);
    }
  }
}

/* At its limit to the byte a document is read; one below it is not. */
static void test_exact(void) {
  char *document = text_of_example("synthetic-plant.ledger.json");
  for (size_t less = 0; less < 2; less++) {
    world w = {0};
    cement_error err = {.size = sizeof err};
    source s = {.at = document, .left = strlen(document), .piece = 100};
    open_world(&w, (cement_config){.json_bytes = strlen(document) - less});
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", bring, &s, &err), less ? CEMENT_E_LIMIT : CEMENT_OK);
    close_world(&w);
  }
  free(document);
}

/* What is held while a document comes counts against the memory limit. */
static void test_memory_limit(void) {
  world w = {0};
  source s = {0};
  cement_context *small;
  cement_config config = config_of(&w.counts);
  config.memory_limit = 4u << 20;
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&small, &config, NULL), CEMENT_OK);
  w.context = small;
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w.catalog, w.context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w.ledger, w.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "long", bring_blanks, &s, NULL), CEMENT_E_NOMEM);
  CU_ASSERT_EQUAL(s.left, 4u << 20);
  close_world(&w);
}

/* What the reader brings is judged as cement_ledger_read would. */
static void test_contents(void) {
  static const struct {
    const char *text;
    int32_t code;
    uint32_t line;
  } cases[] = {{"", CEMENT_E_SYNTAX, 1},
               {"   ", CEMENT_E_SYNTAX, 1},
               {"{\"schema\": 1}", CEMENT_E_SCHEMA, 1},
               {"line,period,item,of,value,unit\n\xff", CEMENT_E_ENCODING, 2},
               {"line,period\n", CEMENT_E_SCHEMA, 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    world w = {0};
    cement_error a = {.size = sizeof a}, b = {.size = sizeof b};
    source s = {.at = cases[i].text, .left = strlen(cases[i].text), .piece = 3};
    open_world(&w, (cement_config){0});
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", bring, &s, &a), cases[i].code);
    CU_ASSERT_EQUAL(a.line, cases[i].line);
    CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", bring, &s, &b), CEMENT_E_STATE);
    cement_ledger_destroy(w.ledger);
    CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w.ledger, w.catalog, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_ledger_read(w.ledger, "d", cases[i].text, strlen(cases[i].text), &b), cases[i].code);
    CU_ASSERT_STRING_EQUAL(a.message, b.message);
    CU_ASSERT_EQUAL(a.offset, b.offset);
    close_world(&w);
  }
}

static void test_arguments(void) {
  world w = {0};
  source s = {0};
  open_world(&w, (cement_config){0});
  CU_ASSERT_EQUAL(cement_ledger_read_from(NULL, "d", bring, &s, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_from((cement_ledger *)(void *)w.catalog, "d", bring, &s, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, NULL, bring, &s, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", NULL, &s, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(s.calls, 0);
  close_world(&w);
}

int register_reader_suite(void) {
  CU_pSuite suite = CU_add_suite("reader", NULL, NULL);
  CU_add_test(suite, "pieces of any size", test_pieces);
  CU_add_test(suite, "one that stops or lies at any call", test_stops);
  CU_add_test(suite, "one without an end", test_limits);
  CU_add_test(suite, "limit to the byte", test_exact);
  CU_add_test(suite, "memory limit", test_memory_limit);
  CU_add_test(suite, "what it brings", test_contents);
  CU_add_test(suite, "arguments", test_arguments);
  return (int)CU_get_error();
}
