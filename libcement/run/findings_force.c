/* Months of the ledger outside an edition's life. The caller chooses the edition, so that old months can be seen by new
 * rules; the report says so (docs/decisions/0008-outside-its-life.md). */
#include "run/findings.h"

static bool outside(const cm_edition *edition, cm_month month) {
  return month < edition->first_whole || month > edition->last_whole;
}

/* The ledger's months outside, neighbours folded into ranges; false: none. */
static bool add_outside(cm_buf *buf, const cm_ledger *ledger, const cm_edition *edition) {
  bool any = false;
  for (size_t i = 0; i < ledger->month_count; i++) {
    size_t first = i;
    if (!outside(edition, ledger->months[i])) continue;
    while (i + 1 < ledger->month_count && ledger->months[i + 1] == ledger->months[i] + 1 &&
           outside(edition, ledger->months[i + 1]))
      i++;
    cm_add_months(buf, ledger->months[first], ledger->months[i]);
    any = true;
  }
  return any;
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
    if (!add_outside(&buf, run->ledger, edition)) continue;
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
