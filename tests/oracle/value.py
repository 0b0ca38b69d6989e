"""Exact numbers that know when they are missing, and how they are printed.

A Value is either a fraction or the set of observations that would be needed
to know it. Arithmetic on an unknown value is unknown and needs what all its
operands need: a missing figure is never zero and never a guess.
"""

from fractions import Fraction

# How firmly the list of missing observations is settled by the rules.
EXACT, PERIODS_OPEN, OPEN = 0, 1, 2


class Value:
    """A known fraction, or unknown with the entries (item, of, line, period) it lacks.

    `big` bounds the largest term that went into the number (binary, coarse):
    the comparison with the library is relative to it, because a difference of
    large terms cannot be better than the terms. `loose` says whether the
    rules settle the names of the missing entries (EXACT) or not.
    """

    __slots__ = ("number", "missing", "big", "loose")

    def __init__(self, number, missing=frozenset(), big=None, loose=EXACT):
        self.number = number
        self.missing = missing
        self.big = abs(float(number)) if big is None and number is not None else big
        self.loose = loose

    @property
    def known(self):
        return self.number is not None

    def __add__(self, other):
        if not (self.known and other.known):
            return unknown(self, other)
        return Value(self.number + other.number, big=max(self.big, other.big))

    def __sub__(self, other):
        if not (self.known and other.known):
            return unknown(self, other)
        return Value(self.number - other.number, big=max(self.big, other.big))

    def __mul__(self, other):
        if not (self.known and other.known):
            return unknown(self, other)
        return Value(self.number * other.number, big=self.big * other.big)

    def times(self, factor):
        """Multiply by a factor of the rule (always known)."""
        if not self.known:
            return self
        return Value(self.number * factor, big=self.big * abs(float(factor)))

    def __repr__(self):
        return f"Value({plain(self.number)})" if self.known else f"Value(missing {sorted(map(str, self.missing))})"


def known(number):
    return Value(Fraction(number))


def lacking(entries, loose=EXACT):
    return Value(None, frozenset(entries), loose=loose)


def unknown(*operands):
    """What an operation with an unknown operand gives: the union of what they lack."""
    missing = frozenset().union(*(x.missing for x in operands))
    return Value(None, missing, loose=max(x.loose for x in operands))


def total(values):
    """Sum of any number of values; of none: zero."""
    number, big, unknowns = Fraction(0), 0.0, []
    for value in values:
        if value.known:
            number += value.number
            big = max(big, value.big)
        else:
            unknowns.append(value)
    return unknown(*unknowns) if unknowns else Value(number, big=big)


def ratio(numerator, divisor, zero_lacks, loose=EXACT):
    """Quotient. A divisor of zero is missing and names its items `zero_lacks`."""
    if divisor.known and divisor.number == 0:
        divisor = lacking(zero_lacks, loose)
    if not (numerator.known and divisor.known):
        return unknown(numerator, divisor)
    number = numerator.number / divisor.number
    # An error of the divisor counts relative to its own largest term.
    spread = divisor.big / abs(float(divisor.number))
    return Value(number, big=max(numerator.big / abs(float(divisor.number)), abs(float(number)) * spread))


# ---- printing ---------------------------------------------------------------


def divide_half_even(numerator, divisor):
    """Integer nearest to numerator / divisor (both >= 0), ties to even."""
    quotient, rest = divmod(numerator, divisor)
    if 2 * rest > divisor or (2 * rest == divisor and quotient % 2 == 1):
        quotient += 1
    return quotient


def divide_half_up(numerator, divisor):
    """Integer nearest to numerator / divisor (both >= 0), ties away from zero."""
    return (2 * numerator + divisor) // (2 * divisor)


ROUNDING = {"half_even": divide_half_even, "half_up": divide_half_up}


def rounded(number, places, rule):
    """The fraction rounded to `places` decimals by the rule, from its exact value."""
    size = ROUNDING[rule](abs(number.numerator) * 10**places, number.denominator)
    return Fraction(-size if number < 0 else size, 10**places)


def fixed(number, places, rule):
    """The rounded number as text with exactly `places` decimals; no minus zero."""
    scaled = rounded(number, places, rule) * 10**places
    return point(int(scaled), places)


def plain(number, digits=34):
    """At most `digits` significant digits, half even, no exponent, no trailing zeros."""
    if number == 0:
        return "0"
    top, bottom = abs(number.numerator), number.denominator
    places = digits - 1 - exponent10(top, bottom)
    if places >= 0:
        size = divide_half_even(top * 10**places, bottom)
    else:
        size = divide_half_even(top, bottom * 10**-places) * 10**-places
        places = 0
    text = point(-size if number < 0 else size, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def exponent10(top, bottom):
    """Largest e with 10**e <= top / bottom."""
    e = len(str(top)) - len(str(bottom))
    fits = top >= bottom * 10**e if e >= 0 else top * 10**-e >= bottom
    return e if fits else e - 1


def point(size, places):
    """Integer `size` printed with a decimal point `places` digits from the right."""
    digits = str(abs(size)).rjust(places + 1, "0")
    text = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    return "-" + text if size < 0 else text
