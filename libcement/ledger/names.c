#include "ledger/names.h"

static uint32_t byte_at(cm_str text, size_t at) {
  return at < text.size ? (unsigned char)text.at[at] : 0;
}

/* The name that agrees with the text in all bits that branches look at; there is one at least. */
static uint32_t closest(const cm_names *names, cm_str text) {
  uint32_t at = names->root;
  while ((at & 1) == 0) {
    const cm_name_branch *branch = &names->branches.at[at / 2];
    at = branch->child[(byte_at(text, branch->byte) & branch->mask) != 0];
  }
  return at / 2;
}

const cm_name *cm_names_find(const cm_names *names, cm_str text) {
  if (names->list.size == 0) return NULL;
  const cm_name *name = &names->list.at[closest(names, text)];
  return cm_str_eq(name->text, text) ? name : NULL;
}

int cm_names_add(cm_arena *arena, cm_names *names, cm_str text, uint32_t value) {
  size_t byte = 0;
  uint32_t mask = 0x80;
  if (names->list.size >= UINT32_MAX / 2 || text.size >= UINT32_MAX) return -1;
  if (names->list.size != 0) {
    cm_str near = names->list.at[closest(names, text)].text;
    if (cm_str_eq(near, text)) return 0;
    while (byte_at(near, byte) == byte_at(text, byte)) byte++;
    while (((byte_at(near, byte) ^ byte_at(text, byte)) & mask) == 0) mask >>= 1;
  }
  cm_str copy = cm_arena_copy(arena, text);
  if (copy.at == NULL || CM_VEC_ROOM(arena, &names->list, 1) || CM_VEC_ROOM(arena, &names->branches, 1)) return -1;
  uint32_t leaf = (uint32_t)names->list.size * 2 + 1;
  names->list.at[names->list.size++] = (cm_name){copy, value};
  if (names->list.size == 1) {
    names->root = leaf;
    return 0;
  }
  uint32_t *at = &names->root; /* branches look at bits in order from the root down */
  while ((*at & 1) == 0) {
    cm_name_branch *branch = &names->branches.at[*at / 2];
    if (branch->byte > byte || (branch->byte == byte && branch->mask < mask)) break;
    at = &branch->child[(byte_at(text, branch->byte) & branch->mask) != 0];
  }
  cm_name_branch added = {{*at, *at}, (uint32_t)byte, mask};
  added.child[(byte_at(text, byte) & mask) != 0] = leaf;
  *at = (uint32_t)names->branches.size * 2;
  names->branches.at[names->branches.size++] = added;
  return 0;
}
