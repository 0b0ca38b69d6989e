"""make_minutes.py FILE [MEGABYTES]: a plant's minutes as a DCS exports them: GB18030 CSV, units in the headings, some
cells in full-width characters, one in a thousand without a number. The same file for the same size."""

import random
import sys

LINES = 4
ITEMS = [("窑熟料产量(t)", 2.4, 2), ("窑烟煤消耗量(t)", 0.33, 3), ("窑生料消耗量(t)", 3.7, 2), ("窑熟料工序电量(kWh)", 140.0, 1),
         ("窑柴油消耗量(t)", 0.002, 4), ("窑电石渣用量(t)", 0.12, 3)]
BAD = ["#DIV/0!", "Bad Input", "I/O Timeout", "-", "No Data"]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
CELLS = 4096  # different texts of each column


def cells(rng, mean, digits):
    texts = []
    for _ in range(CELLS):
        text = f"{mean * rng.uniform(0.9, 1.1):.{digits}f}"
        texts.append(text.translate(WIDE) if rng.random() < 0.005 else text)
    return [text.encode("gb18030") for text in texts]


def rows(rng, columns):
    bad = [text.encode("gb18030") for text in BAD]
    minute = 0
    while True:
        day, left = divmod(minute, 1440)
        month, days = 0, day % 364  # thirteen times 28 days: no calendar is needed to make them
        month, days = divmod(days, 28)
        year = 2020 + day // 364
        month = min(month, 11)
        if day % 364 >= 336:  # the thirteenth
            minute += 1440
            continue
        row = [f"{year}-{month + 1:02}-{days + 1:02} {left // 60:02}:{left % 60:02}".encode()]
        for column in columns:
            row.append(column[rng.getrandbits(12)] if rng.getrandbits(10) else bad[rng.getrandbits(8) % len(bad)])
        yield b",".join(row) + b"\r\n"
        minute += 1


def main():
    path, size = sys.argv[1], int(sys.argv[2] if len(sys.argv) > 2 else 100) * 1000000
    rng = random.Random(5)
    columns = [cells(rng, mean, digits) for _ in range(LINES) for _, mean, digits in ITEMS]
    names = ["时间"] + [f"{line + 1}#{name}" for line in range(LINES) for name, _, _ in ITEMS]
    with open(path, "wb") as file:
        written = file.write((",".join(names) + "\r\n").encode("gb18030"))
        for row in rows(rng, columns):
            written += file.write(row)
            if written >= size:
                return


if __name__ == "__main__":
    main()
