#include "relations/plant.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- making ------------------------------------------------------------------------------------------------------ */

typedef struct source {
  const uint8_t *at;
  size_t left;
  uint64_t *state; /* a generator instead of bytes */
} source;

static uint64_t draw(source *from, int bytes) {
  uint64_t x = 0;
  if (from->state) {
    x = *from->state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return bytes < 8 ? x & ((UINT64_C(1) << (8 * bytes)) - 1) : x;
  }
  for (int i = 0; i < bytes && from->left; i++, from->at++, from->left--) x |= (uint64_t)*from->at << (8 * i);
  return x;
}

static bool often(source *from) {
  return draw(from, 1) % 16 != 0;
}
static bool seldom(source *from) {
  return draw(from, 1) % 16 == 1;
}

/* low <= value <= high, as whole steps of 10^-decimals. */
static number between(source *from, int64_t low, int64_t high, int decimals) {
  return (number){low + (int64_t)(draw(from, 4) % (uint64_t)(high - low + 1)), decimals};
}

bool plant_add(plant *p, statement s) {
  if (p->size == PLANT_ROOM) return false;
  p->at[p->size++] = s;
  return true;
}

statement *plant_find(plant *p, int line, int month, const char *item, const char *of) {
  for (size_t i = 0; i < p->size; i++) {
    statement *s = &p->at[i];
    if (s->line == line && s->month == month && !strcmp(s->item, item) && !strcmp(s->of, of)) return s;
  }
  return NULL;
}

static const struct {
  const char *id, *use, *unit, *ncv_unit;
  int64_t mass, ncv;
} fuels[] = {
    {"bituminous_coal", "kiln", "t", "GJ/t", 1800000, 23500},
    {"anthracite", "drying", "t", "GJ/t", 90000, 24000},
    {"diesel", "ignition", "t", "GJ/t", 3000, 42652},
    {"petroleum_coke", "kiln", "t", "GJ/t", 300000, 32500},
    {"natural_gas", "kiln", "10^4 Nm3", "GJ/10^4 Nm3", 9000, 389310},
    {"rdf", "kiln", "t", "GJ/t", 300000, 16000},
    {"waste_tyre", "kiln", "t", "GJ/t", 90000, 31000},
};

static const char *const materials[] = {"carbide_slag", "fly_ash", "steel_slag", "limestone_powder"};

static void burn(plant *p, source *from, int line, int month) {
  uint64_t which = draw(from, 1) | 1;
  if (seldom(from)) which = 0;
  for (size_t f = 0; f < sizeof fuels / sizeof *fuels; f++) {
    if (!(which >> f & 1)) continue;
    bool gas = !strcmp(fuels[f].unit, "10^4 Nm3");
    if (!gas && seldom(from)) {
      plant_add(p,
                (statement){line, month, "fuel_heat", fuels[f].id, fuels[f].use, "GJ", between(from, 0, 40000000, 2)});
      continue;
    }
    plant_add(p, (statement){line, month, "fuel_consumption", fuels[f].id, fuels[f].use, fuels[f].unit,
                             between(from, 0, fuels[f].mass, 2)});
    if (often(from))
      plant_add(p, (statement){line, month, "fuel_ncv", fuels[f].id, "", fuels[f].ncv_unit,
                               between(from, fuels[f].ncv * 3 / 4, fuels[f].ncv * 5 / 4, 3)});
  }
}

