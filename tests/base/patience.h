/* Loops over every place of something, where each step is slow. */
#ifndef TESTS_BASE_PATIENCE_H
#define TESTS_BASE_PATIENCE_H

/* How far such a loop goes at a time: to the next place, but under the address sanitizer, with which all takes ten
 * times as long, to the n-th from it. There fuzzing looks for what a place between them would show. */
#ifdef __SANITIZE_ADDRESS__
#define STEP_OF(n) (n)
#else
#define STEP_OF(n) 1
#endif

#endif
