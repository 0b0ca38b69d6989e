#include "cli.h"

#include <string.h>

typedef struct columns {
  size_t id, status, effective;
} columns;

static const char *or_dash(const char *text) {
  return text && *text ? text : "-";
}

static const char *title(const cement_edition *e, int32_t language) {
  const char *first = language == CEMENT_LANGUAGE_ZH ? e->title_zh : e->title_en;
  const char *second = language == CEMENT_LANGUAGE_ZH ? e->title_en : e->title_zh;
  return first ? first : or_dash(second);
}

static void wider(size_t *width, const char *text) {
  size_t size = strlen(or_dash(text));
  if (size > *width) *width = size;
}

static void cell(output *out, const char *text, size_t width) {
  text = or_dash(text);
  output_text(out, text);
  for (size_t i = strlen(text); i < width + 2; i++) output_text(out, " ");
}

/* An edition without figures holds tables for others. */
static void row_text(output *out, const cement_edition *e, const columns *c, int32_t language) {
  cell(out, e->id, c->id);
  cell(out, e->status, c->status);
  cell(out, e->effective, c->effective);
  if (e->figures < 10) output_text(out, " ");
  output_number(out, e->figures);
  output_text(out, language == CEMENT_LANGUAGE_ZH ? "项指标  " : e->figures == 1 ? " figure   " : " figures  ");
  output_text(out, title(e, language));
  output_text(out, "\n");
}

static void row_markdown(output *out, const cement_edition *e, int32_t language) {
  const char *const cells[] = {e->id, or_dash(e->status), or_dash(e->effective)};
  for (size_t i = 0; i < 3; i++) {
    output_text(out, i ? " | " : "| ");
    output_text(out, cells[i]);
  }
  output_text(out, " | ");
  output_number(out, e->figures);
  output_text(out, " | ");
  output_text(out, title(e, language));
  output_text(out, " |\n");
}

static void head_markdown(output *out, int32_t language) {
  output_text(out, language == CEMENT_LANGUAGE_ZH ? "| 版本 | 状态 | 实施 | 指标数 | 标题 |\n"
                                                  : "| Edition | Status | Effective | Figures | Title |\n");
  output_text(out, "|---|---|---|---:|---|\n");
}

static int list_all(const session *s, output *out, bool markdown, int32_t language) {
  cement_error err = {.size = sizeof err};
  columns c = {0, 0, 0};
  size_t count = cement_catalog_edition_count(s->catalog);
  if (markdown) head_markdown(out, language);
  for (int writing = 0; writing < 2; writing++)
    for (size_t i = 0; i < count; i++) {
      cement_edition e = {.size = sizeof e};
      if (cement_catalog_edition(s->catalog, &e, i, &err)) return failed(&err);
      if (writing) {
        if (markdown)
          row_markdown(out, &e, language);
        else
          row_text(out, &e, &c, language);
        continue;
      }
      wider(&c.id, e.id);
      wider(&c.status, e.status);
      wider(&c.effective, e.effective);
    }
  return EXIT_DONE;
}

int command_editions(const options *o) {
  session s = {.run = NULL};
  cement_error e = {.size = sizeof e};
  bool markdown = o->format && !strcmp(o->format, "markdown");
  if (o->inputs.size > 1) return usage("editions shows one ID at a time", NULL);
  if (o->format && !markdown && strcmp(o->format, "text") != 0)
    return usage("editions are written as text or markdown, not", o->format);
  output out;
  output_init(&out);
  int status = session_open(&s, o);
  if (!status && !o->inputs.size) status = list_all(&s, &out, markdown, o->language);
  if (!status && o->inputs.size &&
      cement_catalog_describe(s.catalog, output_add, &out, o->inputs.at[0],
                              markdown ? CEMENT_FORMAT_MARKDOWN : CEMENT_FORMAT_TEXT, o->language, &e))
    status = misused(&e);
  if (!status) status = output_finish(&out, o->out);
  output_free(&out);
  session_close(&s);
  return status;
}
