#!/usr/bin/env python3
"""Compare the dates that the library reads in plants' cells with Python's datetime.

when.py PROGRAM [--count N] [--seed S]: PROGRAM is diff_when. N random texts: dates of 1898 to 2201 in the forms that
plants write, days that do not exist among them, and such with a character changed. Which texts are dates is told here a
second time, by patterns; the calendar is Python's. Ends with "N passed, N failed", all of them being one test.
"""

import datetime
import pathlib
import random
import re
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import seeded  # noqa: E402

YEAR, MONTH, DAY, MINUTE = range(4)
TRIM, SPACES, WIDE, QUOTE, SERIAL = 0x001, 0x002, 0x004, 0x040, 0x800
EPOCH = datetime.date(1970, 1, 1)

TIME = r"""(?P<hour>[0-9]{1,2})(?: :(?P<minute>[0-9]{2})(?: :(?P<second>[0-9]{2})(?:\.[0-9]+)? )?
    | [时点](?: (?P<minute_c>[0-9]{1,2})分(?: (?P<second_c>[0-9]{1,2})秒 )? )? )(?:\+08(?::?00)?)?"""
FORMS = [re.compile(form + r"\Z", re.VERBOSE) for form in (
    r"(?P<year>[0-9]{4})年?",
    r"(?P<year>[0-9]{4})(?P<sign>[-/.])(?P<month>[0-9]{1,2})",
    r"(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月份?",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})",
    r"(?P<year>[0-9]{4})(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?:(?:T[ \t]*|[ \t]+)" + TIME + ")?",
    r"(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月份?(?P<day>[0-9]{1,2})[日号](?:T?[ \t]*" + TIME + ")?",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:(?:T[ \t]*|[ \t]+)" + TIME + ")?",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?",
)]
OF_TITLE = [re.compile(form + r"\Z", re.VERBOSE) for form in (
    r"(?P<day>[0-9]{1,2})(?:[日号](?:T?[ \t]*" + TIME + ")?)?",
    r"(?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})",
)]


def narrowed(text):
    repairs = 0
    stripped = text.strip(" \t\u3000\u00a0")
    for part in (text[:len(text) - len(text.lstrip(" \t\u3000\u00a0"))], text[len(text.rstrip(" \t\u3000\u00a0")):]):
        repairs |= TRIM if part.strip("\u3000\u00a0") else 0
        repairs |= SPACES if part.strip(" \t") else 0
    plain = ""
    for character in stripped:
        if "\uff01" <= character <= "\uff5e":
            character, repairs = chr(ord(character) - 0xFEE0), repairs | WIDE
        elif character == "\u2212":
            character, repairs = "-", repairs | WIDE
        elif character in "\u3000\u00a0":
            character, repairs = " ", repairs | SPACES
        plain += character
    if len(plain) > 64:
        return None, 0
    return (plain[1:], repairs | QUOTE) if plain.startswith("'") else (plain, repairs)


def serial(plain):
    """(days and time of a spreadsheet's day number) or None; such a number is written plainly, in at most 18 digits."""
    if not re.fullmatch(r"[0-9]{5}(\.[0-9]{1,13})?", plain) or not 36526 <= int(plain[:5]) <= 73050:
        return None
    seconds = int(Fraction(plain) % 1 * 86400 + Fraction(1, 2))
    begin = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=int(plain[:5]), seconds=seconds)
    return begin, DAY if Fraction(plain).denominator == 1 else MINUTE


def month_of(date, starts):
    return date.year * 12 + date.month - 1 + (date.day >= starts > 1)


def answer(date, minute, second, grain, repairs):
    closed = date - datetime.timedelta(days=1) if grain == MINUTE and minute == second == 0 else date
    starts = 26 if grain >= DAY else 1
    return [(date - EPOCH).days, minute, second, grain, repairs, month_of(date, 1), month_of(date, starts), month_of(closed, starts)]


def of_title(parts, from_26, slashed):
    """Days below the title 2023年1月; from the 26th on they are December's, where the month begins then."""
    before = from_26 and parts["day"] >= 26
    if slashed and parts["month"] != (12 if before else 1):
        return None
    return {**parts, "year": 2022 if before else 2023, "month": 12 if before else 1}


