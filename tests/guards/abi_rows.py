"""What holds the interface: the rules of scripts/check about it, tests/abi, scripts/abi, the table of status codes."""

from breaks import Batch, Row, append, change

CHECK = "scripts/check --build build-dev"
PYTEST = "CEMENT_BUILD=$PWD/build-dev python3 -m pytest -q -p no:cacheprovider "
HEADER = "include/cement/cement.h"

OTHER_IMPORT = """
#include <unistd.h>
long cm_planted(void);
long cm_planted(void) {
  return (long)getpid();
}
"""
NUMBER = """
__attribute__((visibility("default"))) extern const int cement_planted;
const int cement_planted = 1;
"""


def abi(name, edits, command, *says):
    return Row(f"abi: {name}", edits, command, list(says))


def sources():
    """What is seen without building."""
    yield Batch([
        abi("a function without a contract", [change(HEADER, "/* Frees a run and the texts that it gave out. */\n", "")],
            CHECK, "cement_run_destroy: without a contract"),
        abi("a contract without a status", [change(HEADER, " * Status:   ARG; UNKNOWN (the run lists no such figure). */", " */")],
            CHECK, "cement_run_find: its contract names no status"),
        abi("a list of imports with a banned one", [append("tests/abi/imports.txt", "getenv\n")], CHECK, "getenv: banned, but in"),
        abi("a list of imports without a needed one", [change("tests/abi/imports.txt", "\nmemcmp\n", "\n")], CHECK,
            r"memcmp: not in tests/abi/imports\.txt"),
        abi("a code of another number", [change("docs/errors.md", "| -9 |", "| -10 |")], PYTEST + "tests/docs/test_errors.py",
            "test_codes_of_the_header"),
        abi("a code that nothing reaches", [change("tests/api/test_errors.c", '  CU_add_test(suite, "CEMENT_E_UNIT", test_E_UNIT);\n', "")],
            PYTEST + "tests/docs/test_errors.py", "AssertionError: CEMENT_E_UNIT"),
    ])
    yield Batch([abi("a header that C refuses", [append(HEADER, ";\n")], PYTEST + "tests/abi -k header_alone",
                     r"FAILED.*test_header_alone\[gcc-c99\]", r"FAILED.*test_header_alone\[clang-19-c11\]")])
    yield Batch([abi("a header that C++ refuses", [append(HEADER, "int cement_planted(int class);\n")],
                     PYTEST + "tests/abi -k header_alone", r"FAILED.*test_header_alone\[g\+\+-c\+\+11\]")])
    yield Batch([
        abi("a field of another size", [change(HEADER, "  uint32_t periods; ", "  uint64_t periods; ")],
            PYTEST + "tests/abi -k 'layout or table'", r"size of array.*check_\d+.* is negative", "test_table_follows_the_rule"),
    ])
    yield Batch([
        abi("a constant of another number", [change(HEADER, "#define CEMENT_FORMAT_CSV 1", "#define CEMENT_FORMAT_CSV 4")],
            PYTEST + "tests/abi -k grew", "AssertionError: #define CEMENT_FORMAT_CSV 1"),
    ])
    yield Batch([
        abi("a struct that hosts pack", [change(HEADER, "#pragma pack(push, 8)", "#pragma pack(push)")],
            PYTEST + "tests/abi -k odd_hosts", "is negative"),
    ])


def built():
    yield Batch([abi("an import that nobody allowed", [append("libcement/base/sort.c", OTHER_IMPORT)], CHECK,
                     r"getpid: not in tests/abi/imports\.txt")], builds="cement cement_static cement_cli")
    yield Batch([
        abi("another version of the symbols", [change("CMakeLists.txt", '"CEMENT_0 {', '"CEMENT_9 {')], CHECK,
            r"cement_catalog_count@@CEMENT_9: its version is not CEMENT_0"),
    ], builds="cement cement_static cement_cli")
    yield Batch([
        abi("an exported number", [change("CMakeLists.txt", "  local: *;\\n", ""), append("libcement/base/sort.c", NUMBER)], CHECK,
            "cement_planted: exported, but no function"),
    ], builds="cement cement_static cement_cli")
    yield Batch([
        abi("a library that is not hardened",
            [change("CMakeLists.txt", "foreach(flag -fstack-protector-strong -fcf-protection)", "foreach(flag)"),
             change("CMakeLists.txt", ":-U_FORTIFY_SOURCE$<SEMICOLON>-D_FORTIFY_SOURCE=2>", ":-DPLANTED>"),
             change("CMakeLists.txt", "-Wl,-z,relro,-z,now", "-Wl,-z,norelro,-z,lazy,-z,execstack,-z,nodelete")],
            CHECK, "no GNU_RELRO segment", "not bound at once", "the stack may be executed", "no function looks at its stack protector",
            r"cement_\w+: begins with \w+, not with endbr64"),
        abi("a library that cannot be unloaded", [], PYTEST + "tests/abi -k unloaded", "it is still loaded"),
    ], builds="cement cement_static cement_cli")
    yield Batch([
        abi("a library of another interface", [change(HEADER, "  uint32_t periods; ", "  uint64_t periods; ")], "scripts/abi",
            "abi: not as in tests/abi/libcement.abi"),
        abi("a host of the previous header", [], PYTEST + "tests/abi -k host_of_the_previous", "assert before == now|returncode == 0"),
    ], builds="cement cement_cli", parts=("interface against its baseline",))


def batches(scratch):
    yield from sources()
    yield from built()


def prepare(scratch):
    pass
