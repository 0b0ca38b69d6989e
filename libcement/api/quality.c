#include "api/handles.h"
#include "run/quality.h"

static void write(const cm_quality *quality, int32_t format, cm_language language, cm_sink *sink) {
  if (format == CEMENT_FORMAT_JSON)
    cm_quality_json(quality, sink);
  else if (format == CEMENT_FORMAT_TEXT)
    cm_quality_text(quality, language, sink);
  else
    cm_quality_markdown(quality, language, sink);
}

static int32_t gather(void *text, const char *bytes, size_t size) {
  cm_buf_add(text, (cm_str){bytes, size});
  return 0;
}

static int make(const cement_ledger *ledger, int32_t format, cm_language language, cm_buf *text, cement_error *err) {
  cm_quality quality;
  cm_sink sink;
  int status = cm_quality_init(&quality, &ledger->context->alloc, &ledger->ledger, err);
  cm_sink_init(&sink, gather, text);
  if (!status) write(&quality, format, language, &sink);
  cm_quality_free(&quality);
  if (status) return status;
  return cm_sink_finish(&sink) || text->failed ? cm_nomem(err) : CEMENT_OK;
}

int32_t cement_ledger_quality(const cement_ledger *ledger, cement_writer out, void *user, int32_t format,
                              int32_t language, cement_error *err) {
  static const char name[] = "cement_ledger_quality";
  if (!CM_IS(ledger, LEDGER) || !out) return cm_api_arg(err, name, "ledger or write is missing");
  if (format != CEMENT_FORMAT_JSON && format != CEMENT_FORMAT_TEXT && format != CEMENT_FORMAT_MARKDOWN)
    return cm_api_arg(err, name, "format is neither JSON nor text nor Markdown");
  if (language != CEMENT_LANGUAGE_EN && language != CEMENT_LANGUAGE_ZH)
    return cm_api_arg(err, name, "no such language");
  if (ledger->busy) return cm_api_busy(err, name);
  if (!ledger->ledger.finished) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger is not finished"));
  cm_arena arena;
  cm_buf text;
  cm_arena_init(&arena, &ledger->context->alloc);
  cm_buf_init(&text, &arena);
  int status = make(ledger, format, language == CEMENT_LANGUAGE_ZH ? CM_ZH : CM_EN, &text, err);
  if (!status && out(user, text.at, text.size)) { /* the caller may destroy the ledger meanwhile */
    status = CEMENT_E_IO;
    cm_fail(err, status, CM_NOWHERE, CM_S("the report of data quality could not be written"));
  }
  cm_arena_free(&arena);
  return status;
}
