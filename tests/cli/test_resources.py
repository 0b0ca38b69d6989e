"""The command with little memory and few files: a result or a plain message, never a signal.

CEMENT_BIN names the command; the default is build/bin/cement of this checkout.
"""

import json
import os
import pathlib
import resource
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
PLANT = str(ROOT / "examples" / "synthetic-plant.ledger.json")
REAL = str(ROOT / "examples" / "mattampally-2023-24.ledger.csv")
DONE, SYSTEM = 0, 4
LOADER = 127  # the system's loader had not enough to start the program with
MiB = 1 << 20


def run(*arguments, **limits):
    def limit():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, name), (most, most))
    return subprocess.run([CEMENT, *map(str, arguments)], capture_output=True, timeout=120, preexec_fn=limit)


# ---- memory -------------------------------------------------------------------------------------------------------


def sanitized():
    program = pathlib.Path(CEMENT).read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


def one_message(done):
    lines = done.stderr.decode().splitlines()
    return done.stdout == b"" and len(lines) == 1 and lines[0].startswith("cement: ")


@pytest.mark.skipif(sanitized(), reason="a sanitizer maps terabytes for itself")
@pytest.mark.parametrize("arguments", [["report", PLANT], ["report", REAL, "--format", "json"], ["check", PLANT],
                                       ["explain", PLANT, "--key", "line_co2", "--line", "L1", "--period", "2025"],
                                       ["editions"], ["report", "{big}", "--format", "csv"], ["check", "{report}"]],
                         ids=["text", "json", "ledger", "explain", "editions", "large", "report"])
def test_address_space(tmp_path, arguments):
    """In steps of an eighth from what starts the loader to what is enough for the work."""
    big, report = tmp_path / "big.csv", tmp_path / "report.json"
    rows = [f"L{i},{2000 + m // 12}-{m % 12 + 1:02},clinker_output,,5,t\n" for i in range(1, 101) for m in range(240)]
    big.write_text("line,period,item,of,value,unit\n,,facility.id,,F,\n"
                   + "".join(f"L{i},,line.clinker_type,,portland,\n" for i in range(1, 101)) + "".join(rows), "utf-8")
    assert run("report", PLANT, "--format", "json", "-o", report).returncode == DONE
    arguments = [a.format(big=big, report=report) for a in arguments]
    if arguments[0] == "check" and arguments[1] == str(report):
        arguments += ["--ledger", PLANT]
    wanted = run(*arguments)
    assert wanted.returncode == DONE and wanted.stderr == b""
    room, short = MiB, 0
    while True:
        done = run(*arguments, RLIMIT_AS=room)
        assert done.returncode in (DONE, SYSTEM, LOADER), (room, done.returncode, done.stderr)
        if done.returncode == DONE:
            break
        if done.returncode == SYSTEM:
            short += 1
            assert one_message(done) and b"memory" in done.stderr, (room, done.stderr)
        room += room // 8
        assert room < 4096 * MiB
    assert done.stdout == wanted.stdout and done.stderr == b""
    print(short, "sizes too small,", room >> 10, "KiB enough")
    assert short > 0, "no size was enough to start and too little to finish"


# ---- a temporary file that is full --------------------------------------------------------------------------------


def test_temporary_file_is_full(tmp_path):
    """What is over 32 MiB lies in a file; where that may not grow, the command says so, not that memory gave out."""
    big, target = tmp_path / "big.csv", tmp_path / "report"
    big.write_text("line,period,item,of,value,unit\n,,facility.id,,F,\n" + "".join(f"L{i},,line.name,,L,\n" for i in range(50)) + "".join(
        f"L{i},{2000 + m // 12}-{m % 12 + 1:02},clinker_output,,5,t\n" for i in range(50) for m in range(240)), "utf-8")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (MiB, MiB))
    # Python ignores the signal of this limit; a command that it starts shall, too
    done = subprocess.run([CEMENT, "report", big, "--format", "json", "-o", target], capture_output=True, timeout=120,
                          preexec_fn=limit, restore_signals=False)
    assert done.returncode == SYSTEM and one_message(done), done.stderr
    assert done.stderr == b"cement: temporary file: cannot be written: File too large\n"
    assert not target.exists()


# ---- files --------------------------------------------------------------------------------------------------------


def test_descriptors(tmp_path):
    """A hundred documents and twenty editions with room for five open files: each is closed once it is read."""
    plant = json.loads(pathlib.Path(PLANT).read_text("utf-8"))
    observations = plant.pop("observations")
    (tmp_path / "plant.json").write_text(json.dumps(plant), "utf-8")
    ledgers = [tmp_path / "plant.json"]
    for i in range(100):
        ledgers.append(tmp_path / f"{i}.json")
        ledgers[-1].write_text(json.dumps({"schema": plant["schema"], "observations": observations[i::100]}), "utf-8")
    edition = (ROOT / "tests/data/core/vast.edition.json").read_text("utf-8")
    loads = []
    for i in range(20):
        path = tmp_path / f"{i}.edition.json"
        path.write_text(edition.replace("test.vast@1", f"test.vast-{i}@1"), "utf-8")
        loads += ["--load", path]
    target = tmp_path / "report"
    done = run("report", *ledgers, *loads, "--format", "csv", "-o", target, RLIMIT_NOFILE=5)
    assert done.returncode == DONE, done.stderr
    assert target.read_bytes() == run("report", PLANT, "--format", "csv").stdout
