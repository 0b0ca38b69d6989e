/* The names that plants give to columns, fuels, materials, kiln lines, units and missing values: those of
 * data/plant/dictionary.json together with the names of items.json. */
#ifndef CM_PLANT_DICTIONARY_H
#define CM_PLANT_DICTIONARY_H

#include "ledger/ledger.h"
#include "plant/cell.h"
#include "std/edition.h"

typedef enum cm_word_kind {
  CM_WORD_COLUMN,   /* a whole heading */
  CM_WORD_MEMBER,   /* a fuel, a material or a section */
  CM_WORD_QUANTITY, /* what is told of a member: used, heat, moisture ... */
  CM_WORD_USE,
  CM_WORD_BASIS,
  CM_WORD_RAW,   /* says that a material is burnt to clinker, not ground with it */
  CM_WORD_EMPTY, /* adds nothing: "of the day" */
  CM_WORD_GROUP, /* a heading above others that adds nothing: "energy" */
  CM_WORD_CHOICE /* a cell of an attribute: one of its choices */
} cm_word_kind;

/* What a column holds. */
typedef enum cm_meaning_kind {
  CM_MEANING_UNKNOWN,
  CM_MEANING_VALUE,  /* an item */
  CM_MEANING_ROLE,   /* a number that serves an item: moisture, weight ... */
  CM_MEANING_PERIOD, /* the day, the month or the moment of a row */
  CM_MEANING_LINE,   /* the kiln line of a row */
  CM_MEANING_OF,     /* the fuel or material of a row */
  CM_MEANING_METHOD,
  CM_MEANING_SOURCE,
  CM_MEANING_NOTE,
  CM_MEANING_SHIFT,    /* the shift of a row, where a day has several */
  CM_MEANING_UNIT,     /* the unit of a row's numbers, where headings say none */
  CM_MEANING_IGNORE,   /* known, and no part of a ledger */
  CM_MEANING_ATTRIBUTE /* a property of the row's line or fuel, or of the plant */
} cm_meaning_kind;

typedef enum cm_role {
  CM_ROLE_NONE,
  CM_ROLE_MOISTURE_AR, /* total moisture, share of the fuel as received */
  CM_ROLE_MOISTURE_AD, /* moisture of the air-dried sample */
  CM_ROLE_HYDROGEN,    /* of the sample; basis: `basis` */
  CM_ROLE_GROSS,       /* gross calorific value; basis: `basis` */
  CM_ROLE_CARBON,      /* mass share of carbon; basis: `basis` */
  CM_ROLE_WEIGHT,      /* the mass that the row's means are weighted by */
  CM_ROLE_COUNT
} cm_role;

/* As files name them: "moisture_ar". */
extern const char *const cm_role_keys[CM_ROLE_COUNT];

/* Where coal is weighed or sampled: two points are two statements about the same coal, never parts of it. */
typedef enum cm_point { CM_POINT_NONE, CM_POINT_MILL, CM_POINT_KILN } cm_point;

/* What was taken for granted; each is a finding of its own. */
enum {
  CM_DOUBT_MEMBER = 1,    /* a looser name: raw coal taken as bituminous coal */
  CM_DOUBT_ASSUMED = 2,   /* no fuel is named: taken as `of` */
  CM_DOUBT_SUBJECT = 4,   /* of what is not said: CaO taken as that of clinker */
  CM_DOUBT_BASIS = 8,     /* no basis is said: taken as received */
  CM_DOUBT_SPELLING = 16, /* the unit is spelt unusually: KG for kg */
  CM_DOUBT_SHORT = 32,    /* the unit is shortened: kcal for kcal/kg */
  CM_DOUBT_REMARK = 64,   /* a remark in brackets was not looked at */
  CM_DOUBT_POINT = 128    /* the coal is sampled elsewhere than it is weighed */
};

