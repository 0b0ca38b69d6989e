#!/usr/bin/python3
"""tests/install/installed.py BUILD: what others do with an installed libcement, on a copy that was moved after installing.

C99 and C++11 programs outside the tree, by pkg-config and by find_package, shared and static; the sources as a part of
another project; the command; the Lua module; every example by the lines that its own text gives. Each must give figures
that were computed by hand (tests/golden) or by the independent implementation (tests/oracle)."""
import argparse
import json
import pathlib
import re
import shutil
import tempfile

import counted
from counted import HERE, ROOT, check, environment, must, run, told


def installed(build, scratch):
    """Installs, moves the place elsewhere, and looks for what still names the old one."""
    first, moved = scratch / "first", scratch / "moved/elsewhere"
    must("cmake --install", ["cmake", "--install", build, "--prefix", first])
    moved.parent.mkdir()
    first.rename(moved)
    names = [str(path).encode() for path in (first, ROOT, build.resolve())]
    check("no file names where it was made or installed", [
        f"{path}: {name.decode()}" for path in moved.rglob("*") if path.is_file() for name in names if name in path.read_bytes()])
    return moved


def place_of(prefix):
    """The environment in which pkg-config and the loader find the moved copy."""
    found = list(prefix.rglob("libcement.pc"))
    assert len(found) == 1, found
    return environment(PKG_CONFIG_PATH=str(found[0].parent), LD_LIBRARY_PATH=str(found[0].parent.parent))


def by_pkg_config(folder, env):
    flags = must("pkg-config", ["pkg-config", "--cflags", "--libs", "libcement"], env=env).split()
    alone = must("pkg-config --static", ["pkg-config", "--static", "--cflags", "--libs", "libcement"], env=env).split()
    static = ["-l:libcement.a" if flag == "-lcement" else flag for flag in alone]
    check("pkg-config --static names cJSON, and without --static it does not",
          [] if "-lcjson" in alone and "-lcjson" not in flags else [f"{flags} {alone}"])
    for language, source in (("c", "figures.c"), ("cpp", "figures.cpp")):
        for kind, given in (("shared", flags), ("static", static)):
            name, program = f"{source} by pkg-config, {kind}", folder / f"pc_{language}_{kind}"
            must(name, [*counted.COMPILE[language], source, "-o", program, *given], cwd=folder, env=env)
            counted.check_linkage(name, program, kind == "shared")
            counted.check_figures(name, [program], cwd=folder, env=env)
    counted.check_that_checks_fail([folder / "pc_c_shared"], cwd=folder, env=env)


def by_find_package(folder, prefix):
    build = folder / "found"
    configure = ["cmake", "-S", folder, "-B", build, "-D", f"CMAKE_PREFIX_PATH={prefix}"]
    version = re.search(r"VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8").split("project(libcement")[1])
    major, minor = map(int, version.group(1).split(".")[:2])
    for other in (f"{major}.{minor + 1}", f"{major + 1}.0"):
        done = run([*configure, "-D", f"WANTED={other}"])
        check(f"find_package(libcement {other}) is refused", [] if done.returncode else ["it is not"])
        shutil.rmtree(build)
    must("find_package", [*configure, "-D", f"WANTED={major}.{minor}"])
    must("programs by find_package", ["cmake", "--build", build])
    for language in ("c", "cpp"):
        for kind in ("shared", "static"):
            name, program = f"{language} by find_package, {kind}", build / f"{language}_{kind}"
            counted.check_linkage(name, program, kind == "shared")
            counted.check_figures(name, [program], cwd=folder)


def as_subproject(folder):
    """The library within another project: only it is built, and nothing of it is installed."""
    for way in ("add_subdirectory", "FetchContent"):
        build, prefix = folder / f"sub_{way}", folder / f"sub_{way}_installed"
        must(f"{way}: configure", ["cmake", "-S", HERE / "subproject", "-B", build, "-D", f"BY={way}", "-D", f"LIBCEMENT={ROOT}",
                                   "-D", f"CONSUMER={folder}", "-D", "CMAKE_BUILD_TYPE=Debug"])
        must(f"{way}: build", ["cmake", "--build", build, "--parallel", "2"])
        for program in ("c_shared", "cpp_static"):
            counted.check_figures(f"{program} by {way}", [build / program], cwd=folder)
        own = [str(p) for name in ("cement_tests", "steady", "bench", "lua", "bin/cement") for p in build.rglob(name)]
        check(f"{way}: no tests, bench, command or Lua module is built", own)
        must(f"{way}: install", ["cmake", "--install", build, "--prefix", prefix])
        files = sorted(str(p.relative_to(prefix)) for p in prefix.rglob("*") if p.is_file())
        check(f"{way}: only the other project is installed", [] if files == ["bin/c_shared", "bin/cpp_static"] else files)
        shutil.rmtree(build)


