#!/usr/bin/env python3
"""Compare the library's reading of GB18030 with Python's strict decoder.

gb18030.py PROGRAM [--count N] [--seed S]: PROGRAM is diff_gb18030. All sequences of one and two bytes, all 1 587 600 of
four bytes of that form, and N random longer texts. What the library takes, Python takes with the same characters, and
the other way round, but for what is listed here with its reason. Ends with "N passed, N failed", all of them being one
test.
"""

import itertools
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import seeded  # noqa: E402

BATCH = 1 << 18
PRIVATE, EDITION = 1, 2
ENCODING = 6

# The 44 codes whose character depends on the edition of GB 18030 that a decoder follows (2000, 2005, 2022): either
# character is right, and a decoder may have none. The library takes them with a note.
CHANGED = {}


def changed(reason, codes, old, new):
    """Codes that were given the characters `old` first and `new` later."""
    for code, first, later in zip(codes, old, new):
        CHANGED[bytes.fromhex(code)] = {chr(first), chr(later)}, reason


VERTICAL = "A6D9 A6DA A6DB A6DC A6DD A6DE A6DF A6EC A6ED A6F3".split()
FORMS = [0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19]
PRIVATE_FORMS = [0xE78D, 0xE78E, 0xE78F, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796]
COMPONENTS = "FE59 FE61 FE66 FE67 FE6D FE7E FE90 FEA0".split()
PRIVATE_COMPONENTS = [0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864]
changed("vertical forms left the private area in 2022", VERTICAL, PRIVATE_FORMS, FORMS)
changed("and took the place of these", [f"843182{d}" for d in range(36, 40)] + [f"843183{d}" for d in range(30, 36)],
        range(0xFE10, 0xFE1A), [0xE78D, 0xE78F, 0xE78E, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796])
changed("parts of characters left the private area in 2022", COMPONENTS, PRIVATE_COMPONENTS, range(0x9FB4, 0x9FBC))
changed("and took the place of these", [f"823590{d}" for d in range(37, 40)] + [f"823591{d}" for d in range(30, 35)],
        range(0x9FB4, 0x9FBC), PRIVATE_COMPONENTS)
changed("six with a code of their own in the second plane", "FE51 FE52 FE53 FE6C FE76 FE91".split(),
        [0xE816, 0xE817, 0xE818, 0xE831, 0xE83B, 0xE855], [0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE])
changed("m with acute, exchanged in 2005", ["A8BC", "8135F437"], [0xE7C7, 0x1E3F], [0x1E3F, 0xE7C7])


def refused(character):
    """What Python decodes and the library refuses: no text may hold it."""
    code = ord(character)
    return code == 0 or code == 0xFEFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def private(character):
    return 0xE000 <= ord(character) <= 0xF8FF or ord(character) >= 0xF0000


def characters(text):
    """The codes of a text that Python decodes, one by one."""
    at = 0
    while at < len(text):
        size = 1 if text[at] < 0x80 else 2 if text[at + 1] >= 0x40 else 4
        yield at, text[at:at + size]
        at += size


def expected(text):
    """(place of the first fault, the characters that are allowed at each place or None, notes)."""
    try:
        text.decode("gb18030", "strict")
        good = len(text)
    except UnicodeDecodeError as fault:
        good = fault.start
    allowed, notes = [], 0
    nul = False
    for at, code in characters(text[:good]):
        character = code.decode("gb18030")
        if character != "\0" and refused(character):
            return at, None, 0
        nul = nul or character == "\0"
        if code in CHANGED:
            notes |= EDITION
            assert character in CHANGED[code][0], code
        allowed.append(CHANGED[code][0] if code in CHANGED else {character})
    return good, None if nul or good < len(text) else allowed, notes


def agrees(text, good, status, notes, utf8):
    wanted_good, allowed, wanted_notes = expected(text)
    if good != wanted_good:
        return False
    if allowed is None:
        return status == ENCODING
    if status:
        return status == ENCODING and bool(wanted_notes & EDITION)  # the system's converter may lack one of the 44
    got = utf8.decode("utf-8", "strict")
    if any(map(private, got)):
        wanted_notes |= PRIVATE
    return len(got) == len(allowed) and all(c in a for c, a in zip(got, allowed)) and notes == wanted_notes


def random_text(source):
    """Whole characters, now and then with a byte changed, so that faults lie deep in a text."""
    words = ["a", ",", "1", "煤", "窑", "\u00a0", "丂", "\U00020087", "\U0010fffd", "ḿ"]
    text = bytearray("".join(source.choices(words, k=source.randint(2, 30))).encode("gb18030"))
    for _ in range(source.choice([0, 0, 1, 2])):
        text[source.randrange(len(text))] = source.randrange(256)
    return bytes(text)


def sequences(count, seed):
    for size in (1, 2):
        yield from map(bytes, itertools.product(range(256), repeat=size))
    leads, figures = range(0x81, 0xFF), range(0x30, 0x3A)
    yield from map(bytes, itertools.product(leads, figures, leads, figures))
    source = random.Random(seed)
    for _ in range(count):
        yield random_text(source)


def answers(program, batch):
    told = seeded.told(program, (bytes([len(text)]) + text for text in batch))
    at = 0
    for text in batch:
        good, status, notes, size = told[at:at + 4]
        yield text, good, status, notes, told[at + 4:at + 4 + size]
        at += 4 + size
    if at != len(told):
        sys.exit("the program says more than it was asked")


def main():
    chosen = seeded.options(__doc__, 100_000)
    assert len(CHANGED) == 44
    count = seeded.Count()
    texts = sequences(chosen.count, chosen.seed)
    while batch := list(itertools.islice(texts, BATCH)):
        for answer in answers(chosen.program, batch):
            if count.shows(agrees(*answer)):
                text, good, status, notes, utf8 = answer
                print(f"{text.hex(' ')}: fault at {good}, status {-status}, notes {notes}, {utf8!r}; {expected(text)} expected")
    print(f"{count.passed} sequences agree, {count.failed} do not")
    good = count.passed > 0 and not count.failed
    return seeded.verdict(good)


if __name__ == "__main__":
    sys.exit(main())
