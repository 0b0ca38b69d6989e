#!/usr/bin/python3
"""layout.py: prints size, alignment and offsets of every public struct by the rule of the 64-bit ABIs: each field at the next multiple of
its own alignment, the whole a multiple of the largest. tests/abi/layout.txt keeps them; a change there is a change of the
ABI. What compilers and ctypes make of the header is held against that file. With words of 4 bytes the rule is that of i386, where
nothing is aligned to more than 4."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCALARS = {"int32_t": 4, "uint32_t": 4, "int64_t": 8, "uint64_t": 8, "double": 8, "char": 1, "uint8_t": 1}


def product(text, numbers):
    """Of "CEMENT_TEXT_MAX / 2", from left to right."""
    value, sign = 1, "*"
    for word in re.findall(r"\w+|[*/]", text):
        if word in "*/":
            sign = word
            continue
        number = numbers[word] if word in numbers else int(word)
        value = value * number if sign == "*" else value // number
    return value


def structs(header, word):
    """(name, [(field, size, alignment)]) of each struct; `word` bytes are an address and a size_t."""
    text = re.sub(r"/\*.*?\*/", " ", header.read_text(encoding="utf-8"), flags=re.S)
    numbers = {n: int(v) for n, v in re.findall(r"#define (CEMENT_\w+) (\d+)\s", text)}
    for name, body in re.findall(r"typedef struct (cement_\w+) \{(.*?)\} \1;", text, flags=re.S):
        fields = []
        for line in filter(None, (re.sub(r"\s+", " ", part).strip() for part in body.split(";"))):
            function = re.match(r".*\(\*(\w+)\)\(", line)
            if function:
                fields.append((function.group(1), word, word))
                continue
            base, rest = re.match(r"(?:const )?(\w+) (.*)$", line).groups()
            for declarator in rest.split(","):
                stars, field, sizes = re.match(r"\s*(\**)(\w+)((?:\[[^\]]+\])*)\s*$", declarator).groups()
                size = word if stars or base == "size_t" else SCALARS[base]
                alignment = min(size, word)
                for length in re.findall(r"\[([^\]]+)\]", sizes):
                    size *= product(length, numbers)
                fields.append((field, size, alignment))
        yield name, fields


def lines(header, word=8):
    for name, fields in structs(header, word):
        at = largest = 0
        for field, size, alignment in fields:
            at = -(-at // alignment) * alignment
            yield f"{name}.{field} {at}"
            at, largest = at + size, max(largest, alignment)
        yield f"{name} {-(-at // largest) * largest} {largest}"


if __name__ == "__main__":
    print("\n".join(lines(ROOT / "include/cement/cement.h")))