static void make_line(plant *p, source *from, int line, int month) {
  if (seldom(from)) return;
  number output = between(from, 1, 15000000, 2);
  if (seldom(from)) output.value = 0;
  if (often(from)) plant_add(p, (statement){line, month, "clinker_output", "", "", "t", output});
  burn(p, from, line, month);
  if (often(from))
    plant_add(p,
              (statement){line, month, "electricity_consumption", "clinker", "", "kWh", between(from, 0, 9000000, 0)});
  if (draw(from, 1) & 1) {
    plant_add(p, (statement){line, month, "waste_heat_power_generation", "", "", "kWh", between(from, 0, 4000000, 0)});
    plant_add(p, (statement){line, month, "waste_heat_power_own_use", "", "", "kWh", between(from, 0, 300000, 0)});
  }
  if (often(from))
    plant_add(p, (statement){line, month, "clinker_strength_28d", "", "", "MPa", between(from, 480, 620, 1)});
  uint64_t which = draw(from, 1);
  for (size_t m = 0; m < sizeof materials / sizeof *materials; m++)
    if (which >> m & 1)
      plant_add(p, (statement){line, month, "raw_substitute_consumption", materials[m], "", "t",
                               between(from, 0, 900000, 2)});
}

static void make_cement(plant *p, source *from, int month) {
  if (seldom(from)) return;
  plant_add(p, (statement){-1, month, "cement_output", "", "", "t", between(from, 1, 25000000, 2)});
  plant_add(p, (statement){-1, month, "clinker_consumed", "", "", "t", between(from, 1, 20000000, 2)});
  static const char *const sections[] = {"cement_preparation", "packing", "auxiliary"};
  for (size_t i = 0; i < 3; i++)
    if (often(from))
      plant_add(
          p, (statement){-1, month, "electricity_consumption", sections[i], "", "kWh", between(from, 0, 8000000, 0)});
  if (often(from))
    plant_add(p, (statement){-1, month, "cement_strength_28d", "", "", "MPa", between(from, 400, 560, 1)});
  if (draw(from, 1) % 4) return;
  plant_add(p, (statement){-1, month, "purchased_clinker_consumed", "", "", "t", between(from, 0, 2000000, 2)});
  if (often(from))
    plant_add(
        p, (statement){-1, month, "purchased_clinker_coal_intensity", "", "", "kgce/t", between(from, 900, 1200, 1)});
  plant_add(p, (statement){-1, month, "purchased_clinker_electricity_intensity", "", "", "kWh/t",
                           between(from, 450, 700, 1)});
}

static void make(plant *p, source *from) {
  memset(p, 0, sizeof *p);
  p->lines = 1 + (int)(draw(from, 1) % PLANT_LINES);
  int months = 1 + (int)(draw(from, 1) % PLANT_MONTHS);
  p->altitude = seldom(from) ? -1 : (int)(draw(from, 2) % 4000);
  p->pressure = draw(from, 1) & 1 ? 60000 + (int)(draw(from, 2) % 42000) : -1;
  for (int line = 0; line < p->lines; line++) {
    p->white[line] = seldom(from);
    for (int month = 0; month < months; month++) make_line(p, from, line, month);
  }
  for (int month = 0; month < months; month++) make_cement(p, from, month);
}

void plant_from_bytes(plant *out, const uint8_t *bytes, size_t size) {
  make(out, &(source){bytes, size, NULL});
}
void plant_random(plant *out, uint64_t *state) {
  make(out, &(source){NULL, 0, state});
}

/* ---- writing ------------------------------------------------------------------------------------------------------
 */

typedef struct text {
  char *at;
  size_t size, room;
} text;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
put(text *t, const char *pattern, ...) {
  va_list list;
  if (t->room - t->size < 512) {
    t->room = 2 * t->room + 4096;
    t->at = realloc(t->at, t->room);
    if (!t->at) abort();
  }
  va_start(list, pattern);
  t->size += (size_t)vsnprintf(t->at + t->size, t->room - t->size, pattern, list);
  va_end(list);
}

static void put_number(text *t, number n, form how) {
  if (how == FORM_EXPONENT) {
    put(t, "%" PRId64 "e%d", n.value, -n.decimals);
    return;
  }
  char digits[32];
  snprintf(digits, sizeof digits, "%0*" PRId64, n.decimals + 1, n.value);
  int whole = (int)strlen(digits) - n.decimals;
  put(t, "%.*s", whole, digits);
  if (n.decimals || how == FORM_PADDED) put(t, ".%s%s", digits + whole, how == FORM_PADDED ? "000" : "");
}

