/* Expressions: the text of a rule as a tree. The grammar is that of docs/edition-format.md. */
#ifndef CM_LANG_EXPR_H
#define CM_LANG_EXPR_H

#include <cement/cement.h>

#include "base/alloc.h"
#include "base/error.h"
#include "unit/unit.h"

typedef enum cm_expr_kind {
  CM_E_ZERO,      /* 0, of any unit */
  CM_E_ONE,       /* 1 */
  CM_E_NAME,      /* name: item, constant, formula, or a set (its current member) */
  CM_E_MEMBER,    /* name['member'] */
  CM_E_SYMBOL,    /* 'symbol' */
  CM_E_SCOPED,    /* edition.name */
  CM_E_ATTRIBUTE, /* attribute(SET) */
  CM_E_NEG,
  CM_E_ADD,
  CM_E_SUB,
  CM_E_MUL,
  CM_E_DIV,
  CM_E_EQ,
  CM_E_NE,
  CM_E_LT,
  CM_E_LE,
  CM_E_GT,
  CM_E_GE,
  CM_E_IN, /* args[0] IN the others */
  CM_E_NOT,
  CM_E_AND,
  CM_E_OR,
  CM_E_SUM,     /* sets; args[0] the term, args[1] the condition if any */
  CM_E_SELECT,  /* condition, then, else */
  CM_E_DEFAULT, /* first choice, second; name = finding or empty */
  CM_E_REQUIRE, /* condition, value; name = finding */
  CM_E_PRESENT,
  CM_E_LOOKUP, /* name and scope = the table; args = the keys */
  CM_E_OPTION, /* name */
  CM_E_POW,
  CM_E_MIN,
  CM_E_MAX,
  CM_E_ABS,
  CM_E_ROUND /* value; name = rule, `decimals` */
} cm_expr_kind;

typedef enum cm_type { CM_TYPE_NUMBER, CM_TYPE_TRUTH, CM_TYPE_SYMBOL } cm_type;

/* What a name means, once the edition has been linked. */
typedef enum cm_ref {
  CM_REF_NONE,
  CM_REF_ITEM,      /* target: cm_item */
  CM_REF_FACTOR,    /* target: cm_factor, a constant */
  CM_REF_FORMULA,   /* target: cm_formula */
  CM_REF_SET,       /* set: the current member of it */
  CM_REF_TABLE,     /* target: cm_table */
  CM_REF_OPTION,    /* target: cm_option */
  CM_REF_ATTRIBUTE, /* target: cm_attribute, of `set` */
  CM_REF_LEVEL      /* L1, L2 ... in a limit: `index` from 0 */
} cm_ref;

/* How the unit of a part lies to that in which the expression, formula or limit works that reads it. */
typedef enum cm_scaled {
  CM_SCALED_NOT,
  CM_SCALED_BY,    /* `scale` brings it there */
  CM_SCALED_BEYOND /* by a factor beyond all bounds */
} cm_scaled;

/* What binding reads comes first: it is one line of the cache. Marked * is filled when the edition is linked. */
typedef struct cm_expr {
  cm_expr_kind kind;
  cm_ref ref;      /* * */
  cm_type type;    /* * */
  uint8_t sets;    /* of SUM: cm_set_mask bits */
  bool any_unit;   /* * the literal 0, and what is made of nothing else */
  uint8_t scaled;  /* * cm_scaled */
  bool decidable;  /* * of a condition: it may take no more than attributes, members and options to tell */
  uint32_t index;  /* * */
  uint32_t member; /* * index of the member of name['member'] in its set */
  struct cm_expr **args;
  size_t count;
  const void *target; /* * */
  cm_unit unit;       /* * */
  cm_scale scale;     /* * */
  uint32_t at, end;   /* bytes of the text that it spans */
  cm_str name;        /* identifier, symbol, function's finding or rule */
  cm_str scope;       /* edition alias of edition.name; the member of name['member']; the set of attribute(SET) */
} cm_expr;

/* The sets of the language, as bits. */
#define CM_SET_FACILITY 1u
#define CM_SET_LINE 2u
#define CM_SET_FUEL 4u
#define CM_SET_USE 8u
#define CM_SET_MATERIAL 16u
#define CM_SET_SECTION 32u
uint8_t cm_set_bit(cm_str name); /* 0 when it is no set */
const char *cm_set_name(uint8_t bit);

/* Parses a whole text.
 * Given:    text  the expression, at most 4096 bytes; where  its place in the document, for messages.
 * Returned: out  the tree, in `arena`; it refers to `text`, which must live as long.
 * Status:   SYNTAX (the message gives the byte within the expression), LIMIT (nesting above 48), NOMEM. */
int cm_expr_parse(cm_arena *arena, cm_expr **out, cm_str text, cm_place where, cement_error *err);

#endif