/* What a ledger declares of a line, a fuel or the plant, beside its id. */
typedef struct cm_property {
  uint8_t set; /* CM_SET_LINE, CM_SET_FUEL, CM_SET_FACILITY; 0: none */
  cm_str key;
  const cm_attribute *attribute; /* NULL: a text */
} cm_property;

/* One entry of the dictionary; which fields it has follows from its kind. */
typedef struct cm_entry {
  uint8_t kind;                   /* cm_word_kind */
  uint8_t meaning;                /* of COLUMN: cm_meaning_kind */
  uint8_t role;                   /* of COLUMN and QUANTITY: cm_role */
  uint8_t basis;                  /* cm_basis */
  uint8_t point;                  /* of MEMBER: cm_point */
  uint8_t doubt;                  /* CM_DOUBT_ */
  bool assume;                    /* of QUANTITY: where no fuel is named, the usual one is meant */
  bool bare;                      /* of QUANTITY: meant where a member with a mass or a volume is named alone */
  const cm_item *item;            /* of COLUMN; of QUANTITY: for a fuel */
  const cm_item *material_item;   /* of QUANTITY: for a material of items.json; of COLUMN: where rows name theirs */
  const cm_item *other_item;      /* for any other material */
  const cm_item *section_item;    /* for a section */
  cm_str fuel, material, section; /* of MEMBER: ids; a name of both a fuel and a material is in doubt between them */
  cm_property property;           /* of COLUMN and CHOICE; of QUANTITY: that of the fuel */
  uint32_t choice;                /* of CHOICE: its place among the attribute's */
  bool elsewhere;                 /* of MEMBER: the material is also ground into cement, so its use must be told */
  bool declare;                   /* of MEMBER: the ledger must declare the fuel or material, with these: */
  cm_label label;
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX]; /* of a fuel */
  uint32_t state;                                   /* of a fuel: index as in cm_item_unit_for_state */
  cm_str use;                                       /* of USE: id */
  cm_str part;      /* of MEMBER: what part of the whole it is; parts add up, and one alone is not the whole */
  cm_str unit_text; /* of COLUMN: the unit that the heading says by its name */
  cm_label unclear; /* the heading has more than one meaning: which; empty: it has one */
} cm_entry;

typedef struct cm_word {
  cm_str text; /* by cm_fold_name */
  const cm_entry *entry;
} cm_word;

/* How a unit is written where that is not how it is read; `item` NULL: of any column. */
typedef struct cm_unit_spelling {
  cm_str text; /* folded, case kept */
  cm_str unit;
  const cm_item *item;
} cm_unit_spelling;

/* A number of the rules by which coal data change their basis. */
typedef struct cm_basis_constant {
  cm_dec value;
  cm_str text, unit, cite;
  cm_label note;
  uint8_t confidence; /* cm_confidence */
} cm_basis_constant;

enum { CM_BASIS_MOISTURE_HEAT, CM_BASIS_HYDROGEN_HEAT, CM_BASIS_WHOLE, CM_BASIS_CONSTANTS };

/* What a form calls the ways of getting a value. */
typedef struct cm_method_word {
  cm_str text;    /* by cm_fold_name */
  uint8_t method; /* cm_method */
} cm_method_word;

/* A row or column that repeats others, and the columns of a form that name its rows and the month that it is of. */
enum { CM_FORM_NONE, CM_FORM_SUM, CM_FORM_OTHER, CM_FORM_TITLE, CM_FORM_MONTH };
typedef struct cm_form_word {
  cm_str text;  /* by cm_fold_name */
  uint8_t kind; /* CM_FORM_ */
} cm_form_word;

typedef struct cm_shift_word {
  cm_str text; /* by cm_fold_name */
  uint16_t shift;
} cm_shift_word;

