#include "base/hash_blocks.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

#define HAS_SHA (1u << 29) /* leaf 7, ebx */

bool cm_sha256_is_built_in(void) {
  const uint32_t shuffles = bit_SSSE3 | bit_SSE4_1;
  uint32_t a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & shuffles) != shuffles) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & HAS_SHA) != 0;
}

/* The instructions want the eight words as ABEF and CDGH, the highest first. Each turn does four rounds and makes the
 * four words of the message that are due four turns later. */
__attribute__((target("sha,sse4.1"))) void cm_sha256_built_in(uint32_t state[8], const unsigned char *blocks,
                                                              size_t count) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0x1B);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1B);
  __m128i abef = _mm_unpackhi_epi64(efgh, abcd);
  __m128i cdgh = _mm_unpacklo_epi64(efgh, abcd);
  for (; count > 0; count--, blocks += 64) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i m[4];
    for (int i = 0; i < 4; i++) {
      m[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(blocks + 16 * i)), swap);
    }
    for (int turn = 0; turn < 16; turn++) {
      __m128i due =
          _mm_add_epi32(m[0], _mm_loadu_si128((const __m128i *)(const void *)(cm_sha256_constants + 4 * turn)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, due);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(due, 0x0E));
      __m128i next = _mm_add_epi32(_mm_sha256msg1_epu32(m[0], m[1]), _mm_alignr_epi8(m[3], m[2], 4));
      next = _mm_sha256msg2_epu32(next, m[3]);
      m[0] = m[1], m[1] = m[2], m[2] = m[3], m[3] = next;
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  abcd = _mm_unpackhi_epi64(cdgh, abef);
  efgh = _mm_unpacklo_epi64(cdgh, abef);
  _mm_storeu_si128((__m128i *)(void *)state, _mm_shuffle_epi32(abcd, 0x1B));
  _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_shuffle_epi32(efgh, 0x1B));
}
#else
bool cm_sha256_is_built_in(void) {
  return false;
}

void cm_sha256_built_in(uint32_t state[8], const unsigned char *blocks, size_t count) {
  (void)state, (void)blocks, (void)count;
}
#endif
