"""A root folder in which dpkg installs packages and programs run by chroot, and which holds little else.

Borrowed: the installed files of a few packages of this machine (those that the packages under test depend on, a shell, ldconfig,
the C++ runtime) with their entries in dpkg's list. Nothing is fetched. It is not a Debian system: no apt, no tools.
Fetched: what debootstrap makes from the network, a minimal Debian, with apt and compilers."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from counted import environment, must, run

INFO = pathlib.Path("/var/lib/dpkg/info")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def become_root():
    """chroot and dpkg need root; a user namespace in which the caller is root will do."""
    if os.geteuid() != 0:
        os.execvp("unshare", ["unshare", "--map-root-user", sys.executable, *sys.argv])


def query(package, field):
    done = run(["dpkg-query", "-W", f"-f=${{{field}}}\n", package])
    return done.stdout.split("\n")[0].strip() if done.returncode == 0 else ""


def dependencies(names):
    """The packages of this machine on which the named ones stand, themselves included."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found or not query(name, "Version"):
            continue
        relations = ",".join(query(name, field) for field in ("Depends", "Pre-Depends"))
        found[name] = [re.match(r"[\w.+-]+", each.strip()).group() for each in relations.split(",") if each.strip()]
        waiting += found[name] if name not in ("dash", "libc-bin", "base-files") else []  # tools: their files are enough
    return sorted(found)


class Root:
    def __init__(self, folder):
        self.folder = folder

    def inside(self, *command):
        return ["chroot", self.folder, *command]

    def dpkg(self, *arguments):
        return run(["dpkg", f"--root={self.folder}", *arguments], env=environment(PATH=PATH, DEBIAN_FRONTEND="noninteractive"))

    def files(self):
        """All paths but those that dpkg and ldconfig keep for themselves."""
        kept = ("var/lib/dpkg", "var/cache/ldconfig", "etc/ld.so.cache", "var/log")
        paths = (str(p.relative_to(self.folder)) for p in self.folder.rglob("*"))
        return {p for p in paths if not p.startswith(kept)}


def borrow(folder, needed):
    """A root with the files of `needed` and of all that they depend on."""
    root = Root(folder)
    for name in ("lib", "lib64", "bin", "sbin"):
        (folder / "usr" / name).mkdir(parents=True)
        (folder / name).symlink_to(f"usr/{name}")
    lists = folder / "var/lib/dpkg"
    for name in ("info", "updates", "triggers"):
        (lists / name).mkdir(parents=True)
    (folder / "tmp").mkdir()
    (lists / "info/format").write_text("1\n")
    status = []
    for package in dependencies([*needed, "dash", "libc-bin"]):
        for path in run(["dpkg", "-L", package]).stdout.splitlines():
            place(pathlib.Path(path), folder)
        status.append(run(["dpkg-query", "-s", package]).stdout.strip())
        for file in [*INFO.glob(f"{package}.*"), *INFO.glob(f"{package}:*.*")]:
            shutil.copy2(file, lists / "info" / file.name)
    (lists / "status").write_text("\n\n".join(status) + "\n")
    (lists / "triggers/ldconfig").write_text("libc-bin/noawait\n")
    if not (folder / "bin/sh").exists():
        (folder / "bin/sh").symlink_to("dash")
    return root


def place(path, folder):
    """Puts one installed path into the folder, as it is here."""
    there = folder / str(path)[1:]
    if path.is_symlink():
        if not os.path.lexists(there):
            there.parent.mkdir(parents=True, exist_ok=True)
            there.symlink_to(os.readlink(path))
    elif path.is_dir():
        there.mkdir(parents=True, exist_ok=True)
    elif path.is_file() and not str(path).startswith("/usr/share/locale/"):
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, there)


def fetch(folder):
    """A minimal Debian from the network, of the release of this machine."""
    text = pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    release = re.search(r"^VERSION_CODENAME=(\S+)", text, flags=re.M).group(1)
    must("debootstrap", ["debootstrap", "--variant=minbase", release, folder], env=environment(PATH=PATH))
    return Root(folder)


def remove(folder):
    subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)
