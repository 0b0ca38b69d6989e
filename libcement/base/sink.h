/* Text out: small pieces gathered into blocks for the caller's writer. A failed write is remembered; callers look once.
 */
#ifndef CM_BASE_SINK_H
#define CM_BASE_SINK_H

#include <cement/cement.h>

#include "base/text.h"

typedef struct cm_sink {
  cement_writer write;
  void *user;
  size_t used;
  int status;       /* CEMENT_OK or CEMENT_E_IO, or what a producer of text sets (NOMEM) */
  char block[1024]; /* small: two may lie on one stack, and a host's threads may have 64 KiB */
} cm_sink;

void cm_sink_init(cm_sink *sink, cement_writer write, void *user);
void cm_sink_add(cm_sink *sink, cm_str text);
void cm_sink_c(cm_sink *sink, const char *text);
void cm_sink_u64(cm_sink *sink, uint64_t value);
/* As a JSON string with quotes. */
void cm_sink_json(cm_sink *sink, cm_str text);
/* Hands the rest to the writer: the status of the whole. */
int cm_sink_finish(cm_sink *sink);

#endif
