/* SHA-256 of whole blocks by the processor's own instructions, where it has them. */
#ifndef CM_BASE_HASH_BLOCKS_H
#define CM_BASE_HASH_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const uint32_t cm_sha256_constants[64]; /* hash.c */

bool cm_sha256_is_built_in(void);
/* Only where it is. */
void cm_sha256_built_in(uint32_t state[8], const unsigned char *blocks, size_t count);

#endif