def command(folder, prefix):
    for case in counted.cases():
        editions = [word for edition in case.editions for word in ("--edition", edition)]
        done = run([prefix / "bin/cement", "report", case.file, "--format", "json", *editions], cwd=folder)
        report = json.loads(done.stdout) if done.returncode == 0 else {"results": []}
        wrong = told(done) or counted.golden.compare(case, counted.golden.Outcome(report["results"]))
        check(f"the command: {case.name}", wrong)
    check("the manual page", [] if (prefix / "share/man/man1/cement.1").exists() else ["is not installed"])
    check("the licence", [] if list(prefix.glob("share/doc/*/LICENSE")) else ["is not installed"])


def lua(prefix):
    modules = list(prefix.rglob("lua/5.4/libcement.so"))
    if modules:
        script = 'print(require("libcement").catalog() and "loaded")'
        done = run(["lua5.4", "-e", script], env=environment(LUA_CPATH=f"{modules[0].parent}/?.so"))
        check("the Lua module", told(done) or ([] if done.stdout == "loaded\n" else [done.stdout]))


# ---- examples ----

def pasted(source):
    """The lines to paste that stand at the top of an example."""
    top = source.read_text(encoding="utf-8").split("#include")[0]
    return re.findall(r"^(?: \*|//) {4,}(\S.*)$", top, flags=re.M)


def from_oracle(year):
    """(heading, display, unit, level) of a year of the synthetic plant, by the independent implementation."""
    from oracle.evaluate import evaluate
    from oracle.ledger import load
    results = [r.to_json() for r in evaluate(load(str(ROOT / "examples/synthetic-plant.ledger.json")))]
    for r in results:
        if r["period"] == year and r["status"] == "ok" and not r["edition"].startswith("substitution"):
            where = f"line {r['line']}" if r.get("line") else "the whole plant"
            yield f"{r['edition']}, {where}", r["display"], r["unit"], r.get("grade")


def year_report(output, folder):
    """Every figure of the year, under its heading, as the oracle has it; and the page that was written."""
    heading, printed = "", []
    for line in output.split("\nWarnings\n")[0].splitlines():
        found = re.search(r"  +(-?[0-9.]+) (\S+?)(?:, level (\d).*)?$", line)
        if not line.startswith(" "):
            heading = line or heading
        elif found:
            printed.append((heading, found.group(1), found.group(2), int(found.group(3)) if found.group(3) else None))
    wanted = list(from_oracle("2025"))
    page = (folder / "year-2025.md").read_text(encoding="utf-8")
    yield from (f"not printed: {each}" for each in wanted if each not in printed)
    yield from (f"not of the oracle: {each}" for each in printed if each not in wanted)
    yield from (f"not in year-2025.md: {display}" for _, display, _, _ in wanted if display not in page)
    if len(wanted) < 20:
        yield f"only {len(wanted)} figures of the oracle"


def edition_at_run_time(output, _):
    """By hand: 600 t / 100 000 t, 1 500 / 120 000 t, 500 / 25 000 t of dust; (30 000 - 12 000) m3 / 60 000 t of water."""
    for pattern in (r"2025-01 +L1 .* 6\.00 kg/t +level 2", r"2025-02 +L1 .* 12\.50 kg/t +level 3",
                    r"2025-02 +L2 .* 20\.00 kg/t +level 0", r"2025-01 +plant .* 0\.300 m3/t", r"17 is met"):
        if not re.search(pattern, output):
            yield f"not printed: {pattern}"


COAL_CO2 = 0.02618 * 0.99 * 44 / 12  # t/GJ of bituminous coal: carbon content, oxidation in a kiln, CETS-AG-02.01
COAL_EQUIVALENT = 29.307 / 1000  # GJ/kgce, GB 16780-2021
ELECTRICITY = 0.1229  # kgce/kWh, GB 16780-2021
LEVELS = (100, 107, 117)  # kgce/t, GB 16780-2021 table 2, below 1 500 m


def level_of(energy):
    return next((level for level, limit in enumerate(LEVELS, 1) if energy <= limit), 0)


def live_polling(output, folder):
    """By the arithmetic of the standards over the counters: coal at 23.4456 GJ/t, 0.535 tCO2 of the process a tonne."""
    readings = (folder.parent / "kiln-minutes.csv").read_text(encoding="utf-8").splitlines()[1:]
    lines = output.splitlines()
    if len(lines) != len(readings) or len(readings) < 20:
        yield f"{len(lines)} lines of {len(readings)} readings"
    for reading, line in zip(readings, lines):
        time, clinker, coal, power = reading.split(",")
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+|(?<=level )\d+", line)]
        if not coal:
            if numbers != [float(clinker)] or line.count("incomplete") < 3 or not line.startswith(time):
                yield f"without a signal: {line}"
            continue
        heat = float(coal) * 23.4456
        coal_intensity = heat / COAL_EQUIVALENT / float(clinker)
        energy = coal_intensity + ELECTRICITY * float(power) / float(clinker)
        wanted = [float(clinker), coal_intensity, energy, level_of(energy), heat * COAL_CO2 / float(clinker) + 0.535]
        steps = [0.005, 0.005, 0.005, 0, 0.00005]
        if not line.startswith(time) or len(numbers) != 5 or any(abs(w - n) > s + 1e-9 for w, n, s in zip(wanted, numbers, steps)):
            yield f"{line}: not {wanted}"