def expected(text, serials, year, titled, from_26):
    plain, repairs = narrowed(text)
    if plain is None:
        return None
    if serials and (found := serial(plain)):
        begin, grain = found
        return answer(begin.date(), begin.hour * 60 + begin.minute, begin.second, grain, repairs | SERIAL)
    for form in FORMS + (OF_TITLE if titled else []):
        if match := form.match(plain):
            break
    else:
        return None
    parts = {name: int(value) for name, value in match.groupdict().items() if value is not None and name != "sign"}
    if form in OF_TITLE and not (parts := of_title(parts, from_26, form is OF_TITLE[1])):
        return None
    if "year" not in parts and titled and from_26 and parts["month"] == 12:
        parts["year"] = 2022
    grain = MINUTE if "hour" in parts else DAY if "day" in parts else MONTH if "month" in parts else YEAR
    parts.setdefault("year", year)
    if not 1900 <= parts["year"] <= 2199:
        return None
    try:
        date = datetime.date(parts["year"], parts.get("month", 1), parts.get("day", 1))
    except ValueError:
        return None
    hour, minute, second = (parts.get(n, parts.get(n + "_c", 0)) for n in ("hour", "minute", "second"))
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return answer(date, hour * 60 + minute, second, grain, repairs)


def random_text(source):
    year = source.choice([source.randint(1898, 2201), source.randint(2000, 2030)])
    month, day = source.randint(0, 13) if source.random() < 0.1 else source.randint(1, 12), source.randint(1, 28)
    if source.random() < 0.3:
        day = source.choice([0, 29, 30, 31, 32, 26])
    hour, minute, second = source.randint(0, 25), source.choice([0, 0, source.randint(0, 61)]), source.choice([0, source.randint(0, 61)])
    m, d, h = (source.choice(["{:02}", "{}"]).format(n) for n in (month, day, hour))
    sign = source.choice("-/.")
    time = source.choice([f"{h}:{minute:02}", f"{h}:{minute:02}:{second:02}", f"{h}:{minute:02}:{second:02}.000",
                          f"{h}时", f"{h}时{minute}分", f"{h}点{minute}分{second}秒", f"{h}:{minute:02}+08:00", "24:00"])
    between = source.choice([" ", "T", "  ", "\u3000", ""])
    date = source.choice([f"{year}{sign}{m}{sign}{d}", f"{year}年{m}月{d}日", f"{m}月{d}号", f"{year}{month:02}{day:02}"])
    text = source.choice([
        date, date + between + time, date + between + time, f"{year}{sign}{m}", f"{year}年{m}月", f"{m}月", f"{m}月份", f"{year}",
        f"{year}年", f"{year}{month:02}", f"{year}{month:02}{day:02}{hour:02}{minute:02}",
        f"{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}", f"{m}/{d}/{year}", f"{year % 100:02}-{m}-{d}", f"{m}/{d}", f"{m}-{d}",
        d, d, f"{d}日", f"{d}号{time}",
        f"{source.randint(36000, 74000)}", f"{source.randint(36520, 36530)}.{source.randint(0, 99999999999)}",
        f"{source.randint(73048, 73052)}.{source.choice(['99999', '999999', '5', '25', '041666666666667', '0'])}"])
    if source.random() < 0.1:
        text = source.choice([" ", "\u3000", "\u00a0", "\t", "'"]) + text + source.choice(["", " ", "\u3000"])
    if source.random() < 0.15:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and source.random() < 0.8 else c for c in text)
    if source.random() < 0.2:
        at = source.randrange(len(text))
        text = text[:at] + source.choice(["", " ", "-", ":", "1", "年", "日", "T", "：", "分", "份", "Z", "x", "煤"]) + text[at + 1:]
    return text


def main():
    chosen = seeded.options(__doc__, 300_000)
    source = random.Random(chosen.seed)
    asked = [(source.randrange(32), random_text(source)) for _ in range(chosen.count)]
    count, dates = seeded.Count(), 0
    for (flags, text), line in zip(asked, seeded.lines(chosen.program, asked)):
        wanted = expected(text, flags & 2, 2023 if flags & 12 else 0, flags & 8, flags & 16)
        kind, *rest = line.split(" ")
        dates += wanted is not None
        agrees = kind == "no" and len(rest) > 0 if wanted is None else kind == "when" and list(map(int, rest)) == wanted
        if count.shows(agrees):
            print(f"{text!r}, rules {flags}: {line}; {wanted} expected")
    print(f"{count.passed} texts agree, {dates} of them dates; {count.failed} do not")
    good = not count.failed and len(asked) / 5 < dates < len(asked)
    return seeded.verdict(good)


if __name__ == "__main__":
    sys.exit(main())
