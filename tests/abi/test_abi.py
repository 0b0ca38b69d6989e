"""The header alone under every compiler and standard, the layout of its structs, hosts built with the header of before, and
several copies of the library in one process.

CEMENT_BUILD names the build; the default is build of this checkout."""
import ctypes
import importlib.util
import os
import pathlib
import platform
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/abi"
BUILD = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build"))
LIBRARY = BUILD / "lib/libcement.so"
LEDGERS = ["examples/synthetic-plant.ledger.json", "examples/mattampally-2023-24.ledger.csv"]
EDITION = "cn.gb-16780@2021"
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
C = {"gcc": ["c99", "c11", "c17", "c2x"], "clang": ["c99", "c11", "c17", "c2x"], "clang-19": ["c99", "c11", "c17", "c23"]}
CXX = {"g++": ["c++98", "c++11", "c++14", "c++17", "c++20"]}
CXX |= {name: CXX["g++"] for name in ("clang++", "clang++-19")}
ALWAYS = ("gcc", "g++")  # the others where they are installed
MATRIX = [(c, s) for table in (C, CXX) for c, standards in table.items() if c in ALWAYS or shutil.which(c) for s in standards]


def header(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LAYOUT = header("layout")
TABLE = [line.split() for line in (HERE / "layout.txt").read_text(encoding="utf-8").splitlines()]


def asserts(table=TABLE):
    """A translation unit that does not compile where a size or an offset is another."""
    lines = ["#include <cement/cement.h>"]
    for number, (name, value, *alignment) in enumerate(table):
        struct, _, field = name.partition(".")
        what = f"offsetof({struct}, {field})" if field else f"sizeof({struct})"
        lines.append(f"typedef char check_{number}[{what} == {value} ? 1 : -1];")
        if alignment:  # there are no gaps, so that packing shows here only
            lines.append(f"typedef char aligned_{number}[__alignof__({struct}) == {alignment[0]} ? 1 : -1];")
    return "\n".join(lines) + "\n"


def compiled(compiler, standard, text, include, *options):
    language = "c++" if "++" in standard else "c"
    return subprocess.run([compiler, f"-std={standard}", *STRICT, *options, "-fsyntax-only", "-I", include, "-x", language, "-"],
                          input=text, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("compiler,standard", MATRIX)
def test_header_alone(compiler, standard):
    done = compiled(compiler, standard, "#include <cement/cement.h>\n", ROOT / "include", "-Wundef", "-Wshadow")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("compiler,standard", MATRIX)
def test_layout(compiler, standard):
    done = compiled(compiler, standard, asserts(), ROOT / "include")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("compiler", ["gcc", "g++"])
def test_layout_in_odd_hosts(compiler):
    """Enumerations as small as may be, and a host that packs its structs when it takes the header in."""
    standard = "c11" if compiler == "gcc" else "c++17"
    for before in ("", "#pragma pack(1)\n", "#pragma pack(2)\n"):
        done = compiled(compiler, standard, before + asserts(), ROOT / "include", "-fshort-enums")
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("compiler,standard", [("gcc", "c99"), ("gcc", "c2x"), ("g++", "c++98"), ("g++", "c++20")])
def test_layout_of_32_bits(compiler, standard):
    """Without a C library of its own, which the header does not need."""
    if platform.machine() != "x86_64":
        pytest.skip("another processor's compiler has no -m32")
    table = [line.split() for line in LAYOUT.lines(ROOT / "include/cement/cement.h", 4)]
    done = compiled(compiler, standard, asserts(table), ROOT / "include", "-m32", "-ffreestanding")
    assert done.returncode == 0, done.stderr
    done = compiled(compiler, standard, asserts(), ROOT / "include", "-m32", "-ffreestanding")
    assert done.returncode != 0, "that of 64 bits is another"


def test_table_holds_every_field():
    assert [name for name, *_ in TABLE] == [line.split()[0] for line in LAYOUT.lines(ROOT / "include/cement/cement.h")]
    assert len(TABLE) > 50


def test_table_follows_the_rule():
    assert [" ".join(row) for row in TABLE] == list(LAYOUT.lines(ROOT / "include/cement/cement.h"))


def test_ctypes_agrees():
    spec = importlib.util.spec_from_file_location("_abi", ROOT / "bindings/python/libcement/_abi.py")
    abi = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(abi)
    for name, value, *alignment in TABLE:
        struct, _, field = name.partition(".")
        kind = getattr(abi, struct)
        assert (getattr(kind, field).offset if field else ctypes.sizeof(kind)) == int(value), name
        assert field or ctypes.alignment(kind) == int(alignment[0]), name


def test_layout_is_noticed():
    """The checks above, on a header with a field too many, must fail."""
    changed = (ROOT / "include/cement/cement.h").read_text(encoding="utf-8").replace("uint64_t offset; ", "uint64_t more, offset; ")
    text = changed + asserts().replace("#include <cement/cement.h>\n", "")
    done = compiled("gcc", "c11", text, ROOT / "include")
    assert done.returncode != 0 and "is negative" in done.stderr
    done = compiled("gcc", "c99", changed.replace("int32_t code;", "int32_t code;;", 1), ROOT / "include")
    assert done.returncode != 0 and "extra semicolon" in done.stderr


# ---- hosts ----------------------------------------------------------------------------------------------------------


def sanitized():
    return b"__asan_init" in LIBRARY.read_bytes() or b"__tsan_init" in LIBRARY.read_bytes()


def built(folder, name, include):
    program = folder / f"{name}-{include.parent.name}"
    command = ["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-I", include, HERE / f"programs/{name}.c", "-o", program]
    if name == "host":
        command += [LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}"]
    subprocess.run([*command, "-ldl"], check=True)
    return program


def output(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return done.stdout


def command_report(ledger):
    """What the command says of it: another face of the same library."""
    return output(BUILD / "bin/cement", "report", ledger, "--edition", EDITION, "--format", "json")


@pytest.mark.skipif(sanitized(), reason="the hosts are built without sanitizers")
@pytest.mark.parametrize("ledger", LEDGERS)
def test_host_of_the_previous_header(tmp_path, ledger):
    before, now = (output(built(tmp_path, "host", include), ledger, EDITION)
                   for include in (HERE / "previous/include", ROOT / "include"))
    assert before == now
    assert before.count("\n") > 100
    assert before.split("\nreport\n")[1] == command_report(ledger)


def test_previous_header_only_grew():
    """What was declared stays declared, word for word, and structs keep their fields in place."""
    old, new = (re.sub(r"/\*.*?\*/", " ", (folder / "cement/cement.h").read_text(encoding="utf-8"), flags=re.S)
                for folder in (HERE / "previous/include", ROOT / "include"))
    for text in re.findall(r"^CEMENT_API[^;]*;|^#define CEMENT_\w+ .*$|^typedef [^;{]*;", old, flags=re.M):
        assert re.sub(r"\s+", " ", text).strip() in re.sub(r"\s+", " ", new), text
    now = dict(line.split()[:2] for line in LAYOUT.lines(ROOT / "include/cement/cement.h"))
    for line in LAYOUT.lines(HERE / "previous/include/cement/cement.h"):
        name, value = line.split()[:2]
        assert int(now[name]) >= int(value) if "." not in name else now[name] == value, name


@pytest.mark.skipif(sanitized(), reason="a sanitizer's allocator stands in one namespace only")
@pytest.mark.parametrize("ledger", LEDGERS)
def test_copies_side_by_side(tmp_path, ledger):
    other = tmp_path / "libcement-other.so"
    shutil.copyfile(LIBRARY, other)
    said = output(built(tmp_path, "copies", ROOT / "include"), "both", LIBRARY.resolve(), other, ledger, EDITION)
    assert said == 3 * command_report(ledger)


@pytest.mark.skipif(sanitized(), reason="a sanitizer's allocator keeps what is freed")
def test_loaded_and_unloaded(tmp_path):
    assert output(built(tmp_path, "copies", ROOT / "include"), "loop", LIBRARY.resolve(), "10000") == "10000 times\n"


# ---- structs that grow ----------------------------------------------------------------------------------------------

SIZED = r"(typedef struct (cement_\w+) \{\s*uint32_t size;.*?)(\} \2;)"
OLDER = "examples/synthetic-plant.ledger.json"


def tomorrow(folder):
    """The header in which every struct that tells its size has one field more, with the folder that takes it in."""
    text = (ROOT / "include/cement/cement.h").read_text(encoding="utf-8")
    text, count = re.subn(SIZED, r"\1  uint64_t grown;\n\3", text, flags=re.S)
    assert count == 10
    (folder / "include/cement").mkdir(parents=True)
    (folder / "include/cement/cement.h").write_text(text, encoding="utf-8")
    return folder / "include"


def grown_library(folder, include, *edits):
    """The interface's code compiled with that header, on top of the library of today; it refuses a `grown` that is set.
    edits: (file, old, new) of libcement/api."""
    edits = [("context.c", "  if (config) CM_TAKEN(c, config);\n", "  if (config) CM_TAKEN(c, config);\n  if (c.grown) return CEMENT_E_ARG;\n"),
             ("ledger.c", "  CM_TAKEN(o, observation);\n", "  CM_TAKEN(o, observation);\n  if (o.grown) return CEMENT_E_ARG;\n"), *edits]
    shutil.copytree(ROOT / "libcement/api", folder / "api")
    for name, old, new in edits:
        text = (folder / "api" / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (folder / "api" / name).write_text(text.replace(old, new), encoding="utf-8")
    library = folder / "libgrown.so"
    cjson = re.search(r"^CJSON_INCLUDE_DIR:PATH=(.*)$", (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"), flags=re.M).group(1)
    subprocess.run(["gcc", "-std=c11", "-O1", "-fPIC", "-fvisibility=hidden", "-shared", "-I", folder, "-I", include, "-I", ROOT / "libcement", "-I", cjson,
                    *sorted((folder / "api").glob("*.c")), BUILD / "lib/libcement.a", "-lcjson", "-lm", "-o", library], check=True)
    return library


def sizes(folder, include, library, *options):
    program = folder / f"sizes{len(list(folder.glob('sizes*')))}"
    subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-I", include, *options, HERE / "programs/sizes.c", library,
                    f"-Wl,-rpath,{library.parent}", "-o", program], check=True)
    return subprocess.run([program, OLDER, EDITION], capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


@pytest.mark.skipif(sanitized(), reason="the hosts are built without sanitizers")
def test_structs_that_grow(tmp_path):
    """A host of today on a library whose structs are longer, and of tomorrow on one whose structs are shorter."""
    today, later = ROOT / "include", tomorrow(tmp_path)
    grown = grown_library(tmp_path, later)
    both = sizes(tmp_path, today, LIBRARY.resolve())
    assert both.returncode == 0 and both.stdout.count("\nfigure ") > 100, both.stdout[-500:]
    for include, library, options in ((today, grown, []), (later, LIBRARY.resolve(), ["-DGROWN"]), (later, grown, ["-DGROWN", "-DKNOWS"])):
        done = sizes(tmp_path, include, library, *options)
        assert (done.returncode, done.stdout) == (0, both.stdout), done.stdout[-500:]


@pytest.mark.skipif(sanitized(), reason="the hosts are built without sanitizers")
@pytest.mark.parametrize("edit,said", [
    (("handles.h", "cm_api_hand(out, &(told), sizeof(told))", "(void)memcpy(out, &(told), sizeof(told))"), "are touched"),
    (("context.c", "  memcpy(taken, in, common(in, size));", "  memcpy(taken, in, size);"), "context: -1"),
    (("columns.c", "CM_SIZED(cement_slot, out, reserved)", "(out && out->size >= sizeof *out)"), "slot: -1"),
])
def test_growing_is_noticed(tmp_path, edit, said):
    """A library that fills, reads or demands its own length fails an older host."""
    grown = grown_library(tmp_path, tomorrow(tmp_path), edit)
    done = sizes(tmp_path, ROOT / "include", grown)
    assert done.returncode == 1 and re.search(said, done.stdout), done.stdout[-500:]
