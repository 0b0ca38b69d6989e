/* libcement: energy intensity, CO2 and substitution figures of cement plants, each with its proof.
 *
 * The rules of this header
 *
 *   Order      object, out, inout, in; a length follows its array; options; the error last and nullable.
 *   Status     every function that can fail returns CEMENT_OK (0) or a negative CEMENT_E_* code, the same
 *              code that it writes to the error. Outputs are written on success only.
 *   Warnings   are findings of a run, never status codes.
 *   Handles    are opaque and belong to the caller, who destroys them in the reverse order of creation:
 *              context -> catalog -> ledger, plan -> run; columns stand on the context alone. There are no reference
 *              counts. NULL and a handle of another kind are CEMENT_E_ARG where a status is returned, 0 or nothing
 *              otherwise.
 *   Threads    a context may be shared by any number of threads; a catalog while nobody loads into it; a ledger once
 *              it is finished; a plan while nobody adds to it; columns always. A run belongs to one thread at a time;
 *              of two calls at once that write from it, read its findings and gaps or make it anew, one is refused with
 *              CEMENT_E_STATE. Different handles never disturb each other. The library has no locks, no threads and no
 *              state of its own: after fork() the child may use and destroy what it inherited. No function is safe in a
 *              signal handler.
 *   Callbacks  (allocator, reader, writer) must return: no longjmp, no exception. Calls that would change or write from
 *              the object at work are refused with CEMENT_E_STATE, destroying it does nothing; its owners must not be
 *              destroyed.
 *   Text       is UTF-8, NUL-terminated where no size is given. Text handed out lives as long as the handle that gave
 *              it. Texts and structs handed in are not needed after the call. NULL means absent.
 *   Structs    begin with `size`, which the caller sets, and grow only at their end: one of an earlier header is filled
 *              as far as it goes, of one of a later header the rest is left as it is. `reserved` is 0.
 *   Numbers    are decimal texts in the unit that stands beside them; `number` fields are the nearest binary64.
 *   State      the library never prints, exits or aborts and never reads clock, environment, locale or working
 *              directory. It keeps the floating-point environment as it finds it. It may be unloaded once its handles
 *              are destroyed.
 *
 * Each declaration tells, as far as it has any: Given, Returned, Status (besides CEMENT_OK), Notes, References;
 * CEMENT_E_ is left out. Files under docs/ are those of the source tree.
 */
#ifndef CEMENT_CEMENT_H
#define CEMENT_CEMENT_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define CEMENT_API
#elif defined(__GNUC__)
#define CEMENT_API __attribute__((visibility("default")))
#else
#define CEMENT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The structs have their natural layout, also where a host packs its own. */
#if defined(__GNUC__) || defined(_MSC_VER)
#pragma pack(push, 8)
#endif

/* ---- Status codes: stable, never renumbered ------------------------------------------------------- */

#define CEMENT_OK 0
#define CEMENT_E_ARG (-1)         /* an argument is NULL, out of range or of the wrong kind */
#define CEMENT_E_STATE (-2)       /* the handle is not in the state that the call needs */
#define CEMENT_E_NOMEM (-3)       /* the allocator or the context's memory limit gave out */
#define CEMENT_E_LIMIT (-4)       /* a limit of the context: depth, length, count, digits */
#define CEMENT_E_SYNTAX (-5)      /* JSON, CSV, number, unit or expression text that does not parse */
#define CEMENT_E_ENCODING (-6)    /* bytes that are not of the encoding, or a byte order mark where none may be */
#define CEMENT_E_SCHEMA (-7)      /* well-formed text that is not what the format declares */
#define CEMENT_E_DUPKEY (-8)      /* the same key twice in one object */
#define CEMENT_E_RANGE (-9)       /* a number outside the range of its quantity or of the decimals */
#define CEMENT_E_UNIT (-10)       /* a missing, unknown or mismatched unit */
#define CEMENT_E_MISSING (-11)    /* something that must be there is absent */
#define CEMENT_E_CONFLICT (-12)   /* two statements that contradict each other, the same observation twice */
#define CEMENT_E_UNKNOWN (-13)    /* a name that is not declared: item, fuel, line, edition, key, option */
#define CEMENT_E_IO (-14)         /* the caller's reader or writer reported a failure */
#define CEMENT_E_DEPENDENCY (-15) /* a library that libcement stands on misbehaved or is not there */
#define CEMENT_E_INTEGRITY (-16)  /* data whose hash is not what was recorded */
#define CEMENT_E_INTERNAL (-17)   /* a defect of libcement */

/* ---- Errors ------------------------------------------------------------------------------------------- */

#define CEMENT_SOURCE_MAX 256
#define CEMENT_MESSAGE_MAX 512

/* What went wrong and where. The caller owns it and sets `size` before the first use; a failed call fills it,
 * a successful one leaves it alone. The library keeps no error of its own. */
typedef struct cement_error {
  uint32_t size;                    /* sizeof(cement_error), set by the caller */
  int32_t code;                     /* CEMENT_E_* */
  uint64_t offset;                  /* bytes before the place, from 0 */
  uint32_t line;                    /* 1-based; 0 when the error has no place in a text */
  uint32_t column;                  /* 1-based, in bytes of UTF-8 */
  char source[CEMENT_SOURCE_MAX];   /* the text's name as the caller gave it, or "" */
  char message[CEMENT_MESSAGE_MAX]; /* English, one line, NUL-terminated: what was read, what was expected */
} cement_error;

/* ---- Version and self-test ------------------------------------------------------------------------------- */

/* Returned: the library's version, "0.1.0"; it lives as long as the library.
 * Notes:    no two releases share one; reports record it. Thread-safe. */
CEMENT_API const char *cement_version(void);

/* Tries what every figure stands on: decimals, rounding, hashing, JSON.
 * Returned: err   filled on failure; may be NULL, here as everywhere.
 * Status:   DEPENDENCY (cJSON misbehaves), INTERNAL (arithmetic or hash vectors fail).
 * Notes:    meant for a host's start; takes well under a millisecond. Thread-safe, but for cJSON's own hooks. */
CEMENT_API int32_t cement_selftest(cement_error *err);

/* ---- Context --------------------------------------------------------------------------------------------- */

