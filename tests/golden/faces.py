"""Where the tests find the command, the Lua module and the Lua interpreter."""
import os
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build"))
COMMAND = os.environ.get("CEMENT_COMMAND", str(BUILD / "bin" / "cement"))
LUA = shutil.which("lua5.4") or "lua"
LUA_CPATH = f"{BUILD}/lua/?.so"
