#include "api/handles.h"
#include "plan/describe.h"
#include "std/builtin.h"
#include "std/entries.h"

static int load_builtin(cm_catalog *catalog, const cm_alloc *alloc, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < cm_builtin_count && !status; i++) {
    cm_str name = cm_str_of(cm_builtin_files[i].name);
    cm_str text = {(const char *)cm_builtin_files[i].bytes, cm_builtin_files[i].size};
    status = i ? cm_catalog_load(catalog, name, text, err) : cm_catalog_init(catalog, alloc, name, text, err);
  }
  /* our own files are no input of the caller's: what they do wrong is a defect of the build */
  if (status && status != CEMENT_E_NOMEM) {
    if (err) err->code = CEMENT_E_INTEGRITY;
    status = CEMENT_E_INTEGRITY;
  }
  return status;
}

int32_t cement_catalog_create(cement_catalog **out, const cement_context *context, cement_error *err) {
  if (!out || !CM_IS(context, CONTEXT)) return cm_api_arg(err, "cement_catalog_create", "out or context is missing");
  cement_catalog *catalog = cm_api_take(context, sizeof *catalog);
  if (!catalog) return cm_nomem(err);
  catalog->mark = CM_MARK_CATALOG;
  catalog->context = context;
  int status = load_builtin(&catalog->catalog, &context->alloc, err);
  if (status) {
    cement_catalog_destroy(catalog);
    return status;
  }
  *out = catalog;
  return CEMENT_OK;
}

void cement_catalog_destroy(cement_catalog *catalog) {
  if (!CM_IS(catalog, CATALOG) || catalog->busy) return;
  catalog->mark = 0;
  cm_catalog_free(&catalog->catalog);
  cm_api_give(catalog->context, catalog, sizeof *catalog);
}

int32_t cement_catalog_load(cement_catalog *catalog, const char *name, const char *text, size_t size,
                            cement_error *err) {
  if (!CM_IS(catalog, CATALOG) || !name || !text)
    return cm_api_arg(err, "cement_catalog_load", "catalog, name or text is missing");
  if (catalog->busy) return cm_api_busy(err, "cement_catalog_load");
  catalog->busy = 1;
  int status = cm_catalog_load(&catalog->catalog, cm_str_of(name), (cm_str){text, size}, err);
  catalog->busy = 0;
  return status;
}

size_t cement_catalog_edition_count(const cement_catalog *catalog) {
  return CM_IS(catalog, CATALOG) ? catalog->catalog.editions.size : 0;
}

static uint32_t count_figures(const cm_edition *e) {
  uint32_t count = 0;
  for (size_t i = 0; i < e->formulas.size; i++) count += e->formulas.at[i]->display;
  return count;
}

int32_t cement_catalog_edition(const cement_catalog *catalog, cement_edition *out, size_t index, cement_error *err) {
  static const char name[] = "cement_catalog_edition";
  if (!CM_IS(catalog, CATALOG) || !CM_SIZED(cement_edition, out, sha256))
    return cm_api_arg(err, name, "catalog is missing or out.size is not set");
  if (catalog->busy) return cm_api_busy(err, name);
  if (index >= catalog->catalog.editions.size) return cm_api_arg(err, name, "index is out of range");
  const cm_edition *e = catalog->catalog.editions.at[index];
  cement_edition told = {.figures = count_figures(e),
                         .id = e->id.at,
                         .title_zh = cm_api_text(e->title_zh),
                         .title_en = cm_api_text(e->title_en),
                         .authority = cm_api_text(e->authority),
                         .status = cm_api_text(e->status),
                         .issued = cm_api_text(e->issued),
                         .effective = cm_api_text(e->effective),
                         .until = cm_api_text(e->until),
                         .supersedes = cm_api_text(e->supersedes),
                         .corrects = cm_api_text(e->corrects),
                         .source = cm_api_text(e->source),
                         .sha256 = e->sha256};
  CM_HAND(out, told);
  return CEMENT_OK;
}

size_t cement_catalog_count(const cement_catalog *catalog, int32_t what, const char *edition) {
  int of_edition = cm_entries_of_edition(what);
  if (!CM_IS(catalog, CATALOG) || of_edition < 0 || (edition != NULL) != of_edition) return 0;
  const cm_edition *found = edition ? cm_catalog_find(&catalog->catalog, cm_str_of(edition)) : NULL;
  return edition && !found ? 0 : cm_entries_count(&catalog->catalog, found, what);
}

static int32_t unknown_edition(cement_error *err, const char *edition) {
  return cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("the edition \""), cm_str_of(edition),
                 CM_S("\" is not known"));
}

int32_t cement_catalog_entry(const cement_catalog *catalog, cement_entry *out, int32_t what, const char *edition,
                             size_t index, cement_error *err) {
  static const char name[] = "cement_catalog_entry";
  int of_edition = cm_entries_of_edition(what);
  if (!CM_IS(catalog, CATALOG) || !CM_SIZED(cement_entry, out, reserved))
    return cm_api_arg(err, name, "catalog is missing or out.size is not set");
  if (catalog->busy) return cm_api_busy(err, name);
  if (of_edition < 0) return cm_api_arg(err, name, "no such kind of entry");
  if ((edition != NULL) != of_edition)
    return cm_api_arg(err, name, of_edition ? "edition is missing" : "what is listed belongs to no edition");
  const cm_edition *found = edition ? cm_catalog_find(&catalog->catalog, cm_str_of(edition)) : NULL;
  if (edition && !found) return unknown_edition(err, edition);
  if (index >= cm_entries_count(&catalog->catalog, found, what)) return cm_api_arg(err, name, "index is out of range");
  cement_entry told = {0};
  int status = cm_entries_get(&catalog->catalog, found, what, index, &told);
  if (status) return cm_fail(err, status, CM_NOWHERE, CM_S("a unit is longer than the field"));
  CM_HAND(out, told);
  return CEMENT_OK;
}

int32_t cement_catalog_describe(const cement_catalog *catalog, cement_writer write, void *user, const char *edition,
                                int32_t format, int32_t language, cement_error *err) {
  static const char name[] = "cement_catalog_describe";
  if (!CM_IS(catalog, CATALOG) || !write || !edition)
    return cm_api_arg(err, name, "catalog, write or edition is missing");
  if (catalog->busy) return cm_api_busy(err, name);
  if (format != CEMENT_FORMAT_TEXT && format != CEMENT_FORMAT_MARKDOWN)
    return cm_api_arg(err, name, "format is neither text nor markdown");
  if (language != CEMENT_LANGUAGE_EN && language != CEMENT_LANGUAGE_ZH)
    return cm_api_arg(err, name, "no such language");
  const cm_edition *found = cm_catalog_find(&catalog->catalog, cm_str_of(edition));
  if (!found) return unknown_edition(err, edition);
  cm_sink sink;
  cm_sink_init(&sink, write, user);
  cm_describe_edition(&catalog->catalog, found, format == CEMENT_FORMAT_MARKDOWN, language == CEMENT_LANGUAGE_ZH,
                      &sink);
  int status = cm_sink_finish(&sink);
  if (status == CEMENT_E_NOMEM) return cm_nomem(err);
  return status ? cm_fail(err, status, CM_NOWHERE, CM_S("the description could not be written")) : CEMENT_OK;
}
