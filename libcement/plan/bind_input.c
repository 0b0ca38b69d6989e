/* Inputs of a program in the making: each one once, found by hash. */
#include "plan/bind.h"

#define FIRST_PLACES 256

static const void *what_of(const cm_input *input) {
  return input->item ? (const void *)input->item : input->attribute ? (const void *)input->attribute : input->formula;
}

/* Nearly always it is, so that no word of it decides. */
static bool same(const cm_input *input, const cm_input_key *key) {
  uint32_t apart = (input->kind ^ (uint32_t)key->kind) | (input->line ^ key->line) | (input->section ^ key->section);
  apart |= (input->tuple.fuel ^ key->tuple.fuel) | (input->tuple.use ^ key->tuple.use);
  apart |= (input->tuple.material ^ key->tuple.material) | (uint32_t)(what_of(input) != key->what);
  return apart == 0;
}

/* Each word by a large odd number of its own: their products do not wait for each other. Two words as one would, since
 * they have just been written one by one. */
static size_t hash(const cm_input_key *key) {
  uint64_t h = (uint64_t)(uintptr_t)key->what * 0x9E3779B97F4A7C15u;
  h += (key->line * UINT64_C(8) + key->kind) * 0xC2B2AE3D27D4EB4Fu;
  h += key->tuple.fuel * 0xD6E8FEB86659FD93u;
  h += key->tuple.use * 0xFF51AFD7ED558CCDu;
  h += key->tuple.material * 0xA0761D6478BD642Fu;
  h += key->section * 0xE7037ED1A0B428DBu;
  return (size_t)(h >> 32);
}

/* Where the input stands, or would. At most half of the places are taken, so there is a free one. */
static cm_bind_place *place_of(const cm_binder *k, const cm_input_key *key) {
  size_t i = hash(key) & (k->place_count - 1);
  while (k->places[i].node && !same(&k->out.inputs.at[k->places[i].input], key)) i = (i + 1) & (k->place_count - 1);
  return &k->places[i];
}

static cm_input_key key_of(const cm_input *input) {
  return (cm_input_key){(cm_input_kind)input->kind, input->line, what_of(input), input->tuple, input->section};
}

int cm_bind_places(cm_binder *k) {
  if (!k->places) {
    k->places = CM_NEWS(k->scratch, cm_bind_place, FIRST_PLACES);
    k->place_count = FIRST_PLACES;
    return k->places ? 0 : -1;
  }
  memset(k->places, 0, k->place_count * sizeof *k->places);
  return 0;
}

/* Twice the places. */
static int widen(cm_binder *k) {
  const cm_bind_place *old = k->places;
  size_t count = k->place_count;
  cm_bind_place *places = CM_NEWS(k->scratch, cm_bind_place, count * 2);
  if (!places) return -1;
  k->places = places;
  k->place_count = count * 2;
  for (size_t i = 0; i < count; i++) {
    if (!old[i].node) continue;
    cm_input_key key = key_of(&k->out.inputs.at[old[i].input]);
    *place_of(k, &key) = old[i];
  }
  return 0;
}

static cm_input input_of(const cm_input_key *key) {
  cm_input input = {.kind = (uint8_t)key->kind, .line = key->line, .tuple = key->tuple, .section = key->section};
  if (key->kind == CM_IN_ITEM || key->kind == CM_IN_OBSERVED) input.item = key->what;
  if (key->kind == CM_IN_ATTRIBUTE) input.attribute = key->what;
  if (key->kind == CM_IN_RESULT || key->kind == CM_IN_MONTHS) input.formula = key->what;
  return input;
}

uint32_t cm_bind_input(cm_binder *k, const cm_input_key *key) {
  if (k->status) return CM_NO_NODE;
  if (k->out.inputs.size * 2 == k->place_count && widen(k)) return cm_bind_nomem(k);
  cm_bind_place *place = place_of(k, key);
  if (place->node) return place->node - 1;
  uint32_t index = (uint32_t)k->out.inputs.size;
  uint32_t node = cm_bind_emit(k, CM_OP_INPUT, NULL, 0, 0, index);
  if (k->status || CM_VEC_PUSH(k->scratch, &k->out.inputs, input_of(key))) return cm_bind_nomem(k);
  *place = (cm_bind_place){index, node + 1};
  return node;
}

uint32_t cm_bind_result(cm_binder *k, const cm_input_key *key, uint32_t instance) {
  uint32_t node = cm_bind_input(k, key);
  if (!k->status) k->out.inputs.at[k->out.tape.nodes.at[node].c].instance = instance;
  return node;
}