typedef struct cm_dictionary {
  const cm_items *items;
  /* ascending by text; one text may be of several kinds, but once of each, and a choice of each attribute */
  CM_VEC(cm_word) words;
  cm_markers markers;
  CM_VEC(cm_unit_spelling) units;
  CM_VEC(cm_str) lines; /* patterns of line names, {n} for the number, by cm_fold_name; longer ones first */
  CM_VEC(cm_method_word) methods;
  CM_VEC(cm_form_word) forms;
  CM_VEC(cm_shift_word) shifts;
  const cm_entry *bare;    /* the quantity meant by a member alone */
  const cm_entry *assumed; /* the fuel meant where none is named */
  size_t longest;          /* bytes of the longest word */
  cm_basis_constant basis[CM_BASIS_CONSTANTS];
} cm_dictionary;

/* Reads a dictionary. The names of `items`, which must outlive it, belong to it without being listed.
 * Status: SYNTAX, SCHEMA, MISSING, UNKNOWN, UNIT, DUPKEY (a name with two meanings of one kind), LIMIT, NOMEM, each
 *         with its place. */
int cm_dictionary_read(cm_arena *arena, cm_dictionary *out, const cm_items *items, cm_str source, cm_str text,
                       cement_error *err);
/* The built-in one. */
int cm_dictionary_builtin(cm_arena *arena, cm_dictionary *out, const cm_items *items, cement_error *err);

/* The entry that has the whole text (by cm_fold_name) as a word of the kind, or NULL. */
const cm_entry *cm_dictionary_find(const cm_dictionary *dictionary, cm_word_kind kind, cm_str name);
/* The words with exactly this text are words.at[*first .. *first + the result). */
size_t cm_dictionary_words(const cm_dictionary *dictionary, cm_str name, size_t *first);
/* Bytes of a line's name by the pattern that stands at `at` in a text by cm_fold_name, and its number from 1 to 99; 0:
 * there is none. "1#窑熟料产量" by "{n}#窑": 5. */
size_t cm_line_match(cm_str pattern, cm_str name, size_t at, uint32_t *number);
/* Whether the whole text (by cm_fold_name) is the name of a line. */
bool cm_dictionary_line(const cm_dictionary *dictionary, cm_str name, uint32_t *number);
/* The shift by its word (by cm_fold_name), from 1: words of one shift have one number; 0: it is none. */
uint16_t cm_dictionary_shift(const cm_dictionary *dictionary, cm_str name);
/* A cm_method by its word (by cm_fold_name); CM_METHOD_NONE: it is none. */
uint8_t cm_dictionary_method(const cm_dictionary *dictionary, cm_str name);
/* The choice of the attribute by its word (by cm_fold_name): its place, or -1. */
int cm_dictionary_choice(const cm_dictionary *dictionary, const cm_attribute *attribute, cm_str name);
/* A property by what files name it, "line.clinker_type". False: there is none. */
bool cm_property_find(const cm_items *items, cm_str name, cm_property *out);
bool cm_property_eq(const cm_property *a, const cm_property *b);
/* "line.", "fuel." or "facility." */
cm_str cm_property_owner(const cm_property *property);
/* CM_FORM_SUM or _OTHER where a word of these stands within the text (by cm_fold_name): a sum of rows, or their mean,
 * or a running sum; CM_FORM_TITLE where it is the text; else CM_FORM_NONE. */
uint8_t cm_dictionary_form(const cm_dictionary *dictionary, cm_str name);
/* Whether the text (by cm_fold_name) heads a column of the rows' units. */
bool cm_dictionary_is_unit(const cm_dictionary *dictionary, cm_str name);
/* Whether the text (by cm_fold_name) heads the column of the month that a report is of. */
bool cm_dictionary_is_month(const cm_dictionary *dictionary, cm_str name);
/* How a folded unit is spelt for cm_unit_read in a column of the item: itself, a repair of it (CM_DOUBT_SPELLING or
 * CM_DOUBT_SHORT), or empty: it is no unit. */
cm_str cm_dictionary_unit(const cm_dictionary *dictionary, cm_str folded, const cm_item *item, uint8_t *doubt);

#define CM_LINE_ID_MAX 4
/* "L1" */
cm_str cm_line_id(uint32_t number, char out[CM_LINE_ID_MAX]);

#endif
