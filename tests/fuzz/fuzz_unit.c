/* Unit text: refused with UNIT, or a unit whose arithmetic is exact: u / u is 1, u² / u is u, there and back is x. */
#include "fuzz/fuzz.h"
#include "unit/unit.h"

static bool equal(const cm_unit *a, const cm_unit *b) {
  return cm_unit_same_dim(a, b) && a->scale.num == b->scale.num && a->scale.den == b->scale.den &&
         a->scale.ten == b->scale.ten;
}

static bool read_unit(const char *text, size_t size, cm_unit *out) {
  cement_error err = {.size = sizeof err};
  int status = cm_unit_read((cm_str){text, size}, out, &err, CM_NOWHERE);
  must(status == err.code, "the status is the code of the error");
  must(status == CEMENT_OK || status == CEMENT_E_UNIT, "a unit is refused as one");
  return status == CEMENT_OK;
}

static void there_and_back(const cm_unit *a, const cm_unit *b) {
  cm_scale to, from;
  cm_dec x, y, z;
  if (!cm_unit_same_dim(a, b) || cm_unit_factor(&to, a, b) || cm_unit_factor(&from, b, a)) return;
  cm_dec_from_i64(&x, to.den); /* so that it divides */
  if (cm_scale_apply(&y, &x, &to) == CM_DEC_OK && cm_scale_apply(&z, &y, &from) == CM_DEC_OK)
    must(cm_dec_cmp(&x, &z) == 0, "there and back is the same number");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const uint8_t *cut = size ? memchr(data, '\n', size) : NULL;
  size_t half = cut ? (size_t)(cut - data) : size;
  cm_unit a, b, c, square;
  char dimension[128];
  if (!read_unit((const char *)data, half, &a)) return 0;
  must(cm_unit_dim_text(&a, dimension).size > 0, "a dimension has words");
  must(cm_unit_div(&c, &a, &a) != 0 || equal(&c, &cm_unit_one), "u / u is 1");
  if (cm_unit_mul(&square, &a, &a) == 0 && cm_unit_div(&c, &square, &a) == 0) must(equal(&c, &a), "u u / u is u");
  if (cut && read_unit((const char *)cut + 1, size - half - 1, &b)) there_and_back(&a, &b);
  return 0;
}