typedef struct cement_context cement_context;
typedef struct cement_catalog cement_catalog;
typedef struct cement_ledger cement_ledger;
typedef struct cement_plan cement_plan;
typedef struct cement_run cement_run;

/* Allocator and limits. Zero or NULL in a field keeps its default. The allocator gives memory aligned for any type, or
 * NULL; it is never asked for 0 bytes, and is told the size of what it takes back. Every thread that uses the context
 * calls it. */
typedef struct cement_config {
  uint32_t size;     /* sizeof(cement_config) */
  uint32_t reserved; /* 0 */
  void *(*allocate)(void *user, size_t size);
  void *(*reallocate)(void *user, void *block, size_t old_size, size_t new_size);
  void (*release)(void *user, void *block, size_t size);
  void *user;            /* handed to the three, which are given together or not at all */
  uint64_t memory_limit; /* bytes that each catalog, ledger, plan, run or columns may hold; default 256 MiB */
  uint64_t json_bytes;   /* longest JSON document; default 16 MiB, at most 64 MiB */
  uint64_t csv_bytes;    /* longest CSV document; default 256 MiB, at most 4 GiB */
  uint32_t json_depth;   /* deepest nesting; default 16, at most 32 */
  uint32_t json_values;  /* most values in a document; default 1 000 000, at most 4 000 000 */
  uint32_t lines;        /* most lines of a ledger; default 4 096, at most 65 536 */
  uint32_t months;       /* most months of a ledger; default 1 200, at most 12 000 */
} cement_config;

/* Creates a context.
 * Given:    config  NULL for all defaults.
 * Returned: out     the context, to be destroyed last.
 * Status:   ARG (out NULL, config of a wrong size, half an allocator, a limit above its maximum); NOMEM.
 * Notes:    immutable; any number of threads may use it at once.
 * References: docs/errors.md, limits. */
CEMENT_API int32_t cement_context_create(cement_context **out, const cement_config *config, cement_error *err);
/* Frees a context. NULL is allowed, here as in every destroy.
 * Notes:    all that was made with it must have been destroyed before. */
CEMENT_API void cement_context_destroy(cement_context *context);

/* ---- Catalog: items and editions --------------------------------------------------------------------------- */

/* Creates a catalog with the items and editions that are built in.
 * Given:    context  must live longer.
 * Returned: out      the catalog, to be destroyed after its ledgers and plans.
 * Status:   ARG; NOMEM; INTEGRITY (a built-in file does not read: a defect of the build).
 * Notes:    loading changes it; while nobody loads it may be shared by threads.
 * References: docs/items.md, docs/editions/. */
CEMENT_API int32_t cement_catalog_create(cement_catalog **out, const cement_context *context, cement_error *err);
/* Frees a catalog and the texts that it gave out. */
CEMENT_API void cement_catalog_destroy(cement_catalog *catalog);

/* Adds an edition file, beside those that are there. An edition is never replaced.
 * Given:    name   for messages; text[size]  the JSON.
 * Status:   each refusal with its place: SYNTAX, ENCODING, DUPKEY, LIMIT, SCHEMA, RANGE, UNKNOWN (a reference to
 *           nothing), UNIT (what may not be added), CONFLICT (id taken, a cycle); ARG; STATE (from a callback); NOMEM.
 * Notes:    a refused edition leaves the catalog as it was to every reader. Not while other threads use the catalog.
 * References: docs/edition-format.md, docs/write-an-edition.md. */
CEMENT_API int32_t cement_catalog_load(cement_catalog *catalog, const char *name, const char *text, size_t size,
                                       cement_error *err);

/* An edition in short. Texts may be NULL where the edition gives none; they live as long as the catalog. */
typedef struct cement_edition {
  uint32_t size;    /* sizeof(cement_edition), set by the caller */
  uint32_t figures; /* formulas that are listed in reports */
  const char *id, *title_zh, *title_en, *authority, *status, *issued, *effective, *until, *supersedes, *corrects,
      *source;
  const char *sha256; /* of the edition's file */
} cement_edition;

/* Returned: how many editions there are, those built in first, then in the order of loading. */
CEMENT_API size_t cement_catalog_edition_count(const cement_catalog *catalog);
/* An edition in short.
 * Given:    index  below cement_catalog_edition_count.
 * Returned: out    filled whole, but for its size.
 * Status:   ARG (index out of range, size not set); STATE (from within cement_catalog_load).
 * Notes:    thread-safe while nobody loads. */
CEMENT_API int32_t cement_catalog_edition(const cement_catalog *catalog, cement_edition *out, size_t index,
                                          cement_error *err);

#define CEMENT_ITEMS 0     /* what a ledger can hold; those that editions declare for themselves included */
#define CEMENT_FACTORS 1   /* of an edition: constants, rows of tables, numeric choices, limits */
#define CEMENT_OPTIONS 2   /* of an edition: every choice of every option */
#define CEMENT_FIGURES 3   /* of an edition: the formulas that reports list */
#define CEMENT_FUELS 4     /* those built in */
#define CEMENT_MATERIALS 5 /* those built in; any other may be used by its name */

#define CEMENT_ENTRY_DEFAULT 1     /* a choice: the one that holds unless another is chosen */
#define CEMENT_ENTRY_OVERRIDABLE 2 /* a factor: a ledger may replace it, with a reason */
#define CEMENT_ENTRY_FACILITY 4    /* an item: given for the whole plant; a figure: of the plant */
#define CEMENT_ENTRY_ZERO 8        /* an item: zero where it is absent; otherwise a figure is incomplete without it */
#define CEMENT_ENTRY_MEAN 16       /* an item: its year is a weighted mean of the months */
#define CEMENT_ENTRY_FIRST 32      /* an item: its year is what the first month has */
#define CEMENT_ENTRY_LAST 64       /* an item: its year is what the last month has; with none of the three, the sum */

#define CEMENT_ROUND_HALF_UP 0 /* half away from zero */
#define CEMENT_ROUND_HALF_EVEN 1
#define CEMENT_ROUND_TRUNCATE 2

