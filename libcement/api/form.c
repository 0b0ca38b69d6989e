#include "api/handles.h"
#include "run/form.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2099

int32_t cement_template(const cement_catalog *catalog, cement_writer write, void *user, uint32_t lines, int32_t year,
                        int32_t language, cement_error *err) {
  static const char name[] = "cement_template";
  if (!CM_IS(catalog, CATALOG) || !write) return cm_api_arg(err, name, "catalog or write is missing");
  if (catalog->busy) return cm_api_busy(err, name);
  if (!lines || lines > catalog->context->limits.lines) return cm_api_arg(err, name, "lines is out of range");
  if (year && (year < FIRST_YEAR || year > LAST_YEAR)) return cm_api_arg(err, name, "year is out of range");
  if (language != CEMENT_LANGUAGE_EN && language != CEMENT_LANGUAGE_ZH)
    return cm_api_arg(err, name, "no such language");
  cm_arena arena;
  cm_monthly_form form;
  cm_sink sink;
  const cm_form_sheet sheet = {.form = &form,
                               .language = language == CEMENT_LANGUAGE_ZH ? CM_ZH : CM_EN,
                               .lines = lines,
                               .first_year = year,
                               .end_year = year + 1};
  cm_arena_init(&arena, &catalog->context->alloc);
  int status = cm_form_builtin(&arena, &form, &catalog->catalog.items, err);
  if (!status) {
    cm_sink_init(&sink, write, user);
    cm_form_write(&sheet, &catalog->context->alloc, &sink);
    status = cm_sink_finish(&sink);
    if (status == CEMENT_E_NOMEM)
      cm_nomem(err);
    else if (status)
      cm_fail(err, status, CM_NOWHERE, CM_S("the form could not be written"));
  }
  cm_arena_free(&arena);
  return status;
}
