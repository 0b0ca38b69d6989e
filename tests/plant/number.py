#!/usr/bin/env python3
"""Compare the numbers that the library reads in plants' cells with Python's decimal.

number.py PROGRAM [--count N] [--seed S]: PROGRAM is diff_number. N random texts: numbers with the signs, widths, commas
and spaces that plants write, and such with a byte changed. What a number is, is told here a second time, by patterns;
its value is Python's. Ends with "N passed, N failed", all of them being one test.
"""

import pathlib
import random
import re
import sys
from decimal import Context, Decimal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import seeded  # noqa: E402

EXACT = Context(prec=200, Emin=-99999, Emax=99999)
TRIM, SPACES, WIDE, THOUSANDS, PERCENT, PLUS, QUOTE, EXPONENT, ZEROS, POINT, PRECISION = (1 << i for i in range(11))
LONGEST = 64

NUMBER = re.compile(r"""(?P<quote>')?(?P<sign>[-+])?
    (?:(?P<grouped>[0-9]{1,3}(?:,[0-9]{3})+)|(?P<whole>[0-9]*))
    (?P<fraction>\.[0-9]*)?(?P<exponent>[eE][-+]?[0-9]+)?
    (?P<percent>[ \t]*%)?\Z""", re.VERBOSE)


def narrowed(text):
    """(plain text or None, repairs): wide characters as ASCII, spaces off both ends."""
    repairs = 0
    begin, end = 0, len(text)
    while begin < end and text[begin] in " \t\u3000\u00a0":
        repairs |= TRIM if text[begin] in " \t" else SPACES
        begin += 1
    while begin < end and text[end - 1] in " \t\u3000\u00a0":
        repairs |= TRIM if text[end - 1] in " \t" else SPACES
        end -= 1
    plain = ""
    for character in text[begin:end]:
        if "\uff01" <= character <= "\uff5e":
            character, repairs = chr(ord(character) - 0xFEE0), repairs | WIDE
        elif character == "\u2212":
            character, repairs = "-", repairs | WIDE
        elif character in "\u3000\u00a0":
            character, repairs = " ", repairs | SPACES
        if not " " <= character <= "~" and character != "\t" and character != "\x7f":
            return None, 0
        plain += character
    return (plain, repairs) if len(plain) <= LONGEST else (None, 0)


def expected(text, exponents, unsure):
    """(repairs, percent, value) or None."""
    plain, repairs = narrowed(text)
    match = NUMBER.match(plain) if plain is not None else None
    if not match or (match["exponent"] and not exponents):
        return None
    whole, fraction = match["whole"] or "", match["fraction"] or ""
    if match["grouped"]:
        if match["grouped"].startswith("0") or (unsure and match["grouped"].count(",") == 1 and not fraction):
            return None
        whole, repairs = match["grouped"].replace(",", ""), repairs | THOUSANDS
    if not whole and len(fraction) < 2:
        return None
    repairs |= PLUS if match["sign"] == "+" else 0
    repairs |= QUOTE if match["quote"] else 0
    repairs |= PERCENT if match["percent"] else 0
    repairs |= EXPONENT if match["exponent"] else 0
    repairs |= POINT if not whole or fraction == "." else 0
    repairs |= ZEROS if len(whole) > 1 and whole[0] == "0" else 0
    significant = (whole + fraction[1:]).lstrip("0")
    repairs |= PRECISION if len(significant) >= 15 and significant.endswith("0") else 0
    exponent = int((match["exponent"] or "e0")[1:])
    if significant and abs(exponent) > 1000:
        return None
    sign = "-" if match["sign"] == "-" else ""
    value = EXACT.create_decimal(sign + (whole or "0") + (fraction if len(fraction) > 1 else ""))
    value = value.scaleb(exponent, EXACT) if significant else Decimal(0)
    if len(significant) > 34 or (significant and not -30 <= value.adjusted() <= 30):
        return None
    return repairs, bool(match["percent"]), value


def digits(source, most):
    return "".join(source.choices("0123456789", k=source.choice([1, 2, 3, 4, 5, 7, 8, 9, source.randint(1, most)])))


def random_text(source):
    """A number in one of the forms of plants, often with something changed."""
    whole = digits(source, 36) if source.random() < 0.9 else ""
    if source.random() < 0.5:
        whole = whole.lstrip("0") or "0"
    if source.random() < 0.3:
        while re.search(r"[0-9]{4}", whole):
            whole = re.sub(r"([0-9])([0-9]{3})(?![0-9])", r"\1,\2", whole)
    text = source.choice(["", "", "", "-", "+", "'", "'-", "(", "\u2212"]) + whole
    if source.random() < 0.7:
        text += "." + (digits(source, 20) if source.random() < 0.9 else "")
    if source.random() < 0.1:
        text += source.choice(["e", "E"]) + source.choice(["", "+", "-"]) + digits(source, 3)
    text += source.choice([""] * 8 + ["%", " %", "％", "万", "吨", " t", "\u3000", "\u00a0", " "])
    text = source.choice([""] * 6 + [" ", "\t", "\u3000", "\u00a0", "\u3000 "]) + text
    if source.random() < 0.2:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and source.random() < 0.8 else c for c in text)
    if source.random() < 0.2 and text:
        at = source.randrange(len(text))
        text = text[:at] + source.choice(["", " ", ",", ".", "-", "5", "0", "，", "e", "\u3000", "年", "\x7f", "\x01"]) + text[at + 1:]
    return text


def main():
    chosen = seeded.options(__doc__, 300_000)
    source = random.Random(chosen.seed)
    asked = [(source.randrange(8), random_text(source)) for _ in range(chosen.count)]
    asked = [(flags, text) for flags, text in asked if len(seeded.encoded(text, flags & 1)) < 256]
    count, numbers = seeded.Count(), 0
    for (flags, text), line in zip(asked, seeded.lines(chosen.program, asked)):
        wanted = expected(text, flags & 2, flags & 4)
        kind, *rest = line.split(" ", 4)
        if wanted is None:
            agrees = kind == "no" and len(rest) > 0
        else:
            numbers += 1
            agrees = kind == "number" and (int(rest[0]), rest[1] == "1") == wanted[:2] and Decimal(rest[3]) == wanted[2]
            written = len(text.split(".")[1]) if re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,8}", text) else None
            agrees = agrees and (written is None or int(rest[2]) == written)
        if count.shows(agrees):
            print(f"{text!r}, rules {flags}: {line}; {wanted} expected")
    print(f"{count.passed} texts agree, {numbers} of them numbers; {count.failed} do not")
    good = not count.failed and len(asked) / 5 < numbers < len(asked)
    return seeded.verdict(good)


if __name__ == "__main__":
    sys.exit(main())