/* An entry of the catalog. Texts live as long as the catalog; NULL where an entry has none. */
typedef struct cement_entry {
  uint32_t size;     /* sizeof(cement_entry), set by the caller */
  int32_t flags;     /* CEMENT_ENTRY_*, added up */
  const char *key;   /* of the item, factor, option or figure; id of the fuel or material */
  const char *of;    /* a row's keys "solid,drying"; a choice; what an item or figure is given by: "fuel,use" */
  const char *value; /* number as printed in the standard; a figure: its expression */
  const char *label_zh, *label_en, *names; /* names: aliases of a fuel or material, one a line */
  const char *cite, *source, *confidence, *note;
  char unit[128];    /* of the value, item or figure, or what a fuel is measured in; "" for none */
  int32_t decimals;  /* of a figure's display */
  int32_t rule;      /* of a figure: CEMENT_ROUND_* */
  uint32_t levels;   /* of a figure: how many limits judge it */
  uint32_t reserved; /* 0 */
} cement_entry;

/* How many entries of a kind there are; 0 for an edition or kind that is not known.
 * Given:    what     CEMENT_ITEMS ... CEMENT_MATERIALS; edition  its id, NULL for items, fuels and materials.
 * Notes:    thread-safe while the catalog is not loaded into. */
CEMENT_API size_t cement_catalog_count(const cement_catalog *catalog, int32_t what, const char *edition);
/* One of them.
 * Given:    as cement_catalog_count; index  below its count; the order is that of the file.
 * Returned: out      filled whole, but for its size.
 * Status:   ARG (kind, size, index; an edition where none belongs, or none where one does); UNKNOWN (no edition of
 *           this id); RANGE (a unit longer than the field); STATE (from within a call that loads the catalog).
 * Notes:    thread-safe while the catalog is not loaded into.
 * References: docs/items.md, docs/edition-format.md. */
CEMENT_API int32_t cement_catalog_entry(const cement_catalog *catalog, cement_entry *out, int32_t what,
                                        const char *edition, size_t index, cement_error *err);

/* ---- Units -------------------------------------------------------------------------------------------------- */

#define CEMENT_TEXT_MAX 128

/* A number in another unit, in exact decimals.
 * Given:    value   a number as in a ledger, "110000.00"; from, to  units as in a ledger, "10^4 Nm3", "kcal/kg".
 * Returned: out     the converted number in plain notation, NUL-terminated; at most 34 digits, rounded half-even once
 *                   where it does not end (kJ in kcal).
 * Status:   ARG (NULL); SYNTAX, LIMIT, RANGE (the value does not read; RANGE also for a result that does not fit);
 *           UNIT (unknown, of another dimension or basis, a temperature in another scale).
 * Notes:    thread-safe. Substances are dimensions: tCO2, tC and t do not convert into each other, nor does heat into
 *           electricity.
 * References: docs/ledger.md, numbers and units. */
CEMENT_API int32_t cement_unit_convert(char out[CEMENT_TEXT_MAX], const char *value, const char *from, const char *to,
                                       cement_error *err);

/* ---- Writing ----------------------------------------------------------------------------------------------- */

/* Takes the next bytes of a text, which need not end at a character.
 * Given:    user  as handed to the call; bytes[size]  valid during the call, size > 0.
 * Status:   0, or anything else to stop: the call then gives CEMENT_E_IO and does not write again. */
typedef int32_t (*cement_writer)(void *user, const char *bytes, size_t size);

#define CEMENT_FORMAT_JSON 0 /* cement-report/1, canonical: same input, same bytes */
#define CEMENT_FORMAT_CSV 1
#define CEMENT_FORMAT_TEXT 2 /* for people, fixed width */
#define CEMENT_FORMAT_MARKDOWN 3
#define CEMENT_FORMAT_FORM 4 /* the monthly form as CSV, with a byte order mark for spreadsheets */

#define CEMENT_LANGUAGE_EN 0
#define CEMENT_LANGUAGE_ZH 1

/* Writes an edition: factors, formulas, limits and options with their citations.
 * Given:    format  CEMENT_FORMAT_TEXT or CEMENT_FORMAT_MARKDOWN; language  CEMENT_LANGUAGE_*.
 * Status:   ARG; UNKNOWN (no edition of this id); IO; STATE (from within cement_catalog_load); NOMEM.
 * Notes:    thread-safe while nobody loads.
 * References: docs/editions/, which it writes. */
CEMENT_API int32_t cement_catalog_describe(const cement_catalog *catalog, cement_writer write, void *user,
                                           const char *edition, int32_t format, int32_t language, cement_error *err);

/* ---- Ledger ------------------------------------------------------------------------------------------------ */

/* An empty ledger, to be filled by reading and putting and closed by cement_ledger_finish.
 * Given:    catalog  must live longer and must not be loaded into until the ledger is finished.
 * Status:   ARG; STATE (from within cement_catalog_load); NOMEM.
 * Notes:    until it is finished it belongs to one thread.
 * References: docs/ledger.md. */
CEMENT_API int32_t cement_ledger_create(cement_ledger **out, const cement_catalog *catalog, cement_error *err);
/* Frees a ledger, in whatever state. Its runs must have been destroyed. */
CEMENT_API void cement_ledger_destroy(cement_ledger *ledger);

/* Reads one document into the ledger; several documents describe one plant together.
 * Given:    name   for messages; text[size]  UTF-8: JSON (cement-ledger/1) when its first character is '{', long CSV
 *                  otherwise.
 * Status:   SYNTAX, ENCODING, DUPKEY, LIMIT, SCHEMA, RANGE, UNIT, UNKNOWN, MISSING, CONFLICT, each with its place;
 *           ARG; STATE (finished, refused, or from a callback); NOMEM.
 * Notes:    after a refusal, unless it is ARG or STATE, the ledger can only be destroyed.
 * References: docs/ledger.md. */
CEMENT_API int32_t cement_ledger_read(cement_ledger *ledger, const char *name, const char *text, size_t size,
                                      cement_error *err);
/* Takes the next bytes of a document that is read: at most `room` of them into buffer.
 * Returned: got  how many; 0 ends the document. Fewer than room are no end.
 * Status:   0, or anything else to stop: the call then gives CEMENT_E_IO.
 * Notes:    must return (no longjmp, no exception); calls with the same ledger are refused with CEMENT_E_STATE. */
