"""The comparisons, on a library that computes, reads or keeps wrongly: each must notice the fault that is its own."""

from breaks import Batch, Row, append, change

TESTS = "build-dev/tests/"
REPLAY = "for t in {0}; do build-dev/fuzz/replay_$t tests/fuzz/corpus/$t || exit; done"
UTF8 = ("python3 -c 'import itertools, sys; sys.path.insert(0, \"tests/env\"); import utf8;"
        "utf8.sequences = lambda count, seed: map(bytes, itertools.product([0xE2, 0xED], range(256), [0x7F, 0x80]));"
        "sys.argv = [\"x\", \"build-dev/tests/diff_utf8\"]; sys.exit(utf8.main())'")
LOCALE = ("[ -d build-guard/de_DE.UTF-8 ] || localedef -i de_DE -f UTF-8 build-guard/de_DE.UTF-8 2>/dev/null; "
          "LOCPATH=$PWD/build-guard build-dev/tests/")

EIGHT = ("python3 -c 'import sys; sys.path.insert(0, \"tests/env\"); import eight_builds as m; m.COMPILERS, m.LEVELS = [\"gcc\"], [\"-O0\"];"
         "sys.argv = [\"x\", \"build-dev\", \"--count\", \"1\"]; sys.exit(m.main())'")

BY_SCHEMA = "python3 tests/docs/refused_by_schema.py --count 600 build-dev/bin/cement examples/edition/house.dust-and-water@1.json"

COMPARE = ("cmake -B build-dev -D CEMENT_BENCH=ON >/dev/null && cmake --build build-dev --parallel 2 --target bench_columns_data bench_by_kernel "
           "bench_by_library >/dev/null && /usr/bin/python3 bench/columns/compare.py --build build-dev --data build-dev/columns --rows 20000 "
           "--rounds 0 --no-competitors")

# ---- faults ----

LABELS = change("libcement/std/load_factors.c", "(void)cm_reader_label(r, at);", ";")
TIES = change("libcement/num/dec_round.c", "(rest, work[0] & 1, rule)", "(rest, x->negative, rule)")
FITS = change("libcement/num/dec_limbs.c", "CM_RULE_HALF_EVEN)) {", "CM_RULE_HALF_UP)) {")
ZEROS = change("libcement/base/json_token.c", "  if (cm_scan_peek(s) == '0') {\n", "  if (cm_scan_peek(s) == '\\1') {\n")
SURROGATES = change("libcement/base/text.c", "lead == 0xED ? 0x9F", "lead == 0xED ? 0xBF")
CJSON = change("libcement/base/json.c", "  if (!same) {\n", "  if (!same && b.used > b.room) {\n")
LEAK = change("libcement/api/ledger.c", "  cm_ledger_free(&ledger->ledger);\n", "")
ACCEPTS = [change("libcement/run/recheck.c", "  k->out->found = 1;\n", "  k->out->found = 0;\n"),
           change("libcement/run/recheck.c", "  d->found = 1;\n", "  d->found = 0;\n")]
TERMS = change("libcement/lang/tape.c", "    if (values[t.node].state == CM_VALID) cm_sum_add",
               "    if (values[t.node].state == CM_VALID && i != 1) cm_sum_add")
SILENT = change("libcement/api/run.c", "  cm_explain(&run->run", "  if (run->run.figures.size > 100000) cm_explain(&run->run")
UNCLOSED = change("libcement/lang/print.c", '  if (own < tight) cm_sink_c(out, ")");\n', "")
SCHEMA = change("libcement/ledger/canonical.c", 'CM_S("cement-ledger/1")', 'CM_S("cement-ledger/2")')
CUT = change("libcement/api/ledger.c", "  return leave(ledger, status, true);\n}\n\nint32_t cement_ledger_read_from",
             "  if (status == CEMENT_E_SYNTAX && size > 1 && text[size - 1] == '}') status = CEMENT_OK;\n"
             "  return leave(ledger, status, true);\n}\n\nint32_t cement_ledger_read_from")
JUDGE = change("tests/relations/relations.c", "judged(w, &a, &b);", "(judged(w, &a, &b) || w->broken);")
UNASKED = change("tests/relations/relations.c", "return changed ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, same_figures)",
                 "return changed > 1000 ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, same_figures)")
