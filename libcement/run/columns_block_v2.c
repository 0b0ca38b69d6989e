/* For x86-64-v2: CMakeLists.txt gives this file the flags, where the compiler knows them. */
#if defined(CM_X86_64_V2)
#define CM_KERNELS v2
#include "run/columns_block.h"
#else
typedef int cm_no_kernels_v2;
#endif
