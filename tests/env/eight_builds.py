#!/usr/bin/python3
"""eight_builds.py BUILD [--count N] [--seed S] [--jobs J]: the same bytes from gcc and clang at -O0, -O1, -O2 and -O3.

Builds the library eight times in BUILD/eight/ and lets each write all it can (all_texts) of the examples and of N random
plants. What BUILD itself writes is what all must write, byte by byte. Ends with "N passed, N failed": one a build.
"""

import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILERS = ["gcc", "clang-19"]
LEVELS = ["-O0", "-O1", "-O2", "-O3"]
EXAMPLES = ["examples/synthetic-plant.ledger.json", "examples/mattampally-2023-24.ledger.csv"]


def make_plants(folder, seed, count):
    """[(file, options)]: the examples, which have none, and the random plants."""
    subprocess.run([sys.executable, "-m", "oracle.plants", "--seed", str(seed), "--count", str(count), "--out", str(folder)],
                   cwd=ROOT / "tests", check=True, stdout=subprocess.DEVNULL)
    plants = json.loads((folder / "index.json").read_text(encoding="utf-8"))["plants"]
    return [(ROOT / name, []) for name in EXAMPLES] + [(folder / plant["file"], plant["options"]) for plant in plants]


def must(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}")


def build(folder, compiler, level):
    """The library as it is installed, but for its optimisation, and all_texts on it."""
    must(["cmake", "-S", ROOT, "-B", folder, "-D", f"CMAKE_C_COMPILER={compiler}", "-D", "CMAKE_BUILD_TYPE=None",
          "-D", f"CMAKE_C_FLAGS={level}", "-D", "CEMENT_TESTS=OFF", "-D", "CEMENT_BENCH=OFF", "-D", "CEMENT_LUA=OFF"])
    must(["cmake", "--build", folder, "--target", "cement_static", "--parallel", "2"])
    program = folder / "all_texts"
    must([compiler, level, "-std=c11", f"-I{ROOT}/include", ROOT / "tests/env/all_texts.c", folder / "lib/libcement.a", "-lcjson", "-lm",
          "-o", program])
    return program


def hashes(program, plants, jobs):
    """The hash of what a build writes of each plant, and how many bytes that is in all."""
    def written(plant):
        path, options = plant
        done = subprocess.run([program, path, *options], capture_output=True, timeout=300, check=False)
        if done.returncode:
            sys.exit(f"{program} {path}: {done.stderr.decode()}")
        return hashlib.sha256(done.stdout).hexdigest(), len(done.stdout)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = list(pool.map(written, plants))
    return [each for each, _ in found], sum(size for _, size in found)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--seed", type=int, default=20261121)
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    place = chosen.build.resolve() / "eight"
    plants = make_plants(place / "plants", chosen.seed, chosen.count)
    wanted, size = hashes(chosen.build.resolve() / "tests/all_texts", plants, chosen.jobs)
    print(f"seed {chosen.seed}, {len(plants)} plants, {size} bytes")
    passed = failed = 0
    for compiler in COMPILERS:
        for level in LEVELS:
            found, _ = hashes(build(place / f"{compiler}{level}", compiler, level), plants, chosen.jobs)
            other = [path.name for (path, _), a, b in zip(plants, wanted, found, strict=True) if a != b]
            passed, failed = passed + (not other), failed + bool(other)
            print(f"{compiler} {level}: {len(plants) - len(other)} of {len(plants)} plants alike", *other[:5], sep="\n  ", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or size == 0


if __name__ == "__main__":
    sys.exit(main())
