"""The rules of the tree: scripts/check, scripts/manifest, scripts/generate, and what the compiler is told to refuse."""

import re

from breaks import Batch, Row, append, change, create, remove, rewrite

CHECK = "scripts/check --build build-dev"
MANIFEST = "scripts/manifest --check"
GENERATE = "scripts/generate --check"
COMPILE = "cmake --build --preset dev --target cement_objects -- -k"
WORDS = ["TO" "DO", "FIX" "ME", "X" "XX", "not imple" "mented", "place" "holder", "st" "ub"]
PLACES = ["/" + place + "/x" for place in ("work", "farm", "root", "home")]

VISIBLE = """
__attribute__((visibility("default"))) int cement_extra(void);
int cement_extra(void) {
  return 1;
}
"""
CLOCK = """
#include <time.h>
long cm_planted(void);
long cm_planted(void) {
  return (long)time(NULL);
}
"""
HIDDEN_STATE = """
int cm_planted_count = 1;
int cm_planted_next(void);
int cm_planted_next(void) {
  static int inner;
  return inner++;
}
"""
DEEP = """
int cm_planted(int n);
int cm_planted(int n) {
  volatile char large[5000];
  for (int i = 0; i < 5000; i++) large[i] = (char)n;
  return large[n];
}
"""
UNUSED = "\nstatic int cm_planted;\n"


def calls(scratch):
    """A function that calls each banned one and each allocator, and what scripts/check must count."""
    text = scratch.text("scripts/check")
    names = re.search(r'BANNED = """(.*?)"""', text, re.S).group(1).split() + ["malloc", "calloc", "realloc", "free"]
    return "\n".join(f"void f{i}(void) {{ {name}(); }}" for i, name in enumerate(names)) + "\n", len(names)


def rule(name, edits, *says):
    return Row(f"rule of the tree: {name}", edits, CHECK, list(says))


def source_rules(scratch):
    planted, banned = calls(scratch)
    return [
        rule("format", [append("libcement/base/sort.c", "\nint   cm_badly( void );\n")], r"base/sort\.c: clang-format"),
        rule("floor", [create("libcement/attic/x.c", "\n")], r"libcement/attic/x\.c: not a floor"),
        rule("cJSON's one place", [append("libcement/unit/unit.c", "#include <cjson/cJSON.h>\n")],
             r"unit/unit\.c:\d+: cJSON is met"),
        rule("iconv's one place", [append("libcement/unit/unit_table.c", "#include <iconv.h>\n")],
             r"unit_table\.c:\d+: iconv is met"),
        rule("includes by floor", [append("libcement/num/sum.c", '#include "dec.h"\n')],
             r"num/sum\.c:\d+: include by floor"),
        rule("no floor above", [append("libcement/num/dec.c", '#include "run/run.h"\n')],
             r"num/dec\.c:\d+: num may not include run/run\.h"),
        rule("bindings outside", [append("bindings/cli/help.c", '#include "base/text.h"\n')],
             r"cli/help\.c:\d+: bindings use"),
        rule("no standard in Python", [append("bindings/python/libcement/_types.py", '\nNAMED = "gb-16780"\n')],
             r"_types\.py:\d+: a binding names a standard"),
        rule("no standard in Lua", [append("bindings/lua/run.c", '\nconst char *named = "substitution@1";\n')],
             r"lua/run\.c:\d+: a binding names a standard"),
        rule("each banned call", [create("libcement/base/planted.c", planted)],
             f"banned calls\n(  .*planted.*\n){{20}}  and {banned - 20} more"),
        rule("unfinished words", [append("docs/ledger.md", "".join(f"\nplanted {word}\n" for word in WORDS))],
             *(rf"docs/ledger\.md:\d+: planted {word}" for word in WORDS)),
        rule("paths of one machine", [append("docs/report.md", "".join(f"\nplanted {place}\n" for place in PLACES))],
             *(rf"docs/report\.md:\d+: planted {place}" for place in PLACES)),
        rule("long files", [append("bindings/lua/binding.c", "\n" * 700)], r"lua/binding\.c: \d+ lines"),
        rule("a long header", [create("include/cement/planted.h", "\n" * 801)], r"cement/planted\.h: 801 lines"),
        rule("wide lines", [append("libcement/lang/op.def", "/* " + "x" * 115 + " */\n/* " + "\u5bbd" * 58 + " */\n")],
             r"lang/op\.def:\d+: 121 columns\n.*lang/op\.def:\d+: 122 columns"),
        rule("links", [append("docs/errors.md", "\n[planted](nowhere.md)\n")],
             r"docs/errors\.md: nowhere\.md"),
        rule("scripts that run", [create("scripts/planted", "\n")], r"cannot be run\n +scripts/planted"),
        rule("what a fuzzer left", [create("crash-" + "0" * 40, "x")], "crash-0+: an input of the fuzzer"),
        rule("version of the library", [rewrite("libcement/api/version.c", lambda t: t.replace('"0.', '"9.'))],
             r"version\.c: not 0\."),
        rule("version of the changelog", [rewrite("CHANGELOG.md", lambda t: t.replace("## 0.", "## 9."))],
             r"CHANGELOG\.md: not 0\."),
        rule("manifest", [rewrite("data/MANIFEST.sha256", lambda t: ("1" if t[0] == "0" else "0") + t[1:])],
             "check: manifest of data/"),
        rule("a function that is not listed", [append("include/cement/cement.h", "CEMENT_API int32_t cement_planted(void);\n")],
             "check: generated from the header", "cement_planted: not in cement.symbols"),
        rule("a listed function that is not there", [append("libcement/cement.symbols", "cement_listed\n")],
             "cement_listed: not in the header", "cement_listed: not exported"),
        rule("page of an edition", [append("docs/editions/substitution-1.md", "\nplanted\n")],
             r"docs: not current:.* docs/editions/substitution-1\.md"),
        rule("page without an edition", [create("docs/editions/old.md", "\n")], r"docs: not current:.* docs/editions/old\.md"),
        rule("page of the items", [append("docs/items.md", "\nplanted\n")], r"docs: not current:.* docs/items\.md"),
        rule("outputs in the README", [rewrite("README.md", lambda t: re.sub(r"(<!-- output: report [^\n]*-->\n```\n)", r"\1planted\n", t))],
             r"docs: not current:.* README\.md"),
    ]


