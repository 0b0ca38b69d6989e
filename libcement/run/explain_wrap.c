/* Long lines are broken between words at 110 columns; Chinese characters are two columns wide. */
#include "run/explain.h"

#define COLUMNS 110

/* Continued lines stand a little further in than the one that they continue. */
static size_t hang(const cm_wrap *w) {
  return w->indent ? w->indent + 2 : 4;
}

static void spaces(cm_sink *out, size_t count) {
  for (size_t i = 0; i < count; i++) cm_sink_c(out, " ");
}

static void end_word(cm_wrap *w) {
  if (!w->size) return;
  if (w->column > w->indent && w->column + w->gap + w->width > COLUMNS) {
    cm_sink_c(w->out, "\n");
    spaces(w->out, hang(w));
    w->column = hang(w);
  } else {
    spaces(w->out, w->gap);
    w->column += w->gap;
  }
  cm_sink_add(w->out, (cm_str){w->word, w->size});
  w->column += w->width;
  w->size = w->width = w->gap = 0;
}

/* What is written here is wide from U+3000 on: ideographs, their punctuation and full-width forms. */
static size_t width_of(unsigned char lead) {
  if ((lead & 0xC0) == 0x80) return 0; /* continues a character */
  return lead >= 0xE3 ? 2 : 1;
}

/* A Chinese comma or semicolon ends a word as a space does: U+FF0C, U+FF1B, U+3001, U+3002. */
static bool breaks_behind(const cm_wrap *w) {
  for (const char *mark = "，；、。"; *mark; mark += 3)
    if (w->size >= 3 && memcmp(w->word + w->size - 3, mark, 3) == 0) return true;
  return false;
}

static void take(cm_wrap *w, char c) {
  if (c == '\n') {
    end_word(w);
    cm_sink_c(w->out, "\n");
    *w = (cm_wrap){.out = w->out};
  } else if (c == ' ') {
    end_word(w);
    w->gap++;
    if (!w->column) w->indent++;
  } else {
    /* a word without end is let out in pieces, never within a character */
    if (w->size + 4 > sizeof w->word && width_of((unsigned char)c)) end_word(w);
    w->word[w->size++] = c;
    w->width += width_of((unsigned char)c);
    if (breaks_behind(w)) end_word(w);
  }
}

int32_t cm_wrap_write(void *user, const char *bytes, size_t size) {
  cm_wrap *w = user;
  for (size_t i = 0; i < size; i++) take(w, bytes[i]);
  return w->out->status;
}
