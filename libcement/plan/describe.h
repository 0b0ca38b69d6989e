/* An edition as a document: its formulas, factors, limits and options with their citations, from the same data that is
 * computed with. */
#ifndef CM_PLAN_DESCRIBE_H
#define CM_PLAN_DESCRIBE_H

#include "base/sink.h"
#include "std/edition.h"

/* Given: chinese  labels in Chinese, else English; markdown  else plain text. */
void cm_describe_edition(const cm_catalog *catalog, const cm_edition *edition, bool markdown, bool chinese,
                         cm_sink *sink);

#endif
