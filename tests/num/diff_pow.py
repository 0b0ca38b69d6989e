"""diff_pow.py POW_CLI [COUNT] [SEED]: cm_dec_pow against Python's decimal.

The reference is exp(p/q * ln x) at 200 digits (and 600 where that is not enough), with exact results found by whole
numbers. Exit 1 on the first mismatch."""
import random
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from math import gcd

OK, INEXACT, RANGE, DOMAIN = 0, 1, -1, -3
FIT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999)


def whole_root(n, q):
    """The q-th root of a whole number, or None."""
    low, high = 0, 1 << (n.bit_length() // q + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**q <= n:
            low = middle
        else:
            high = middle - 1
    return low if low**q == n else None


def exact_power(x, p, q):
    """x^(p/q) as a Fraction if it is rational and not enormous."""
    f = Fraction(x)
    if q > 1:
        top, bottom = whole_root(f.numerator, q), whole_root(f.denominator, q)
        if top is None or bottom is None:
            return None
        f = Fraction(top, bottom)
    if (f.numerator.bit_length() + f.denominator.bit_length()) * abs(p) > 60000:
        return None
    return f**p


def round_fraction(f):
    """A positive Fraction to 34 digits half-even: (status, Decimal)."""
    exponent = len(str(f.numerator)) - len(str(f.denominator)) - 36
    scaled = f / Fraction(10) ** exponent
    digits, rest = divmod(scaled.numerator, scaled.denominator)
    with localcontext() as c:
        c.prec, c.Emin, c.Emax = 200, -999999, 999999
        # a digit behind stands for the remainder; it cannot make or break a tie otherwise
        value = Decimal(digits * 10 + (1 if rest else 0)).scaleb(exponent - 1)
    rounded = FIT.plus(value)
    return (OK if rounded == value and not rest else INEXACT), rounded


def approximate(x, p, q):
    for precision in (200, 600):
        with localcontext() as c:
            c.prec, c.Emin, c.Emax = precision, -999999, 999999
            y = (x.ln() * p / q).exp()
            slack = y.scaleb(20 - precision)
            low, high = FIT.plus(y - slack), FIT.plus(y + slack)
        if low == high:
            return INEXACT, low
    raise SystemExit(f"undecided reference: {x} {p} {q}")


def expected(x, p, q):
    if x < 0 or (x == 0 and p < 0):
        return DOMAIN, None
    if p == 0:
        return OK, Decimal(1)
    if x == 0:
        return OK, Decimal(0)
    g = gcd(p, q)
    p, q = p // g, q // g
    if abs(x.log10() * p / q) > 1300:
        return RANGE, None
    f = exact_power(x, p, q)
    status, y = round_fraction(f) if f is not None else approximate(x, p, q)
    if abs(y.adjusted()) > 1200:
        return RANGE, None
    return status, y


def number(r, digits, low, high):
    coefficient = r.randrange(10 ** (digits - 1), 10**digits)
    return Decimal(coefficient).scaleb(r.randint(low, high) - digits + 1)


def cases(count, seed):
    r = random.Random(seed)
    usual = [(1, 2), (1, 4), (657, 125), (-1, 2), (3, 2), (1, 3), (2, 3), (-1, 4), (5, 2)]
    one, tiny = Decimal(1), Decimal("1e-33")
    for p, q in usual + [(1, 1), (7, 1), (-1, 1), (-3, 1), (10000, 9999), (1, 10000), (10000, 1), (-10000, 1)]:
        # beside one the result is beside a tie: only the second order decides
        for x in (one, one + tiny, one + 2 * tiny, one - tiny, one - tiny / 10, one + 7 * tiny, Decimal("9.999e0")):
            yield x, p, q
        for x in ("0", "10", "0.1", "2", "5", "1e1200", "1e-1200", "9.999999999999999999999999999999999e1200", "1e600"):
            yield Decimal(x), p, q
    for k in range(1, 40):
        for base in (2, 3, 5, 7, 10, 20, 50):
            for q in (1, 2, 3, 4, 5, 8, 16, 112, 113):
                if len(str(base**q)) <= 34 or base == 10:
                    for p in (k, -k):
                        yield Decimal(base) ** q, p, q
                        yield (Decimal(base) ** q).scaleb(-q * (k % 5)), p, q
    for _ in range(count // 4):  # perfect powers, ties of 35 digits among them, and their neighbours
        q = r.choice([1, 1, 2, 2, 3, 4, 5, 7, 16])
        digits = max(1, 34 // q)
        root = number(r, r.randint(1, digits), -20, 20)
        with localcontext() as c:
            c.prec = 60
            x = root**q
        p = r.choice([1, 2, 3, 4, 5, 6, 7, 9, 12, 25, -1, -2, -3])
        if len(x.as_tuple().digits) <= 34:
            yield x, p, q
            if r.random() < 0.3:
                yield FIT.next_plus(x), p, q
                yield FIT.next_minus(x), p, q
    for _ in range(count // 4):  # ties by design: (odd × 5^k)-like numbers of 12 or 18 digits
        p = r.choice([2, 3, 5])
        n = {2: r.choice([17, 18]), 3: 12, 5: 7}[p]
        root = Decimal(r.randrange(10 ** (n - 1), 10**n) | 1).scaleb(r.randint(-9, 9))
        last = root.as_tuple().exponent
        root += Decimal(5).scaleb(last) - root % Decimal(1).scaleb(last + 1)
        yield root, p, 1
        with localcontext() as c:
            c.prec = 60
            if len((root * root).as_tuple().digits) <= 34:
                yield root * root, p, 2
    for _ in range(count):
        p, q = r.choice(usual) if r.random() < 0.6 else (r.randint(-10000, 10000), r.randint(1, 10000))
        if r.random() < 0.1:
            q = r.randint(1, 9)
        if r.random() < 0.1:
            p, q = r.randint(-20, 20), 1
        yield number(r, r.choice([34, r.randint(1, 34)]), *r.choice([(-3, 3), (-30, 30), (-1200, 1200)])), p, q


def plain(x):
    """d.ddde±x, which pow_cli splits."""
    sign, digits, exponent = x.as_tuple()
    text = "".join(map(str, digits))
    return ("-" if sign else "") + text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{exponent + len(text) - 1}"


def main():
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261121
    every = list(cases(count, seed))
    text = "".join(f"{plain(x)} {p} {q}\n" for x, p, q in every)
    lines = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(every):
        sys.exit(f"{len(lines)} answers to {len(every)} questions")
    tally = {}
    for (x, p, q), line in zip(every, lines):
        status, value = expected(x, p, q)
        fields = line.split()
        if fields[0] != str(status) or (value is not None and Decimal(fields[1]) != value):
            sys.exit(f"MISMATCH: {x} ^ ({p}/{q}) is {status} {value}, got {line}")
        tally[status] = tally.get(status, 0) + 1
    print(f"diff_pow: {len(every)} powers equal, seed {seed}, by status {dict(sorted(tally.items()))}")


if __name__ == "__main__":
    main()
