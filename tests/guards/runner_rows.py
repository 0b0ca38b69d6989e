"""The runners that count: scripts/test, .ci/run, scripts/fuzz, cement_tests, the mutation run, the host runner, the oracle."""

import json

from breaks import Batch, Row, append, change, create, rewrite

# ---- scripts/test counts a part ----

PART = "build-guard/part"
COUNTING = (r"""eval "$(sed -n '/^passed=/p; /^counts()/,/^}/p; /^part()/,/^}/p; /^finish()/,/^}/p' scripts/test)"; """
            f"logs=$PWD/build-guard; part planted {PART}; finish")
COUNTED = "\n1 passed, 0 failed\n"
ENDINGS = {
    "ends badly after good counts": ("echo '5 passed, 0 failed'; exit 3", r"\n5 passed, 1 failed"),
    "counts a failure and ends well": ("echo '4 passed, 2 failed'", r"\n4 passed, 2 failed"),
    "ran nothing": ("echo '0 passed, 0 failed'", r"\n0 passed, 1 failed"),
    "says nothing": (":", r"\n0 passed, 1 failed"),
    "ends badly without counts": ("echo all well; exit 1", r"\n0 passed, 1 failed"),
    "is killed": ("echo '9 passed, 0 failed'; kill -9 $$", r"\n9 passed, 1 failed"),
    "pytest fails": ("echo '1 failed, 3 passed in 0.51s'; exit 1", r"\n3 passed, 1 failed"),
    "pytest cannot collect": ("echo '2 passed, 1 error in 0.51s'; exit 2", r"\n2 passed, 1 failed"),
    "pytest finds no test": ("echo 'no tests ran in 0.01s'; exit 5", r"\n0 passed, 1 failed"),
    "busted fails": ("echo '3 successes / 1 failure / 1 error / 0 pending : 0.1 seconds'; exit 2", r"\n3 passed, 2 failed"),
    "busted finds no test": ("echo '0 successes / 0 failures / 0 errors / 0 pending : 0.1 seconds'", r"\n0 passed, 1 failed"),
}


def counting():
    for what, (script, said) in ENDINGS.items():
        yield Batch([Row(f"scripts/test: a part that {what}", [create(PART, f"#!/bin/bash\n{script}\n", 0o755)], COUNTING, [said])])


# ---- .ci/run, with a demo and tests of its own ----

CI = "build-guard/ci/.ci/run"


def ci():
    for what, name, script, said in (
            ("a demo that fails", "demo", "exit 1", r"\n2 passed, 1 failed\n$"),
            ("a failed test", "test", "echo '2 passed, 1 failed'; exit 1", r"\n3 passed, 1 failed\n$"),
            ("a failed test that ends well", "test", "echo '2 passed, 1 failed'", r"\n3 passed, 1 failed\n$"),
            ("tests that stop midway", "test", "echo testing; exit 1", r"\n1 passed, 1 failed\n$"),
            ("tests that count nothing", "test", "echo testing", r"\n1 passed, 1 failed\n$")):
        yield Batch([Row(f".ci/run: {what}", [create(f"build-guard/ci/scripts/{name}", f"#!/bin/bash\n{script}\n", 0o755)], CI, [said])])


# ---- scripts/fuzz, with a target of its own and no build ----

FUZZ_SOURCE = "build-guard/fuzz_planted.c"
TARGET = """#include "fuzz/fuzz.h"
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  must(size <= 8192, "planted");
  return 0;
}
"""


def fuzz_command(scratch):
    presets = json.loads(scratch.text("CMakePresets.json"))["configurePresets"]
    sanitize = next(p for p in presets if p["name"] == "fuzz")["cacheVariables"]["CEMENT_SANITIZE"]
    return (f"mkdir -p build-fuzz/fuzz && clang-19 -g -fsanitize=fuzzer,{sanitize} -fno-sanitize-recover=all -Itests {FUZZ_SOURCE} "
            "-o build-fuzz/fuzz/fuzz_planted && PATH=$PWD/build-guard/bin:$PATH scripts/fuzz 1 planted")


FOUND = "0" * 40


