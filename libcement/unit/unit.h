/* Units: dimensions with exact scales.
 *
 * Substances and standard coal are dimensions of their own (tCO2, tC, kgce and t do not mix), electricity is one apart
 * from heat, and `fu` is the fuel unit: t, or 10^4 Nm3 for a gas. */
#ifndef CM_UNIT_UNIT_H
#define CM_UNIT_UNIT_H

#include <cement/cement.h>

#include "base/error.h"
#include "num/dec.h"

typedef enum cm_dim {
  CM_DIM_MASS,        /* g */
  CM_DIM_CO2,         /* g of CO2 */
  CM_DIM_CARBON,      /* g of carbon */
  CM_DIM_COAL,        /* g of standard coal (ce) */
  CM_DIM_ENERGY,      /* J */
  CM_DIM_ELECTRICITY, /* Wh */
  CM_DIM_VOLUME,      /* m3 of gas at standard conditions (Nm3); not the cube of a length */
  CM_DIM_FUEL,        /* fu */
  CM_DIM_LENGTH,      /* m */
  CM_DIM_TIME,        /* d */
  CM_DIM_PRESSURE,    /* Pa */
  CM_DIM_AMOUNT,      /* mol */
  CM_DIM_TEMPERATURE, /* K; a unit of it is a difference except on its own (℃) */
  CM_DIM_COUNT
} cm_dim;

typedef enum cm_basis { CM_BASIS_NONE, CM_BASIS_AR, CM_BASIS_AD, CM_BASIS_D } cm_basis;

/* An exact positive ratio: num / den × 10^ten. One value has one form: num and den are coprime, den has no factor 2 or
 * 5, num is no multiple of 10, and neither is above 10^18. */
typedef struct cm_scale {
  int64_t num, den;
  int32_t ten;
} cm_scale;

typedef struct cm_unit {
  int8_t dim[CM_DIM_COUNT];
  cm_scale scale; /* to the base units named above */
  uint8_t basis;  /* cm_basis of a mass or heat quantity, where the text states one */
} cm_unit;

extern const cm_unit cm_unit_one;

/* Parses a unit text: factors joined by * · × or a space, / before each divisor; the spellings of unit_table.c, each
 * with an optional 10^4 or 万 before and, for a mass, a heat or a share, a basis behind: GJ/10^4 Nm3, t(ar),
 * MJ/kg (干基).
 * Status:   UNIT with a message that shows the text and what stopped it.
 * Notes:    a product behind a divisor (kJ/kg K) is refused, since readers differ on it: kJ/kg/K. */
int cm_unit_read(cm_str text, cm_unit *out, cement_error *err, cm_place where);

bool cm_unit_same_dim(const cm_unit *a, const cm_unit *b);
/* Products and quotients: 0, or -1 when a scale or power no longer fits. The basis is the one that either states, and
 * none where two differ. */
int cm_unit_mul(cm_unit *out, const cm_unit *a, const cm_unit *b);
int cm_unit_div(cm_unit *out, const cm_unit *a, const cm_unit *b);
/* The factor that turns a number in `from` into one in `to` (same dimensions): exact. 0, or -1. */
int cm_unit_factor(cm_scale *out, const cm_unit *from, const cm_unit *to);
bool cm_scale_is_one(const cm_scale *s);
/* x × scale: exact when den is 1, one rounding otherwise where it must be. A CM_DEC_ status. */
int cm_scale_apply(cm_dec *out, const cm_dec *x, const cm_scale *s);
double cm_scale_double(const cm_scale *s);

/* Dimensions in words for messages: "mass", "energy/mass", "electricity", "1". NUL-terminated in out. */
cm_str cm_unit_dim_text(const cm_unit *u, char out[128]);

#endif
