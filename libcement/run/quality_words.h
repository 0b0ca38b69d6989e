/* Private to the report of data quality: what its series and numbers are called. */
#ifndef CM_RUN_QUALITY_WORDS_H
#define CM_RUN_QUALITY_WORDS_H

#include "run/quality.h"

/* The methods by their keys; "given" where none is told. */
extern const char *const cm_quality_methods[CM_METHODS];
/* The id of the fuel, material or section; empty when there is none. */
cm_str cm_quality_of(const cm_ledger *ledger, const cm_series_of *series);
cm_str cm_quality_unit(const cm_ledger *ledger, const cm_series_of *series, char out[CM_UNIT_TEXT_MAX]);
/* "fuel by stock: bituminous coal"; `label` is of the balance, or of its absence. */
void cm_quality_stock_name(const cm_ledger *ledger, cm_label label, uint32_t fuel, cm_language language, cm_buf *out);
/* "L1 fuel consumption of bituminous coal (kiln)". */
void cm_quality_lack_name(const cm_ledger *ledger, const cm_stock_lack *lack, cm_language language, cm_buf *out);
cm_str cm_quality_stock_unit(const cm_ledger *ledger, const cm_stock_month *month, char out[CM_UNIT_TEXT_MAX]);
/* "net calorific value as received of bituminous coal (kiln)", 烟煤（窑用）收到基低位发热量. */
void cm_quality_name(const cm_ledger *ledger, const cm_series_of *series, cm_language language, cm_buf *out);
/* In percent, two decimals; false where the whole is nothing. */
bool cm_quality_percent(const cm_dec *part, const cm_dec *whole, cm_rounded *out);

#endif
