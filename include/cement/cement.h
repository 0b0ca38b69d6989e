/* libcement: energy intensity, CO2 and substitution figures of cement plants, each with its proof.
 *
 * The rules of this header
 *
 *   Order      object, out, inout, in; a length follows its array; options; the error last and nullable.
 *   Status     every function that can fail returns CEMENT_OK (0) or a negative CEMENT_E_* code, the same
 *              code that it writes to the error. Outputs are written on success only.
 *   Warnings   are findings of a run, never status codes.
 *   Handles    are opaque and belong to the caller, who destroys them in the reverse order of creation:
 *              context -> catalog -> ledger, plan -> run; columns stand on the context alone. There are no
 *              reference counts.
 *   Threads    a context and a catalog may be shared by any number of threads once they are complete; a
 *              ledger once it is finished; a plan once its options are set; columns always. A run belongs to
 *              one thread.
 *   Text       is UTF-8. Text handed out lives as long as its handle. NULL means absent.
 *   State      the library never prints, exits or aborts and never reads clock, environment, locale or
 *              working directory.
 *
 * Each declaration tells: Given, Returned, Status, Notes, References.
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

/* ---- Status codes: stable, never renumbered ------------------------------------------------------- */

#define CEMENT_OK 0
#define CEMENT_E_ARG (-1)         /* an argument is NULL, out of range or of the wrong kind */
#define CEMENT_E_STATE (-2)       /* the handle is not in the state that the call needs */
#define CEMENT_E_NOMEM (-3)       /* the allocator or the context's memory limit gave out */
#define CEMENT_E_LIMIT (-4)       /* a limit of the context: depth, length, count, digits */
#define CEMENT_E_SYNTAX (-5)      /* JSON, CSV, number, unit or expression text that does not parse */
#define CEMENT_E_ENCODING (-6)    /* bytes that are not UTF-8, or a byte order mark where none may be */
#define CEMENT_E_SCHEMA (-7)      /* well-formed text that is not what the format declares */
#define CEMENT_E_DUPKEY (-8)      /* the same key twice in one object */
#define CEMENT_E_RANGE (-9)       /* a number outside the range of its quantity or of the decimals */
#define CEMENT_E_UNIT (-10)       /* a missing, unknown or mismatched unit */
#define CEMENT_E_MISSING (-11)    /* something that must be there is absent */
#define CEMENT_E_CONFLICT (-12)   /* two statements that contradict each other, the same observation twice */
#define CEMENT_E_UNKNOWN (-13)    /* a name that is not declared: item, fuel, line, edition, key, option */
#define CEMENT_E_IO (-14)         /* the caller's reader or writer reported a failure */
#define CEMENT_E_DEPENDENCY (-15) /* a library that libcement stands on misbehaved */
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

/* The library's version, "0.1.0". Notes: no two releases share one; the reports record it. */
CEMENT_API const char *cement_version(void);

/* Tries what every figure stands on: decimals, rounding, hashing, JSON.
 * Returned: err   filled on failure; may be NULL.
 * Status:   OK; DEPENDENCY (cJSON misbehaves), INTERNAL (arithmetic or hash vectors fail).
 * Notes:    meant for a host's start; takes well under a millisecond. */
CEMENT_API int32_t cement_selftest(cement_error *err);

/* ---- Context --------------------------------------------------------------------------------------------- */

typedef struct cement_context cement_context;
typedef struct cement_catalog cement_catalog;
typedef struct cement_ledger cement_ledger;
typedef struct cement_plan cement_plan;
typedef struct cement_run cement_run;

/* Allocator and limits. Zero or NULL in a field keeps its default. */
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
 * Status:   OK; ARG (config of a wrong size, half an allocator, a limit above its maximum); NOMEM.
 * Notes:    immutable; any number of threads may use it at once. */
CEMENT_API int32_t cement_context_create(cement_context **out, const cement_config *config, cement_error *err);
/* Frees it. NULL is allowed. */
CEMENT_API void cement_context_destroy(cement_context *context);

