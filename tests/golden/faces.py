"""Where the tests find the command, the Lua module and the Lua interpreter, and how they build a C program."""
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build"))
COMMAND = os.environ.get("CEMENT_COMMAND", str(BUILD / "bin" / "cement"))
LUA = shutil.which("lua5.4") or "lua"
LUA_CPATH = f"{BUILD}/lua/?.so"


def c_program(folder, source):
    """A C program on the public header and the built library."""
    (folder / "program.c").write_text(source, encoding="utf-8")
    subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Werror", f"-I{ROOT}/include", "program.c",
                    f"-L{BUILD / 'lib'}", "-lcement", f"-Wl,-rpath,{BUILD / 'lib'}", "-o", "program"], cwd=folder, check=True)
    return str(folder / "program")
