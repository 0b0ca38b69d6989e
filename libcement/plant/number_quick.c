/* The numbers that most cells hold, eight digits at a time. */
#include "plant/number.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS (ONES << 7)
#define ZEROS (ONES * '0')

/* Byte 0 in the lowest bits, whatever the machine's order; compilers make one load of it. */
static uint64_t load4(const unsigned char *p) {
  return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

static uint64_t load8(const unsigned char *p) {
  return load4(p) | load4(p + 4) << 32;
}

/* 1 to 8 bytes, without reading beyond them: pieces that overlap hold the same bytes there. */
static uint64_t load(const unsigned char *p, size_t n) {
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

static size_t lowest(uint64_t mask) {
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
static uint64_t pad(uint64_t word, size_t n) {
  return n == 8 ? word : word << (64 - 8 * n) | ZEROS >> (8 * n);
}

/* Takes the byte at k out of the word. */
static uint64_t drop(uint64_t word, size_t k) {
  uint64_t below = low_bytes(k);
  return (word & below) | (word >> 8 & ~below);
}

/* Digits without their point: the first eight, the rest, and how many; `whole` of them stand before the point. */
typedef struct digits {
  uint64_t first, rest;
  size_t count, whole;
} digits;

static digits of_text(const unsigned char *p, size_t n) {
  digits d = {load(p, n < 8 ? n : 8), n > 8 ? load(p + 8, n - 8) : 0, n, n};
  uint64_t mask = points(d.first);
  if (mask != 0) {
    d.whole = lowest(mask);
    d.first = drop(d.first, d.whole) | d.rest << 56;
    d.rest >>= 8;
    d.count = n - 1;
  } else if ((mask = points(d.rest)) != 0) {
    d.whole = 8 + lowest(mask);
    d.rest = drop(d.rest, d.whole - 8);
    d.count = n - 1;
  }
  return d;
}

bool cm_number_quick(cm_str raw, cm_number *out) {
  static const uint32_t tens[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  const unsigned char *p = (const unsigned char *)raw.at;
  size_t n = raw.size;
  bool negative = n > 0 && p[0] == '-';
  p += negative;
  n -= negative;
  if (n == 0 || n > 15) return false;
  digits d = of_text(p, n);
  bool pointed = d.count < n;
  if (d.count > 14 || d.whole == 0 || (pointed && d.whole == d.count) || (p[0] == '0' && d.whole > 1)) return false;
  uint64_t first = pad(d.first, d.count < 8 ? d.count : 8);
  if (!all_digits(first)) return false;
  uint64_t value = value8(first);
  if (d.count > 8) {
    uint64_t rest = pad(d.rest, d.count - 8);
    if (!all_digits(rest)) return false;
    value = value * tens[d.count - 8] + value8(rest);
  }
  out->small = true;
  out->percent = false;
  out->scale = (int32_t)(d.count - d.whole);
  out->mantissa = negative ? -(int64_t)value : (int64_t)value;
  return true;
}