typedef int32_t (*cement_reader)(void *user, char *buffer, size_t room, size_t *got);

/* Reads one document as cement_ledger_read does, from a reader.
 * Given:    name  for messages; read, user  called until it ends the document, stops, or a limit is passed.
 * Status:   as cement_ledger_read; IO (the reader stopped, or told more bytes than it had room for).
 * Notes:    the document is held whole, within the context's limits, before any of it is taken in: when the reader
 *           stops or a limit is passed meanwhile, the ledger is as it was and may be read into again.
 * References: docs/ledger.md. */
CEMENT_API int32_t cement_ledger_read_from(cement_ledger *ledger, const char *name, cement_reader read, void *user,
                                           cement_error *err);

#define CEMENT_PLANT_STRICT 1  /* refuse what a lenient reading repairs or takes for granted */
#define CEMENT_PLANT_PROPOSE 2 /* read headings, titles and names, and no number: for cement_ledger_mapping */

/* Takes a mapping (cement-mapping/1), a person's word on what the columns of the plant's files are: for the files that
 * are read after it. It is a document of the ledger, whose facility, lines, fuels and materials it declares.
 * Given:    name   for messages; text[size]  the JSON.
 * Status:   SYNTAX, ENCODING, DUPKEY, LIMIT, SCHEMA, UNKNOWN, UNIT, RANGE, MISSING, CONFLICT (a second mapping), each
 *           with its place; ARG; STATE (finished, refused, or from a callback); NOMEM.
 * Notes:    after a refusal, unless it is ARG or STATE, the ledger can only be destroyed.
 * References: docs/plant-files.md, mapping. */
CEMENT_API int32_t cement_ledger_map(cement_ledger *ledger, const char *name, const char *text, size_t size,
                                     cement_error *err);
/* Reads a table as plants export it: CSV or TSV in UTF-8 or GB18030, a row a month, a day or a moment (wide), a row a
 * value (long), or a row an item with its months (the monthly form) or its days (the daily form) beside each other.
 * Given:    name  for messages, and for the mapping's patterns; read, user  called until it ends the file; flags
 *                 CEMENT_PLANT_*, added up.
 * Status:   SYNTAX (CSV, numbers, dates), ENCODING, DUPKEY (headings), LIMIT, SCHEMA (no heading is known, cells that
 *           are too few or too many), UNIT (none; another quantity's in a long table or a form, while a heading's
 *           column is then left out with a finding), UNKNOWN, RANGE (a counter that fell), CONFLICT (the same day
 *           twice: both places are told), each with its place; IO; DEPENDENCY (no converter for GB18030); ARG; STATE
 *           (finished, refused, or from a callback); NOMEM.
 * Notes:    memory does not grow with the rows, only with the days and the items that they are about; a daily form is
 *           held as it is, of 262144 cells at most. Days become months in cement_ledger_finish, since the weights of a
 *           mean may stand in another file. What was repaired, taken for granted or left out are findings of every run.
 *           After a refusal, unless it is ARG or STATE, the ledger can only be destroyed.
 * References: docs/plant-files.md. */
CEMENT_API int32_t cement_ledger_read_plant(cement_ledger *ledger, const char *name, cement_reader read, void *user,
                                            int32_t flags, cement_error *err);
#define CEMENT_CELL_BLANK 0       /* nothing stands where a number should */
#define CEMENT_CELL_REPAIRED 1    /* a number, or a date, that was read after a repair */
#define CEMENT_CELL_MISSING 2     /* a sign for no value: -, 无 */
#define CEMENT_CELL_STOPPED 3     /* the kiln stood: 停窑 */
#define CEMENT_CELL_BAD 4         /* a fault of an instrument or a sheet: Bad Input, #DIV/0! */
#define CEMENT_CELL_REFUSED 5     /* neither a number, or a date, nor any of these */
#define CEMENT_CELL_UNCONVERTED 6 /* a number on another basis, and its row lacks what would convert it */

#define CEMENT_OUTCOME_TAKEN 0  /* its number counts */
#define CEMENT_OUTCOME_ZERO 1   /* it counts as zero: the kiln stood, or the mapping says so */
#define CEMENT_OUTCOME_GAP 2    /* the month has no value by this file */
#define CEMENT_OUTCOME_PASSED 3 /* left out: a mean, counter, stock or a column that serves others goes on without it */
#define CEMENT_OUTCOME_UNUSED 4 /* of a total, which is only compared */
#define CEMENT_OUTCOME_ENDED 5  /* the file was refused in its row */

/* A cell of a plant's file that is no plain number. Texts live until the visitor returns. */
typedef struct cement_cell {
  uint32_t size;                      /* sizeof(cement_cell) of the library */
  int32_t kind;                       /* CEMENT_CELL_* */
  int32_t outcome;                    /* CEMENT_OUTCOME_*, as far as its own file tells */
  uint32_t at_line, at_column;        /* its place, as in cement_error */
  uint32_t at_cell;                   /* the how manieth of its row, from 1 */
  const char *source;                 /* the file */
  const char *heading;                /* of its column; "": none; the first 120 bytes of a longer one */
  const char *read;                   /* what stands there, in UTF-8; the first 120 bytes of a longer one */
  const char *repairs;                /* "full-width thousands": the codes of the findings, less their plant- */
  const char *line, *item, *of, *use; /* what it is about; NULL where that is not said, or is not known yet */
  char period[16];                    /* the month that it goes to; "" for none */
} cement_cell;

/* Takes one cell. Returns 0, or anything else to stop: the call that reads then gives CEMENT_E_IO.
 * Status:   0 or not.
 * Notes:    must return (no longjmp, no exception); calls with the same ledger are refused with CEMENT_E_STATE. */
typedef int32_t (*cement_cell_visitor)(void *user, const cement_cell *cell);

/* Has every cell that is no plain number told, while cement_ledger_read_plant reads: repaired, blank, missing, stopped,
 * bad, refused. They come row by row; of a monthly form rows on another basis, and blanks, at its end, when it is
 * known which months are filled in. Blanks of columns that say what a line is, and of totals, are no holes and are not
 * told.
 * Given:    visit, user  for the files that are read after this; NULL: nobody wants them any more.
 * Status:   ARG; STATE (finished, refused, or from a callback); NOMEM.
 * Notes:    the library keeps no list: memory is a row's, and of a form the places of its blanks.
 * References: docs/plant-files.md, the list of cells. */
