/* A document that a reader brings piece by piece. It is whole before the ledger sees any of it. */
#include "ledger/ledger.h"

typedef struct fetched {
  const cm_alloc *alloc;
  char *at;
  size_t size, room;
} fetched;

#define FIRST_ROOM ((size_t)4096)

/* Room for another piece: twice as much, but no more than what shows that the document is too long. What kind it is
 * can be told from its beginning, which is looked at only here. */
static int grow(fetched *f, const cm_ledger_limits *limits) {
  size_t most = cm_ledger_bytes_max((cm_str){f->at, f->size}, limits);
  if (f->size > most) return CEMENT_E_LIMIT;
  size_t room = f->room == 0 ? FIRST_ROOM : f->room > most / 2 ? most + 1 : 2 * f->room;
  if (room > most + 1) room = most + 1;
  if (room > f->alloc->limit) return CEMENT_E_NOMEM;
  char *at = f->at == NULL ? f->alloc->allocate(f->alloc->user, room)
                           : f->alloc->reallocate(f->alloc->user, f->at, f->room, room);
  if (at == NULL) return CEMENT_E_NOMEM;
  f->at = at;
  f->room = room;
  return CEMENT_OK;
}

static int fetch(fetched *f, cement_reader read, void *user, const cm_ledger_limits *limits) {
  for (;;) {
    int status = f->size < f->room ? CEMENT_OK : grow(f, limits);
    if (status != CEMENT_OK) return status;
    size_t room = f->room - f->size, got = 0;
    if (read(user, f->at + f->size, room, &got) != 0 || got > room) return CEMENT_E_IO;
    if (got == 0) return f->size > cm_ledger_bytes_max((cm_str){f->at, f->size}, limits) ? CEMENT_E_LIMIT : CEMENT_OK;
    f->size += got;
  }
}

int cm_ledger_fetch(cm_ledger *ledger, cm_str name, cement_reader read, void *user, const cm_ledger_limits *limits,
                    bool *taken, cement_error *err) {
  fetched f = {.alloc = ledger->arena.alloc};
  int status = fetch(&f, read, user, limits);
  *taken = status == CEMENT_OK;
  if (*taken) {
    status = cm_ledger_add(ledger, name, (cm_str){f.at, f.size}, limits, err);
  } else if (status == CEMENT_E_NOMEM) {
    (void)cm_nomem(err);
  } else if (status == CEMENT_E_LIMIT) {
    (void)cm_ledger_too_long(name, err);
  } else {
    (void)cm_fail(err, CEMENT_E_IO, ((cm_place){name, f.size, 0, 0}), CM_S("the document could not be read"));
  }
  if (f.at != NULL) f.alloc->release(f.alloc->user, f.at, f.room);
  return status;
}
