#include "base/json_scan.h"

/* Keys hold no NUL (\u0000 is refused), so a key behaves as if NULs followed it, and none is the beginning of another.
 */
static unsigned byte_of(cm_str name, size_t at) {
  return at < name.size ? (unsigned char)name.at[at] : 0;
}

/* 1 when the fork's bit is set in the name: mask has every bit but that one, so only then is the sum a carry. */
static size_t side(const cm_json_key *fork, cm_str name) {
  return (1 + (fork->mask | byte_of(name, fork->byte))) >> 8;
}

/* Walks down to the key that must be equal if any is. */
static size_t nearest(const cm_json_keys *keys, size_t root, cm_str name) {
  size_t at = root;
  while ((at & 1) == 0) at = keys->at[at / 2].child[side(&keys->at[at / 2], name)];
  return at / 2;
}

/* Puts the fork of node `fresh` where its byte and bit belong on the way down. */
static void link_fork(cm_json_keys *keys, size_t *root, size_t fresh) {
  cm_json_key *fork = &keys->at[fresh];
  size_t *link = root;
  while ((*link & 1) == 0) {
    const cm_json_key *next = &keys->at[*link / 2];
    if (next->byte > fork->byte || (next->byte == fork->byte && next->mask > fork->mask)) break;
    link = &keys->at[*link / 2].child[side(next, fork->name)];
  }
  size_t own = side(fork, fork->name);
  fork->child[own] = 2 * fresh + 1;
  fork->child[1 - own] = *link;
  *link = 2 * fresh;
}

int cm_json_keys_add(cm_arena *scratch, cm_json_keys *keys, size_t base, size_t *root, cm_str name, size_t offset,
                     size_t *twin) {
  size_t fresh = keys->size;
  if (CM_VEC_PUSH(scratch, keys, (cm_json_key){.name = name, .offset = offset})) return -1;
  if (fresh == base) {
    *root = 2 * fresh + 1;
    return 0;
  }
  size_t near = nearest(keys, *root, name);
  cm_str other = keys->at[near].name;
  size_t at = 0;
  size_t longer = name.size > other.size ? name.size : other.size;
  while (at < longer && byte_of(name, at) == byte_of(other, at)) at++;
  if (at == longer) {
    *twin = near;
    return 1;
  }
  unsigned differ = byte_of(name, at) ^ byte_of(other, at);
  differ |= differ >> 1; /* the highest bit that differs: spread it down, then keep the top one */
  differ |= differ >> 2;
  differ |= differ >> 4;
  keys->at[fresh].byte = at;
  keys->at[fresh].mask = (differ & ~(differ >> 1)) ^ 255u;
  link_fork(keys, root, fresh);
  return 0;
}
