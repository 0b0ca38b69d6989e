/* Inside the reading of mappings. */
#ifndef CM_PLANT_MAPPING_READ_H
#define CM_PLANT_MAPPING_READ_H

#include "plant/mapping.h"
#include "std/read.h"

typedef struct cm_mapping_reader {
  cm_reader r;
  const cm_dictionary *dictionary;
} cm_mapping_reader;

/* One object of "columns". */
void cm_mapping_read_column(cm_mapping_reader *m, const cm_json *object, cm_mapping_column *out);
/* Text that is not empty, and its key. */
void cm_mapping_read_key(cm_mapping_reader *m, const cm_json *object, const char *key, cm_str *text, cm_str *folded);
void cm_mapping_read_heading(cm_mapping_reader *m, const cm_json *at, const char *key, cm_str *text, cm_str *folded);
/* One of a few words: its place among them from `first` on, or 0. */
uint8_t cm_mapping_choice(cm_reader *r, const cm_json *object, const char *key, const char *const *words, size_t count);

extern const char *const cm_mapping_kinds[];      /* by cm_meaning_kind; what "as" says */
extern const char *const cm_mapping_shapes[];     /* by cm_shape */
extern const char *const cm_mapping_bases[];      /* by cm_basis */
extern const char *const cm_mapping_points[];     /* by cm_point */
extern const char *const cm_mapping_aggregates[]; /* by cm_aggregate */
extern const char *const cm_mapping_methods[];    /* of columns */
#define CM_MAPPING_METHODS 5

#endif
