/* What the opaque handles hold. Each begins with a mark, so that a handle of another kind is noticed. */
#ifndef CM_API_HANDLES_H
#define CM_API_HANDLES_H

#include <stdatomic.h>

#include <cement/cement.h>

#include "plant/plant.h"
#include "run/columns.h"
#include "run/report.h"

#define CM_MARK_CONTEXT 0x43454d31u
#define CM_MARK_CATALOG 0x43454d32u
#define CM_MARK_LEDGER 0x43454d33u
#define CM_MARK_PLAN 0x43454d34u
#define CM_MARK_RUN 0x43454d35u
#define CM_MARK_COLUMNS 0x43454d36u

struct cement_context {
  uint32_t mark;
  cm_alloc alloc;
  cm_ledger_limits limits;
  const cm_kernels *kernels; /* the loops for this processor */
};

/* busy: a call that changes the object, or writes from it, is under way. What its callbacks call is refused. */
struct cement_catalog {
  uint32_t mark;
  uint32_t busy;
  const cement_context *context;
  cm_catalog catalog;
};

struct cement_ledger {
  uint32_t mark;
  uint32_t busy;
  int refused; /* a document was refused: nothing more is read */
  const cement_context *context;
  cm_ledger ledger;
  cm_plant *plant; /* what was read of its files; NULL: none was */
};

struct cement_plan {
  uint32_t mark;
  uint32_t busy;
  const cement_context *context;
  cm_plan plan;
};

struct cement_run {
  uint32_t mark;
  atomic_flag busy; /* nobody waits for it: the second of two calls is refused, in a callback or in another thread */
  const cement_context *context;
  const cement_plan *plan;
  cm_run run;
};

struct cement_columns {
  uint32_t mark;
  const cement_context *context;
  cm_columns columns;
};

/* ARG with "FUNCTION: WHAT". */
int32_t cm_api_arg(cement_error *err, const char *function, const char *what);
/* STATE: "FUNCTION: called while another call ..." */
int32_t cm_api_busy(cement_error *err, const char *function);
/* Takes the run, which may be one that is only read, for a call that writes from it or into it: false when another call
 * has it. */
bool cm_api_enter(const cement_run *run);
void cm_api_leave(const cement_run *run);
/* Whether the handle is one of its kind; NULL is not. */
#define CM_IS(handle, kind) ((handle) != NULL && (handle)->mark == CM_MARK_##kind)
/* A struct that the caller sized: no shorter than it was when it first came out, when `last` was its last field. */
#define CM_SIZED(type, at, last) ((at) != NULL && (at)->size >= offsetof(type, last) + sizeof((at)->last))
/* Fills such a struct: a shorter one as far as it goes; what a longer one has beyond is left alone, and so is its
 * size. */
#define CM_HAND(out, told) cm_api_hand(out, &(told), sizeof(told))
void cm_api_hand(void *out, const void *told, size_t size);
/* Reads one: what a shorter one does not have is 0; of a longer one the rest is not looked at. */
#define CM_TAKEN(taken, in) cm_api_taken(&(taken), sizeof(taken), in)
void cm_api_taken(void *taken, size_t size, const void *in);

void *cm_api_take(const cement_context *context, size_t size);
void cm_api_give(const cement_context *context, void *block, size_t size);

/* Text copied into a fixed array, or RANGE. */
int cm_api_copy(char *out, size_t room, cm_str text);
/* NULL for the empty text; what is handed out is NUL-terminated where it is kept. */
const char *cm_api_text(cm_str text);

#endif