CEMENT_API int32_t cement_ledger_cells(cement_ledger *ledger, cement_cell_visitor visit, void *user, cement_error *err);
/* Writes what the columns of the plant's files were taken to be.
 * Given:    format  CEMENT_FORMAT_JSON: a mapping that reads back, where every column, and after CEMENT_PLANT_PROPOSE
 *                   every fuel or material of a row, that was not recognised waits for a person;
 *                   CEMENT_FORMAT_TEXT: these alone, one a line.
 * Status:   ARG; IO; STATE (from a callback); NOMEM.
 * References: docs/plant-files.md, mapping. */
CEMENT_API int32_t cement_ledger_mapping(const cement_ledger *ledger, cement_writer write, void *user, int32_t format,
                                         cement_error *err);

/* Writes the empty monthly form: CSV in UTF-8 with a byte order mark, by which spreadsheets know the encoding. When it
 * is filled in, cement_ledger_read_plant reads it.
 * Given:    lines  how many production lines have rows in it, called L1, L2 ...; year  1900 to 2099, or 0: a column is
 *           left for it; language  CEMENT_LANGUAGE_*, of headings and names.
 * Status:   ARG; IO; STATE (from within cement_catalog_load); NOMEM.
 * Notes:    thread-safe while nobody loads.
 * References: docs/plant-files.md, the monthly form. */
CEMENT_API int32_t cement_template(const cement_catalog *catalog, cement_writer write, void *user, uint32_t lines,
                                   int32_t year, int32_t language, cement_error *err);

/* Writes what is known of the quality of a ledger's data: coverage by item and month, what reading repaired and left
 * out, shares of default and estimated values, months that stand out, balances.
 * Given:    ledger  finished; format  CEMENT_FORMAT_JSON (cement-quality/1, the same in both languages), TEXT or
 *           MARKDOWN; language  CEMENT_LANGUAGE_*.
 * Status:   ARG; STATE (not finished, or from a callback); IO; NOMEM.
 * Notes:    thread-safe. Nothing of it is part of a figure.
 * References: docs/quality.md. */
CEMENT_API int32_t cement_ledger_quality(const cement_ledger *ledger, cement_writer write, void *user, int32_t format,
                                         int32_t language, cement_error *err);

/* A row of a ledger: an observation, or an attribute ("facility.id", "line.clinker_type", "fuel.origin" ...). Texts are
 * those of the columns of CSV; NULL or "" leaves a cell empty. */
typedef struct cement_observation {
  uint32_t size;    /* sizeof(cement_observation) */
  int32_t reserved; /* 0 */
  const char *line, *period, *item, *of, *use, *method, *source, *note;
  const char *value; /* the number or word as text; NULL: `number` */
  double number;     /* becomes its shortest decimal that reads back to it; the proof says so */
  const char *unit;
} cement_observation;

/* Puts one row into the ledger.
 * Given:    observation  not needed after the call.
 * Status:   as cement_ledger_read for a CSV of this row, NaN, infinities and numbers out of range being RANGE; the
 *           place is source "put", the line counts the puts of this ledger, the column is that of the row as CSV
 *           writes it.
 * Notes:    rows put one after the other, with no document read between them, are one document named "put": the CSV of
 *           line,period,item,of,value,unit,method,use,source,note with LF line ends and quotes where a cell needs them.
 *           Hashes and limits are those of this text. After a refusal, unless it is ARG, the ledger can only be
 *           destroyed.
 * References: docs/ledger.md. */
CEMENT_API int32_t cement_ledger_put(cement_ledger *ledger, const cement_observation *observation, cement_error *err);

/* Checks all documents together and closes the ledger: after that it is immutable and may be shared by threads.
 * Status:   UNKNOWN (fuels and lines that nobody declared), MISSING (no facility.id, no observation, half a fuel), UNIT
 *           and RANGE (of fuels declared late, and of months made of days), CONFLICT (the same observation twice: both
 *           places are told), LIMIT (months); ARG; STATE (finished, refused, or from a callback); NOMEM.
 * References: docs/ledger.md, rules. */
CEMENT_API int32_t cement_ledger_finish(cement_ledger *ledger, cement_error *err);
/* Writes the canonical form: JSON, sorted, in the items' units. Ledgers that say the same write the same bytes.
 * Status:   ARG; STATE (not finished); IO; NOMEM.
 * Notes:    thread-safe. It reads back as a ledger. That a number came as a double is not part of it. */
CEMENT_API int32_t cement_ledger_canonical(const cement_ledger *ledger, cement_writer write, void *user,
                                           cement_error *err);

/* ---- Plan -------------------------------------------------------------------------------------------------- */

/* An empty plan: editions are added by their exact ids; there is no "latest".
 * Given:    catalog  must live longer.
 * Status:   ARG; STATE (from within cement_catalog_load); NOMEM. */
CEMENT_API int32_t cement_plan_create(cement_plan **out, const cement_catalog *catalog, cement_error *err);
/* Frees a plan. Its runs must have been destroyed. */
CEMENT_API void cement_plan_destroy(cement_plan *plan);
/* Adds an edition; the figures come in the order of adding.
 * Status:   ARG; UNKNOWN (no such edition); CONFLICT (added already); STATE (from a callback); NOMEM.
 * Notes:    a refusal leaves the plan as it was. Not while other threads use the plan. */
CEMENT_API int32_t cement_plan_add(cement_plan *plan, const char *edition, cement_error *err);
/* Chooses an option of an edition in the plan, such as waste_heat_power_coefficient = 0.404. It shows in trace,
 * findings and report.
 * Given:    choice  a key of CEMENT_OPTIONS; the last choice holds.
 * Status:   ARG; UNKNOWN (edition not in the plan, no such option or choice: the message lists the choices there are);
 *           STATE (from a callback); NOMEM.
 * Notes:    a refusal leaves the plan as it was. Not while other threads use the plan. */
CEMENT_API int32_t cement_plan_option(cement_plan *plan, const char *edition, const char *key, const char *choice,
                                      cement_error *err);

