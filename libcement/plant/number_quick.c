/* The numbers that most cells hold, eight digits at a time. */
#include "plant/number.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS (ONES << 7)
#define ZEROS (ONES * '0')

/* Byte 0 in the lowest bits, whatever the machine's order; compilers make one load of it. */
static inline uint64_t load4(const unsigned char *p) {
  return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

static inline uint64_t load8(const unsigned char *p) {
  return load4(p) | load4(p + 4) << 32;
}

/* 1 to 8 bytes, without reading beyond them: pieces that overlap hold the same bytes there. */
static inline uint64_t load(const unsigned char *p, size_t n) {
  if (n == 8) return load8(p);
  if (n >= 4) return load4(p) | load4(p + n - 4) << (8 * (n - 4));
  return (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) | (uint64_t)p[n - 1] << (8 * (n - 1));
}

static uint64_t low_bytes(size_t n) { /* 0 to 7 */
  return ((uint64_t)1 << (8 * n)) - 1;
}

/* The high bit of each byte that is a point. */
static uint64_t points(uint64_t word) {
  uint64_t other = word ^ ONES * '.';
  return ~(((other & ~HIGHS) + ~HIGHS) | other) & HIGHS;
}

static inline size_t lowest(uint64_t mask) {
#if defined(__GNUC__)
  return (size_t)__builtin_ctzll(mask) / 8;
#else
  size_t byte = 0;
  while ((mask & 0x80) == 0) mask >>= 8, byte++;
  return byte;
#endif
}

/* All eight bytes are digits: their high halves are 3, and still are after 6 is added. */
static bool all_digits(uint64_t word) {
  return ((word & ONES * 0xF0) ^ ZEROS) == 0 && (((word + ONES * 6) & ONES * 0xF0) ^ ZEROS) == 0;
}

/* The value of eight digits: pairs, then fours, then all. */
static uint64_t value8(uint64_t word) {
  word -= ZEROS;
  word = (word * 10 + (word >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
  word = (word * 100 + (word >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
  return (word * 10000 + (word >> 32)) & UINT64_C(0xFFFFFFFF);
}

/* n digits, 1 to 8, moved up behind zeros. */
static inline uint64_t pad(uint64_t word, size_t n) {
  return word << (64 - 8 * n) | (ZEROS >> (4 * n)) >> (4 * n);
}

/* Takes the byte at k out of the word. */
static inline uint64_t drop(uint64_t word, size_t k) {
  uint64_t below = low_bytes(k);
  return (word & below) | (word >> 8 & ~below);
}

/* Up to eight bytes: digits and at most one point between them. */
static inline bool read_short(const unsigned char *p, size_t n, int32_t *scale, uint64_t *value) {
  uint64_t word = load(p, n);
  uint64_t mask = points(word);
  size_t whole = n;
  if (mask != 0) {
    whole = lowest(mask);
    word = drop(word, whole);
    n--;
    if (whole == 0 || whole == n) return false;
  }
  if ((word & 0xFF) == '0' && whole > 1) return false;
  word = pad(word, n);
  *scale = (int32_t)(n - whole);
  *value = value8(word);
  return all_digits(word);
}

/* Nine to fifteen bytes: the first eight digits, then the rest. */
static bool read_long(const unsigned char *p, size_t n, int32_t *scale, uint64_t *value) {
  static const uint32_t tens[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  uint64_t first = load8(p);
  uint64_t rest = load(p + 8, n - 8);
  uint64_t mask = points(first);
  size_t whole = n;
  if (mask != 0) {
    whole = lowest(mask);
    first = drop(first, whole) | rest << 56;
    rest >>= 8;
    n--;
  } else if ((mask = points(rest)) != 0) {
    whole = 8 + lowest(mask);
    rest = drop(rest, whole - 8);
    n--;
  }
  bool pointed = mask != 0;
  if (n > 14 || whole == 0 || (pointed && whole == n) || ((first & 0xFF) == '0' && whole > 1)) return false;
  *scale = (int32_t)(n - whole);
  *value = value8(first);
  if (n == 8) return all_digits(first);
  rest = pad(rest, n - 8);
  *value = *value * tens[n - 8] + value8(rest);
  return all_digits(first) && all_digits(rest);
}

bool cm_number_quick(cm_str raw, cm_number *out) {
  const unsigned char *p = (const unsigned char *)raw.at;
  size_t n = raw.size;
  uint64_t value;
  bool negative = n > 0 && p[0] == '-';
  p += negative;
  n -= negative;
  if (n == 0 || n > 15) return false;
  if (!(n <= 8 ? read_short(p, n, &out->scale, &value) : read_long(p, n, &out->scale, &value))) return false;
  out->small = true;
  out->percent = false;
  out->mantissa = negative ? -(int64_t)value : (int64_t)value;
  return true;
}
