/* Numbers in cells: the quick way and the slow one agree; the value is that of the text without what was mended; spaces
 * and full-width forms do not change it. The first byte tells the rules. */
#include "fuzz/fuzz.h"
#include "plant/number.h"

typedef struct read {
  bool number;
  cm_number value;
  cm_dec dec;
  uint32_t repairs;
} read_cell;

static read_cell take(cm_str text, const cm_number_rules *rules) {
  read_cell r;
  const char *why;
  r.number = cm_number_read(text, rules, &r.value, &r.repairs, &why);
  must(r.number || strlen(why) > 0, "what is no number has a reason");
  if (!r.number) return r;
  must(!r.value.small || (r.value.scale >= 0 && r.value.scale <= CM_NUMBER_SMALL_DIGITS), "a scale is small");
  must(r.value.percent == ((r.repairs & CM_REPAIR_PERCENT) != 0), "a percent sign is told twice");
  r.dec = cm_number_dec(&r.value);
  return r;
}

static void quick(cm_str text, const read_cell *slow) {
  cm_number number;
  if (!cm_number_quick(text, &number)) return;
  must(slow->number && slow->repairs == 0 && slow->value.small, "what reads quickly reads without repair");
  must(number.mantissa == slow->value.mantissa && number.scale == slow->value.scale && !number.percent, "and the same");
}

/* ASCII: the text without quote, plus, commas, percent sign, blanks and leading zeros is a number of JSON. */
static void mended(cm_str text, const read_cell *cell) {
  char out[128];
  size_t used = 0, at;
  bool begun = false, pointed = false;
  cm_dec dec;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (memchr("', \t%", c, 5) || (c == '+' && !begun)) continue;
    if (c == '0' && !begun && i + 1 < text.size && memchr("0123456789", text.at[i + 1], 10)) continue;
    if (c == '.' && !begun) out[used++] = '0';
    if (c == '.' && (i + 1 == text.size || !memchr("0123456789", text.at[i + 1], 10))) continue;
    pointed = pointed || c == '.';
    begun = begun || c != '-';
    out[used++] = c;
  }
  must(cm_dec_read((cm_str){out, used}, &dec, &at) == CM_PARSE_OK, "what was mended is a number");
  must(cm_dec_cmp(&dec, &cell->dec) == 0, "its value is the cell's");
}

static void written_again(const read_cell *cell, const cm_number_rules *rules) {
  char text[CM_DEC_TEXT_MAX];
  cm_str written = cm_dec_text(&cell->dec, text);
  if (written.size > CM_PLAIN_MAX) return;
  read_cell second = take(written, rules);
  must(second.number && cm_dec_cmp(&second.dec, &cell->dec) == 0, "a written number reads the same");
  must((second.repairs & ~CM_REPAIR_PRECISION) == 0, "and without repair");
}

/* The same cell in full-width forms with a wide space before it, in UTF-8 or GB18030. */
static void widened(cm_str text, const read_cell *cell, const cm_number_rules *rules) {
  char out[3 * CM_PLAIN_MAX + 3];
  size_t used = 0;
  bool gb = rules->encoding == CM_ENCODING_GB18030;
  memcpy(out, gb ? "\xA1\xA1" : "\xE3\x80\x80", gb ? 2 : 3);
  used = gb ? 2 : 3;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c <= ' ' || (gb && (c == '$' || c == '~'))) {
      out[used++] = (char)c;
    } else if (gb) {
      out[used++] = '\xA3';
      out[used++] = (char)(c + 0x80);
    } else {
      used += cm_utf8_put(c - '!' + 0xFF01u, out + used);
    }
  }
  read_cell wide = take((cm_str){out, used}, rules);
  must(wide.number == cell->number, "full-width forms are read as narrow ones");
  if (cell->number) must(cm_dec_cmp(&wide.dec, &cell->dec) == 0 && (wide.repairs & CM_REPAIR_FULL_WIDTH), "and noted");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  const cm_number_rules rules = {data[0] & 1 ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, (data[0] & 2) != 0,
                                 (data[0] & 4) != 0};
  cm_str text = {(const char *)data + 1, size - 1};
  read_cell cell = take(text, &rules);
  bool ascii = true;
  for (size_t i = 0; i < text.size; i++) ascii = ascii && text.at[i] >= ' ' && text.at[i] < 0x7F;
  quick(text, &cell);
  if (cell.number) {
    written_again(&cell, &rules);
    if (ascii) mended(text, &cell);
  }
  if (ascii && text.size <= CM_PLAIN_MAX) widened(text, &cell, &rules);
  return 0;
}
