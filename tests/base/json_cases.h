/* Texts that are JSON for us, with their number of values, and texts that are not: code, place and the beginning of the
 * message. Rows are those of trust.md. */
#ifndef CM_TESTS_JSON_CASES_H
#define CM_TESTS_JSON_CASES_H

#include "base/json.h"

static const struct {
  const char *text;
  size_t values;
} accepted[] = {
    {"null", 1},
    {"true", 1},
    {"false", 1},
    {"0", 1},
    {"-0", 1},
    {"\"\"", 1},
    {"[]", 1},
    {"{}", 1},
    {" \t\r\n[ ] \n", 1},
    {"-0.00", 1},
    {"10", 1},
    {"0.5", 1},
    {"1e5", 1},
    {"1E+05", 1},
    {"1.25e-07", 1},
    {"9007199254740993", 1},
    {"1e400", 1},
    {"[1,2,3]", 4},
    {"[[],{},[{}]]", 5},
    {"{\"a\":1,\"b\":[2,{\"a\":3}],\"A\":4}", 7},
    {"{\"\":0,\" \":0}", 3},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 1},
    {"\"\\u0001\\u00e9\\ud83d\\ude00\"", 1},
    {"\"\\uD83D\\uDE00\"", 1},
    {"\"\x7f \xc2\x80 \xe2\x80\xa8 煤 \xf0\x9f\x98\x80\"", 1},
    {"[{\"k\":1},{\"k\":1}]", 5},
    {"{\"k\":{\"k\":{\"k\":1}}}", 4},
    {"\"\xef\xbb\xbf\"", 1},
    {"\"\\ufeff\"", 1},
    {"{\"a\":1,\"aa\":1,\"aaa\":1,\"b\":1,\"\":1,\"aab\":1}", 7},
};

typedef struct refusal {
  cm_str text;
  int code;
  uint64_t offset;
  uint32_t line, column;
  const char *message; /* its beginning */
} refusal;

