#include "lang/lexer.h"

static bool name_char(char c) {
  return cm_is_alpha((unsigned char)c) || cm_is_digit((unsigned char)c) || c == '_';
}

/* Operators, the longer spelling first. */
static const struct {
  const char *text;
  cm_token_kind kind;
} operators[] = {
    {"<=", CM_T_LE},
    {">=", CM_T_GE},
    {"<>", CM_T_NE},
    {"<", CM_T_LT},
    {">", CM_T_GT},
    {"=", CM_T_EQ},
    {"+", CM_T_PLUS},
    {"-", CM_T_MINUS},
    {"*", CM_T_TIMES},
    {"/", CM_T_DIVIDE},
    {"\xc3\x97", CM_T_TIMES},
    {"\xc3\xb7", CM_T_DIVIDE},
    {"\xe2\x88\x92", CM_T_MINUS},
    {"(", CM_T_OPEN},
    {")", CM_T_CLOSE},
    {"[", CM_T_OPEN_BRACKET},
    {"]", CM_T_CLOSE_BRACKET},
    {",", CM_T_COMMA},
    {".", CM_T_DOT},
};

static cm_token token(cm_token_kind kind, cm_str text, size_t at, size_t end) {
  return (cm_token){kind, cm_str_slice(text, at, end), (uint32_t)at, (uint32_t)end};
}

static cm_token lex_word(cm_str text, size_t at) {
  size_t end = at;
  while (end < text.size && name_char(text.at[end])) end++;
  bool number = cm_is_digit((unsigned char)text.at[at]);
  return token(number ? CM_T_NUMBER : CM_T_NAME, text, at, end);
}

static cm_token lex_symbol(cm_str text, size_t at) {
  size_t end = at + 1;
  while (end < text.size && text.at[end] != '\'') end++;
  if (end == text.size) return token(CM_T_BAD, text, at, end);
  if (end == at + 1) return token(CM_T_BAD, text, at, end + 1); /* nothing is called '' */
  cm_token t = token(CM_T_SYMBOL, text, at, end + 1);
  t.text = cm_str_slice(text, at + 1, end);
  return t;
}

cm_token cm_lex(cm_str text, uint32_t from) {
  size_t at = from;
  while (at < text.size && cm_is_space((unsigned char)text.at[at])) at++;
  if (at == text.size) return token(CM_T_END, text, at, at);
  if (name_char(text.at[at])) return lex_word(text, at);
  if (text.at[at] == '\'') return lex_symbol(text, at);
  cm_str rest = cm_str_slice(text, at, text.size);
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (cm_str_starts(rest, operators[i].text))
      return token(operators[i].kind, text, at, at + strlen(operators[i].text));
  size_t next = at;
  cm_utf8_next(text, &next);
  return token(CM_T_BAD, text, at, next);
}
