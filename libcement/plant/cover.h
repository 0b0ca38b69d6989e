/* Inside the headings: a name cut into words of the dictionary. */
#ifndef CM_PLANT_COVER_H
#define CM_PLANT_COVER_H

#include "plant/header.h"

/* The words of a name: one of each kind at most. */
typedef struct cm_cover {
  const cm_entry *column, *member, *quantity, *use;
  uint8_t basis;
  bool raw;
  uint32_t line; /* 0: none */
} cm_cover;

/* Cuts all of a name (by cm_fold_name) into words, line names and what separates them; longer words first. False: it
 * cannot be done so that the words go together. */
bool cm_cover_find(const cm_dictionary *dictionary, cm_str name, cm_cover *out);

/* The item that a quantity is of a member: what the words together say, with the problems MEMBER and UNCLEAR. False:
 * they do not go together. */
bool cm_cover_settle(const cm_dictionary *dictionary, const cm_cover *cover, cm_meaning *out);

#endif
