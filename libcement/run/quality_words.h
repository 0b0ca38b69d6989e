/* Private to the report of data quality: what its series and numbers are called. */
#ifndef CM_RUN_QUALITY_WORDS_H
#define CM_RUN_QUALITY_WORDS_H

#include "run/quality.h"

/* The methods by their keys; "given" where none is told. */
extern const char *const cm_quality_methods[CM_METHODS];
/* The id of the fuel, material or section; empty when there is none. */
cm_str cm_quality_of(const cm_ledger *ledger, const cm_series_of *series);
cm_str cm_quality_unit(const cm_ledger *ledger, const cm_series_of *series, char out[CM_UNIT_TEXT_MAX]);
/* "net calorific value as received of bituminous coal (kiln)", 烟煤（窑用）收到基低位发热量. */
void cm_quality_name(const cm_ledger *ledger, const cm_series_of *series, cm_language language, cm_buf *out);
/* In percent, two decimals; false where the whole is nothing. */
bool cm_quality_percent(const cm_dec *part, const cm_dec *whole, cm_rounded *out);

#endif
