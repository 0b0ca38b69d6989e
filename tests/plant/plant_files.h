/* What the tests of plant files share: a catalog, files of tests/data/plant, and reading them in pieces. */
#ifndef TESTS_PLANT_PLANT_FILES_H
#define TESTS_PLANT_PLANT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include <cement/cement.h>

typedef struct files_world {
  cement_context *context;
  cement_catalog *catalog;
} files_world;

bool files_open(files_world *w); /* false, with a CUnit failure */
void files_close(files_world *w);

typedef struct files_text {
  char *at; /* NUL-terminated; free() */
  size_t size;
} files_text;

files_text files_whole(const char *name); /* of tests/data/plant; at is NULL when it is not there */
/* The ledger's canonical form, or the mapping of its tables. */
files_text files_canonical(const cement_ledger *ledger);
files_text files_mapping(const cement_ledger *ledger, int32_t format);
int32_t files_gather(void *text, const char *bytes, size_t size);

/* A text as a reader hands it out: `piece` bytes a time. */
typedef struct files_pieces {
  const char *at;
  size_t left, piece;
} files_pieces;
int32_t files_piece(void *pieces, char *buffer, size_t room, size_t *got);

/* One table as a ledger, not finished. NULL map: none. The ledger is to be destroyed whatever comes out. */
int32_t files_read(const files_world *w, cement_ledger **out, const char *map, const char *name, const char *text,
                   size_t size, size_t piece, int32_t flags, cement_error *err);

/* The lines of cases.txt: name, mapping or "-", files. */
#define FILES_MAX 4
typedef struct plant_case {
  char name[64], map[80], files[FILES_MAX][80];
  size_t count;
} plant_case;
size_t plant_cases(plant_case *out, size_t room);

#endif
