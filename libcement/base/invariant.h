/* What cannot be, said where the code stays safe all the same. */
#ifndef CM_BASE_INVARIANT_H
#define CM_BASE_INVARIANT_H

/* A condition that no input makes true. The library as it is installed tests it and takes the safe way out; the builds
 * for development stop, so that a wrong claim is noticed; those that count branches leave it out. */
#if defined(CEMENT_COUNTING)
#define CEMENT_NEVER(condition) 0
#elif defined(CEMENT_CHECK_INVARIANTS)
#define CEMENT_NEVER(condition) ((condition) ? (__builtin_trap(), 1) : 0)
#else
#define CEMENT_NEVER(condition) (condition)
#endif

#endif
