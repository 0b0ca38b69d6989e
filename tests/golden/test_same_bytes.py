"""The same ledger gives the same report, byte for byte, through C, the command, Python and Lua."""
import ctypes
import os
import pathlib
import subprocess

import faces
import golden
import libcement
import pytest

EDITIONS = ["cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"]
EXAMPLES = golden.ROOT / "examples"
PLANTS = sorted(path.name for path in EXAMPLES.glob("*.ledger.*"))
CASES = ["gb-cement-two-lines", "cets-overrides", "cets-deductions", "sub-year"]

LUA = r"""
local cement = require "libcement"
local path, name, format, language = table.unpack(arg, 1, 4)
local file = assert(io.open(path, "rb"))
local catalog = cement.catalog()
local run = catalog:run(catalog:ledger(file:read("a"), name), {table.unpack(arg, 5)})
io.stdout:write(run:report{format = format, language = language})
"""

C = r"""
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>

static int32_t print(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) != size;
}

/* report PATH NAME FORMAT LANGUAGE EDITION... */
int main(int argc, char **argv) {
  static char text[1 << 22];
  FILE *file = fopen(argv[1], "rb");
  size_t size = fread(text, 1, sizeof text, file);
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  fclose(file);
  if (cement_context_create(&context, NULL, NULL) || cement_catalog_create(&catalog, context, NULL)) return 1;
  if (cement_ledger_create(&ledger, catalog, NULL) || cement_ledger_read(ledger, argv[2], text, size, NULL)) return 2;
  if (cement_ledger_finish(ledger, NULL) || cement_plan_create(&plan, catalog, NULL)) return 3;
  for (int i = 5; i < argc; i++)
    if (cement_plan_add(plan, argv[i], NULL)) return 4;
  if (cement_run_create(&run, plan, ledger, NULL)) return 5;
  if (cement_run_report(run, print, NULL, atoi(argv[3]), atoi(argv[4]), NULL, NULL)) return 6;
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return fclose(stdout) != 0;
}
"""
FORMATS = ["json", "csv", "text", "markdown"]
LANGUAGES = ["en", "zh"]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return faces.c_program(tmp_path_factory.mktemp("c"), C)


def output(command, **environment):
    # None of the faces may depend on the locale or the zone of the process.
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, check=True, timeout=60, env=env).stdout


def ledgers(tmp_path):
    for name in PLANTS:
        yield EXAMPLES / name
    for name in CASES:
        path = tmp_path / f"{name}.json"
        path.write_bytes(golden.read_case(golden.HERE / path.name).content)
        yield path


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_same_bytes(program, tmp_path, format, language):
    numbers = [str(FORMATS.index(format)), str(LANGUAGES.index(language))]
    named = [part for edition in EDITIONS for part in ("--edition", edition)]
    script = tmp_path / "report.lua"
    script.write_text(LUA, encoding="utf-8")
    for path in ledgers(tmp_path):
        content = path.read_bytes()
        python = libcement.report(content, EDITIONS, format=format, language=language, name=str(path)).encode("utf-8")
        assert python, path
        through_c = output([program, path, path, *numbers, *EDITIONS], LC_ALL="de_DE.UTF-8")
        command = output([faces.COMMAND, "report", path, "--format", format, "--lang", language, *named], LC_ALL="C")
        lua = output([faces.LUA, script, path, path, format, language, *EDITIONS], LUA_CPATH=faces.LUA_CPATH, TZ="Asia/Shanghai")
        assert through_c == python, path
        assert command == python, path
        assert lua == python, path


def test_the_bindings_are_of_one_version():
    built = ctypes.CDLL(str(pathlib.Path(faces.BUILD, "lib", "libcement.so")))
    built.cement_version.restype = ctypes.c_char_p
    assert built.cement_version().decode() == libcement.version()
