/* Reports of a run. */
#ifndef CM_RUN_REPORT_H
#define CM_RUN_REPORT_H

#include "base/sink.h"
#include "run/run.h"

typedef enum cm_language { CM_EN, CM_ZH } cm_language;

/* What a report shows. */
typedef struct cm_view {
  const cm_run *run;
  const cm_period *period; /* NULL: all */
  cm_str period_text;      /* as given; empty: all */
  cm_language language;
} cm_view;

void cm_report_json(const cm_view *view, cm_sink *sink);
void cm_report_csv(const cm_view *view, cm_sink *sink);
void cm_report_text(const cm_view *view, cm_sink *sink);
void cm_report_markdown(const cm_view *view, cm_sink *sink);

/* The proof of one figure (run/explain*.c). */
void cm_explain(const cm_run *run, size_t figure, cm_language language, cm_sink *sink);

/* A finding as a sentence: its label, the subject where the label leaves it open, and its detail. */
void cm_finding_message(const cm_run *run, const cm_finding *finding, cm_language language, cm_buf *out);
/* The code word of a status: "ok", "incomplete", "not_applicable". */
const char *cm_status_text(uint32_t state);
/* The label in the language, the other one where it is absent, the key where both are. */
cm_str cm_label_text(cm_label label, cm_language language, cm_str key);
#define CM_MISSING_ITEM_MAX 96 /* bytes that such a name takes */
/* "fuel_consumption", or "line.clinker_type" of an attribute. */
cm_str cm_missing_item(const cm_missing *missing, char out[CM_MISSING_ITEM_MAX]);
/* The key of the fuel, material or section that it is of, of a finding also the row of a table; empty: none. */
cm_str cm_missing_of(const cm_run *run, const cm_missing *missing);
cm_str cm_finding_of(const cm_run *run, const cm_finding *finding);

#endif