def scenario_million_rows(output, _):
    """The same arithmetic, case by case: 3.5 GJ/t, of which RDF gives 0 to 39.96 %; 48 to 61.986 kWh/t."""
    counts, least, nearest = [0] * 4, {}, 1.0
    for i in range(1000):
        coal = 3.5 * (1 - 0.0004 * i) / COAL_EQUIVALENT
        energies = [coal + ELECTRICITY * (48 + 0.014 * j) for j in range(1000)]
        for energy in energies:
            counts[level_of(energy)] += 1
            nearest = min(nearest, *(abs(energy - limit) for limit in LEVELS))
        for level in (1, 2):
            if level_of(max(energies)) in range(1, level + 1):
                least.setdefault(level, i)
    if nearest < 1e-9:
        yield f"a case lies within {nearest} of a limit: its level is not sure"
    co2 = 3.5 * (1 - 0.0004 * 999 / 2) * COAL_CO2 + 0.535
    for pattern in (r"substitution rate, mean of all cases: 19\.98 %", rf"not qualified +{counts[0]}$",
                    *(rf"level {level} +{counts[level]}$" for level in (1, 2, 3)),
                    *(rf"Level {level} is met whatever the electricity from {i * 0.04:.2f} % RDF on" for level, i in least.items())):
        if not re.search(pattern, output, flags=re.M):
            yield f"not printed: {pattern}"
    found = re.search(r"mean of all cases: ([0-9.]+) t/t", output)
    if not found or abs(float(found.group(1)) - co2) > 0.00005 + 1e-9:
        yield f"mean CO2: {found and found.group(1)}, not {co2}"
    if sorted(least) != [1, 2] or min(counts) == 0:
        yield f"the cases do not meet every level: {counts} {least}"


SHOWN = {"year_report": year_report, "edition_at_run_time": edition_at_run_time, "live_polling": live_polling,
         "scenario_million_rows": scenario_million_rows}


def examples(scratch, env):
    """Builds and runs each example by the lines at its top, which the page of examples gives too."""
    copy = scratch / "examples"
    shutil.copytree(ROOT / "examples", copy)
    page = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    sources = sorted(p for p in (*copy.glob("c/*.c"), *copy.glob("cpp/*.cpp")))
    check("the examples are those that are known here", {p.stem for p in sources} ^ set(SHOWN))
    for source in sources:
        name, lines = f"examples/{source.parent.name}/{source.name}", pasted(source)
        check(f"{name}: lines to paste", [f"not in README.md: {line}" for line in lines if line not in page] or
              ([] if len(lines) == 2 else [f"{len(lines)} lines, not 2"]))
        strict = ["bash", "-e", "-c", lines[0] + " " + " ".join(counted.WARNINGS)]
        check(f"{name}: builds without a warning", told(run(strict, cwd=source.parent, env=env)))
        done = run(["bash", "-e", "-c", "\n".join(lines)], cwd=source.parent, env=env)
        check(f"{name}: shows what it should", told(done) or SHOWN[source.stem](done.stdout, source.parent))
        if shutil.which("valgrind"):
            watched = "valgrind -q --leak-check=full --errors-for-leak-kinds=definite,indirect --error-exitcode=9 " + lines[1]
            check(f"{name}: uses no memory that it does not own, and loses none", told(run(["bash", "-c", watched], cwd=source.parent, env=env)))
        program, *arguments = lines[1].split()
        done = run([program, *arguments, "one-too-many"], cwd=source.parent, env=env)
        check(f"{name}: refuses an argument too many", [] if done.returncode == 2 and "usage:" in done.stderr else ["it does not"])
        if arguments:
            done = run([program, "absent", *arguments[1:]], cwd=source.parent, env=env)
            check(f"{name}: tells a file that is not there", [] if done.returncode == 1 and "absent: cannot be read" in done.stderr else
                  [f"exit {done.returncode}: {done.stderr}"])


def main():
    parser = argparse.ArgumentParser(prog="tests/install/installed.py", description=__doc__)
    parser.add_argument("build", type=pathlib.Path, help="a build of the project, complete")
    parser.add_argument("--without-subproject", action="store_true", help="leave out what builds the library again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="libcement-installed-") as place:
        scratch = pathlib.Path(place)
        folder = scratch / "outside"
        folder.mkdir()
        counted.lay_out(folder)
        prefix = installed(given.build, scratch)
        env = place_of(prefix)
        by_pkg_config(folder, env)
        by_find_package(folder, prefix)
        command(folder, prefix)
        lua(prefix)
        examples(scratch, env)
        if not given.without_subproject:
            as_subproject(folder)
    counted.finish()


main()
