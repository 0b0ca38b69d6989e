#include "lang/print.h"

enum { OR = 1, AND, NOT, COMPARISON, SUM, PRODUCT, UNARY, ATOM }; /* how tightly an expression holds together */

static void print(const cm_expr *e, int tight, cm_sink *out);

static int tightness(cm_expr_kind kind) {
  switch (kind) {
  case CM_E_OR: return OR;
  case CM_E_AND: return AND;
  case CM_E_NOT: return NOT;
  case CM_E_EQ:
  case CM_E_NE:
  case CM_E_LT:
  case CM_E_LE:
  case CM_E_GT:
  case CM_E_GE:
  case CM_E_IN: return COMPARISON;
  case CM_E_ADD:
  case CM_E_SUB: return SUM;
  case CM_E_MUL:
  case CM_E_DIV: return PRODUCT;
  case CM_E_NEG: return UNARY;
  default: return ATOM;
  }
}

static const char *sign(cm_expr_kind kind) {
  static const char *const signs[] = {
      [CM_E_ADD] = " + ", [CM_E_SUB] = " - ", [CM_E_MUL] = " * ",   [CM_E_DIV] = " / ", [CM_E_EQ] = " = ",
      [CM_E_NE] = " <> ", [CM_E_LT] = " < ",  [CM_E_LE] = " <= ",   [CM_E_GT] = " > ",  [CM_E_GE] = " >= ",
      [CM_E_IN] = " IN ", [CM_E_NOT] = "",    [CM_E_AND] = " AND ", [CM_E_OR] = " OR "};
  return signs[kind];
}

/* An operand on the right of − or ÷ would take its neighbours with it, so it holds one degree tighter. */
static void print_binary(const cm_expr *e, cm_sink *out) {
  int own = tightness(e->kind), left = own == COMPARISON ? SUM : own;
  print(e->args[0], left, out);
  cm_sink_c(out, sign(e->kind));
  print(e->args[1], own == COMPARISON ? SUM : own + 1, out);
}

static void print_symbol(cm_str symbol, cm_sink *out) {
  cm_sink_c(out, "'");
  cm_sink_add(out, symbol);
  cm_sink_c(out, "'");
}

static void print_args(const cm_expr *e, size_t from, cm_sink *out) {
  for (size_t i = from; i < e->count; i++) {
    if (i > from) cm_sink_c(out, ", ");
    print(e->args[i], OR, out);
  }
}

static void print_sum(const cm_expr *e, cm_sink *out) {
  const char *comma = "";
  cm_sink_c(out, "SUM(");
  for (unsigned bit = CM_SET_FACILITY; bit <= CM_SET_SECTION; bit <<= 1) {
    if (!(e->sets & bit)) continue;
    cm_sink_c(out, comma);
    cm_sink_c(out, cm_set_name((uint8_t)bit));
    comma = ", ";
  }
  if (e->count > 1) {
    cm_sink_c(out, " WHERE ");
    print(e->args[1], OR, out);
  }
  cm_sink_c(out, ", ");
  print(e->args[0], OR, out);
  cm_sink_c(out, ")");
}

static void print_call(const cm_expr *e, const char *name, cm_sink *out) {
  cm_sink_c(out, name);
  cm_sink_c(out, "(");
  if (e->kind == CM_E_LOOKUP) {
    if (e->scope.size) cm_sink_add(out, e->scope);
    if (e->scope.size) cm_sink_c(out, ".");
    cm_sink_add(out, e->name);
    cm_sink_c(out, ", ");
  }
  print_args(e, 0, out);
  if (e->name.size && e->kind != CM_E_LOOKUP) {
    cm_sink_c(out, ", ");
    if (e->kind == CM_E_ROUND)
      cm_sink_add(out, e->name);
    else
      print_symbol(e->name, out);
  }
  cm_sink_c(out, ")");
}

/* name, name['member'], edition.name, attribute(SET), OPTION(key) */
static void print_name(const cm_expr *e, cm_sink *out) {
  if (e->kind == CM_E_SCOPED) {
    cm_sink_add(out, e->scope);
    cm_sink_c(out, ".");
  }
  if (e->kind == CM_E_OPTION) cm_sink_c(out, "OPTION(");
  cm_sink_add(out, e->name);
  if (e->kind == CM_E_MEMBER) {
    cm_sink_c(out, "[");
    print_symbol(e->scope, out);
    cm_sink_c(out, "]");
  }
  if (e->kind == CM_E_ATTRIBUTE) {
    cm_sink_c(out, "(");
    cm_sink_add(out, e->scope);
  }
  if (e->kind == CM_E_ATTRIBUTE || e->kind == CM_E_OPTION) cm_sink_c(out, ")");
}

static void print_plain(const cm_expr *e, cm_sink *out) {
  switch (e->kind) {
  case CM_E_ZERO: cm_sink_c(out, "0"); return;
  case CM_E_ONE: cm_sink_c(out, "1"); return;
  case CM_E_SYMBOL: print_symbol(e->name, out); return;
  case CM_E_NEG:
    cm_sink_c(out, "-");
    print(e->args[0], ATOM, out);
    return;
  case CM_E_NOT:
    cm_sink_c(out, "NOT ");
    print(e->args[0], COMPARISON, out);
    return;
  case CM_E_IN:
    print(e->args[0], SUM, out);
    cm_sink_c(out, " IN (");
    print_args(e, 1, out);
    cm_sink_c(out, ")");
    return;
  case CM_E_SUM: print_sum(e, out); return;
  case CM_E_SELECT: print_call(e, "SELECT", out); return;
  case CM_E_DEFAULT: print_call(e, "DEFAULT", out); return;
  case CM_E_REQUIRE: print_call(e, "REQUIRE", out); return;
  case CM_E_PRESENT: print_call(e, "PRESENT", out); return;
  case CM_E_LOOKUP: print_call(e, "LOOKUP", out); return;
  case CM_E_POW: print_call(e, "POW", out); return;
  case CM_E_MIN: print_call(e, "MIN", out); return;
  case CM_E_MAX: print_call(e, "MAX", out); return;
  case CM_E_ABS: print_call(e, "ABS", out); return;
  case CM_E_ROUND: print_call(e, "ROUND", out); return;
  default: print_name(e, out);
  }
}

static void print(const cm_expr *e, int tight, cm_sink *out) {
  int own = tightness(e->kind);
  bool binary = own < UNARY && e->kind != CM_E_NOT && e->kind != CM_E_IN;
  if (own < tight) cm_sink_c(out, "(");
  if (binary)
    print_binary(e, out);
  else
    print_plain(e, out);
  if (own < tight) cm_sink_c(out, ")");
}

void cm_expr_print(const cm_expr *e, cm_sink *out) {
  print(e, OR, out);
}