/* ---- Run --------------------------------------------------------------------------------------------------- */

/* Computes every figure of the plan over a finished ledger, in decimals.
 * Given:    plan, ledger  of one catalog; both must live longer than the run; neither is changed.
 * Status:   ARG; STATE (ledger not finished, plan without editions or at work); UNKNOWN, UNIT, RANGE, CONFLICT (an
 *           override of the ledger that meets no overridable factor, with its place); LIMIT; NOMEM.
 * Notes:    what is absent makes figures incomplete, it is never an error. A run belongs to one thread; any number may
 *           be made of one plan and one ledger at once. Same plan and ledger, same bytes. Its programs and its figures
 *           may each take as much memory as the context allows.
 * References: docs/report.md. */
CEMENT_API int32_t cement_run_create(cement_run **out, const cement_plan *plan, const cement_ledger *ledger,
                                     cement_error *err);
/* Computes a run anew for another ledger, with the plan it was made for: it is then as one just made for that ledger. A
 * plant that is polled again and again costs less so: where the ledgers have the same lines, fuels, materials,
 * attributes and overrides, what the run prepared for the one serves the other.
 * Given:    ledger  finished, of the same catalog; it must live longer than the run. The one before may go then.
 * Status:   as cement_run_create; STATE also while the run is at work.
 * Notes:    after a refusal the run is as it was, with the ledger it had. After success whatever it gave out is gone:
 *           texts, and what the indices of figures and findings stood for. It keeps the memory of one more ledger's
 *           figures, so that steady polling asks for none. */
CEMENT_API int32_t cement_run_again(cement_run *run, const cement_ledger *ledger, cement_error *err);
/* Frees a run and the texts that it gave out. */
CEMENT_API void cement_run_destroy(cement_run *run);

#define CEMENT_STATUS_OK 0
#define CEMENT_STATUS_INCOMPLETE 1
#define CEMENT_STATUS_NOT_APPLICABLE 2

#define CEMENT_LEVELS_MAX 8
#define CEMENT_NO_GRADE (-1)

/* A figure: of a line or the facility, in a month or a year. Texts live as long as the run. */
typedef struct cement_figure {
  uint32_t size;  /* sizeof(cement_figure), set by the caller */
  int32_t status; /* CEMENT_STATUS_* */
  const char *edition, *key, *unit, *clause, *label_zh, *label_en;
  const char *line;              /* NULL: the facility */
  const char *of;                /* fuel, "diesel,ignition" or material; NULL: none */
  char period[16];               /* "2025-01" or "2025" */
  char value[CEMENT_TEXT_MAX];   /* the unrounded decimal, plain; "" unless the status is OK */
  char display[CEMENT_TEXT_MAX]; /* rounded once by the edition's rule; "" likewise */
  double number;                 /* the value as the nearest binary64; 0 likewise */
  int32_t grade;                 /* 1.. the level met, 0 not qualified, CEMENT_NO_GRADE */
  uint32_t levels;               /* how many limits judge it; 0 for none or where one is not known */
  char base[CEMENT_LEVELS_MAX][CEMENT_TEXT_MAX / 2];    /* limits as printed in the standard */
  char applied[CEMENT_LEVELS_MAX][CEMENT_TEXT_MAX / 2]; /* after its corrections, at most 34 digits */
} cement_figure;

/* Returned: how many figures the run has. */
CEMENT_API size_t cement_run_figure_count(const cement_run *run);
/* One figure. They come by edition, line (the facility last), period (months, then years), key and member.
 * Given:    index  below cement_run_figure_count.
 * Returned: out    filled whole, but for its size.
 * Status:   ARG (index, size); RANGE (a number longer than CEMENT_TEXT_MAX: take the report).
 * References: docs/report.md, a figure. */
CEMENT_API int32_t cement_run_figure(const cement_run *run, cement_figure *out, size_t index, cement_error *err);
/* The index of one figure.
 * Given:    line NULL: the facility; of NULL: a figure without member.
 * Status:   ARG; UNKNOWN (the run lists no such figure). */
CEMENT_API int32_t cement_run_find(const cement_run *run, size_t *out, const char *edition, const char *key,
                                   const char *line, const char *period, const char *of, cement_error *err);

/* An input that an incomplete figure lacks. */
typedef struct cement_missing {
  const char *item; /* key of the item, or attribute as "line.clinker_type" */
  const char *of;   /* fuel, material or section; NULL: none */
  const char *line; /* NULL: the facility */
  char period[16];  /* "" for an attribute */
} cement_missing;

/* What an incomplete figure lacks.
 * Given:    figure  an index of cement_run_figure; room  how many out can take (out may be NULL with room 0).
 * Returned: count   how many there are; out[room]  the first of them. A figure that lacks nothing has 0.
 * Status:   ARG; STATE (the run is at work); NOMEM. */
CEMENT_API int32_t cement_run_missing(cement_run *run, cement_missing *out, size_t room, size_t *count, size_t figure,
                                      cement_error *err);

#define CEMENT_INFO 0
#define CEMENT_WARNING 1
#define CEMENT_ERROR 2

/* A finding: what a reader of the figures should know. Texts live as long as the run. */
typedef struct cement_finding {
  uint32_t size;    /* sizeof(cement_finding), set by the caller */
  int32_t severity; /* CEMENT_INFO, CEMENT_WARNING, CEMENT_ERROR */
  const char *code;
  const char *edition, *line, *item, *of, *key; /* NULL where it concerns none */
  const char *message_zh, *message_en;
  char period[16];  /* the first period in which it holds; "" for none */
  uint32_t periods; /* in how many it holds */
  uint32_t reserved;
} cement_finding;

/* Returned: how many findings the run has. */
CEMENT_API size_t cement_run_finding_count(const cement_run *run);
/* One finding. They come in the order of the report.
 * Given:    index  below cement_run_finding_count.
 * Returned: out    filled whole, but for its size.
 * Status:   ARG (index, size); STATE (the run is at work); NOMEM.
 * Notes:    each call makes its texts anew, and they are kept until the run is destroyed.
 * References: docs/report.md, findings. */
CEMENT_API int32_t cement_run_finding(cement_run *run, cement_finding *out, size_t index, cement_error *err);

