#include "base/hash.h"

#include "base/hash_blocks.h"

#include <string.h>

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const uint32_t cm_sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, int by) {
  return x >> by | x << (32 - by);
}

static void expand(uint32_t w[64], const unsigned char *block) {
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
           block[4 * i + 3];
  }
  for (int i = 16; i < 64; i++) {
    uint32_t s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

/* The eight words are variables, so that they stay in registers: as an array they are moved by a call each round. */
static void compress(uint32_t state[8], const unsigned char *block) {
  uint32_t w[64];
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  expand(w, block);
  for (int i = 0; i < 64; i++) {
    uint32_t s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    uint32_t one = h + s1 + ((e & f) ^ (~e & g)) + cm_sha256_constants[i] + w[i];
    uint32_t s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    uint32_t two = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + one;
    d = c, c = b, b = a, a = one + two;
  }
  const uint32_t words[8] = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; i++) state[i] += words[i];
}

/* Asking the processor takes longer than a short text, so that only long ones ask. */
static void compress_all(cm_sha256 *hash, const unsigned char *blocks, size_t count) {
  if (count >= CM_SHA256_ASK_BLOCKS && !hash->asked) {
    hash->asked = true;
    hash->built_in = cm_sha256_is_built_in();
  }
  if (hash->built_in) {
    cm_sha256_built_in(hash->state, blocks, count);
    return;
  }
  for (; count > 0; count--, blocks += 64) compress(hash->state, blocks);
}

void cm_sha256_init(cm_sha256 *hash) {
  *hash = (cm_sha256){
      .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void cm_sha256_add(cm_sha256 *hash, const void *bytes, size_t size) {
  if (size == 0) return; /* `bytes` may be NULL then */
  const unsigned char *at = bytes;
  size_t used = (size_t)(hash->bytes % 64);
  hash->bytes += size;
  if (used != 0) {
    size_t part = size < 64 - used ? size : 64 - used;
    memcpy(hash->block + used, at, part);
    if (used + part < 64) return;
    compress(hash->state, hash->block);
    at += part;
    size -= part;
  }
  compress_all(hash, at, size / 64);
  at += size / 64 * 64;
  size %= 64;
  if (size != 0) memcpy(hash->block, at, size);
}

void cm_sha256_hex(cm_sha256 *hash, char out[65]) {
  static const unsigned char pad[64] = {0x80};
  static const char hex[] = "0123456789abcdef";
  uint64_t bits = hash->bytes * 8;
  unsigned char length[8];
  for (int i = 0; i < 8; i++) length[i] = (unsigned char)(bits >> (56 - 8 * i));
  size_t used = (size_t)(hash->bytes % 64);
  cm_sha256_add(hash, pad, used < 56 ? 56 - used : 120 - used);
  cm_sha256_add(hash, length, sizeof length);
  for (int i = 0; i < 64; i++) out[i] = hex[hash->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
  out[64] = '\0';
}
