/* The words of the expression language. */
#ifndef CM_LANG_LEXER_H
#define CM_LANG_LEXER_H

#include "base/error.h"
#include "base/text.h"

typedef enum cm_token_kind {
  CM_T_END,
  CM_T_NUMBER, /* 0 or 1 */
  CM_T_NAME,
  CM_T_SYMBOL, /* text without its quotes */
  CM_T_PLUS,
  CM_T_MINUS,
  CM_T_TIMES,
  CM_T_DIVIDE,
  CM_T_EQ,
  CM_T_NE,
  CM_T_LT,
  CM_T_LE,
  CM_T_GT,
  CM_T_GE,
  CM_T_OPEN,
  CM_T_CLOSE,
  CM_T_OPEN_BRACKET,
  CM_T_CLOSE_BRACKET,
  CM_T_COMMA,
  CM_T_DOT,
  CM_T_BAD
} cm_token_kind;

typedef struct cm_token {
  cm_token_kind kind;
  cm_str text;
  uint32_t at, end;
} cm_token;

/* The token at or after byte `from`. */
cm_token cm_lex(cm_str text, uint32_t from);

#endif
