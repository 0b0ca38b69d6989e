/* From validated text to our own tree.
 *
 * cJSON reads the text in which every number stands as a string behind the mark \u0001: so its digits survive, and no
 * strtod and no locale takes part. The mark cannot be forged: what a value is, is told by its first byte in the text
 * that was read, and cJSON must agree. */
#include "base/json.h"

#include <cjson/cJSON.h>

#include "base/json_scan.h"

static const char number_mark[] = "\"\\u0001";
#define MARKED_MORE sizeof(number_mark) /* bytes that a marked number is longer: the mark, and a closing quote */

typedef struct build {
  cm_str text;
  cm_json_records records;
  size_t next;    /* the record of the next value */
  cm_json *nodes; /* one per record */
  char *pool;     /* all strings, keys and numbers, each with a NUL; the quotes of the text leave room for those */
  size_t used, room;
} build;

static bool begins_number(char c) {
  return c == '-' || cm_is_digit(c);
}

static size_t number_size(cm_str text, size_t from) {
  size_t at = from;
  while (at < text.size && text.at[at] != '\0' && strchr("+-.0123456789Ee", text.at[at]) != NULL) at++;
  return at - from;
}

static size_t put(char *out, size_t at, const char *from, size_t size) {
  memcpy(out + at, from, size);
  return at + size;
}

/* The text with its numbers as marked strings; `.at` NULL when memory gave out. */
static cm_str rewrite(cm_arena *scratch, cm_str text, const cm_json_records *records) {
  size_t size = text.size;
  for (size_t i = 0; i < records->size; i++) {
    if (!begins_number(text.at[records->at[i].offset])) continue;
    if (size > SIZE_MAX - MARKED_MORE - 1) return (cm_str){NULL, 0};
    size += MARKED_MORE;
  }
  char *out = cm_arena_take(scratch, size + 1, 1);
  if (out == NULL) return (cm_str){NULL, 0};
  size_t to = 0;
  size_t from = 0;
  for (size_t i = 0; i < records->size; i++) {
    size_t at = records->at[i].offset;
    if (!begins_number(text.at[at])) continue;
    size_t digits = number_size(text, at);
    to = put(out, to, text.at + from, at - from);
    to = put(out, to, number_mark, sizeof number_mark - 1);
    to = put(out, to, text.at + at, digits);
    out[to++] = '"';
    from = at + digits;
  }
  to = put(out, to, text.at + from, text.size - from);
  return (cm_str){out, to};
}

/* cJSON's memory comes from its own hooks, not from our allocator, so its need is bounded before the call: a node, its
 * text and its key for each value, with what malloc adds, within the budget that the arenas have, too. */
static bool fits_budget(const cm_arena *scratch, cm_str marked, size_t values) {
  uint64_t need = (uint64_t)values * (sizeof(cJSON) + 16 + 2 * 32) + marked.size;
  return scratch->held <= scratch->alloc->limit && need <= scratch->alloc->limit - scratch->held;
}

static bool agrees(const cJSON *item, char first, cm_json_type *type) {
  switch (first) {
  case 'n': *type = CM_JSON_NULL; return cJSON_IsNull(item);
  case 'f': *type = CM_JSON_FALSE; return cJSON_IsFalse(item);
  case 't': *type = CM_JSON_TRUE; return cJSON_IsTrue(item);
  case '[': *type = CM_JSON_ARRAY; return cJSON_IsArray(item);
  case '{': *type = CM_JSON_OBJECT; return cJSON_IsObject(item);
  case '"': *type = CM_JSON_STRING; return cJSON_IsString(item) && item->valuestring != NULL;
  default:
    *type = CM_JSON_NUMBER;
    return cJSON_IsString(item) && item->valuestring != NULL && item->valuestring[0] == '\x01';
  }
}

static bool keep(build *b, cm_str text, cm_str *kept) {
  if (text.size >= b->room - b->used) return false;
  *kept = (cm_str){b->pool + b->used, text.size};
  memcpy(b->pool + b->used, text.at, text.size);
  b->used += text.size + 1; /* the pool is zeroed: the NUL is there */
  return true;
}