def keeping(command):
    """Keeps what is found beside a file that has a name and one that was found and reaches no more; looks whether only the
    first is still there."""
    kept = "tests/fuzz/corpus/planted"
    return (f"mkdir -p {kept} && echo x | tee {kept}/named >{kept}/{FOUND} && " +
            command.replace("scripts/fuzz 1", "scripts/fuzz --keep 1") +
            f"; ls {kept}/named && ! ls {kept}/{FOUND} 2>build-guard/none; status=$?; rm -r {kept}; exit $status")


def fuzzing(scratch):
    command = fuzz_command(scratch)
    must = 'must(size <= 8192, "planted");'
    for what, body, said in (
            ("a broken property", 'must(size < 3, "planted");', "broken: planted"),
            ("a read beyond the input", "if (size > 2) return data[size] == 77 ? -1 : 0;", "AddressSanitizer"),
            ("an overflow", "if (size > 2) return 0x7fffffff + (int)size > 0 ? 0 : -1;", "runtime error: signed integer overflow"),
            ("memory that is not given back", "if (size > 2) keep(&(page){0}, (const char *)data, size);", "LeakSanitizer"),
            ("a target that cannot run", "exit(0);", "0 passed, 1 failed")):
        yield Batch([Row(f"fuzzing: {what}", [change(FUZZ_SOURCE, must, body)], command, [said, r"0 passed, 1 failed"])], parts=("fuzzing",))
    yield Batch([Row("fuzzing: a file with a name makes way", [change("scripts/fuzz", '-regextype posix-extended -type f -regex "$hash" -delete',
                                                                     "-type f -delete")],
                     keeping(command), ["named': No such file"])])
    yield Batch([Row("fuzzing: what reaches no more stays", [change("scripts/fuzz", '-regextype posix-extended -type f -regex "$hash" -delete',
                                                                    '-type f -regex "$hash" -delete')],
                     keeping(command), [f"planted/{FOUND}"])])


# ---- the CUnit runner ----


def cunit():
    layout = "build-dev/tests/cement_tests layout"
    yield Batch([Row("cement_tests: a text that differs from the one kept", [append("tests/data/layout/report-en.txt", "planted\n")], layout,
                     [r"\n\d+ passed, 1 failed"])], parts=("CUnit",))
    for what, name in (("a name that no suite has", "nosuch"), ("a name to leave out that no suite has", "-nosuch")):
        yield Batch([Row(f"cement_tests: {what}", [create("build-guard/name", name)],
                         "build-dev/tests/cement_tests unit $(cat build-guard/name)", ["no suite has this name"])])
    for what, mode in (("a mode that is not there", "--rounding sideways"), ("a locale that is not there", "--locale xx_XX")):
        yield Batch([Row(f"cement_tests: {what}", [create("build-guard/name", mode)],
                         "build-dev/tests/cement_tests $(cat build-guard/name) unit", ["no such locale or mode"])])


# ---- the examples of the README ----


def readme():
    other = rewrite("README.md", lambda t: t.replace("import libcement", "import libcement_planted"))
    yield Batch([Row("README: an example that does not run", [other],
                     "python3 -m pytest -q -p no:cacheprovider tests/docs", ["FAILED .*test_python"])])


# ---- the mutation run ----


def mutation():
    """Two mutants of the line that rounds, in the suite named in a file."""
    run = ("python3 -c 'import sys; sys.path.insert(0, \"tests/mutation\"); import mutate as m; of = m.mutants_of;"
           "m.NUMBERS, m.REST, m.OTHERS = [[open(\"build-guard/suite\").read()]], [], [[\"unit\"]];"
           "m.mutants_of = lambda p: [x for x in of(p) if x[2] == \"1 -> 2\" and \"rounds_up\" in "
           " p.read_text().splitlines()[x[0] - 1]][:2];"
           "sys.argv = [\"x\", \"--build\", \"build-dev\", open(\"build-guard/file\").read()]; sys.exit(m.main())'")
    yield Batch([Row("mutation: a suite that sees nothing", [create("build-guard/suite", "print")], run, [": survived"])])
    yield Batch([Row("mutation: a folder without files", [create("build-guard/file", "nums")], run, ["0 passed, 0 failed"])])


