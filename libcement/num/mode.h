/* Binary64 is worked out in the default mode: the host may round otherwise, flush subnormals or trap.
 *   cm_mode host = cm_mode_begin(); ...; cm_mode_end(&host);
 * The host's mode and flags are afterwards as before. */
#ifndef CM_NUM_MODE_H
#define CM_NUM_MODE_H

#include <fenv.h>

typedef fenv_t cm_mode;

static inline cm_mode cm_mode_begin(void) {
  cm_mode host;
  fegetenv(&host);
  fesetenv(FE_DFL_ENV);
  return host;
}

static inline void cm_mode_end(const cm_mode *host) {
  fesetenv(host);
}

#endif