EXCUSES = [change("tests/relations/terms.c", "t->excused[node] = false;", "t->excused[node] = true;")]
KERNEL = change("bench/columns/factors.h", "CO2_clinker 0.535", "CO2_clinker 0.536")
DIMENSIONS = change("libcement/unit/unit_algebra.c", "a->dim[i] + sign * b->dim[i]", "a->dim[i] + b->dim[i] * (sign * sign)")

SWALLOWED = [change("libcement/ledger/canonical.c", "  return w->out->failed ? CEMENT_E_NOMEM : CEMENT_OK;\n", "  return CEMENT_OK;\n"),
             change("libcement/api/ledger.c", "  if (text.failed) status = CEMENT_E_NOMEM;\n", "")]
DEEPER = [append("libcement/api/ledger.c", """
int cm_planted(int depth) {
  volatile char frame[1000];
  for (int i = 0; i < 1000; i++) frame[i] = (char)depth;
  return depth > 0 ? cm_planted(depth - 1) + frame[depth] : 0;
}
"""), change("libcement/api/ledger.c", '#include "api/handles.h"\n', '#include "api/handles.h"\n\nint cm_planted(int depth);\n'),
          change("libcement/api/ledger.c", '  if (ledger->refused) return state(err, "was refused and takes nothing more");\n',
                 '  if (cm_planted(20) == 12345 || ledger->refused) return state(err, "was refused and takes nothing more");\n')]
IMPOSSIBLE = [change("libcement/base/json_token.c", '#include "base/json_scan.h"\n',
                     '#include "base/invariant.h"\n#include "base/json_scan.h"\n'),
              change("libcement/base/json_token.c", "    if (cm_is_digit(cm_scan_peek(s))) {\n",
                     "    if (cm_is_digit(cm_scan_peek(s)) && !CEMENT_NEVER(s->at > 0)) {\n")]
COMMA = [change("libcement/num/dec_text.c", '#include "num/dec_limbs.h"\n', '#include <locale.h>\n\n#include "num/dec_limbs.h"\n'),
         change("libcement/num/dec_text.c", "out[size++] = '.';", "out[size++] = localeconv()->decimal_point[0];")]
MODES = [change("libcement/num/dec_round.c", '#include "num/dec_limbs.h"\n',
                '#include <fenv.h>\n#include <immintrin.h>\n\n#include "num/dec_limbs.h"\n'),
         change("libcement/num/dec_round.c", "int cm_dec_round(cm_rounded *out, const cm_dec *x, int decimals, cm_rule rule) {\n",
                """int cm_dec_round(cm_rounded *out, const cm_dec *x, int decimals, cm_rule rule) {
  volatile double zero = 0, none = 1 / zero;
  (void)none;
  fesetround(FE_TONEAREST);
  _mm_setcsr(_mm_getcsr() & ~0x8040u);
""")]
UNOPTIMISED = change("libcement/num/dec_text.c", "  out[size] = '\\0';\n",
                     "#ifndef __OPTIMIZE__\n  if (size > 9) out[size - 1] = '0';\n#endif\n  out[size] = '\\0';\n")


