/* Private to columns_block.h: the numbers of eight rows are turned, so that those of a row, which go to neighbours, are
 * added side by side. */

/* Four numbers of eight rows, two a piece: pairs[m] has numbers 2m and 2m + 1 of every second row. */
static inline void turn_pairs(const __m512d *pairs, __m512d *rows) {
  __m512d a = _mm512_shuffle_f64x2(pairs[0], pairs[1], 0x44), b = _mm512_shuffle_f64x2(pairs[2], pairs[3], 0x44);
  __m512d c = _mm512_shuffle_f64x2(pairs[0], pairs[1], 0xee), d = _mm512_shuffle_f64x2(pairs[2], pairs[3], 0xee);
  rows[0] = _mm512_shuffle_f64x2(a, b, 0x88);
  rows[2] = _mm512_shuffle_f64x2(a, b, 0xdd);
  rows[4] = _mm512_shuffle_f64x2(c, d, 0x88);
  rows[6] = _mm512_shuffle_f64x2(c, d, 0xdd);
}

/* x[n] has number n of eight rows, rows[k] the numbers of row k. */
static inline void turn(const __m512d *x, __m512d *rows) {
  __m512d even[4], odd[4];
  for (size_t m = 0; m < 4; m++) {
    even[m] = _mm512_unpacklo_pd(x[2 * m], x[2 * m + 1]);
    odd[m] = _mm512_unpackhi_pd(x[2 * m], x[2 * m + 1]);
  }
  turn_pairs(even, rows);
  turn_pairs(odd, rows + 1);
}

/* In whole pieces: what a mask writes, the next row of the same place would wait for. */
static inline void add_row(double *to, __m512d row, size_t count) {
  if (count == CM_ADDENDS) {
    _mm512_storeu_pd(to, _mm512_add_pd(_mm512_loadu_pd(to), row));
    return;
  }
  __m256d four = _mm512_castpd512_pd256(row);
  if (count & 4) {
    _mm256_storeu_pd(to, _mm256_add_pd(_mm256_loadu_pd(to), four));
    four = _mm512_extractf64x4_pd(row, 1);
    to += 4;
  }
  __m128d two = _mm256_castpd256_pd128(four);
  if (count & 2) {
    _mm_storeu_pd(to, _mm_add_pd(_mm_loadu_pd(to), two));
    two = _mm256_extractf128_pd(four, 1);
    to += 2;
  }
  if (count & 1) _mm_store_sd(to, _mm_add_sd(_mm_load_sd(to), two));
}

static void scatter(double *to, const uint64_t *place, size_t rows, const cm_addend *what, size_t count) {
  for (size_t i = 0; i < rows; i += LANE) {
    __m512d x[CM_ADDENDS], turned[LANE];
    size_t some = rows - i < LANE ? rows - i : LANE;
    for (size_t n = 0; n < CM_ADDENDS; n++) x[n] = n < count ? (__m512d)number_of(&what[n], i) : _mm512_setzero_pd();
    turn(x, turned);
    for (size_t k = 0; k < some; k++) add_row(to + place[i + k], turned[k], count);
  }
}
