/* An expression as text again, for those whose text is not kept ("applies", a condition inside a formula). */
#ifndef CM_LANG_PRINT_H
#define CM_LANG_PRINT_H

#include "base/sink.h"
#include "lang/expr.h"

/* In the spelling of the grammar, with the parentheses that it needs: what is read back is the same tree. */
void cm_expr_print(const cm_expr *e, cm_sink *out);

#endif