/* The node of the next value; NULL when cJSON read something else than the validator. */
static cm_json *make(build *b, const cJSON *item, const cm_json *parent) {
  if (b->next >= b->records.size) return NULL;
  cm_json_record record = b->records.at[b->next];
  cm_json *node = &b->nodes[b->next++];
  node->offset = record.offset;
  node->key_offset = record.key_offset;
  if (!agrees(item, b->text.at[record.offset], &node->type)) return NULL;
  if (node->type == CM_JSON_STRING && !keep(b, cm_str_of(item->valuestring), &node->text)) return NULL;
  if (node->type == CM_JSON_NUMBER) {
    cm_str digits = {b->text.at + record.offset, number_size(b->text, record.offset)};
    if (!cm_str_is(digits, item->valuestring + 1) || !keep(b, digits, &node->text)) return NULL;
  }
  if (parent != NULL && parent->type == CM_JSON_OBJECT) {
    if (item->string == NULL || !keep(b, cm_str_of(item->string), &node->key)) return NULL;
  }
  return node;
}

/* Walks cJSON's tree in document order, which is the order of the records. */
static bool convert(build *b, const cJSON *root, cm_json **out) {
  struct {
    const cJSON *item;
    cm_json *parent;
    cm_json **link;
  } levels[CM_JSON_DEPTH_MAX + 1] = {{root, NULL, out}};
  size_t depth = 0;
  for (;;) {
    while (levels[depth].item == NULL) {
      if (depth-- == 0) return b->next == b->records.size;
    }
    const cJSON *item = levels[depth].item;
    cm_json *parent = levels[depth].parent;
    cm_json *node = make(b, item, parent);
    if (node == NULL) return false;
    if (parent != NULL) parent->count++;
    *levels[depth].link = node;
    levels[depth].link = &node->next;
    levels[depth].item = item->next;
    if (item->child != NULL) {
      if (depth == CM_JSON_DEPTH_MAX) return false;
      levels[++depth].item = item->child;
      levels[depth].parent = node;
      levels[depth].link = &node->child;
    }
  }
}

static int read_text(cm_arena *arena, cm_arena *scratch, cm_json **out, cm_str source, cm_str text,
                     const cm_json_limits *limits, cement_error *err) {
  build b = {.text = text};
  int status = cm_json_scan(scratch, source, text, limits, &b.records, err);
  if (status != CEMENT_OK) return status;
  cm_str marked = rewrite(scratch, text, &b.records);
  b.nodes = CM_NEWS(arena, cm_json, b.records.size);
  b.room = text.size + 1;
  b.pool = CM_NEWS(arena, char, b.room);
  if (marked.at == NULL || b.nodes == NULL || b.pool == NULL) return cm_nomem(err);
  if (!fits_budget(scratch, marked, b.records.size)) return cm_nomem(err);
  cJSON *root = cJSON_ParseWithLength(marked.at, marked.size);
  if (root == NULL) { /* the text is valid, so that only memory can be short; cJSON itself does not tell */
    return cm_fail(err, CEMENT_E_NOMEM, ((cm_place){source, 0, 0, 0}), CM_S("out of memory: malloc gave cJSON none"));
  }
  cm_json *tree = NULL;
  bool same = convert(&b, root, &tree);
  cJSON_Delete(root);
  if (!same) {
    return cm_fail(err, CEMENT_E_DEPENDENCY, ((cm_place){source, 0, 0, 0}),
                   CM_S("cJSON read something else from a valid text"));
  }
  *out = tree;
  return CEMENT_OK;
}

int cm_json_read(cm_arena *arena, cm_json **out, cm_str source, cm_str text, const cm_json_limits *limits,
                 cement_error *err) {
  cm_arena scratch;
  cm_arena_init(&scratch, arena->alloc);
  int status = read_text(arena, &scratch, out, source, text, limits, err);
  cm_arena_free(&scratch);
  return status;
}

const cm_json *cm_json_get(const cm_json *object, const char *key) {
  if (object == NULL || object->type != CM_JSON_OBJECT) return NULL;
  for (const cm_json *member = object->child; member != NULL; member = member->next) {
    if (cm_str_is(member->key, key)) return member;
  }
  return NULL;
}