/* Writes the proof of one figure: clause, expression, observations, factors with citation and confidence, every
 * intermediate value, rounding and grade.
 * Given:    figure  an index of cement_run_figure.
 * Status:   ARG; IO; STATE (the run is at work); NOMEM.
 * References: docs/report.md, the proof of a figure. */
CEMENT_API int32_t cement_run_explain(const cement_run *run, cement_writer write, void *user, size_t figure,
                                      int32_t language, cement_error *err);

/* Writes the report.
 * Given:    format  CEMENT_FORMAT_* (FORM: the ledger's months in the layout of the monthly form, with the figures that
 *           it has rows for); language  CEMENT_LANGUAGE_*; period  NULL for all, else a month "2025-01", a year
 *                   "2025" or a range "2023-04..2024-02": months within it, and years all of whose months in the ledger
 *                   lie within it.
 * Status:   ARG (format, language); SYNTAX (period); IO; STATE (the run is at work); NOMEM.
 * References: docs/report.md. */
CEMENT_API int32_t cement_run_report(const cement_run *run, cement_writer write, void *user, int32_t format,
                                     int32_t language, const char *period, cement_error *err);

/* ---- Columns -------------------------------------------------------------------------------------------------
 *
 * The figures of a plant for any number of rows (months, days, minutes) at once, in binary64. A run says what the plant
 * is: its lines, the fuels and materials that each of them ever has, attributes, options and overrides. A row holds one
 * period of that plant, all its lines and the facility. Columns go in, one for each slot; results come out, one for
 * each output. They agree with the run's decimals within 1e-12 of the sum of the absolute terms.
 *
 *   Layout     a column is an Arrow array of float64: values, validity bitmap, offset. No byte is copied.
 *   Absence    a value that is not valid, or is an infinity or NaN, was not observed. Items of which absence counts as
 *              zero do so; of all others it makes figures incomplete. A line that no valid slot of it speaks of is not
 *              there in that row: its figures are incomplete, sums over lines pass it over. A fuel or material is there
 *              where a slot says how much of it was used; figures by a member that is not there are not applicable.
 *              What a ledger gives once for all uses of a fuel, or for the whole plant to be shared, is given here for
 *              each use and each line.
 *   Bad rows   never stop a call: they make results of that row not valid, and its status tells.
 *   Bits       the same on every machine, for every division of the rows among calls and threads.
 *   Memory     nothing is allocated once the columns are created: each call works in a workspace of the caller's, one
 *              for each thread, of any alignment.
 */

typedef struct cement_columns cement_columns;

#define CEMENT_OUTPUT_VALUE 0 /* the figure */
#define CEMENT_OUTPUT_GRADE 1 /* 1.. the level met, 0 not qualified */

/* A figure that is asked for, by its names in cement_figure. */
typedef struct cement_output {
  const char *edition, *key;
  const char *line; /* NULL: the facility */
  const char *of;   /* NULL: none */
  int32_t kind;     /* CEMENT_OUTPUT_* */
  int32_t reserved; /* 0 */
} cement_output;

/* Prepares columns.
 * Given:    run  of a ledger that tells the plant; outputs[output_count]  NULL and 0: every figure of its editions that
 *           a month can have, without grades.
 * Returned: out  immutable: any number of threads may use it at once. Run, ledger, plan and catalog may go before it,
 *           the context may not.
 * Status:   ARG (also a figure that the edition rounds within its formula, and a grade that is found by a rounded
 *           figure: these are the run's); UNKNOWN (no such edition, figure, line or member, or a grade of a figure
 *           without limits); LIMIT; NOMEM. */
CEMENT_API int32_t cement_columns_create(cement_columns **out, const cement_run *run, const cement_output *outputs,
                                         size_t output_count, cement_error *err);
/* Frees columns. No call with them may be under way. */
CEMENT_API void cement_columns_destroy(cement_columns *columns);

#define CEMENT_COLUMNS_SLOT 0      /* what is read */
#define CEMENT_COLUMNS_OUTPUT 1    /* what is computed, in the order of cement_columns_create */
#define CEMENT_COLUMNS_WORKSPACE 2 /* bytes that each call needs */
#define CEMENT_COLUMNS_BLOCK 3     /* rows that cement_columns_totals adds up in one piece */

/* Given:    what  CEMENT_COLUMNS_*.
 * Returned: how many slots, outputs, bytes of workspace or rows of a block there are; 0 for another `what`.
 * Notes:    thread-safe. */
CEMENT_API size_t cement_columns_count(const cement_columns *columns, int32_t what);

/* A slot or an output, told. Texts live as long as the columns. */
typedef struct cement_slot {
  uint32_t size;                  /* sizeof(cement_slot), set by the caller */
  int32_t kind;                   /* of an output CEMENT_OUTPUT_*; 0 for a slot */
  const char *edition;            /* of an output; NULL for a slot */
  const char *key;                /* the item, or the figure */
  const char *line;               /* NULL: the facility */
  const char *of, *use, *section; /* NULL where there is none; of an output: of as in cement_figure */
  const char *unit;               /* in which values are given; "" for a grade */
  int32_t required; /* of a slot: 1 figures lack it where it is not valid; 0 it counts as zero, or tells presence */
  int32_t reserved;
} cement_slot;

/* Tells a slot or an output.
 * Given:    what  CEMENT_COLUMNS_SLOT or CEMENT_COLUMNS_OUTPUT; index  below its count.
 * Returned: out   filled whole, but for its size.
 * Status:   ARG (what, index, size not set).
 * Notes:    thread-safe. */
CEMENT_API int32_t cement_columns_entry(const cement_columns *columns, cement_slot *out, int32_t what, size_t index,
                                        cement_error *err);
/* The index of a slot or an output.
 * Given:    like  of size, kind and the names by which it is known: NULL is any, "" is none.
 * Status:   ARG; UNKNOWN (there is none); CONFLICT (there are several).
 * Notes:    thread-safe; look names up once, not in a loop. */
CEMENT_API int32_t cement_columns_find(const cement_columns *columns, size_t *out, const cement_slot *like,
                                       int32_t what, cement_error *err);

