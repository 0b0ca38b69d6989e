#!/usr/bin/python3
"""hostile_hosts.py BUILD: the CUnit suites and the command in hosts with other locales, floating-point modes and traps,
and in one whose locale changes meanwhile.

Suites that take long and ask no locale are left out: failing memory, limits of size, files that are cut or spoiled.
The locales are made in BUILD/locales. Each differs from C in what a careless library would use: the decimal comma of
de_DE, the Arabic separator of ps_AF, the dotless i of tr_TR, the bytes of GB18030. Ends with "N passed, N failed".
"""

import ctypes
import locale
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCALES = [("de_DE", "UTF-8"), ("ps_AF", "UTF-8"), ("tr_TR", "UTF-8"), ("zh_CN", "GB18030")]
MODES = [["--rounding", "up"], ["--rounding", "down"], ["--rounding", "zero"], ["--flush-to-zero"], ["--traps"]]
LEFT_OUT = ["-memory", "-limits", "-plant_spoiled"]
LEDGERS = ["examples/synthetic-plant.ledger.json", "examples/mattampally-2023-24.ledger.csv"]

passed = failed = 0


def check(good, what):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    if not good:
        print("failed:", what)


def make_locales(build):
    folder = build / "locales"
    folder.mkdir(exist_ok=True)
    for name, charset in LOCALES:
        if not (folder / f"{name}.{charset}").exists():
            # localedef warns of what a charset lacks and then ends with 1 although the locale is there.
            subprocess.run(["localedef", "-i", name, "-f", charset, str(folder / f"{name}.{charset}")],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


def suites(build, environment, arguments, what):
    done = subprocess.run([str(build / "tests/cement_tests"), *arguments], env=environment, cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    last = done.stdout.strip().splitlines()[-1:]
    check(done.returncode == 0 and last != [] and last[0].endswith(" 0 failed"), f"suites, {what}: {last}")


def report(build, environment, ledger, form, language):
    done = subprocess.run([str(build / "bin/cement"), "report", ledger, "--format", form, "--lang", language], cwd=ROOT,
                          env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout, done.stderr


def inside_a_host(build, name, ledger):
    """The library in this process, whose locale is set: 1.5 must be read and written as in C."""
    locale.setlocale(locale.LC_ALL, name)
    try:
        library = ctypes.CDLL(str(build / "lib/libcement.so"))
        separator = locale.localeconv()["decimal_point"]
        return library.cement_selftest(None) == 0, separator
    finally:
        locale.setlocale(locale.LC_ALL, "C")


def while_it_changes(build, environment):
    """The locale changes while threads read and write."""
    names = [f"{name}.{charset}" for name, charset in LOCALES]
    done = subprocess.run([str(build / "tests/changing_locale"), *names], env=environment, cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    check(done.returncode == 0 and done.stdout.endswith(" 0 failed\n"), f"the locale changes: {done.stdout}")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    folder = make_locales(build)
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    wanted = {(ledger, form, language): report(build, plain, ledger, form, language) for ledger in LEDGERS
              for form in ("json", "text", "markdown", "csv") for language in ("en", "zh")}
    check(all(out[0] in (0, 1) and out[1] for out in wanted.values()), "reports in the C locale")
    for name, charset in LOCALES:
        full = f"{name}.{charset}"
        environment = {**plain, "LOCPATH": str(folder), "LC_ALL": full, "LANGUAGE": name}
        suites(build, environment, ["--locale", full, *LEFT_OUT], full)
        for key, bytes_in_c in wanted.items():
            check(report(build, environment, *key) == bytes_in_c, f"report {key} under {full}")
    while_it_changes(build, {**plain, "LOCPATH": str(folder)})
    for mode in MODES:
        suites(build, plain, [*mode, *LEFT_OUT], " ".join(mode))
    os.environ["LOCPATH"] = str(folder)
    for name, charset in LOCALES:
        good, _ = inside_a_host(build, f"{name}.{charset}", LEDGERS[0])
        check(good, f"self-test in a host under {name}.{charset}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
