#include "base/sort.h"

#include <string.h>

static void merge(const uint32_t *from, uint32_t *to, size_t low, size_t mid, size_t high, cm_order order,
                  const void *context) {
  size_t i = low;
  size_t j = mid;
  if (mid >= high || order(context, from[mid - 1], from[mid]) <= 0) { /* in order already */
    memcpy(to + low, from + low, (high - low) * sizeof *to);
    return;
  }
  for (size_t k = low; k < high; k++) {
    bool first = i < mid && (j >= high || order(context, from[i], from[j]) <= 0);
    to[k] = first ? from[i++] : from[j++];
  }
}

void cm_sort(uint32_t *index, uint32_t *spare, size_t count, cm_order order, const void *context) {
  uint32_t *from = index;
  uint32_t *to = spare;
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t low = 0; low < count; low += 2 * width) {
      size_t mid = width < count - low ? low + width : count;
      size_t high = width < count - mid ? mid + width : count;
      merge(from, to, low, mid, high, order, context);
    }
    uint32_t *sorted = to;
    to = from;
    from = sorted;
  }
  if (from != index) memcpy(index, from, count * sizeof *index);
}

uint32_t *cm_sorted(cm_arena *arena, size_t count, cm_order order, const void *context) {
  uint32_t *index = CM_NEWS(arena, uint32_t, count), *spare = CM_NEWS(arena, uint32_t, count);
  if (!index || !spare) return NULL;
  for (size_t i = 0; i < count; i++) index[i] = (uint32_t)i;
  cm_sort(index, spare, count, order, context);
  return index;
}
