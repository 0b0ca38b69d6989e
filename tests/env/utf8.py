#!/usr/bin/env python3
"""Compare the library's UTF-8 check with Python's strict decoder: accepted or not, and the byte of the first fault.

utf8.py PROGRAM [--count N] [--seed S]: PROGRAM is diff_utf8. All sequences of one to three bytes, all of four bytes
whose trail bytes are of the edges of their ranges, and N random longer ones. Ends with
"N passed, N failed", all of them being one test.
"""

import itertools
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import seeded  # noqa: E402

EDGES = [0x00, 0x22, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0, 0xAF, 0xB0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF]
WORDS = [b"a", b"\x00", "é".encode(), "窑".encode(), "\uffff".encode(), "𠀀".encode(), b"\xf4\x8f\xbf\xbf"]
BATCH = 1 << 20


def random_text(source):
    """Whole characters, now and then with a byte changed, so that faults lie deep in a text."""
    text = bytearray(b"".join(source.choices(WORDS, k=source.randint(2, 40))))
    for _ in range(source.choice([0, 1, 1, 2])):
        text[source.randrange(len(text))] = source.randrange(256)
    return bytes(text)


def sequences(count, seed):
    for size in (1, 2, 3):
        yield from map(bytes, itertools.product(range(256), repeat=size))
    yield from map(bytes, itertools.product(range(256), EDGES, EDGES, EDGES))
    source = random.Random(seed)
    for _ in range(count):
        yield random_text(source)


def expected(text):
    try:
        text.decode("utf-8", "strict")
    except UnicodeDecodeError as fault:
        return fault.start
    return len(text)


def main():
    chosen = seeded.options(__doc__, 100_000)
    count = seeded.Count()
    texts = sequences(chosen.count, chosen.seed)
    while batch := list(itertools.islice(texts, BATCH)):
        answers = seeded.told(chosen.program, (bytes([len(text)]) + text for text in batch))
        if len(answers) != len(batch):
            sys.exit(f"{len(batch)} asked, {len(answers)} answered")
        for text, answer in zip(batch, answers):
            if count.shows(answer == expected(text)):
                print(f"{text.hex(' ')}: the first fault is at {answer}, Python says {expected(text)}")
    print(f"{count.passed} sequences agree, {count.failed} do not")
    good = count.passed > 0 and not count.failed
    return seeded.verdict(good)


if __name__ == "__main__":
    sys.exit(main())
