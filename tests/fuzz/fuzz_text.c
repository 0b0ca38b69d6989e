/* Bytes as text: what is found is what checks; a fault lies at one place however the text is cut; what converts is
 * UTF-8, and converts in pieces to the same. */
#include "base/encoding.h"
#include "fuzz/fuzz.h"

static size_t check(cm_encoding encoding, cm_str text, cm_text_fault *fault) {
  size_t good = cm_encoding_check(encoding, text, fault);
  must(good <= text.size && (good == text.size) == (*fault == CM_TEXT_GOOD), "a fault has a place");
  return good;
}

/* Of a text cut at `size` as of the whole, but that the cut may fall into a character. */
static void cut(cm_encoding encoding, cm_str text, size_t size, size_t good, cm_text_fault whole) {
  cm_text_fault fault;
  size_t at = check(encoding, cm_str_slice(text, 0, size), &fault);
  if (good <= size && whole != CM_TEXT_CUT && fault != CM_TEXT_CUT) must(at == good || good == size, "a fault stays");
  must(at <= good, "what is good stays good");
  must(fault == CM_TEXT_GOOD || fault == CM_TEXT_CUT || (at == good && fault == whole), "no fault comes by cutting");
  must(fault != CM_TEXT_CUT || size - at < 4, "a character has at most four bytes");
}

static void find(cm_str text) {
  cm_encoding encoding;
  size_t at;
  cm_text_fault fault;
  int status = cm_encoding_find(text, true, &encoding, &at, &fault);
  must((status == 0) == (fault == CM_TEXT_GOOD), "what is not found has a reason");
  must(at <= text.size, "a place is within the text");
  must(status == 0 || cm_text_fault_words(fault, encoding).size > 0, "a reason has words");
  cm_text_fault utf8, gb;
  check(CM_ENCODING_UTF8, text, &utf8);
  check(CM_ENCODING_GB18030, text, &gb);
  if (status == 0) must((encoding == CM_ENCODING_GB18030 ? gb : utf8) == CM_TEXT_GOOD, "what is found checks");
  if (status == 0 && encoding == CM_ENCODING_GB18030) must(utf8 != CM_TEXT_GOOD, "UTF-8 comes before GB18030");
  if (fault == CM_TEXT_MIXED) must(utf8 == CM_TEXT_GOOD && gb == CM_TEXT_GOOD, "mixed is valid in both");
}

/* Converts into out: its status. */
static int convert(cm_codec *codec, cm_str text, page *out) {
  cm_str said;
  uint32_t notes;
  cement_error err = {.size = sizeof err};
  int status = cm_codec_text(codec, text, (cm_place){CM_S("text"), 0, 1, 1}, &said, &notes, &err);
  must(status == CEMENT_OK || (status == CEMENT_E_ENCODING && err.offset <= text.size),
       "a text converts or is refused");
  if (status != CEMENT_OK) return status;
  cm_text_fault fault;
  check(CM_ENCODING_UTF8, said, &fault);
  must(fault == CM_TEXT_GOOD, "what is converted is UTF-8 without faults");
  keep(out, said.at, said.size);
  return status;
}

static void pieces(cm_codec *codec, cm_str text, size_t middle) {
  page whole = {0}, parts = {0};
  cm_text_fault fault;
  check(codec->encoding, cm_str_slice(text, 0, middle), &fault);
  if (fault == CM_TEXT_GOOD && convert(codec, text, &whole) == CEMENT_OK) {
    must(convert(codec, cm_str_slice(text, 0, middle), &parts) == CEMENT_OK, "a part of a text converts");
    must(convert(codec, cm_str_slice(text, middle, text.size), &parts) == CEMENT_OK, "the other part does");
    must(same(&whole, &parts), "pieces convert as the whole does");
  }
  free(whole.at);
  free(parts.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  cm_str text = {(const char *)data, size};
  size_t places = size < 40 ? size : 40;
  find(text);
  for (int gb = 0; gb < 2; gb++) {
    cm_encoding encoding = gb ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8;
    cm_text_fault fault;
    cm_alloc alloc = cm_alloc_system();
    cm_arena arena;
    cm_codec codec;
    size_t good = check(encoding, text, &fault);
    cm_arena_init(&arena, &alloc);
    cm_codec_open(&codec, encoding, NULL, &arena);
    for (size_t i = 0; i <= places; i++) {
      cut(encoding, text, i, good, fault);
      cut(encoding, text, size - i, good, fault);
      pieces(&codec, text, i);
    }
    cm_codec_close(&codec);
    cm_arena_free(&arena);
  }
  return 0;
}