/* ---- Catalog: items and editions --------------------------------------------------------------------------- */

/* Creates a catalog with the items and editions that are built in.
 * Status:   OK; ARG; NOMEM; INTEGRITY (a built-in file does not read: a defect of the build).
 * Notes:    loading changes it; once loaded it may be shared by threads. */
CEMENT_API int32_t cement_catalog_create(cement_catalog **out, const cement_context *context, cement_error *err);
CEMENT_API void cement_catalog_destroy(cement_catalog *catalog);

/* Adds an edition file, beside those that are there.
 * Given:    name   for messages; text[size]  the JSON, not needed after the call.
 * Status:   OK; each refusal with its place: SYNTAX, ENCODING, DUPKEY, LIMIT, SCHEMA, UNKNOWN (a dangling reference),
 *           UNIT (what may not be added), CONFLICT (id taken, a cycle); NOMEM.
 * References: docs/edition-format.md. */
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

CEMENT_API size_t cement_catalog_edition_count(const cement_catalog *catalog);
/* Status: OK; ARG (index out of range, size not set). */
CEMENT_API int32_t cement_catalog_edition(const cement_catalog *catalog, cement_edition *out, size_t index,
                                          cement_error *err);

/* ---- Writing ----------------------------------------------------------------------------------------------- */

/* Takes the next bytes of a text. Returns 0, or anything else to stop: the call then gives CEMENT_E_IO. It must return
 * (no longjmp, no exception) and must not call the library with the same run. */
typedef int32_t (*cement_writer)(void *user, const char *bytes, size_t size);

#define CEMENT_FORMAT_JSON 0 /* cement-report/1, canonical: same input, same bytes */
#define CEMENT_FORMAT_CSV 1
#define CEMENT_FORMAT_TEXT 2 /* for people, fixed width */
#define CEMENT_FORMAT_MARKDOWN 3

#define CEMENT_LANGUAGE_EN 0
#define CEMENT_LANGUAGE_ZH 1

/* Writes an edition: factors, formulas, limits and options with their citations.
 * Given:    format  CEMENT_FORMAT_TEXT or CEMENT_FORMAT_MARKDOWN.
 * Status:   OK; ARG; UNKNOWN (no edition of this id); IO; NOMEM. */
CEMENT_API int32_t cement_catalog_describe(const cement_catalog *catalog, cement_writer write, void *user,
                                           const char *edition, int32_t format, int32_t language, cement_error *err);

/* ---- Ledger ------------------------------------------------------------------------------------------------ */

/* An empty ledger. It is filled by cement_ledger_read and closed by cement_ledger_finish.
 * Notes:    the catalog must live longer and must not be loaded into meanwhile. */
CEMENT_API int32_t cement_ledger_create(cement_ledger **out, const cement_catalog *catalog, cement_error *err);
CEMENT_API void cement_ledger_destroy(cement_ledger *ledger);

/* Reads one document into the ledger; several documents describe one plant together.
 * Given:    name   for messages; text[size]  UTF-8: JSON (cement-ledger/1) when its first character is '{', long CSV
 * otherwise. Status:   OK; SYNTAX, ENCODING, DUPKEY, LIMIT, SCHEMA, RANGE, UNIT, UNKNOWN, MISSING, CONFLICT, each with
 * its place; STATE (already finished or refused); NOMEM. References: docs/ledger.md. */
CEMENT_API int32_t cement_ledger_read(cement_ledger *ledger, const char *name, const char *text, size_t size,
                                      cement_error *err);
/* Checks all documents together and closes the ledger: after that it is immutable and may be shared by threads.
 * Status:   as cement_ledger_read: unknown fuels and lines, the same observation twice (both places are told). */
CEMENT_API int32_t cement_ledger_finish(cement_ledger *ledger, cement_error *err);
/* Writes the canonical form: JSON, sorted, in the items' units. Ledgers that say the same write the same bytes.
 * Status:   OK; ARG; STATE (not finished); IO; NOMEM. */
