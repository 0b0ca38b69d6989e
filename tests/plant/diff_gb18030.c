/* diff_gb18030: reads records on standard input, a byte that tells the length and so many bytes of GB18030; writes for
   each: the place of the first fault or the length; the status of converting, negated; its notes; the length of the
   UTF-8 and the UTF-8 itself. tests/plant/gb18030.py compares this with Python's decoder. */
#include <stdio.h>

#include "base/encoding.h"

static void put(const cm_str *text, size_t good, int status, uint32_t notes) {
  putchar((int)good);
  putchar(-status);
  putchar((int)notes);
  putchar(status == CEMENT_OK ? (int)text->size : 0);
  if (status == CEMENT_OK) fwrite(text->at, 1, text->size, stdout);
}

int main(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_codec codec;
  int length;
  char bytes[255];
  cm_arena_init(&arena, &alloc);
  cm_codec_open(&codec, CM_ENCODING_GB18030, NULL, &arena);
  while ((length = getchar()) != EOF) {
    cm_text_fault fault;
    cm_str text = {bytes, (size_t)length}, out;
    uint32_t notes;
    if (fread(bytes, 1, text.size, stdin) != text.size) return 1;
    size_t good = cm_encoding_check(CM_ENCODING_GB18030, text, &fault);
    int status = cm_codec_text(&codec, text, CM_NOWHERE, &out, &notes, NULL);
    put(&out, good, status, notes);
  }
  cm_codec_close(&codec);
  cm_arena_free(&arena);
  return fflush(stdout) || ferror(stdin);
}