/* What is read: row r is values[offset + r], or values[offset] in all rows when the stride is 0. */
typedef struct cement_column {
  const double *values; /* NULL: no row has it */
  const uint8_t *valid; /* bit i % 8 of byte i / 8 with i as of the values; NULL: all are valid */
  int64_t stride;       /* 8, or 0: one value for all rows */
  int64_t offset;       /* values, and bits, before that of row 0 */
  uint64_t reserved[2]; /* 0 */
} cement_column;

/* What is written: row r is values[r] and bit r of the bitmaps. */
typedef struct cement_result {
  double *values;        /* 0 where not valid; NULL: not wanted */
  uint8_t *valid;        /* NULL: not wanted */
  uint8_t *inapplicable; /* of what is not valid: not applicable rather than incomplete; NULL: not wanted */
  uint64_t reserved;     /* 0 */
} cement_result;

/* Computes rows first to first + rows - 1.
 * Given:    in[slots]  may overlap each other, not what is written; first  a multiple of 64, so that calls for slices
 *           of the same columns write no byte in common; workspace[workspace_size]  CEMENT_COLUMNS_WORKSPACE bytes.
 * Returned: out[outputs]  values and bits of these rows; bits behind the last row up to the byte's end are 0;
 *           status[row]  the worst of the wanted outputs: CEMENT_STATUS_INCOMPLETE before CEMENT_STATUS_NOT_APPLICABLE
 *           before CEMENT_STATUS_OK; NULL: not wanted.
 * Status:   ARG.
 * Notes:    any number of threads may compute slices at once, each with a workspace of its own. */
CEMENT_API int32_t cement_run_batch(const cement_columns *columns, cement_result *out, uint8_t *status,
                                    const cement_column *in, uint64_t first, uint64_t rows, void *workspace,
                                    size_t workspace_size, cement_error *err);

/* How an output changes with each slot, in one row.
 * Given:    output  the index of a value; row  of the columns; workspace  as cement_run_batch.
 * Returned: out[slots]  the partial derivatives, by a reverse sweep; 0 for a slot that is not valid. Where a choice
 *           hangs on a comparison they are those of the branch taken; that of |x| at 0 is the one from above.
 * Status:   ARG (also for a grade); MISSING (the output is not valid in this row); RANGE (a derivative is not finite).
 * Notes:    thread-safe, each thread with a workspace of its own. */
CEMENT_API int32_t cement_columns_gradient(const cement_columns *columns, double *out, size_t output,
                                           const cement_column *in, uint64_t row, void *workspace,
                                           size_t workspace_size, cement_error *err);

#define CEMENT_TOTAL_SUM 0    /* one number: the sum of the rows in which the output is valid */
#define CEMENT_TOTAL_MEAN 1   /* two: the mean weighted by `weight`, and the sum of weights; 0 and 0 without any */
#define CEMENT_TOTAL_COUNT 2  /* one: the rows in which the output is valid */
#define CEMENT_TOTAL_GRADES 3 /* CEMENT_LEVELS_MAX + 1: of a grade, the rows by grade from 0 */

/* A total over rows. */
typedef struct cement_total {
  uint32_t output;
  int32_t kind;           /* CEMENT_TOTAL_* */
  uint32_t weight;        /* of a mean: an output or a slot; rows in which it is not valid do not count */
  int32_t weight_is_slot; /* 1 or 0 */
} cement_total;

/* Adds up outputs without keeping them. The rows from 0 on are divided into blocks of CEMENT_COLUMNS_BLOCK; each block
 * has its partial totals, which cement_columns_merge adds in order, so that every division of the blocks among calls
 * and threads gives the same bits.
 * Given:    groups[rows]  the group of each row, from 0; below 0 or from group_count on: the row does not count; NULL:
 *           one group; rows  of the whole; the blocks first_block to first_block + block_count - 1.
 * Returned: partials[block_count][group_count][numbers of the totals in order]  of these blocks; the sums of a mean are
 *           those of the products and of the weights.
 * Status:   ARG.
 * Notes:    thread-safe, each thread with a workspace of its own. */
CEMENT_API int32_t cement_columns_totals(const cement_columns *columns, double *partials, const cement_total *totals,
                                         size_t total_count, const cement_column *in, const int32_t *groups,
                                         size_t group_count, uint64_t rows, uint64_t first_block, uint64_t block_count,
                                         void *workspace, size_t workspace_size, cement_error *err);
/* The totals of all blocks.
 * Given:    partials  of all blocks from the first on, as cement_columns_totals returns them.
 * Returned: out[group_count][numbers of the totals in order].
 * Status:   ARG.
 * Notes:    thread-safe. */
CEMENT_API int32_t cement_columns_merge(const cement_columns *columns, double *out, const double *partials,
                                        const cement_total *totals, size_t total_count, size_t group_count,
                                        uint64_t block_count, cement_error *err);

/* ---- Running a report again ---------------------------------------------------------------------------------- */

/* What differs between a report and the same computation done now. */
typedef struct cement_difference {
  uint32_t size;                    /* sizeof(cement_difference), set by the caller */
  int32_t found;                    /* 0: none */
  char where[CEMENT_MESSAGE_MAX];   /* "results[12].value", with line, period and key of the result */
  char report[CEMENT_TEXT_MAX * 2]; /* what the report says, shortened if need be */
  char again[CEMENT_TEXT_MAX * 2];  /* what comes out now */
} cement_difference;

/* Runs a JSON report again on its ledger, with the editions, options and period that it names, and compares everything
 * but the library's version.
 * Given:    name, text[size]  the report; ledger  finished, of this catalog.
 * Returned: out   the first difference in document order.
 * Status:   OK also when something differs; ARG; STATE (ledger not finished); as cement_catalog_load for a report that
 *           does not read; UNKNOWN (an edition or option that this catalog does not have); NOMEM.
 * Notes:    thread-safe while nobody loads into the catalog.
 * References: docs/report.md, same input, same bytes. */
CEMENT_API int32_t cement_report_check(const cement_catalog *catalog, const cement_ledger *ledger,
                                       cement_difference *out, const char *name, const char *text, size_t size,
                                       cement_error *err);

#if defined(__GNUC__) || defined(_MSC_VER)
#pragma pack(pop)
#endif

#ifdef __cplusplus
}
#endif

#endif
