/* Numbers whose fuel or material stands in their row. */
#include "plant/read_work.h"

int cm_file_is_no_fuel(cm_file *f, cm_str of, bool *out) {
  cm_str name;
  int status = cm_file_name(f, of, &name);
  const cm_entry *entry = status == CEMENT_OK ? cm_dictionary_find(f->plant->dictionary, CM_WORD_MEMBER, name) : NULL;
  *out = entry != NULL && entry->fuel.size == 0;
  return status;
}

static int is_member(cm_file *f, cm_str id, bool *out) {
  cm_str name;
  int status = cm_file_name(f, id, &name);
  *out = status == CEMENT_OK && cm_dictionary_find(f->plant->dictionary, CM_WORD_MEMBER, name) != NULL;
  return status;
}

static bool is_mapped(const cm_file *f) {
  return f->map != NULL && f->map->column_count != 0;
}

static uint8_t set_of(const cm_meaning *m) {
  if (cm_meaning_is_fuel_property(m)) return CM_SET_FUEL;
  return m->item == NULL ? 0 : m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
}

/* What a person says goes without a heading that is known: any name of a material, and what a mapped column is of. */
static int read_mapped(cm_file *f, cm_str of, cm_str named, cm_place where, cm_meaning *m, bool *found) {
  cm_str id;
  const cm_entry *member;
  uint8_t set = set_of(m);
  bool mapped = is_mapped(f);
  if (m->problem != CM_PROBLEM_NONE || set == 0) return CEMENT_OK;
  int status = cm_mapping_of(&f->arena, f->plant->dictionary, f->map, set, of, where, &id, &member, f->err);
  *found = status == CEMENT_OK && (named.size != 0 ? mapped || set == CM_SET_MATERIAL : mapped && member != NULL);
  if (!*found) return status;
  m->of = id;
  m->member = member;
  if (member != NULL) m->doubt |= member->doubt;
  return CEMENT_OK;
}

/* Whether what the heading says beside the row's name goes with the column; a mapped one has its unit already. */
static bool fits(const cm_file *f, const cm_meaning *with, const cm_meaning *m) {
  bool of_unit = with->problem == CM_PROBLEM_NO_UNIT || with->problem == CM_PROBLEM_UNIT;
  bool ready = is_mapped(f) && m->problem == CM_PROBLEM_NONE;
  return with->kind == m->kind && (with->problem == CM_PROBLEM_NONE || (of_unit && ready));
}

/* What a person said of the column stays: the row adds of what it is. */
static void take(const cm_file *f, cm_meaning *m, const cm_meaning *with) {
  const cm_meaning own = *m;
  *m = *with;
  if (!is_mapped(f) || own.problem != CM_PROBLEM_NONE) return;
  m->problem = CM_PROBLEM_NONE;
  m->unit_text = own.unit_text;
  m->unit = own.unit;
  m->per = own.per;
  m->aggregate = own.aggregate;
  m->doubt = with->doubt & CM_DOUBT_MEMBER; /* the rest was said */
  m->line = own.line;
  m->weight = own.weight;
  m->weight_column = own.weight_column;
  m->method = own.method;
  m->source = own.source;
  if (own.basis != CM_BASIS_NONE) m->basis = own.basis;
  if (own.point != CM_POINT_NONE) m->point = own.point;
  if (own.use.size != 0) m->use = own.use;
  if (own.part.size != 0) m->part = own.part;
}

/* A fuel of the plant's own, which only a mapping or a ledger declares, is read as the usual one first. */
static int read_own(cm_file *f, cm_str of, cm_str named, cm_str name, cm_str unit, cm_place where, cm_meaning *m,
                    bool *found) {
  const cm_dictionary *dictionary = f->plant->dictionary;
  cm_meaning with;
  bool other = false;
  cm_str usual = dictionary->assumed == NULL ? of : dictionary->assumed->fuel;
  int status = cm_heading_read(&f->arena, dictionary, usual, name, unit, where, &with, f->err);
  if (status == CEMENT_OK && named.size == 0) status = cm_file_is_no_fuel(f, of, &other);
  *found = status == CEMENT_OK && !other && fits(f, &with, m);
  if (status == CEMENT_OK && !*found) return read_mapped(f, of, named, where, m, found);
  if (!*found) return status;
  take(f, m, &with);
  uint8_t set = m->item == NULL ? CM_SET_FUEL : set_of(m);
  m->doubt &= (uint8_t)~CM_DOUBT_ASSUMED;
  m->of = named;
  m->member = NULL;
  if (named.size != 0) return CEMENT_OK;
  return cm_mapping_of(&f->arena, dictionary, NULL, set, of, where, &m->of, &m->member, f->err);
}

int cm_file_read_of(cm_file *f, cm_str of, cm_str name, cm_str unit, cm_place where, cm_meaning *m, bool *found) {
  cm_meaning with;
  cm_str named;
  bool word = true;
  int status = cm_mapping_named_of(&f->arena, f->map, of, where, &named, f->err);
  if (status == CEMENT_OK && named.size != 0) status = is_member(f, named, &word);
  if (status == CEMENT_OK && word) {
    cm_str as = named.size != 0 ? named : of;
    status = cm_heading_read(&f->arena, f->plant->dictionary, as, name, unit, where, &with, f->err);
    *found = status == CEMENT_OK && fits(f, &with, m);
    if (status == CEMENT_OK && *found) take(f, m, &with);
    if (status != CEMENT_OK || *found) return status;
  }
  return status == CEMENT_OK ? read_own(f, of, named, name, unit, where, m, found) : status;
}

int cm_file_fill_of(cm_file *f, cm_str of, cm_place where, cm_meaning *m) {
  uint8_t set = set_of(m);
  bool takes = m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE || cm_meaning_is_fuel_property(m);
  if (!takes || set == 0 || m->of.size != 0 || of.size == 0) return CEMENT_OK;
  return cm_mapping_of(&f->arena, f->plant->dictionary, f->map, set, of, where, &m->of, &m->member, f->err);
}

int cm_file_tell_loose(cm_file *f, cm_str of, cm_place where, const cm_meaning *m) {
  const cm_heading cell = {of, where};
  if ((m->doubt & CM_DOUBT_MEMBER) == 0) return CEMENT_OK;
  if (!f->strict) return cm_file_tell_name(f, &cell, m, CM_REMARK_MEMBER, m->of);
  return cm_fail(f->err, CEMENT_E_SCHEMA, where, CM_S("\""), cm_str_cut(of, 60), CM_S("\" read, taken for "), m->of,
                 CM_S(", which strict reading refuses: a mapping can say it"));
}
