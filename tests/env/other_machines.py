#!/usr/bin/python3
"""other_machines.py BUILD [NAME...]: the library on other machines: aarch64, emulated, and i686, whose sizes have 32 bits.

Each is built by Debian's cross compiler in BUILD/other/NAME, with its libraries unpacked beside it: nothing is installed and
no architecture added to the system. There it runs every suite but `memory`, writes all it can (all_texts) of two plants, and
hashes the columns: what BUILD itself writes and hashes is what it must. Ends with "N passed, N failed".

Needs gcc-aarch64-linux-gnu, gcc-i686-linux-gnu, qemu-user and the network."""

import argparse
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ["examples/synthetic-plant.ledger.json", "examples/mattampally-2023-24.ledger.csv"]
PACKAGES = ["libcjson1", "libcjson-dev", "libcunit1", "libcunit1-dev"]
# (Debian's name, the compiler's, the folder of libraries, flags, how a program is started)
MACHINES = {
    "aarch64": ("arm64", "aarch64-linux-gnu", "aarch64-linux-gnu", "",
                ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu", "-E", "LD_LIBRARY_PATH={libraries}"]),
    # binary64 in registers of 64 bits: what the library demands of every host
    "i686": ("i386", "i686-linux-gnu", "i386-linux-gnu", "-msse2 -mfpmath=sse",
             ["/usr/i686-linux-gnu/lib/ld-linux.so.2", "--library-path", "/usr/i686-linux-gnu/lib:{libraries}"]),
}


def must(command, **more):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}")
    return done.stdout


def libraries(folder, architecture):
    """The machine's packages, unpacked; apt works in a folder of its own."""
    root = folder / "root"
    if (root / "usr").exists():
        return root
    for name in ("lists/partial", "cache/archives/partial", "packages"):
        (folder / "apt" / name).mkdir(parents=True, exist_ok=True)
    (folder / "apt/status").touch()
    (folder / "apt/conf").write_text(
        f'APT::Architecture "{architecture}";\nAPT::Architectures {{ "{architecture}"; }};\nAPT::Sandbox::User "root";\n'
        f'Dir::State::Lists "{folder}/apt/lists";\nDir::State::status "{folder}/apt/status";\nDir::Cache "{folder}/apt/cache";\n',
        encoding="utf-8")
    environment = {**os.environ, "APT_CONFIG": str(folder / "apt/conf")}
    # one index of several may be out of step: what matters is whether the packages come
    subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    must(["apt-get", "download", "-q", *PACKAGES], env=environment, cwd=folder / "apt/packages")
    for package in sorted((folder / "apt/packages").glob("*.deb")):
        must(["dpkg-deb", "-x", package, root])
    return root


class Machine:
    def __init__(self, build, name):
        self.name, self.folder = name, build / "other" / name
        architecture, self.compiler, place, self.flags, start = MACHINES[name]
        self.root = libraries(self.folder, architecture)
        self.libraries = self.root / "usr/lib" / place
        self.start = [word.format(libraries=self.libraries) for word in start]

    def build(self):
        include = self.root / "usr/include"
        must(["cmake", "-S", ROOT, "-B", self.folder / "build", "-D", "CMAKE_BUILD_TYPE=RelWithDebInfo", "-D", "CMAKE_SYSTEM_NAME=Linux",
              "-D", f"CMAKE_SYSTEM_PROCESSOR={self.name}", "-D", f"CMAKE_C_COMPILER={self.compiler}-gcc", "-D", f"CMAKE_C_FLAGS={self.flags}",
              "-D", f"CMAKE_FIND_ROOT_PATH={self.root}", "-D", "CMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY",
              "-D", "CMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY", "-D", f"CJSON_INCLUDE_DIR={include}", "-D", f"CUNIT_INCLUDE_DIR={include}",
              "-D", f"CJSON_LIBRARY={self.libraries}/libcjson.so", "-D", f"CUNIT_LIBRARY={self.libraries}/libcunit.so",
              "-D", "CEMENT_LUA=OFF", "-D", "CEMENT_CHECK_INVARIANTS=ON"])
        must(["cmake", "--build", self.folder / "build", "--parallel", "2", "--target", "cement_tests", "bench_hash"])
        must([f"{self.compiler}-gcc", "-O2", *self.flags.split(), "-std=c11", f"-I{ROOT}/include", ROOT / "tests/env/all_texts.c",
              self.folder / "build/lib/libcement.a", f"-L{self.libraries}", "-lcjson", "-lm", "-o", self.folder / "build/all_texts"])

    def run(self, program, *arguments):
        """(status, what it printed as bytes)"""
        done = subprocess.run([*self.start, str(self.folder / "build" / program), *map(str, arguments)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=3600, check=False)
        return done.returncode, done.stdout


def hashes(text):
    return set(re.findall(r"^hash\S* (\S+)", text, flags=re.M))


def here(build):
    """What this machine writes and hashes."""
    must(["gcc", "-O2", "-std=c11", f"-I{ROOT}/include", ROOT / "tests/env/all_texts.c", build / "lib/libcement.a", "-lcjson", "-lm",
          "-o", build / "other/all_texts"])
    texts = [subprocess.run([build / "other/all_texts", ROOT / name], stdout=subprocess.PIPE, check=True).stdout for name in EXAMPLES]
    return texts, hashes(must([build / "bench/columns/hash"]))


def compare(machine, texts, hashed):
    """[(what, good, details)]"""
    machine.build()
    status, output = machine.run("tests/cement_tests", "-memory")
    last = output.decode("utf-8", "replace").splitlines()
    yield "suites", status == 0, "\n".join(last[-1:] if status == 0 else last[-40:])
    for name, text in zip(EXAMPLES, texts):
        status, output = machine.run("all_texts", ROOT / name)
        yield name, status == 0 and output == text and len(text) > 100000, f"{len(output)} bytes"
    status, output = machine.run("bench/columns/hash")
    found = hashes(output.decode())
    yield "columns", status == 0 and found == hashed and len(found) == 1, f"{' '.join(sorted(found))}, here {' '.join(sorted(hashed))}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("names", nargs="*", choices=[[], *MACHINES])
    chosen = parser.parse_args()
    build, passed, failed = chosen.build.resolve(), 0, 0
    (build / "other").mkdir(exist_ok=True)
    texts, hashed = here(build)
    for name in chosen.names or MACHINES:
        for what, good, details in compare(Machine(build, name), texts, hashed):
            passed, failed = passed + good, failed + (not good)
            print(f"{name}, {what}: {'alike' if good else 'NOT ALIKE'}, {details}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
