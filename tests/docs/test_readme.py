"""The examples of README.md run as they stand there."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build"))
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M | re.S))

CALLER = r"""
#include <stdio.h>

static int32_t print(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) != size;
}

int main(int argc, char **argv) {
  static char text[1 << 20];
  cement_error err = {.size = sizeof err};
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  size_t size = file ? fread(text, 1, sizeof text, file) : 0;
  if (report(text, size, print, NULL, &err) == CEMENT_OK) return 0;
  fprintf(stderr, "%s\n", err.message);
  return 1;
}
"""


def run(*arguments, **more):
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, timeout=120, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_c(tmp_path):
    (tmp_path / "use.c").write_text(BLOCKS["c"] + CALLER)
    run("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-I", str(ROOT / "include"), str(tmp_path / "use.c"), "-o",
        str(tmp_path / "use"), "-L", str(BUILD / "lib"), "-lcement", f"-Wl,-rpath,{BUILD / 'lib'}")
    assert run(str(tmp_path / "use"), "examples/synthetic-plant.ledger.json").startswith("{")


def test_python():
    assert "clinker_energy_intensity" in run(sys.executable, "-c", BLOCKS["python"])


def test_lua():
    cpath = {"LUA_CPATH": f"{BUILD / 'lua'}/?.so;;"}
    assert "clinker_energy_intensity" in run("lua5.4", "-e", BLOCKS["lua"], env={**os.environ, **cpath})
