/* Private to the reports for people: words and sentences of a run in either language. */
#ifndef CM_RUN_REPORT_WORDS_H
#define CM_RUN_REPORT_WORDS_H

#include "run/report.h"

/* The figure, attribute or option that a finding's key names, by its label where the run tells it. */
cm_str cm_finding_key(const cm_run *run, const cm_finding *finding, cm_language language);
/* The choice of the two texts by language. */
const char *cm_word(cm_language language, const char *en, const char *zh);
/* How far a number's source carries it: "single-source", 单一来源. */
const char *cm_confidence_word(cm_language language, cm_confidence confidence);
/* What is shown of a fuel, a material or a section: the name given in the ledger, its label, or its key. */
cm_str cm_fuel_name(const cm_run *run, uint32_t fuel, cm_language language);
cm_str cm_material_name(const cm_run *run, uint32_t material, cm_language language);
/* "diesel (ignition)"; nothing when the tuple is of nothing. */
void cm_tuple_words(const cm_run *run, cm_tuple tuple, cm_language language, cm_buf *out);
/* A figure's label with its member: "fuel CO2 by fuel: diesel". */
void cm_figure_words(const cm_run *run, const cm_instance *instance, cm_language language, cm_buf *out);
/* What is missing in words, without its period and line: "net calorific value of diesel (kiln)". */
void cm_missing_words(const cm_run *run, const cm_missing *missing, cm_language language, cm_buf *out);
/* "2025-01", "2025". */
cm_str cm_period_words(int32_t number, bool year, char out[CM_PERIOD_TEXT_MAX]);

#endif
