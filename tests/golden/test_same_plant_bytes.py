"""The same plant files give the same ledger, data quality, report, form and mapping, byte for byte, through C, the command, Python and Lua."""
import csv
import os
import re
import subprocess

import faces
import golden
import libcement
import pytest

EDITIONS = ["cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"]
FILES = golden.ROOT / "tests" / "data" / "plant" / "files"
CASES = [line.split() for line in (FILES.parent / "cases.txt").read_text(encoding="utf-8").splitlines()]
CASES.append(["example", "-", "../../../../examples/plant-monthly-gb18030.csv"])
END = b"\f\n"  # behind each of the texts

FILLED = r"""
local cement = require "libcement"
local catalog = cement.catalog()
local function filled(how)
  local ledger = catalog:new_ledger()
  if arg[1] ~= "-" then
    local file <close> = assert(io.open(arg[1], "rb"))
    ledger:map(file:read("a"), arg[1])
  end
  for i = 2, #arg do
    local file <close> = assert(io.open(arg[i], "rb"))
    ledger:read_plant(file, arg[i], how)
  end
  return ledger
end
"""

LUA = FILLED + r"""
local ledger = filled()
ledger:finish()
local run = catalog:run(ledger, {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"})
local proposal = filled{propose = true}
for _, text in ipairs{
  ledger:canonical(), ledger:quality("json"), ledger:quality("text", "zh"), ledger:quality("markdown", "en"), run:report(),
  run:report{format = "form", language = "zh"}, proposal:mapping(), proposal:unrecognised(),
  catalog:template{lines = 2, year = 2025, language = "zh"}} do
  io.stdout:write(text, "\f\n")
end
"""