# ---- hosts: with suites and a command of its own ----

HOSTS = "python3 tests/env/hostile_hosts.py build-guard/hosts"
SUITES = "#!/bin/sh\n{}\necho '1 passed, 0 failed'\n"
COMMAND = "#!/bin/sh\n{}\necho 1.5\n"


def hosts():
    suites, command = "build-guard/hosts/tests/cement_tests", "build-guard/hosts/bin/cement"
    changing = "build-guard/hosts/tests/changing_locale"
    for what, name, script, said in (
            ("suites that fail in one locale", suites, SUITES.format('[ "$LC_ALL" != tr_TR.UTF-8 ] || exit 1'),
             "failed: suites, tr_TR.UTF-8"),
            ("suites that fail by their count", suites, SUITES.format('[ "$LC_ALL" != zh_CN.GB18030 ] || echo "1 passed, 1 failed"; '
                                                                      '[ "$LC_ALL" != zh_CN.GB18030 ] || exit 0'), "failed: suites, zh_CN.GB18030"),
            ("suites that fail with traps", suites, SUITES.format('[ "$1" != --traps ] || exit 1'),
             "failed: suites, --traps"),
            ("suites that fail when rounding up", suites, SUITES.format('[ "$2" != up ] || kill -8 $$'),
             "failed: suites, --rounding up"),
            ("a decimal comma", command, COMMAND.format('[ "$LC_ALL" != de_DE.UTF-8 ] || { echo 1,5; exit; }'),
             "failed: report .*csv.* under de_DE"),
            ("a warning in one locale", command, COMMAND.format('[ "$LC_ALL" != ps_AF.UTF-8 ] || echo warned >&2'),
             "failed: report .* under ps_AF"),
            ("a locale that changes and tells", changing, SUITES.format("echo '1 passed, 1 failed'; exit 1"),
             "failed: the locale changes"),
            ("no reports at all", command, "#!/bin/sh\n", "failed: reports in the C locale")):
        yield Batch([Row(f"hosts: {what}", [create(name, script, 0o755)], HOSTS, [said])], parts=("other locales",))


# ---- the oracle, on a command that falsifies its reports ----

LIAR = """#!/usr/bin/python3
import json, subprocess, sys
from decimal import Decimal
done = subprocess.run(["build-dev/bin/cement", *sys.argv[1:]], stdin=sys.stdin, stdout=subprocess.PIPE)
report = json.loads(done.stdout or "null")
def first(key, status="ok"):
    return next(r for r in report["results"] if r["status"] == status and key in r)
{}
print(json.dumps(report))
sys.exit(done.returncode)
"""
BUMP = "r[{0!r}] = r[{0!r}][:-1] + ('1' if r[{0!r}][-1] == '0' else '0')"
LIES = {
    "value": ("r = first('value'); r['value'] = str(Decimal(r['value']) * Decimal('1.00000000000000000001'))", ": value: oracle"),
    "display": ("r = first('display'); " + BUMP.format("display"), ": display: oracle"),
    "unit": ("r = first('unit'); r['unit'] += '/a'", ": unit: oracle"),
    "grade": ("r = first('grade'); r['grade'] += 1", ": grade: oracle"),
    "limit": ("r = first('limits')['limits']['applied']; r[0] += '1'", ": limits: oracle"),
    "base of a limit": ("r = first('limits')['limits']['base']; r[0] += '1'", ": limits: oracle"),
    "limits gone": ("del first('limits')['limits']", ": limits: oracle"),
    "status": ("r = first('value'); r['status'] = 'not_applicable'", ": status: oracle"),
    "missing input": ("r = first('missing', 'incomplete'); r['missing'] = []", ": missing: oracle"),
    "result gone": ("report['results'].remove(first('value'))", ": result: oracle ok, report not listed"),
    "result more": ("r = dict(first('value')); r['key'] = 'planted'; report['results'].append(r)",
                    "planted: result: oracle not listed"),
    "result twice": ("report['results'].append(first('value'))", ": result: oracle once, report twice"),
    "option": ("o = next(iter(report['options'].values())); o.update(dict.fromkeys(o, 'planted'))", ": option: oracle"),
    "edition gone": ("e = report['editions'].pop(0)['id']; report['results'] = [r for r in report['results'] if r['edition'] != e]",
                     "not in the report"),
    "a report of another kind": ("report['schema'] = 'cement-report/2'", "schema is not cement-report/1"),
    "exit status": ("sys.exit(3)", "exit 3"),
}