CEMENT_API int32_t cement_ledger_canonical(const cement_ledger *ledger, cement_writer write, void *user,
                                           cement_error *err);

/* ---- Plan -------------------------------------------------------------------------------------------------- */

/* An empty plan: editions are added by their exact ids; there is no "latest". */
CEMENT_API int32_t cement_plan_create(cement_plan **out, const cement_catalog *catalog, cement_error *err);
CEMENT_API void cement_plan_destroy(cement_plan *plan);
/* Status: OK; ARG; UNKNOWN (no such edition); CONFLICT (added already); NOMEM. */
CEMENT_API int32_t cement_plan_add(cement_plan *plan, const char *edition, cement_error *err);
/* Chooses an option of an edition in the plan, such as waste_heat_power_coefficient = 0.404. It shows in trace,
 * findings and report. Status: OK; ARG; UNKNOWN (edition not in the plan, no such option or choice: the message lists
 * the choices there are); NOMEM. */
CEMENT_API int32_t cement_plan_option(cement_plan *plan, const char *edition, const char *key, const char *choice,
                                      cement_error *err);

/* ---- Run --------------------------------------------------------------------------------------------------- */

/* Computes every figure of the plan over a finished ledger, in decimals.
 * Given:    plan, ledger  both must live longer than the run; neither is changed.
 * Status:   OK; ARG; STATE (ledger not finished, plan without editions); UNKNOWN, UNIT, RANGE, CONFLICT (an override of
 *           the ledger that meets no overridable factor, with its place); LIMIT; NOMEM.
 * Notes:    what is absent makes figures incomplete, it is never an error. A run belongs to one thread. */
CEMENT_API int32_t cement_run_create(cement_run **out, const cement_plan *plan, const cement_ledger *ledger,
                                     cement_error *err);
CEMENT_API void cement_run_destroy(cement_run *run);

#define CEMENT_STATUS_OK 0
#define CEMENT_STATUS_INCOMPLETE 1
#define CEMENT_STATUS_NOT_APPLICABLE 2

#define CEMENT_TEXT_MAX 128
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

CEMENT_API size_t cement_run_figure_count(const cement_run *run);
/* Figures come by edition, line (the facility last), period (months, then years), key and member.
 * Status: OK; ARG (index, size); RANGE (a number longer than CEMENT_TEXT_MAX: take the report). */
CEMENT_API int32_t cement_run_figure(const cement_run *run, cement_figure *out, size_t index, cement_error *err);
/* The index of one figure.
 * Given:    line NULL: the facility; of NULL: a figure without member.
 * Status:   OK; ARG; UNKNOWN (the run lists no such figure; the message says which of the names is not met). */
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
 * Returned: count  how many there are; out[room] the first of them (out may be NULL with room 0).
 * Status:   OK; ARG; NOMEM. */
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

CEMENT_API size_t cement_run_finding_count(const cement_run *run);
CEMENT_API int32_t cement_run_finding(cement_run *run, cement_finding *out, size_t index, cement_error *err);

/* Writes the proof of one figure: clause, expression, observations, factors with citation and confidence, every
 * intermediate value, rounding and grade.
 * Given:    figure  an index of cement_run_figure.
 * Status:   OK; ARG; IO; NOMEM. */
CEMENT_API int32_t cement_run_explain(const cement_run *run, cement_writer write, void *user, size_t figure,
                                      int32_t language, cement_error *err);

/* Writes the report.
 * Given:    format  CEMENT_FORMAT_*; period  NULL for all, else a month "2025-01", a year "2025" or a range
 * "2023-04..2024-02": months within it, and years all of whose months in the ledger lie within it. Status:   OK; ARG
 * (format, language); SYNTAX (period); IO; NOMEM. */
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
 * Returned: out  immutable: any number of threads may use it at once. Run, ledger, plan and catalog may go.
 * Status:   OK; ARG (also a figure that the edition rounds within its formula, and a grade that is found by a rounded
 *           figure: these are the run's); UNKNOWN (no such edition, figure, line or member, or a grade of a figure
 *           without limits); LIMIT; NOMEM. */
