#!/usr/bin/python3
"""mutate.py --build BUILD [--count N] [--seed S] [--jobs J] [FOLDER|FILE...]: spoils the library and looks whether a test fails.

Each mutant changes one place of one file in libcement (num, lang, plan and run unless told): a comparison, an arithmetic
or logical operator, a constant by one, a return value, a statement left out. It is compiled with the flags of BUILD,
linked with the other objects and run through the CUnit suites, the decimal comparison and the golden cases in them. A
mutant is killed when it does not compile, fails, crashes or runs too long. Those that the compiler turns into the same
object code are no mutants, nor is an array that is declared one longer. Those of explained.txt that survive are counted
apart: no test can tell them. Survivors are listed with their line and how many had been tried by then. Ends with
"N passed, N failed": killed, survived; none of either is a failure.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SWAPS = {"==": ["!="], "!=": ["=="], "<=": ["<"], ">=": [">"], "<": ["<=", ">"], ">": [">=", "<"], "&&": ["||"],
         "||": ["&&"], " + ": [" - "], " - ": [" + "], " * ": [" / "], " / ": [" * "], " % ": [" / "], "++": ["--"],
         "true": ["false"], "false": ["true"]}
TOKEN = re.compile(r"""==|!=|<=|>=|&&|\|\||\+\+|(?<=\s)[<>](?=\s)|\s[-+*/%]\s|\btrue\b|\bfalse\b|\b\d+\b(?![.xX])|(?<=[(\s])!(?=\w)""")
STATEMENT = re.compile(r"^\s+(?!return|break|continue|case|default|else|static|const|if|for|while|do|typedef|struct)"
                       r"[\w.>\[\]*(&-]+[^;{}]*;\s*$")
SKIP = re.compile(r"^\s*(#|/?\*|//|static const|const |extern|typedef|\.)|CM_S\(|CM_TEXT|^\w[^=]*\)\s*\{")


ROOM = re.compile(r"^\s+(?:static )?(?:const )?[a-z]\w*\s+\*?\w+\[[^=;]*;\s*$")  # char text[16];


def explained():
    """The mutants of explained.txt: (file, line as it stands, change)."""
    known = set()
    for entry in (ROOT / "tests/mutation/explained.txt").read_text().splitlines():
        if entry.startswith("#"):
            continue
        path, rest = entry.split(" | ", 1)
        line, change, _ = rest.rsplit(" | ", 2)
        if line not in [x.strip() for x in (ROOT / "libcement" / path).read_text().splitlines()]:
            raise SystemExit(f"explained.txt: {path} has no line: {line}")
        known.add((path, line, change))
    return known


def without_comments(text):
    return re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'",
                  lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def mutants_of(path):
    text = path.read_text()
    plain = without_comments(text)
    start = 0
    for number, (line, bare) in enumerate(zip(text.splitlines(True), plain.splitlines(True)), 1):
        if bare.startswith(" ") and not SKIP.search(bare):
            for m in TOKEN.finditer(bare):
                token = m.group()
                if token.isdigit() and ROOM.match(bare):
                    continue
                if token.isdigit():
                    news = [str(int(token) + 1)]
                elif token == "!":
                    news = [""]
                else:
                    news = SWAPS[token if token in SWAPS else re.sub(r"\s", " ", token)]
                for new in news:
                    yield number, text[:start + m.start()] + new + text[start + m.end():], f"{token.strip()} -> {new.strip()}"
            if STATEMENT.match(bare) and "=" not in bare.split("(")[0]:
                yield number, text[:start] + re.sub(r"\S.*", ";", line, count=1) + text[start + len(line):], "left out"
        start += len(line)


def compile_command(build, path):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if pathlib.Path(entry["file"]) == path and "cement_objects" in entry.get("output", entry["command"]):
            return shlex.split(entry["command"]), entry["directory"]
    raise SystemExit(f"{path}: not in the build")


def compiled(command, directory, source, target):
    command = [source if c.endswith(".c") else c for c in command if c not in ("-Werror", "-g")]
    command[command.index("-o") + 1] = target
    done = subprocess.run(command + ["-w", f"-I{ROOT}/libcement"], cwd=directory, capture_output=True)
    return done.returncode == 0


def digest(path):
    disassembly = subprocess.run(["objdump", "-dr", "-j", ".text", "--no-show-raw-insn", path], capture_output=True, text=True).stdout
    rodata = subprocess.run(["objdump", "-s", "-j", ".rodata", path], capture_output=True, text=True).stdout
    return hashlib.sha256((disassembly.split("\n", 3)[-1] + rodata.split("\n", 3)[-1]).encode()).hexdigest()


@functools.lru_cache(maxsize=None)
def untouched(build, path):
    with tempfile.TemporaryDirectory() as folder:
        command, directory = compile_command(build, path)
        compiled(command, directory, str(path), f"{folder}/original.o")
        return digest(f"{folder}/original.o")


def linked(program, objects, build):
    link = ["gcc", "-o", program, *objects, str(build / "lib/libcement.a"), "-lcunit", "-lcjson", "-lm", "-lpthread"]
    return subprocess.run(link, capture_output=True).returncode == 0


def try_one(build, tests, suites, path, text):
    with tempfile.TemporaryDirectory() as folder:
        source, target, program = f"{folder}/{path.name}", f"{folder}/mutant.o", f"{folder}/tests"
        pathlib.Path(source).write_text(text)
        command, directory = compile_command(build, path)
        if not compiled(command, directory, source, target):
            return "killed", "does not compile"
        if digest(target) == untouched(build, path):
            return "same", ""
        if not linked(program, tests + [target], build):
            return "killed", "does not link"
        for part, patience in suites(path):
            if part == PIECES and not linked(program, tests + [target, f"{build}/pieces.o"], build):
                return "killed", "does not link"
            try:
                done = subprocess.run([program, *part], cwd=ROOT, capture_output=True, timeout=patience)
            except subprocess.TimeoutExpired:
                return "killed", "time"
            if done.returncode != 0:
                return "killed", " ".join(part)
        return "survived", ""


# The suites that answer soonest first: what fails stops the rest.
SOON = ["every_word", "layout", "page", "corners", "wrap", "expr", "print", "tape", "unit", "plan", "report", "findings", "explain", "run"]
LATER = ["golden", "dec", "recheck"]


NUMBERS = [["dec"], SOON, ["golden", "recheck"]]
OTHERS = [SOON, LATER]
REST = [["-" + suite for suite in SOON + LATER]]
PIECES = ["memory"]  # with every piece of an arena an allocation of its own, so that each can fail alone


def with_patience(build, tests, jobs):
    """The suites for a file, each with the time after which a mutant counts as running without end."""
    command, directory = compile_command(build, ROOT / "libcement/base/alloc.c")
    source, pieces = str(ROOT / "libcement/base/alloc.c"), f"{build}/tests_with_pieces"
    if not compiled([*command, "-DCEMENT_PIECES_ALONE"], directory, source, f"{build}/pieces.o") or not linked(
            pieces, tests + [f"{build}/pieces.o"], build):
        raise SystemExit("the tests with pieces of their own do not build")

    def patience(part):
        start = time.monotonic()
        subprocess.run([pieces if part == PIECES else build / "tests/cement_tests", *part], cwd=ROOT, capture_output=True, check=True)
        return part, 4 * jobs * (time.monotonic() - start) + 2
    last = [patience(part) for part in REST + [PIECES]]
    numbers, others = [[patience(part) for part in parts] + last for parts in (NUMBERS, OTHERS)]
    return lambda path: numbers if path.parent.name == "num" else others


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--build", required=True, type=pathlib.Path)
    p.add_argument("--count", type=int, default=600, help="mutants, 0 for all")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("folders", nargs="*", default=[])
    args = p.parse_args()
    build = args.build.resolve()
    folders = args.folders or ["num", "lang", "plan", "run"]
    folders_of = [build / f"tests/CMakeFiles/{target}.dir" for target in ("cement_tests", "cement_relations")]
    tests = [str(o) for folder in folders_of for o in folder.rglob("*.o")]
    suites_of = with_patience(build, tests, args.jobs)
    everything = []
    for folder in folders:
        place = ROOT / "libcement" / folder
        for path in [place] if place.is_file() else sorted(place.glob("*.c")):
            everything += [(path, *m) for m in mutants_of(path)]
    print(f"seed {args.seed}, {len(everything)} places")
    random.Random(args.seed).shuffle(everything)
    chosen = everything[:args.count] if args.count else everything
    known = explained()
    killed = survived = same = equal = endless = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = pool.map(lambda m: (m, try_one(build, tests, suites_of, m[0], m[2])), chosen)
        for (path, line, _, what), (verdict, how) in results:
            killed += verdict == "killed"
            endless += how == "time"
            same += verdict == "same"
            text = path.read_text().splitlines()[line - 1].strip()
            if verdict == "survived" and (str(path.relative_to(ROOT / "libcement")), text, what) in known:
                equal += 1
            elif verdict == "survived":
                survived += 1
                tried = killed + survived + equal + same
                print(f"{path.relative_to(ROOT)}:{line}: {what}: survived ({survived} of {tried})", flush=True)
    print(f"{same} changed nothing in the object code; {endless} of the killed ran too long; {equal} more survived for the "
          f"reasons of explained.txt")
    print(f"score {100 * killed / max(1, killed + survived):.1f} %, counting those {100 * killed / max(1, killed + survived + equal):.1f} %")
    print(f"{killed} passed, {survived} failed")
    return survived > 0 or killed == 0


if __name__ == "__main__":
    sys.exit(main())