def oracle():
    command = "build-guard/liar"
    for what, (lie, said) in LIES.items():
        yield Batch([Row(f"oracle: a false {what}", [create(command, LIAR.format(lie), 0o755)],
                         f"scripts/oracle --command {command} --count 4 --seed 5", [said])], parts=("oracle",))
    yield Batch([Row("oracle: an oracle that computes otherwise",
                     [change("tests/oracle/gb16780_2021.py", '"29.307"', '"29.307000000000001"')],
                     f"scripts/oracle --command {command} --count 4 --seed 5", [": value: oracle"])])


# ---- coverage: what it makes of the counts ----

COUNTED_CODE = {"data": [{"files": [{
    "filename": "/here/libcement/num/dec.c", "segments": [[1, 1, 3, True, True, False], [2, 1, 1, True, True, False]],
    "branches": [[1, 4, 1, 9, 2, 1, 0, 0, 4]], "expansions": [{"source_region": [3, 5], "branches": [[9, 1, 9, 2, 4, 7, 0, 0, 4]]}],
    "mcdc_records": [[7, 1, 7, 9, 0, 0, [True, True]]]}]}]}
MISSED = "python3 tests/coverage/missed.py build-guard/code.json /here libcement/num"


def coverage():
    def spoiled(old, new, says):
        return Row(f"coverage: {says}", [change("build-guard/code.json", old, new)], MISSED, [says])
    yield Batch([spoiled("[2, 1, 1, true", "[2, 1, 0, true", "dec.c:2: never run, from column 1")], parts=("what the tests reach",))
    yield Batch([spoiled("9, 2, 1, 0", "9, 0, 1, 0", "dec.c:1: never true"),
                 spoiled("2, 4, 7, 0", "2, 4, 0, 0", "dec.c:3: never false")])
    yield Batch([spoiled("[true, true]]]", "[true, false]]]", "dec.c:7: condition 2 of 2 not shown")])
    yield Batch([spoiled("[[7, 1, 7, 9, 0, 0, [true, true]]]", "[]", "0 of 0 conditions")])
    yield Batch([spoiled("libcement/num", "libcement/api", "0 of 0 regions")])


def batches(scratch):
    for table in (counting(), ci(), fuzzing(scratch), cunit(), readme(), mutation(), hosts(), oracle(), coverage()):
        yield from table


def link(scratch, name, target):
    path = scratch.place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_symlink():
        path.symlink_to(target)


def prepare(scratch):
    """What the rows break: each of these is sound, and none belongs to the tree."""
    good = "#!/bin/bash\necho 'planted'\n"
    for name, text in {
            PART: "#!/bin/bash\necho '1 passed, 0 failed'\n", "build-guard/bin/cmake": good, FUZZ_SOURCE: TARGET, "build-guard/name": "",
            "build-guard/ci/scripts/setup": good, "build-guard/ci/scripts/demo": good, CI: scratch.text(".ci/run"),
            "build-guard/ci/scripts/test": "#!/bin/bash\necho '2 passed, 0 failed'\n",
            "build-guard/code.json": json.dumps(COUNTED_CODE),
            "build-guard/suite": "dec", "build-guard/file": "num/dec_round.c",
            "build-guard/hosts/tests/cement_tests": SUITES.format(":"),
            "build-guard/hosts/tests/changing_locale": SUITES.format(":"), "build-guard/hosts/bin/cement": COMMAND.format(":"),
            "build-guard/liar": LIAR.format("")}.items():
        path = scratch.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    link(scratch, "build-guard/hosts/lib", "../../build-dev/lib")
