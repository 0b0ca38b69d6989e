"""Ledgers that are no ordinary files: directories, devices, pipes, links, files too long. A result or one message, in bounded
memory and time.

CEMENT_BIN names the command; the default is build/bin/cement of this checkout."""
import os
import pathlib
import resource
import signal
import subprocess
import threading
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
PLANT = ROOT / "examples" / "synthetic-plant.ledger.json"
DONE, REFUSED, SYSTEM = 0, 3, 4
MiB = 1 << 20


def sanitized():
    program = pathlib.Path(CEMENT).read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


def little_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (256 * MiB, 256 * MiB))


def check(path, **options):
    return subprocess.run([CEMENT, "check", str(path)], capture_output=True, text=True, timeout=120, **options)


def ordinary():
    return check(PLANT).stdout


def refused(done, status, words):
    assert done.returncode == status, done
    assert done.stdout == "" and done.stderr.count("\n") == 1 and words in done.stderr, done.stderr


def test_directory(tmp_path):
    refused(check(tmp_path), SYSTEM, "directory")


def test_links(tmp_path):
    (tmp_path / "link").symlink_to(PLANT)
    assert check(tmp_path / "link").stdout == ordinary()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    refused(check(tmp_path / "loop"), SYSTEM, "cannot be read")
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    refused(check(tmp_path / "gone"), SYSTEM, "cannot be read")


def test_nothing():
    refused(check("/dev/null"), REFUSED, "the document is empty")


@pytest.mark.skipif(sanitized(), reason="a sanitizer takes the memory that is limited here")
def test_without_an_end(tmp_path):
    """The longest CSV may have 4 GiB; with less memory than that it ends when the memory does."""
    refused(check("/dev/zero", preexec_fn=little_memory), SYSTEM, "Cannot allocate memory")
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(5 << 30)
    refused(check(tmp_path / "sparse", preexec_fn=little_memory), SYSTEM, "Cannot allocate memory")


@pytest.mark.parametrize("piece", [1000, 65536])
def test_a_pipe_that_brings_pieces(tmp_path, piece):
    """Stopped and continued between the pieces, which interrupts the reads."""
    fifo, content = tmp_path / "fifo", PLANT.read_bytes()
    os.mkfifo(fifo)
    process = subprocess.Popen([CEMENT, "check", str(fifo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def bring():
        with open(fifo, "wb", buffering=0) as file:
            for at in range(0, len(content), piece):
                file.write(content[at:at + piece])
                if at % (20 * piece) == 0:
                    os.kill(process.pid, signal.SIGSTOP)
                    time.sleep(0.01)
                    os.kill(process.pid, signal.SIGCONT)

    thread = threading.Thread(target=bring)
    thread.start()
    said, complaint = process.communicate(timeout=120)
    thread.join()
    assert (process.returncode, said, complaint) == (DONE, ordinary(), "")


def test_a_file_that_shrinks_and_grows(tmp_path):
    """What is read is what was there: cut short it is refused, and nothing is read behind its end."""
    path, content = tmp_path / "plant.json", PLANT.read_bytes()
    for size in (0, 1, len(content) // 2, len(content) - 2):
        path.write_bytes(content[:size])
        assert check(path).returncode == REFUSED
    path.write_bytes(content + b"\n" * 100000)
    assert check(path).stdout == ordinary()
