/* SHA-256 (FIPS 180-4). */
#ifndef CM_BASE_HASH_H
#define CM_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cm_sha256 {
  uint32_t state[8];
  uint64_t bytes;
  unsigned char block[64];
  bool asked, built_in; /* whether the processor has instructions for it */
} cm_sha256;

#define CM_SHA256_ASK_BLOCKS 64 /* added at once: from then on by the processor's instructions, where it has them */

void cm_sha256_init(cm_sha256 *hash);
void cm_sha256_add(cm_sha256 *hash, const void *bytes, size_t size);
/* 64 lower-case hexadecimal digits and a NUL. */
void cm_sha256_hex(cm_sha256 *hash, char out[65]);

#endif
