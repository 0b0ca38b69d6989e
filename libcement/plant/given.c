#include "plant/plant_work.h"

static bool same_value(const cm_given *a, const cm_given *b) {
  bool number = a->property.attribute != NULL && a->property.attribute->number;
  return number ? cm_dec_cmp(&a->number, &b->number) == 0 : cm_str_eq(a->value, b->value);
}

int cm_given_again(const cm_plant *plant, size_t count, const cm_given *given, bool *out, cm_builder *b) {
  char where[CEMENT_SOURCE_MAX + 64];
  *out = false;
  for (size_t i = 0; i < count && !*out; i++) {
    const cm_given *known = &plant->givens.at[i];
    if (!cm_property_eq(&known->property, &given->property) || !cm_str_eq(known->line, given->line) ||
        !cm_str_eq(known->of, given->of)) {
      continue;
    }
    if (!same_value(known, given)) {
      return cm_refuse_spot(b, CEMENT_E_CONFLICT, given->spot, cm_property_owner(&given->property), given->property.key,
                            given->of.size != 0 ? CM_S(" of ") : CM_S(""), given->of, CM_S(" is given otherwise at "),
                            cm_spot_text(b, known->spot, where));
    }
    *out = true;
  }
  return CEMENT_OK;
}

int cm_given_add(cm_plant *plant, const cm_given *given, cm_builder *b) {
  bool again;
  int status = cm_given_again(plant, plant->givens.size, given, &again, b);
  if (status != CEMENT_OK || again) return status;
  return CM_VEC_PUSH(&plant->arena, &plant->givens, *given) ? cm_nomem(b->err) : CEMENT_OK;
}
