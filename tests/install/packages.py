#!/usr/bin/python3
"""tests/install/packages.py [--debootstrap]: the Debian packages, from making them to removing them.

Makes them twice, with other umasks, and compares their bytes; looks at what is in them as lintian would; installs them with dpkg into a root of
their own, runs the command there, builds C99 and C++11 programs from libcement-dev and runs them there against libcement0; removes
them again. The root borrows what they depend on from this machine, and programs are built by this machine's compiler (see root.py).
With --debootstrap the root is a minimal Debian from the network, apt installs the packages and the compilers in it, and the
programs are built in it."""
import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile

import counted
import root as roots
from counted import ROOT, check, environment, must, run, told

BUILD = ROOT / "build-package"
EPOCH = "1700000000"  # any time, the same for both


def contents(package):
    """The bytes of what a package holds: the archive around it keeps the umask, to no effect."""
    parts = [subprocess.run(["dpkg-deb", part, package], capture_output=True, check=True) for part in ("--ctrl-tarfile", "--fsys-tarfile")]
    return [part.stdout for part in parts]


def made(scratch):
    """The packages of a build of the preset, {name: path}."""
    must("configure", ["cmake", "--preset", "package"], cwd=ROOT)
    must("build", ["cmake", "--build", "--preset", "package", "--parallel", "2"], cwd=ROOT)
    bytes_of = []
    for again, umask in (("first", 0o022), ("second", 0o077)):
        own = os.umask(umask)
        must(f"cpack, umask {umask:03o}", ["cpack", "-B", scratch / again], cwd=BUILD, env=environment(SOURCE_DATE_EPOCH=EPOCH))
        os.umask(own)
        shutil.rmtree(scratch / again / "_CPack_Packages")
        bytes_of.append({p.name: contents(p) for p in (scratch / again).glob("*.deb")})
    check("the same packages when made again, whatever the umask", [] if bytes_of[0] == bytes_of[1] and bytes_of[0] else ["they differ"])
    return {p.name.split("_")[0]: p for p in sorted((scratch / "first").glob("*.deb"))}


# ---- what is in them ----

def version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    soname = re.search(r"CEMENT_SOVERSION (\d+)", text).group(1)
    return re.search(r"project\(libcement VERSION ([0-9.]+)", text).group(1), soname


def multiarch():
    return run(["gcc", "-print-multiarch"]).stdout.strip()


def wanted_files():
    """Each package's files, all of them."""
    number, so = version()
    lib = f"usr/lib/{multiarch()}"
    lists = {
        f"libcement{so}": [f"{lib}/libcement.so.{so}", f"{lib}/libcement.so.{number}"],
        "libcement-dev": [f"{lib}/libcement.so", f"{lib}/libcement.a", f"{lib}/pkgconfig/libcement.pc", "usr/include/cement/cement.h",
                          *(f"{lib}/cmake/libcement/libcement{name}.cmake" for name in
                            ("Config", "ConfigVersion", "Targets", "Targets-release"))],
        "cement": ["usr/bin/cement", "usr/share/man/man1/cement.1.gz"],
    }
    documents = ("copyright", "changelog.gz", "changelog.Debian.gz")
    return {name: sorted(files + [f"usr/share/doc/{name}/{d}" for d in documents]) for name, files in lists.items()}


def control_of(package):
    text = run(["dpkg-deb", "-f", package]).stdout
    return dict(re.findall(r"^([A-Z][\w-]*): (.*(?:\n .*)*)", text, flags=re.M))


def check_control(name, package):
    number, so = version()
    fields = control_of(package)
    needs = sorted(re.sub(r" \(.*\)", "", each) for each in fields.get("Depends", "").split(", "))
    wanted = {f"libcement{so}": ["libc6", "libcjson1"], "libcement-dev": ["libcement" + so, "libcjson-dev"],
              "cement": ["libc6", "libcement" + so]}[name]
    check(f"{name}: depends on {', '.join(wanted)}", [] if needs == wanted else [fields.get("Depends", "nothing")])
    if name != f"libcement{so}":
        own = f"libcement{so} (= {fields['Version']})"
        check(f"{name}: goes with its own library only", [] if own in fields["Depends"] else [fields["Depends"]])
    wrong = [f"no {field}" for field in ("Package", "Version", "Architecture", "Maintainer", "Section", "Priority", "Installed-Size",
                                         "Description") if not fields.get(field)]
    synopsis = fields.get("Description", "").split("\n")[0]
    if len(synopsis) > 80 or not synopsis or synopsis[0].isupper() or synopsis.endswith("."):
        wrong.append(f"synopsis: {synopsis}")
    if not fields.get("Version", "").startswith(number + "-"):
        wrong.append(f"version: {fields.get('Version')}")
    check(f"{name}: control fields", wrong)


