#include "base/map.h"

struct cm_map_slot {
  cm_map_key key;
  uint32_t number;
  uint32_t used;
};

void cm_map_init(cm_map *map, cm_arena *arena) {
  *map = (cm_map){.arena = arena};
}

/* Two words at a time. */
static size_t hash(const cm_map_key *key) {
  uint64_t h = 0x9E3779B97F4A7C15u;
  for (size_t i = 0; i < CM_MAP_WORDS; i += 2) {
    h = (h ^ ((uint64_t)key->word[i] << 32 | key->word[i + 1])) * 0xFF51AFD7ED558CCDu;
    h ^= h >> 32;
  }
  return (size_t)h;
}

static struct cm_map_slot *slot_of(const cm_map *map, const cm_map_key *key) {
  size_t i = hash(key) & (map->room - 1);
  while (map->slots[i].used && memcmp(&map->slots[i].key, key, sizeof *key) != 0) i = (i + 1) & (map->room - 1);
  return &map->slots[i];
}

const uint32_t *cm_map_get(const cm_map *map, const cm_map_key *key) {
  if (!map->room) return NULL;
  const struct cm_map_slot *slot = slot_of(map, key);
  return slot->used ? &slot->number : NULL;
}

/* Twice the room; at most half of it is ever in use, so probing ends. */
static int grow(cm_map *map) {
  cm_map wider = {map->arena, NULL, map->size, map->room ? map->room * 2 : 64};
  wider.slots = CM_NEWS(map->arena, struct cm_map_slot, wider.room);
  if (!wider.slots) return -1;
  for (size_t i = 0; i < map->room; i++)
    if (map->slots[i].used) *slot_of(&wider, &map->slots[i].key) = map->slots[i];
  *map = wider;
  return 0;
}

uint32_t *cm_map_at(cm_map *map, const cm_map_key *key) {
  if (map->size * 2 >= map->room && grow(map)) return NULL;
  struct cm_map_slot *slot = slot_of(map, key);
  if (!slot->used) {
    *slot = (struct cm_map_slot){*key, 0, 1};
    map->size++;
  }
  return &slot->number;
}

int cm_map_put(cm_map *map, const cm_map_key *key, uint32_t number) {
  uint32_t *at = cm_map_at(map, key);
  if (!at) return -1;
  *at = number;
  return 0;
}
