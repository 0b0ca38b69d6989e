/* Numbers whose fuel or material stands in their row. */
#include "plant/read_work.h"

static int is_member(cm_file *f, cm_str id, bool *out) {
  cm_str name;
  int status = cm_file_name(f, id, &name);
  *out = status == CEMENT_OK && cm_dictionary_find(f->plant->dictionary, CM_WORD_MEMBER, name) != NULL;
  return status;
}

/* A fuel of the plant's own, which only a mapping or a ledger declares, is read as the usual one first. */
static int read_own(cm_file *f, cm_str of, cm_str named, cm_str name, cm_str unit, cm_place where, cm_meaning *m,
                    bool *found) {
  const cm_dictionary *dictionary = f->plant->dictionary;
  cm_meaning with;
  cm_str usual = dictionary->assumed == NULL ? of : dictionary->assumed->fuel;
  int status = cm_heading_read(&f->arena, dictionary, usual, name, unit, where, &with, f->err);
  *found = status == CEMENT_OK && with.problem == CM_PROBLEM_NONE && with.kind == m->kind;
  bool material = m->item != NULL && m->item->sets == CM_SET_MATERIAL && m->problem == CM_PROBLEM_NONE;
  if (status == CEMENT_OK && !*found && named.size != 0 && material) { /* any name is one of a material */
    m->of = named;
    m->member = NULL;
    *found = true;
    return CEMENT_OK;
  }
  if (!*found) return status;
  *m = with;
  uint8_t set = m->item == NULL ? CM_SET_FUEL : m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
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
    *found = status == CEMENT_OK && with.problem == CM_PROBLEM_NONE && with.kind == m->kind;
    if (status == CEMENT_OK && *found) *m = with;
    if (status != CEMENT_OK || *found) return status;
  }
  return status == CEMENT_OK ? read_own(f, of, named, name, unit, where, m, found) : status;
}

int cm_file_fill_of(cm_file *f, cm_str of, cm_place where, cm_meaning *m) {
  uint8_t set = m->item == NULL ? 0 : m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
  bool number = m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE;
  if (!number || set == 0 || m->of.size != 0 || of.size == 0) return CEMENT_OK;
  return cm_mapping_of(&f->arena, f->plant->dictionary, f->map, set, of, where, &m->of, &m->member, f->err);
}

int cm_file_tell_loose(cm_file *f, cm_str of, cm_place where, const cm_meaning *m) {
  const cm_heading cell = {of, where};
  if ((m->doubt & CM_DOUBT_MEMBER) == 0) return CEMENT_OK;
  if (!f->strict) return cm_file_tell_name(f, &cell, m, CM_REMARK_MEMBER, m->of);
  return cm_fail(f->err, CEMENT_E_SCHEMA, where, CM_S("\""), cm_str_cut(of, 60), CM_S("\" read, taken for "), m->of,
                 CM_S(", which strict reading refuses: a mapping can say it"));
}
