"""Checks that are counted, commands that are run, and the figures that a consumer must print."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/golden")]
sys.dont_write_bytecode = True

import golden  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
COMPILE = {"c": ["cc", "-std=c99", *WARNINGS], "cpp": ["c++", "-std=c++11", *WARNINGS]}
CASES = ["synthetic-plant", "real-plant"]  # the plants of scripts/demo, with figures computed by hand

passed, failed = 0, 0


def check(name, wrong):
    """Counts one check; `wrong` tells what is wrong, an empty one that all is well."""
    global passed, failed
    wrong = [wrong] if isinstance(wrong, str) and wrong else list(wrong)
    if wrong:
        failed += 1
    else:
        passed += 1
    print(f"{'not ok' if wrong else 'ok'}: {name}", flush=True)
    for line in wrong[:20]:
        print(f"    {line}")


def finish():
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


def environment(**more):
    """Nothing of the caller's but the path: a consumer must not live on what happens to be set."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C", **more}


def run(arguments, **options):
    options.setdefault("env", environment())
    return subprocess.run([str(a) for a in arguments], capture_output=True, encoding="utf-8", errors="replace", check=False,
                          timeout=1800, **options)


def told(done):
    """What a command that failed has told; nothing of one that succeeded."""
    if done.returncode == 0:
        return []
    return [f"exit {done.returncode}: {done.args}", *(done.stdout + done.stderr).strip().split("\n")[-15:]]


def must(name, arguments, **options):
    """A step on which the following ones stand."""
    done = run(arguments, **options)
    check(name, told(done))
    if done.returncode:
        finish()
    return done.stdout


# ---- the figures of the demo's plants ----

COLUMNS = ("edition", "line", "period", "key", "of", "status", "value", "display", "grade", "applied")


def results_of(text):
    """The lines that figures.c and figures.cpp print, in the shape of a report."""
    for line in text.splitlines():
        row = dict(zip(COLUMNS, line.split("\t"), strict=True))
        row["grade"] = None if row["grade"] == "-1" else int(row["grade"])
        row["limits"] = {"applied": row.pop("applied").split()}
        yield {name: value or None if name in ("line", "of", "value", "display") else value for name, value in row.items()}


def cases():
    """Golden cases, less what a list of figures does not hold: findings, missing inputs."""
    for name in CASES:
        case = golden.read_case(golden.HERE / f"{name}.json")
        case.expect = [{key: value for key, value in e.items() if key != "missing"} for e in case.expect]
        case.findings = case.no_findings = []
        yield case


def check_figures(name, program, **options):
    """Runs a consumer on each plant: it must print the figures that were computed by hand."""
    for case in cases():
        done = run([*program, case.file, *case.editions], **options)
        wrong = told(done) or golden.compare(case, golden.Outcome(list(results_of(done.stdout))))
        check(f"{name}: {len(case.expect)} figures of {case.name}", wrong)


def check_that_checks_fail(program, **options):
    """One expectation is changed in its last digit: the comparison must notice."""
    case = next(cases())
    given = golden.Outcome(list(results_of(run([*program, case.file, *case.editions], **options).stdout)))
    digits = case.expect[0]["display"]
    case.expect[0]["display"] = digits[:-1] + ("1" if digits[-1] != "1" else "2")
    check("a changed digit is noticed", [] if len(golden.compare(case, given)) == 1 else ["it is not"])


def lay_out(folder):
    """The ledgers of the cases and the programs, outside the tree."""
    for case in cases():
        (folder / case.file).write_bytes(case.content)
    for source in (HERE / "consumer").iterdir():
        (folder / source.name).write_bytes(source.read_bytes())


def needed(binary):
    """The shared libraries that a binary names."""
    lines = run(["readelf", "-d", binary]).stdout.splitlines()
    return [line.split("[")[1].rstrip("]") for line in lines if "(NEEDED)" in line]


def check_linkage(name, binary, shared):
    wanted = "libcement.so.0"
    check(f"{name}: {'needs' if shared else 'does not need'} {wanted}",
          [] if (wanted in needed(binary)) == shared else [f"needs {needed(binary)}"])