#define R(text, code, offset, line, column, message)                                                                   \
  { {text, sizeof(text) - 1}, CEMENT_E_##code, offset, line, column, message }

static const refusal refusals[] = {
    R("", SYNTAX, 0, 1, 1, "the text is empty"),
    R(" \n ", SYNTAX, 3, 2, 2, "the text is empty"),
    R("[", SYNTAX, 1, 1, 2, "unexpected end of text inside an array"),
    R("{", SYNTAX, 1, 1, 2, "unexpected end of text inside an object"),
    R("{\"a\"", SYNTAX, 4, 1, 5, "unexpected end of text inside an object"),
    R("\"a", SYNTAX, 2, 1, 3, "unexpected end of text inside a string"),
    R("tru", SYNTAX, 3, 1, 4, "unexpected end of text inside a word"),
    R("-", SYNTAX, 1, 1, 2, "unexpected end of text inside a number"),
    /* row 21: numbers */
    R("01", SYNTAX, 1, 1, 2, "a number may not begin with a needless 0"),
    R("-012", SYNTAX, 2, 1, 3, "a number may not begin with a needless 0"),
    R("1.", SYNTAX, 2, 1, 3, "unexpected end of text inside a number"),
    R("[1.]", SYNTAX, 3, 1, 4, "expected a digit, read ']'"),
    R("1.e5", SYNTAX, 2, 1, 3, "expected a digit, read 'e'"),
    R(".5", SYNTAX, 0, 1, 1, "expected a value, read '.'"),
    R("+1", SYNTAX, 0, 1, 1, "expected a value, read '+'"),
    R("1_000", SYNTAX, 1, 1, 2, "expected the end of the text after the value, read '_'"),
    R("0x10", SYNTAX, 1, 1, 2, "expected the end of the text after the value, read 'x'"),
    R("1e", SYNTAX, 2, 1, 3, "unexpected end of text inside a number"),
    R("[1e+]", SYNTAX, 4, 1, 5, "expected a digit, read ']'"),
    R("- 1", SYNTAX, 1, 1, 2, "expected a digit, read ' '"),
    R("--1", SYNTAX, 1, 1, 2, "expected a digit, read '-'"),
    R("-a", SYNTAX, 1, 1, 2, "expected a digit, read 'a'"),
    /* row 20 */
    R("NaN", SYNTAX, 0, 1, 1, "expected a value, read 'N'"),
    R("nan", SYNTAX, 1, 1, 2, "expected null, read 'a'"),
    R("Infinity", SYNTAX, 0, 1, 1, "expected a value, read 'I'"),
    R("-Infinity", SYNTAX, 1, 1, 2, "expected a digit, read 'I'"),
    R("nulll", SYNTAX, 4, 1, 5, "expected the end of the text after the value, read 'l'"),
    R("True", SYNTAX, 0, 1, 1, "expected a value, read 'T'"),
    /* row 25: trailing text and commas, missing ones */
    R("{} {}", SYNTAX, 3, 1, 4, "expected the end of the text after the value, read '{'"),
    R("[1,]", SYNTAX, 3, 1, 4, "expected a value, read ']'"),
    R("[,1]", SYNTAX, 1, 1, 2, "expected a value or ], read ','"),
    R("{\"a\":1,}", SYNTAX, 7, 1, 8, "expected a key, read '}'"),
    R("{,}", SYNTAX, 1, 1, 2, "expected a key or }, read ','"),
    R("{a:1}", SYNTAX, 1, 1, 2, "expected a key or }, read 'a'"),
    R("{\"a\" 1}", SYNTAX, 5, 1, 6, "expected a colon after the key, read '1'"),
    R("{\"a\":}", SYNTAX, 5, 1, 6, "expected a value, read '}'"),
    R("[1 2]", SYNTAX, 3, 1, 4, "expected a comma or ] after the value, read '2'"),
    R("[1\n煤]", SYNTAX, 3, 2, 1, "expected a comma or ] after the value, read '煤'"),
    R("{\"a\":1 \"b\":2}", SYNTAX, 7, 1, 8, "expected a comma or } after the value, read '\"'"),
    R("[1}", SYNTAX, 2, 1, 3, "expected a comma or ] after the value, read '}'"),
    R("]", SYNTAX, 0, 1, 1, "expected a value, read ']'"),
    R("'a'", SYNTAX, 0, 1, 1, "expected a value, read '''"),
    R("[1]//", SYNTAX, 3, 1, 4, "expected the end of the text after the value, read '/'"),
    R("\f1", SYNTAX, 0, 1, 1, "expected a value, read U+000C"),
    R("\xc2\xa0"
      "1",
      SYNTAX, 0, 1, 1, "expected a value, read '\xc2\xa0'"),
    /* rows 18, 30: NUL and control characters */
    R("1\0", SYNTAX, 1, 1, 2, "expected the end of the text after the value, read U+0000"),
    R("\0", SYNTAX, 0, 1, 1, "expected a value, read U+0000"),
    R("[\"a\0\"]", SYNTAX, 3, 1, 4, "expected no control character in a string, read U+0000"),
    R("{\"\0\":1}", SYNTAX, 2, 1, 3, "expected no control character in a string, read U+0000"),
    R("\"a\tb\"", SYNTAX, 2, 1, 3, "expected no control character in a string, read U+0009"),
    R("\"a\n\"", SYNTAX, 2, 1, 3, "expected no control character in a string, read U+000A"),
    R("\"\x1f\"", SYNTAX, 1, 1, 2, "expected no control character in a string, read U+001F"),
    R("\"\\u0000\"", SYNTAX, 1, 1, 2, "\\u0000 may not stand in a string"),
    R("{\"a\\u0000\":1}", SYNTAX, 3, 1, 4, "\\u0000 may not stand in a string"),
    /* escapes, row 29 */
    R("\"\\x\"", SYNTAX, 2, 1, 3, "expected one of \"\\/bfnrtu after \\, read 'x'"),
    R("\"\\U0041\"", SYNTAX, 2, 1, 3, "expected one of"),
    R("\"\\\0\"", SYNTAX, 2, 1, 3, "expected one of \"\\/bfnrtu after \\, read U+0000"),
    R("\"\\u12G4\"", SYNTAX, 5, 1, 6, "expected a hexadecimal digit, read 'G'"),
    R("\"\\u12\"", SYNTAX, 5, 1, 6, "expected a hexadecimal digit, read '\"'"),
    R("\"\\ud800\"", SYNTAX, 1, 1, 2, "half of a surrogate pair"),
    R("\"\\udc00\"", SYNTAX, 1, 1, 2, "half of a surrogate pair"),
    R("\"a\\ud800\\ud800\"", SYNTAX, 2, 1, 3, "half of a surrogate pair"),
    R("\"\\ud800\\n\"", SYNTAX, 1, 1, 2, "half of a surrogate pair"),
    R("\"\\ud800\\u0041\"", SYNTAX, 1, 1, 2, "half of a surrogate pair"),
    R("\"\\ude00\\ud83d\"", SYNTAX, 1, 1, 2, "half of a surrogate pair"),
    /* row 15: duplicate keys */
    R("{\"a\":1,\n\"b\":2, \"a\":3}", DUPKEY, 15, 2, 8,
      "the key \"a\" stands twice in this object (first at line 1, column 2)"),
    R("{\"a\":1,\"\\u0061\":2}", DUPKEY, 7, 1, 8, "the key \"a\" stands twice"),
    R("{\"\\u7164\":1,\"煤\":2}", DUPKEY, 12, 1, 13, "the key \"煤\" stands twice"),
    R("{\"\\/\":1,\"/\":2}", DUPKEY, 8, 1, 9, "the key \"/\" stands twice"),
    R("{\"\":1,\"\":2}", DUPKEY, 6, 1, 7, "the key \"\" stands twice"),
    R("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", DUPKEY, 18, 1, 19, "the key \"\xf0\x9f\x98\x80\" stands twice"),
    R("{\"a\":{\"b\":1},\"c\":[{\"a\":1}],\"a\":2}", DUPKEY, 27, 1, 28, "the key \"a\" stands twice"),
    R("{\"a\":1,\"a\":x}", DUPKEY, 7, 1, 8, "the key \"a\" stands twice"), /* before what comes later */
    R("{\"a\":x,\"a\":1}", SYNTAX, 5, 1, 6, "expected a value, read 'x'"),
    /* rows 26, 27: marks and other encodings */
    R("\xef\xbb\xbf{}", ENCODING, 0, 1, 1, "a byte order mark may not stand before the text"),
    R("\xff\xfe{\0}\0", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    R("\xfe\xff\0{\0}", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    R("{\0}\0", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    R("\0{\0}", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    R("{\0\0\0}\0\0\0", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    R("\0\0\0{\0\0\0}", ENCODING, 0, 1, 1, "the text looks like UTF-16 or UTF-32"),
    /* row 28 */
    R("\"\xc0\x80\"", ENCODING, 1, 1, 2, "the text is not valid UTF-8"),
    R("\"\xed\xa0\x80\"", ENCODING, 1, 1, 2, "the text is not valid UTF-8"),
    R("\"\xf4\x90\x80\x80\"", ENCODING, 1, 1, 2, "the text is not valid UTF-8"),
    R("\"\xc3", ENCODING, 1, 1, 2, "the text is not valid UTF-8"),
    R("{\"\xb5\x5c\":1}", ENCODING, 2, 1, 3, "the text is not valid UTF-8"),
    R("[1,\xff]", ENCODING, 3, 1, 4, "the text is not valid UTF-8"),
    R("1\xff", ENCODING, 1, 1, 2, "the text is not valid UTF-8"),
    R("\xff", ENCODING, 0, 1, 1, "the text is not valid UTF-8"),
    R("\"\\\xff\"", ENCODING, 2, 1, 3, "the text is not valid UTF-8"),
    R("\"\\ud800\xff\"", ENCODING, 7, 1, 8, "the text is not valid UTF-8"),
    R("[1 \xc3\xa9 \xff]", SYNTAX, 3, 1, 4, "expected a comma or ] after the value"), /* the earlier one */
    R("\"\xef\xbf\xbe\"", ENCODING, 1, 1, 2, "a Unicode noncharacter may not stand in a text"),
    R("\"\xef\xbf\xbf\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
    R("\"\xef\xb7\x90\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
    R("\"\xef\xb7\xaf\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
    R("\"a\xf0\x9f\xbf\xbe\"", ENCODING, 2, 1, 3, "a Unicode noncharacter"),
    R("\"a\xf4\x8f\xbf\xbf\"", ENCODING, 2, 1, 3, "a Unicode noncharacter"),
    R("\"\\ufffe\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
    R("\"\\ufdd0\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
    R("\"\\ud83f\\udfff\"", ENCODING, 1, 1, 2, "a Unicode noncharacter"),
};

#endif
