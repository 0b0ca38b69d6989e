/* For every processor that the compiler was told of. */
#define CM_KERNELS plain
#include "run/columns_block.h"
