/* Cells of CSV that is written for spreadsheets. */
#ifndef CM_RUN_REPORT_CSV_H
#define CM_RUN_REPORT_CSV_H

#include "base/sink.h"

/* A text that begins with = + - or @ gets a leading apostrophe, since spreadsheets would run it as a formula. */
void cm_csv_cell(cm_sink *out, cm_str text);

#endif
