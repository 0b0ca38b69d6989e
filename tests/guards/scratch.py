"""A copy of the tree in which guards are broken: made anew where a file differs, so that a second run builds little."""

import fcntl
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files_of(tree):
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=tree,
                            capture_output=True, check=True).stdout.decode()
    return {name for name in listed.split("\0") if name and (tree / name).is_file()}


class Scratch:
    """The copy, with a repository of its own so that the rules of the tree see its files, and a development build."""

    def __init__(self, place):
        self.place = place
        self.kept = {}  # what a broken file held: bytes and mode, or None where it was not there
        place.mkdir(parents=True, exist_ok=True)
        self.lock = open(place.parent / f"{place.name}.lock", "w", encoding="utf-8")  # two runs would break each other's copy
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if not (place / ".git").exists():
            subprocess.run(["git", "init", "-q"], cwd=place, check=True)
        wanted = files_of(ROOT)
        for name in files_of(place) - wanted:
            (place / name).unlink()
        for name in wanted:
            self.copy(name)

    def copy(self, name):
        source, target = ROOT / name, self.place / name
        if target.is_file() and target.read_bytes() == source.read_bytes():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        shutil.copymode(source, target)

    def run(self, command, seconds=300):
        """(status, output) of a command of the shell in the copy."""
        build = self.place / "build-dev"
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.place / "bindings/python"),
                       "CEMENT_BUILD": str(build), "CEMENT_COMMAND": str(build / "bin/cement"),
                       "CEMENT_BIN": str(build / "bin/cement"), "LUA_CPATH": f"{build}/lua/?.so;;",
                       "LUA_PATH": f"{self.place}/bindings/lua/?.lua;;"}
        environment.pop("CEMENT_LIBRARY", None)
        done = subprocess.run(["bash", "-c", command], cwd=self.place, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def build(self, targets="all"):
        return self.run(f"cmake --build --preset dev --parallel 2 --target {targets}")

    def write(self, name, content, mode=None):
        path = self.place / name
        if name not in self.kept:
            self.kept[name] = (path.read_bytes(), path.stat().st_mode) if path.exists() else None
        if content is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if mode:
            path.chmod(mode)

    def text(self, name):
        return (self.place / name).read_text(encoding="utf-8")

    def mend(self):
        for name, before in self.kept.items():
            if before is None:
                (self.place / name).unlink(missing_ok=True)
            else:
                self.write(name, *before)
        self.kept = {}
