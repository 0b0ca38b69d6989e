/* A hash table from keys of up to eight 32-bit words to a number. */
#ifndef CM_BASE_MAP_H
#define CM_BASE_MAP_H

#include "base/alloc.h"

#define CM_MAP_WORDS 8

typedef struct cm_map {
  cm_arena *arena;
  struct cm_map_slot *slots;
  size_t size, room;
} cm_map;

typedef struct cm_map_key {
  uint32_t word[CM_MAP_WORDS];
} cm_map_key;

void cm_map_init(cm_map *map, cm_arena *arena);
/* The number stored for the key, or NULL. */
const uint32_t *cm_map_get(const cm_map *map, const cm_map_key *key);
/* Stores; a key that is there keeps its new number. 0, or -1 when memory gave out. */
int cm_map_put(cm_map *map, const cm_map_key *key, uint32_t number);
/* Where the key's number stands until the next key comes, a new key's with 0; NULL when memory gave out. */
uint32_t *cm_map_at(cm_map *map, const cm_map_key *key);

#endif