CEMENT_API int32_t cement_columns_create(cement_columns **out, const cement_run *run, const cement_output *outputs,
                                         size_t output_count, cement_error *err);
CEMENT_API void cement_columns_destroy(cement_columns *columns);

#define CEMENT_COLUMNS_SLOT 0      /* what is read */
#define CEMENT_COLUMNS_OUTPUT 1    /* what is computed, in the order of cement_columns_create */
#define CEMENT_COLUMNS_WORKSPACE 2 /* bytes that each call needs */
#define CEMENT_COLUMNS_BLOCK 3     /* rows that cement_columns_totals adds up in one piece */

/* How many slots, outputs, bytes of workspace or rows of a block there are; 0 for another `what`. */
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
  int32_t
      required; /* of a slot: 1 figures lack it where it is not valid; 0 it counts as zero, or only tells presence */
  int32_t reserved;
} cement_slot;

/* Given:    what  CEMENT_COLUMNS_SLOT or CEMENT_COLUMNS_OUTPUT. Status: OK; ARG (what, index, size not set). */
CEMENT_API int32_t cement_columns_entry(const cement_columns *columns, cement_slot *out, int32_t what, size_t index,
                                        cement_error *err);
/* The index of a slot or an output.
 * Given:    like  of size, kind and the names by which it is known: NULL is any, "" is none.
 * Status:   OK; ARG; UNKNOWN (there is none); CONFLICT (there are several). */
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
 * of the same columns write no byte in common; workspace[workspace_size]  CEMENT_COLUMNS_WORKSPACE bytes. Returned:
 * out[outputs]  values and bits of these rows; bits behind the last row up to the byte's end are 0; status[row]  the
 * worst of the wanted outputs: CEMENT_STATUS_INCOMPLETE before CEMENT_STATUS_NOT_APPLICABLE before CEMENT_STATUS_OK;
 * NULL: not wanted. Status:   OK; ARG. */
CEMENT_API int32_t cement_run_batch(const cement_columns *columns, cement_result *out, uint8_t *status,
                                    const cement_column *in, uint64_t first, uint64_t rows, void *workspace,
                                    size_t workspace_size, cement_error *err);

/* How an output changes with each slot, in one row.
 * Returned: out[slots]  the partial derivatives, by a reverse sweep; 0 for a slot that is not valid. Where a choice
 * hangs on a comparison they are those of the branch taken. Status:   OK; ARG (also for a grade); MISSING (the output
 * is not valid in this row); RANGE (a derivative is not finite). */
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
 * and threads gives the same bits. Given:    groups[rows]  the group of each row, from 0; below 0 or from group_count
 * on: the row does not count; NULL: one group; rows  of the whole; the blocks first_block to first_block + block_count
 * - 1. Returned: partials[block_count][group_count][numbers of the totals in order]  of these blocks; the sums of a
 * mean are those of the products and of the weights. Status:   OK; ARG. */
CEMENT_API int32_t cement_columns_totals(const cement_columns *columns, double *partials, const cement_total *totals,
                                         size_t total_count, const cement_column *in, const int32_t *groups,
                                         size_t group_count, uint64_t rows, uint64_t first_block, uint64_t block_count,
                                         void *workspace, size_t workspace_size, cement_error *err);
/* The totals of all blocks.
 * Returned: out[group_count][numbers of the totals in order]. Status: OK; ARG. */
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
 * but the library's version. Given:    name, text[size]  the report; ledger  finished. Returned: out  the first
 * difference in document order. Status:   OK (also when something differs); ARG; STATE; as cement_catalog_load for a
 * report that does not read; UNKNOWN (an edition or option that this catalog does not have); NOMEM. */
CEMENT_API int32_t cement_report_check(const cement_catalog *catalog, const cement_ledger *ledger,
                                       cement_difference *out, const char *name, const char *text, size_t size,
                                       cement_error *err);

#ifdef __cplusplus
}
#endif

#endif