def check_files(name, package, tree):
    tree.mkdir(parents=True)
    must(f"{name}: unpacks", ["dpkg-deb", "-x", package, tree])
    found = sorted(str(p.relative_to(tree)) for p in tree.rglob("*") if p.is_symlink() or not p.is_dir())
    check(f"{name}: these files and no others", [f"{p}: {'missing' if p not in found else 'unexpected'}"
                                                 for p in set(found) ^ set(wanted_files()[name])])
    listing = run(["dpkg-deb", "-c", package]).stdout.splitlines()
    modes = {"d": "drwxr-xr-x", "-": "-rw-r--r--", "l": "lrwxrwxrwx"}
    wrong = [line for line in listing
             if line.split()[0] != ("-rwxr-xr-x" if line.endswith(" ./usr/bin/cement") else modes[line[0]])]
    check(f"{name}: modes and owners", wrong + [line for line in listing if line.split()[1] != "root/root"])
    check(f"{name}: no path of the build", [str(p) for p in tree.rglob("*") if p.is_file() and str(ROOT).encode() in p.read_bytes()])
    text = (tree / f"usr/share/doc/{name}/copyright").read_text(encoding="utf-8")
    check(f"{name}: licence", [] if "License: Apache-2.0" in text and "/usr/share/common-licenses/Apache-2.0" in text else [text])
    changes = run(["zcat", tree / f"usr/share/doc/{name}/changelog.Debian.gz"]).stdout
    check(f"{name}: changes", [] if re.match(rf"libcement \({re.escape(version()[0])}-\S+\) ", changes) and "\n -- " in changes else [changes])


def check_sums(name, package, tree, control):
    control.mkdir(parents=True)
    must(f"{name}: control", ["dpkg-deb", "-e", package, control])
    sums = dict(reversed(line.split(maxsplit=1)) for line in (control / "md5sums").read_text().splitlines())
    files = {str(p.relative_to(tree)): p for p in tree.rglob("*") if p.is_file() and not p.is_symlink()}
    wrong = [p for p in set(sums) ^ set(files)]
    wrong += [p for p in set(sums) & set(files) if hashlib.md5(files[p].read_bytes()).hexdigest() != sums[p]]
    check(f"{name}: md5sums", wrong)


def check_binary(name, path, wanted_needed):
    """What a binary of a distribution must and must not have."""
    dynamic, headers = run(["readelf", "-dW", path]).stdout, run(["readelf", "-lSW", path]).stdout
    wrong = [line.strip() for line in dynamic.splitlines() if re.search(r"\((RPATH|RUNPATH|TEXTREL)\)", line)]
    if not re.search(r"\bNOW\b", dynamic):
        wrong.append("not bound at start")
    if "GNU_RELRO" not in headers or not re.search(r"GNU_STACK .* RW ", headers):
        wrong.append("writable relocations or an executable stack")
    if re.search(r"\.symtab|\.debug_", headers):
        wrong.append("not stripped")
    wrong += [f"does not need {each}: {counted.needed(path)}" for each in wanted_needed if each not in counted.needed(path)]
    check(f"{name}: the binary", wrong)


def check_runtime(tree, control):
    number, so = version()
    library = tree / f"usr/lib/{multiarch()}/libcement.so.{number}"
    check_binary(f"libcement{so}", library, ["libcjson.so.1"])
    soname = re.search(r"SONAME.*\[(.*)\]", run(["readelf", "-d", library]).stdout).group(1)
    check("the package has the name of the SONAME", [] if soname == f"libcement.so.{so}" else [soname])
    check("no execute permission on the library", [] if not library.stat().st_mode & stat.S_IXUSR else ["it is there"])
    major, minor = map(int, number.split(".")[:2])
    line = f"libcement {so} libcement{so} (>= {number}), libcement{so} (<< {major}.{minor + 1}~)\n"
    check("shlibs: programs go with this minor version only", [] if (control / "shlibs").read_text() == line else [line])
    check("ldconfig is called", [] if "ldconfig" in (control / "triggers").read_text() else ["no trigger"])


