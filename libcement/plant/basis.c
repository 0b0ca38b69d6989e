/* Coal data on the basis as received: the formulas of GB/T 213. Their numbers come from the dictionary's data. */
#include "plant/read_work.h"

typedef struct sheet {
  const cm_basis_constant *constants;
  const cm_value_cell *cells;
  bool failed;
} sheet;

static cm_dec cell(sheet *s, uint32_t column) {
  if (column == CM_NONE) return cm_dec_zero;
  if (s->cells[column].kind != CM_CELL_NUMBER) s->failed = true;
  return s->failed ? cm_dec_zero : cm_number_dec(&s->cells[column].number);
}

static cm_dec times(sheet *s, cm_dec a, cm_dec b) {
  s->failed |= cm_dec_mul(&a, &a, &b) < 0;
  return a;
}

static cm_dec over(sheet *s, cm_dec a, cm_dec b) {
  s->failed |= cm_dec_sign(&b) <= 0 || cm_dec_div(&a, &a, &b) < 0;
  return a;
}

static cm_dec less(sheet *s, cm_dec a, cm_dec b) {
  s->failed |= cm_dec_sub(&a, &a, &b) < 0;
  return a;
}

static cm_dec plus(sheet *s, cm_dec a, cm_dec b) {
  s->failed |= cm_dec_add(&a, &a, &b) < 0;
  return a;
}

static cm_dec scale(sheet *s, cm_dec x, const cm_scale *by) {
  s->failed |= cm_scale_apply(&x, &x, by) < 0;
  return x;
}

/* (100 − M_ar) / (100 − M_ad) of x; without M_ad the sample is dry, without M_ar it is as received already. */
static cm_dec moisten(sheet *s, const cm_conversion *c, cm_dec x) {
  if (c->moisture_ar == CM_NONE && c->moisture_ad == CM_NONE) return x;
  cm_dec whole = s->constants[CM_BASIS_WHOLE].value;
  x = times(s, x, less(s, whole, cell(s, c->moisture_ar)));
  return over(s, x, less(s, whole, cell(s, c->moisture_ad)));
}

static cm_dec net(sheet *s, const cm_conversion *c, cm_dec x, uint32_t moisture_ar) {
  cm_dec k = s->constants[CM_BASIS_MOISTURE_HEAT].value;
  return less(s, moisten(s, c, x), times(s, k, cell(s, moisture_ar)));
}

static cm_dec convert(sheet *s, const cm_conversion *c, cm_dec x);

/* In GJ/t as received. */
static cm_dec heat(sheet *s, const cm_conversion *c) {
  cm_dec x = cell(s, c->heat);
  if (c->of_heat != NULL) x = convert(s, c->of_heat, scale(s, x, &c->of_heat->scale));
  return scale(s, x, &c->heat_scale);
}

static cm_dec convert(sheet *s, const cm_conversion *c, cm_dec x) {
  cm_dec k = s->constants[CM_BASIS_MOISTURE_HEAT].value;
  cm_dec h = s->constants[CM_BASIS_HYDROGEN_HEAT].value;
  cm_dec whole = s->constants[CM_BASIS_WHOLE].value;
  switch (c->formula) {
  case CM_FORMULA_NET: return net(s, c, plus(s, x, times(s, k, cell(s, c->moisture_ad))), c->moisture_ar);
  case CM_FORMULA_GROSS: return net(s, c, less(s, x, times(s, h, cell(s, c->hydrogen))), c->moisture_ar);
  case CM_FORMULA_GROSS_AR:
    return less(s, less(s, x, times(s, h, cell(s, c->hydrogen))), times(s, k, cell(s, c->moisture_ar)));
  case CM_FORMULA_CARBON: return over(s, over(s, moisten(s, c, x), whole), heat(s, c));
  default: /* a mass without its water: the water comes back */
    x = times(s, x, less(s, whole, cell(s, c->moisture_ad)));
    return over(s, x, less(s, whole, cell(s, c->moisture_ar)));
  }
}

bool cm_convert(const cm_conversion *conversion, const cm_basis_constant *constants, const cm_value_cell *cells,
                const cm_number *x, cm_number *out) {
  sheet s = {constants, cells, false};
  cm_dec value = scale(&s, cm_number_dec(x), &conversion->scale);
  value = convert(&s, conversion, value);
  *out = (cm_number){.small = false, .dec = value};
  return !s.failed;
}

/* The formula in words; # and @ stand for the two heats. */
static const char *formula_text(const cm_conversion *c) {
  bool dry = c->moisture_ad == CM_NONE;
  switch (c->formula) {
  case CM_FORMULA_NET:
    return dry ? "Q_net,ar = Q_net,d (100 - M_ar) / 100 - # M_ar"
               : "Q_net,ar = (Q_net,ad + # M_ad) (100 - M_ar) / (100 - M_ad) - # M_ar";
  case CM_FORMULA_GROSS:
    return dry ? "Q_net,ar = (Q_gr,d - @ H_d) (100 - M_ar) / 100 - # M_ar"
               : "Q_net,ar = (Q_gr,ad - @ H_ad) (100 - M_ar) / (100 - M_ad) - # M_ar";
  case CM_FORMULA_GROSS_AR: return "Q_net,ar = Q_gr,ar - @ H_ar - # M_ar";
  case CM_FORMULA_CARBON:
    return dry ? c->moisture_ar == CM_NONE ? "CC = C_ar / 100 / Q_net,ar"
                                           : "CC = C_d (100 - M_ar) / 100 / 100 / Q_net,ar"
               : "CC = C_ad (100 - M_ar) / (100 - M_ad) / 100 / Q_net,ar";
  default: return dry ? "m_ar = 100 m_d / (100 - M_ar)" : "m_ar = m_ad (100 - M_ad) / (100 - M_ar)";
  }
}

static void add_formula(const cm_conversion *c, const cm_basis_constant *constants, cm_buf *out) {
  for (const char *at = formula_text(c); *at != '\0'; at++) {
    if (*at == '#') {
      cm_buf_add(out, constants[CM_BASIS_MOISTURE_HEAT].text);
    } else if (*at == '@') {
      cm_buf_add(out, constants[CM_BASIS_HYDROGEN_HEAT].text);
    } else {
      cm_buf_add_char(out, *at);
    }
  }
}

void cm_conversion_note(const cm_conversion *c, const cm_basis_constant *constants, cm_buf *out) {
  cm_buf_add_c(out, "GB/T 213: ");
  add_formula(c, constants, out);
  if (c->of_heat == NULL) return;
  cm_buf_add_c(out, "; ");
  add_formula(c->of_heat, constants, out);
}
