/* Months of the ledger outside an edition's life. The caller chooses the edition, so that old months can be seen by new
 * rules; the report says so (docs/decisions/0008-outside-its-life.md). */
#include "run/findings.h"

typedef struct life {
  const cm_month *months;
  const cm_edition *edition;
} life;

static bool outside(const void *of, size_t i) {
  const life *l = of;
  return l->months[i] < l->edition->first_whole || l->months[i] > l->edition->last_whole;
}

static void add_life(cm_buf *buf, const cm_edition *edition) {
  cm_buf_add_c(buf, " (");
  cm_buf_add(buf, edition->effective);
  cm_buf_add_c(buf, "..");
  cm_buf_add(buf, edition->until);
  cm_buf_add_c(buf, ")");
}

int cm_findings_force(cm_run *run, cement_error *err) {
  for (size_t e = 0; e < run->plan->editions.size; e++) {
    const cm_edition *edition = run->plan->editions.at[e].edition;
    cm_buf buf;
    cm_buf_init(&buf, &run->arena);
    life l = {run->ledger->months, edition};
    if (!cm_months_add(&buf, l.months, run->ledger->month_count, outside, &l, " ")) continue;
    add_life(&buf, edition);
    if (buf.failed) return cm_nomem(err);
    cm_finding f = cm_finding_make(&cm_own_findings[CM_F_NOT_IN_FORCE]);
    f.edition = (uint32_t)e;
    f.detail = cm_buf_text(&buf);
    int status = cm_finding_raise(run, f, err);
    if (status) return status;
  }
  return CEMENT_OK;
}