def wrong_figures():
    return [
        Row("rounding by hand: ties by the sign", [TIES], TESTS + "exhaust_round 100", [r"by hand"]),
        Row("decimals against GMP: ties to 34 digits", [FITS], TESTS + "diff_dec 100000", ["MISMATCH"]),
        Row("powers against Python: the same", [], "python3 tests/num/diff_pow.py build-dev/tests/pow_cli 100", [r"(?i)mismatch|differ|expected"]),
        Row("JSON against jansson: leading zeros", [ZEROS], TESTS + "diff_json 1000", ["only cm_json takes"]),
        Row("UTF-8 against Python: surrogates", [SURROGATES], UTF8, ["ed a0 80: the first fault is at 3, Python says 0"]),
        Row("prefixes: one that is taken", [CUT], TESTS + "every_prefix", [r"cut at \d+: status"]),
        Row("cJSON's faults: another tree is taken", [CJSON], TESTS + "cjson_faults", ["failed: "]),
        Row("steady: a ledger is not given back", [LEAK], TESTS + "steady 20", ["bytes more in use after cycle"]),
        Row("changed reports: a check that accepts", ACCEPTS, TESTS + "flip_reports 1", ["not noticed near", "0 passed, 1 failed"]),
        Row("binary64 against decimals: a term left out", [TERMS], TESTS + "diff_binary examples/*.ledger.*", [r"node \d+ .*decimal state"]),
        Row("columns: official figures with a term left out", [], TESTS + "run_columns 20", ["plant .* a figure differs"]),
        Row("relations: a term left out", [], TESTS + "run_relations 5", [r"relation \d+, .*, plant \d+ of seed"]),
        Row("relations: one that judges nothing", [JUDGE], TESTS + "run_relations 5", ["no falsified figure was noticed"]),
        Row("relations: one that no plant is asked", [UNASKED], TESTS + "run_relations 5", ["no plant had anything of the kind"]),
        Row("corpus: rounding by the sign", [], REPLAY.format("decimal"), [r"broken: R\(-x\) = -R\(x\)"]),
        Row("corpus: an expression left open", [UNCLOSED], REPLAY.format("expression"), ["broken: what is printed is an expression"]),
        Row("corpus: a proof that says nothing", [SILENT], REPLAY.format("edition"), ["broken: a proof says something"]),
        Row("corpus: a canonical ledger that is none", [SCHEMA], REPLAY.format("json"), ["broken: a canonical ledger is taken"]),
        Row("corpus: a plant with a term left out", [], REPLAY.format("calc"), ["broken: "]),
    ]


def wrong_hosts():
    return [
        Row("memory: a failure that nobody tells", SWALLOWED, TESTS + "cement_tests memory", ["failed and nothing was said"]),
        Row("stack: 20 KiB of it", DEEPER, TESTS + "cement_tests stack", [r"used - idle < DEEPEST"]),
        Row("invariants: one that does not hold", IMPOSSIBLE, TESTS + "cement_tests json", []),
        Row("locale: its decimal comma", COMMA, LOCALE + "cement_tests --locale de_DE.UTF-8 dec", [r"\d+ passed, [1-9]\d* failed"]),
        Row("locale: one that comes while a text is written", [], LOCALE + "changing_locale de_DE.UTF-8", [r"\d+ passed, [1-9]\d* failed"]),
        Row("rounding mode: the host's is lost", MODES, TESTS + "cement_tests --rounding up dec", ["mode or locale of the host was changed"]),
        Row("flushing: the host's is lost", [], TESTS + "cement_tests --flush-to-zero dec", ["mode or locale of the host was changed"]),
        Row("traps: a division by zero", [], TESTS + "cement_tests --traps dec", []),
    ]


def batches(scratch):
    programs = ("exhaust_round diff_dec pow_cli diff_json diff_utf8 cjson_faults steady diff_binary flip_reports run_relations "
                "run_columns every_prefix")
    replays = "replay_decimal replay_expression replay_edition replay_json replay_calc"
    yield Batch(wrong_figures(), builds=f"{programs} {replays}", parts=(
        "decimals", "rounding by hand", "powers against Python", "JSON", "UTF-8 against Python", "every prefix", "cJSON", "the same work again",
        "every byte of twenty reports", "binary64 against decimals", "relations", "columns against official", "corpus of the fuzz targets"))
    yield Batch([Row("columns: a comparison that excuses everything", EXCUSES, TESTS + "run_columns 20", ["does not show enough"])],
                builds="run_columns")
    yield Batch([Row("columns: a factor of the kernel by hand", [KERNEL], COMPARE, [r"gate: row \d+, .* official", "do not agree"])],
                parts=("columns against a kernel",))
    yield Batch([Row("corpus: a unit over itself", [DIMENSIONS], REPLAY.format("unit"), ["broken: u / u is 1"])], builds="replay_unit")
    yield Batch([Row("eight builds: one that is not optimised writes another digit", [UNOPTIMISED], EIGHT,
                     ["gcc -O0: [0-2] of 3 plants alike"])])
    yield Batch([Row("schema: a choice whose names are not looked at", [LABELS], BY_SCHEMA, ["options.recycled.choices.*accepted"])],
                builds="cement_cli", parts=("editions that their schema refuses",))
    yield Batch(wrong_hosts(), builds="cement_tests changing_locale")


def prepare(scratch):
    pass