def check_packages(debs, scratch):
    wanted = wanted_files()
    check("the packages are the runtime, the development files, the command", set(debs) ^ set(wanted))
    for name, package in debs.items():
        tree, control = scratch / "tree" / name, scratch / "control" / name
        check_control(name, package)
        check_files(name, package, tree)
        check_sums(name, package, tree, control)
    runtime = f"libcement{version()[1]}"
    check_runtime(scratch / "tree" / runtime, scratch / "control" / runtime)
    check_binary("cement", scratch / "tree/cement/usr/bin/cement", [f"libcement.so.{version()[1]}"])
    every = [f for files in wanted.values() for f in files]
    check("no file is in two packages", [] if len(every) == len(set(every)) else ["one is"])
    if shutil.which("man"):
        page = run(["man", "--warnings", "-E", "UTF-8", "-l", scratch / "tree/cement/usr/share/man/man1/cement.1.gz"])
        check("the manual page reads without a warning", told(page) or page.stderr.splitlines())
    if shutil.which("lintian"):
        errors = [line for line in run(["lintian", "--no-cfg", *debs.values()]).stdout.splitlines() if line.startswith("E:")]
        check("lintian finds no error", errors)


# ---- in a root of their own ----

def lay_out(root):
    """The ledgers and the sources of the consumers, in / of the root."""
    counted.lay_out(root.folder)


def check_command(root):
    for case in counted.cases():
        editions = [word for edition in case.editions for word in ("--edition", edition)]
        done = run(root.inside("cement", "report", "/" + case.file, "--format", "json", *editions), env=environment(PATH=roots.PATH))
        report = json.loads(done.stdout) if done.returncode == 0 else {"results": []}
        check(f"the command in the root: {case.name}", told(done) or counted.golden.compare(case, counted.golden.Outcome(report["results"])))


def check_converters(root):
    """A plant file in GB18030 needs the C library's converter, one in UTF-8 does not."""
    text = (ROOT / "examples/plant-monthly-gb18030.csv").read_bytes()
    figures, modules = {}, root.folder / "usr/lib" / multiarch() / "gconv"
    for name, content in (("gb18030", text), ("utf-8", text.decode("gb18030").encode("utf-8"))):
        (root.folder / "tmp" / f"{name}.csv").write_bytes(content)

    def report(name):
        return run(root.inside("cement", "report", f"/tmp/{name}.csv", "--format", "json"), env=environment(PATH=roots.PATH))

    for name in ("gb18030", "utf-8"):
        done = report(name)
        check(f"a plant file in {name}", told(done))
        figures[name] = json.loads(done.stdout or "{}").get("results")
    check("the same figures in both", [] if figures["utf-8"] and figures["gb18030"] == figures["utf-8"] else ["they differ"])
    modules.rename(root.folder / "gconv")
    done = report("gb18030")
    good = done.returncode == 4 and "/tmp/gb18030.csv" in done.stderr and "no converter from GB18030" in done.stderr
    check("without converters a file in GB18030 is refused by its name", [] if good else [f"exit {done.returncode}", done.stderr])
    done = report("utf-8")
    check("without converters a file in UTF-8 is read", told(done) or ([] if figures["utf-8"] == json.loads(done.stdout)["results"] else ["other figures"]))
    (root.folder / "gconv").rename(modules)
    for name in figures:
        (root.folder / "tmp" / f"{name}.csv").unlink()


def check_programs(root, programs):
    for name in programs:
        counted.check_linkage(f"{name} in the root", root.folder / name, "static" not in name)
        counted.check_figures(f"{name} in the root", root.inside(f"/{name}"))
    counted.check_that_checks_fail(root.inside(f"/{programs[0]}"))