C = r"""
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t print(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) != size;
}

static int32_t take(void *user, char *buffer, size_t room, size_t *got) {
  *got = fread(buffer, 1, room, user);
  return ferror((FILE *)user);
}

static void must(int32_t status) {
  if (status) exit(1);
  fputs("\f\n", stdout);
}

static cement_ledger *filled(const cement_catalog *catalog, int32_t flags, int argc, char **argv) {
  static char text[1 << 20];
  cement_ledger *ledger;
  if (cement_ledger_create(&ledger, catalog, NULL)) exit(2);
  if (strcmp(argv[1], "-")) {
    FILE *file = fopen(argv[1], "rb");
    if (!file || cement_ledger_map(ledger, argv[1], text, fread(text, 1, sizeof text, file), NULL)) exit(3);
    fclose(file);
  }
  for (int i = 2; i < argc; i++) {
    FILE *file = fopen(argv[i], "rb");
    if (!file || cement_ledger_read_plant(ledger, argv[i], take, file, flags, NULL)) exit(4);
    fclose(file);
  }
  return ledger;
}

/* plant MAPPING FILE...: what the faces write, a form feed behind each text */
int main(int argc, char **argv) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_context *context;
  cement_catalog *catalog;
  cement_plan *plan;
  cement_run *run;
  if (cement_context_create(&context, NULL, NULL) || cement_catalog_create(&catalog, context, NULL)) return 5;
  cement_ledger *ledger = filled(catalog, 0, argc, argv), *proposal = filled(catalog, CEMENT_PLANT_PROPOSE, argc, argv);
  if (cement_ledger_finish(ledger, NULL) || cement_plan_create(&plan, catalog, NULL)) return 6;
  for (int i = 0; i < 3; i++)
    if (cement_plan_add(plan, editions[i], NULL)) return 7;
  if (cement_run_create(&run, plan, ledger, NULL)) return 8;
  must(cement_ledger_canonical(ledger, print, NULL, NULL));
  must(cement_ledger_quality(ledger, print, NULL, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL));
  must(cement_ledger_quality(ledger, print, NULL, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_ZH, NULL));
  must(cement_ledger_quality(ledger, print, NULL, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_EN, NULL));
  must(cement_run_report(run, print, NULL, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL));
  must(cement_run_report(run, print, NULL, CEMENT_FORMAT_FORM, CEMENT_LANGUAGE_ZH, NULL, NULL));
  must(cement_ledger_mapping(proposal, print, NULL, CEMENT_FORMAT_JSON, NULL));
  must(cement_ledger_mapping(proposal, print, NULL, CEMENT_FORMAT_TEXT, NULL));
  must(cement_template(catalog, print, NULL, 2, 2025, CEMENT_LANGUAGE_ZH, NULL));
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(proposal);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return fclose(stdout) != 0;
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return faces.c_program(tmp_path_factory.mktemp("c"), C)


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("lua") / "plant.lua"
    path.write_text(LUA, encoding="utf-8")
    return str(path)


def run(*command, **environment):
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd=FILES, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr.decode()
    return done


def through_python(mapping, files):
    with libcement.Catalog() as catalog:
        def filled(**how):
            ledger = catalog.new_ledger()
            if mapping != "-":
                ledger.map(mapping)
            for file in files:
                ledger.read_plant(file, **how)
            return ledger

        ledger, proposal = filled(), filled(propose=True)
        ledger.finish()
        made = catalog.run(ledger, EDITIONS)
        texts = [ledger.canonical(), ledger.quality_report("json"), ledger.quality_report("text", "zh"), ledger.quality_report("markdown", "en"),
                 made.report(), made.report("form", "zh"), proposal.mapping_text(), "".join(line + "\n" for line in proposal.unrecognised())]
        return [text.encode("utf-8") for text in texts] + [catalog.template(2, 2025, "zh")]


def through_the_command(mapping, files):
    given = [*files, *([] if mapping == "-" else ["--map", mapping])]
    for words in (["ledger"], ["quality", "--format", "json"], ["quality", "--format", "text", "--lang", "zh"],
                  ["quality", "--format", "markdown", "--lang", "en"], ["report", "--format", "json"], ["report", "--format", "form", "--lang", "zh"]):
        yield run(faces.COMMAND, *words, *given, LC_ALL="C").stdout
    proposal = run(faces.COMMAND, "map", *given, LC_ALL="de_DE.UTF-8")
    yield from (proposal.stdout, proposal.stderr)
    yield run(faces.COMMAND, "template", "--lines", "2", "--year", "2025", "--lang", "zh").stdout


COLUMNS = ("source", "line", "column", "cell", "heading", "kind", "read", "repairs", "outcome", "item", "of", "use", "of_line", "period")

CELLS = FILLED + r"""
local names = {%s}
filled{cells = function(cell)
  for _, name in ipairs(names) do io.stdout:write(cell[name] or "", "\x1f") end
  io.stdout:write("\x1e")
end}
""" % ", ".join(f'"{name}"' for name in COLUMNS)


def cells_by_the_command(mapping, files, path):
    run(faces.COMMAND, "quality", *files, *([] if mapping == "-" else ["--map", mapping]), "--cells", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [tuple(re.sub(r"^'(?=[=+\-@\t\r])", "", cell) for cell in row) for row in rows]  # the guard against formulas


def cells_by_python(mapping, files):
    found = []
    with libcement.Catalog() as catalog:
        catalog.plant(*files, mapping=None if mapping == "-" else mapping, cells=found.append)
    return [tuple(" ".join(value) if name == "repairs" else "" if value is None else str(value)
                  for name, value in ((name, getattr(cell, name)) for name in COLUMNS)) for cell in found]


def cells_by_lua(mapping, files, path):
    path.write_text(CELLS, encoding="utf-8")
    text = run(faces.LUA, str(path), mapping, *files, LUA_CPATH=faces.LUA_CPATH).stdout.decode()
    return [tuple(row.split("\x1f")[:-1]) for row in text.split("\x1e")[:-1]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_same_cells(tmp_path, monkeypatch, case):
    monkeypatch.chdir(FILES)
    _, mapping, *files = case
    cells = cells_by_the_command(mapping, files, tmp_path / "cells.csv")
    assert cells_by_python(mapping, files) == cells
    assert cells_by_lua(mapping, files, tmp_path / "cells.lua") == cells


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_same_bytes(program, script, monkeypatch, case):
    monkeypatch.chdir(FILES)
    _, mapping, *files = case
    python = through_python(mapping, files)
    assert all(python[:7]) and python[8].startswith(b"\xef\xbb\xbf")
    assert list(through_the_command(mapping, files)) == python
    together = b"".join(text + END for text in python)
    assert run(program, mapping, *files, LC_ALL="de_DE.UTF-8").stdout == together
    assert run(faces.LUA, script, mapping, *files, LUA_CPATH=faces.LUA_CPATH, TZ="Asia/Shanghai").stdout == together