def built_rules():
    return [
        rule("exported symbols", [change("CMakeLists.txt", "  local: *;\\n", ""), append("libcement/base/hash.c", VISIBLE)],
             "cement_extra: exported, but not listed"),
        rule("imported functions", [append("libcement/base/sort.c", CLOCK)], "check: imported functions\n  time"),
        rule("writable data", [append("libcement/base/map.c", HIDDEN_STATE)], r"map\.c\.o: .*cm_planted_count in \.data",
             r"map\.c\.o: .*inner.* in \.bss"),
    ]


def lists():
    yield Batch([
        Row("manifest: a changed file", [append("data/items.json", "\n")], MANIFEST, [r"< \w+ +items\.json"]),
        Row("manifest: a file more", [create("data/standards/planted.json", "{}")], MANIFEST, [r"< \w+ +standards/planted\.json"]),
        Row("manifest: a line without a file", [append("data/MANIFEST.sha256", "0" * 64 + "  gone.json\n")], MANIFEST,
            [r"> 0+ +gone\.json"]),
    ])
    yield Batch([
        Row("header: ctypes of another header", [append("bindings/python/libcement/_abi.py", "\n")], GENERATE,
            [r"not what the header says: .*_abi\.py"]),
        Row("header: symbols of another header", [append("libcement/cement.symbols", "cement_listed\n")], GENERATE,
            [r"not what the header says: .*cement\.symbols"]),
    ])
    yield Batch([Row("header: a declaration not understood", [append("include/cement/cement.h", "CEMENT_API int cement_planted[2];\n")],
                     GENERATE, ["was not understood"])])


def batches(scratch):
    yield Batch(source_rules(scratch), parts=("rules of the tree", "rules of the tree, release"))
    yield Batch([rule("no files", [append(".gitignore", "*\n")], "check: files to look at")])
    yield Batch([rule("no archive", [remove("build-dev/lib/libcement.a")], "check: objdump -t")])
    yield Batch([rule("no command", [remove("build-dev/bin/cement")], "check: edition pages")])
    yield from lists()
    yield Batch(built_rules(), builds="cement cement_static cement_cli")
    yield Batch([
        Row("compiler: warnings are errors", [append("libcement/base/hash.c", UNUSED)], COMPILE, ["cm_planted.*Werror=unused-variable"]),
        Row("compiler: a function's stack", [append("libcement/base/sort.c", DEEP)], COMPILE, [r"Werror=stack-usage="]),
    ], parts=("build, warnings are errors", "release build", "build with the thread sanitizer", "build with sanitizers"))


def prepare(scratch):
    pass
