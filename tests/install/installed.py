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


SHOWN = {"year_report": year_report, "edition_at_run_time": edition_at_run_time}


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
        program = f"./{source.stem}"
        check(f"{name}: refuses without arguments", [] if run([program], cwd=source.parent, env=env).returncode == 2 else ["it does not"])
        broken = [word if "." not in word or word.startswith("house.") else "absent" for word in lines[1].split()[1:]]
        done = run([program, *broken], cwd=source.parent, env=env)
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