def build_here(root, scratch):
    """With this machine's compiler and the root's header and library; the programs are put into the root."""
    lib = root.folder / "usr/lib" / multiarch()
    env = environment(PKG_CONFIG_LIBDIR=f"{lib}/pkgconfig")
    programs = []
    flags = must("pkg-config on the package", ["pkg-config", "--cflags", "--libs", "libcement"], env=env).split()
    archive = must("pkg-config --static on the package", ["pkg-config", "--static", "--cflags", "--libs", "libcement"], env=env).split()
    static = ["-l:libcement.a" if flag == "-lcement" else flag for flag in archive]
    check("the flags name the root only", [] if f"-L{root.folder}" in "".join(p.replace("/pkgconfig/..", "") for p in flags) else flags)
    for language, source in (("c", "figures.c"), ("cpp", "figures.cpp")):
        for kind, given in (("shared", flags), ("static", static)):
            programs.append(f"pc_{language}_{kind}")
            must(f"{source} by pkg-config from the package, {kind}",
                 [*counted.COMPILE[language], source, "-o", programs[-1], *given], cwd=root.folder)
    build = scratch / "found"
    must("find_package on the package", ["cmake", "-S", root.folder, "-B", build, "-D", f"CMAKE_PREFIX_PATH={root.folder}/usr"])
    config = run(["grep", "libcement_DIR", build / "CMakeCache.txt"]).stdout
    check("find_package finds the one of the root", [] if str(root.folder) in config else [config])
    must("programs by find_package from the package", ["cmake", "--build", build])
    for name in ("c_shared", "c_static", "cpp_shared", "cpp_static"):
        shutil.copy2(build / name, root.folder / name)
        programs.append(name)
    return programs


def borrowed(debs, scratch):
    root = roots.borrow(scratch / "root", ["libc6", "libcjson1", "libcjson-dev", "libstdc++6"])
    before = root.files()
    done = root.dpkg("-i", debs["cement"])
    check("the command without the library is refused", [] if done.returncode and "libcement" in done.stderr else ["it is not"])
    root.dpkg("--purge", "cement")
    check("dpkg installs all three", told(root.dpkg("-i", *debs.values())))
    for what in ("--audit", "--verify"):
        done = root.dpkg(what)
        check(f"dpkg {what} finds nothing", told(done) or (done.stdout + done.stderr).splitlines())
    lay_out(root)
    check_command(root)
    check_converters(root)
    programs = build_here(root, scratch)
    check_programs(root, programs)
    check("dpkg removes all three", told(root.dpkg("--purge", *debs)))
    done = run(root.inside(f"/{programs[0]}"))
    check("a shared program does not start without the library", [] if "libcement.so" in done.stderr else [done.stderr])
    own = {p.name for p in (counted.HERE / "consumer").iterdir()} | {case.file for case in counted.cases()} | set(programs)
    check("nothing of them is left", sorted((root.files() ^ before) - own))


def fetched(debs, scratch):
    root = roots.fetch(scratch / "root")
    env = environment(PATH=roots.PATH, DEBIAN_FRONTEND="noninteractive")
    for deb in debs.values():
        shutil.copy2(deb, root.folder / "tmp" / deb.name)
    files = [f"/tmp/{deb.name}" for deb in debs.values()]
    must("apt-get update in the root", root.inside("apt-get", "-q", "update"), env=env)
    must("apt-get installs the command alone", root.inside("apt-get", "-qy", "--no-install-recommends", "install",
                                                           *(f for f in files if "-dev" not in f)), env=env)
    lay_out(root)
    check_command(root)
    must("apt-get installs libcement-dev and compilers", root.inside(
        "apt-get", "-qy", "--no-install-recommends", "install", *files, "gcc", "g++", "libc6-dev", "make", "cmake", "pkg-config"), env=env)
    programs = []
    for language, source in (("c", "figures.c"), ("cpp", "figures.cpp")):
        programs.append(f"pc_{language}_shared")
        line = " ".join(counted.COMPILE[language]) + f" {source} -o {programs[-1]} $(pkg-config --cflags --libs libcement)"
        must(f"{source} by pkg-config within", root.inside("sh", "-c", line), env=env)
    must("find_package within", root.inside("sh", "-c", "cmake -S / -B /found && cmake --build /found && cp /found/c*_s* /"), env=env)
    check_programs(root, programs + ["c_shared", "c_static", "cpp_shared", "cpp_static"])
    check("apt-get removes them", told(run(root.inside("apt-get", "-qy", "purge", *debs), env=env)))


def main():
    parser = argparse.ArgumentParser(prog="tests/install/packages.py", description=__doc__)
    parser.add_argument("--debootstrap", action="store_true", help="in a minimal Debian from the network")
    given = parser.parse_args()
    roots.become_root()
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="libcement-packages-"))
    try:
        debs = made(scratch)
        check_packages(debs, scratch)
        (fetched if given.debootstrap else borrowed)(debs, scratch)
    finally:
        roots.remove(scratch)
    counted.finish()


main()