static void put_value(text *t, const statement *s, form how) {
  const char *quote = how == FORM_NUMBERS ? "" : "\"";
  put(t, "\"value\":%s", quote);
  put_number(t, s->number, how);
  put(t, "%s", quote);
}

static void put_observation(text *t, const statement *s, form how) {
  const char *comma = "";
  put(t, "{");
  if (how == FORM_KEYS_REVERSED) {
    put_value(t, s, how);
    put(t, ",\"unit\":\"%s\",\"item\":\"%s\"", s->unit, s->item);
    comma = ",";
  }
  if (s->line >= 0) put(t, "%s\"line\":\"L%d\"", comma, s->line + 1), comma = ",";
  if (*s->of) put(t, "%s\"of\":\"%s\"", comma, s->of), comma = ",";
  if (*s->use) put(t, "%s\"use\":\"%s\"", comma, s->use), comma = ",";
  put(t, "%s\"period\":\"2021-%02d\"", comma, s->month + 1);
  if (how != FORM_KEYS_REVERSED) {
    put(t, ",\"item\":\"%s\",\"unit\":\"%s\",", s->item, s->unit);
    put_value(t, s, how);
  }
  put(t, "}");
}

static void put_json(text *t, const plant *p, form how) {
  put(t, "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"F\"");
  if (p->altitude >= 0) put(t, ",\"altitude\":{\"value\":\"%d\",\"unit\":\"m\"}", p->altitude);
  if (p->pressure >= 0) put(t, ",\"ambient_pressure\":{\"value\":\"%d\",\"unit\":\"Pa\"}", p->pressure);
  put(t, "},\"lines\":[");
  for (int i = 0; i < p->lines; i++)
    put(t, "%s{\"id\":\"L%d\",\"clinker_type\":\"%s\"}", i ? "," : "", i + 1, p->white[i] ? "white" : "portland");
  put(t, "],\"fuels\":[{\"id\":\"x1\",\"origin\":\"fossil\",\"state\":\"solid\"},"
         "{\"id\":\"x2\",\"origin\":\"fossil\",\"state\":\"solid\"}],\"observations\":[");
  for (size_t i = 0; i < p->size; i++) {
    put(t, i ? ",\n" : "\n");
    put_observation(t, &p->at[i], how);
  }
  put(t, "]}\n");
}

static void put_csv(text *t, const plant *p) {
  put(t, "unit,line,value,item,period,of,use\r\n,,F,facility.id,,,\r\n");
  if (p->altitude >= 0) put(t, "m,,%d,facility.altitude,,,\r\n", p->altitude);
  if (p->pressure >= 0) put(t, "Pa,,%d,facility.ambient_pressure,,,\r\n", p->pressure);
  for (int i = 0; i < p->lines; i++)
    put(t, ",L%d,%s,line.clinker_type,,,\r\n", i + 1, p->white[i] ? "white" : "portland");
  for (int i = 1; i <= 2; i++) put(t, ",,fossil,fuel.origin,,x%d,\r\n,,solid,fuel.state,,x%d,\r\n", i, i);
  for (size_t i = 0; i < p->size; i++) {
    const statement *s = &p->at[i];
    put(t, "%s,", s->unit);
    if (s->line >= 0) put(t, "L%d", s->line + 1);
    put(t, ",");
    put_number(t, s->number, FORM_PLAIN);
    put(t, ",%s,2021-%02d,%s,\"%s\"\r\n", s->item, s->month + 1, s->of, s->use);
  }
}

char *plant_text(const plant *p, form how, size_t *size) {
  text t = {0};
  if (how == FORM_CSV)
    put_csv(&t, p);
  else
    put_json(&t, p, how);
  *size = t.size;
  return t.at;
}
