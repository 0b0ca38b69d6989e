"""Daily tables, and the same turned: a row an item instead of a row a day gives the same ledger, repairs and list of cells."""
import csv
import io
import json
import os
import random
import subprocess

import pytest

CEMENT = os.environ["CEMENT_BIN"]
ITEMS = [("熟料产量", "t"), ("烟煤消耗量", "t"), ("烟煤低位发热量", "GJ/t"), ("烟煤全水", "%"), ("柴油消耗量", "kg"), ("电石渣用量", "吨"),
         ("熟料工序电量", "kWh"), ("运转时间", "h")]
CELLS = ["", "-", "停窑", "１２.５", '1,234.5', "0", "7.25", "22", "18.75", "+3"]


def day_names(rng, days):
    form = rng.choice(["{}日", "{}", "3/{}", "3月{}日", "2025/3/{}", "2025-03-{:02}"])
    days = max(days, 10) if form == "{}" else days  # fewer may be kilns
    return [form.format(day) for day in range(1, days + 1)]


def tables(rng):
    """A title, and the rows below it: one a day, and one an item."""
    items = rng.sample(ITEMS[1:], rng.randint(2, len(ITEMS) - 1))
    days = day_names(rng, rng.randint(5, 31))
    values = [[rng.choice(CELLS) if rng.random() < 0.2 else str(rng.randint(10, 30)) for _ in items] for _ in days]
    items.insert(0, ITEMS[0])  # it has a number every day, so that there is a figure
    values = [[str(rng.randint(2000, 6000)), *row] for row in values]
    apart = rng.random() < 0.5  # units in a row of their own, or a column
    heads = [name if apart else f"{name}({unit})" for name, unit in items]
    units = [unit for _, unit in items]
    wide = [["日期", *heads]] + ([["单位", *units]] if apart else []) + [[d, *v] for d, v in zip(days, values)]
    across = [["日期", *(["单位"] if apart else []), *days]]
    across += [[head, *([unit] if apart else []), *cells] for head, unit, *cells in zip(heads, units, *values)]
    return "2025年3月生产日报", wide, across


def written(folder, title, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title])
    writer.writerows(rows)
    folder.mkdir(exist_ok=True)
    (folder / "day.csv").write_text(text.getvalue(), encoding="gb18030")
    return folder


def read(folder, *options):
    done = subprocess.run([CEMENT, *options], capture_output=True, text=True, cwd=folder, encoding="utf-8")
    return done.returncode, done.stdout


def cells_of(folder):
    """The list of cells without their places, which differ."""
    read(folder, "quality", "day.csv", "--cells", "cells.csv")
    rows = csv.DictReader((folder / "cells.csv").open(encoding="utf-8-sig"))
    return sorted(tuple(value for key, value in row.items() if key not in ("line", "column")) for row in rows)


@pytest.mark.parametrize("seed", range(int(os.environ.get("CEMENT_TURNED", "30"))))
def test_same_ledger(tmp_path, seed):
    title, wide, across = tables(random.Random(seed))
    day, item = written(tmp_path / "wide", title, wide), written(tmp_path / "across", title, across)
    status, ledger = read(day, "ledger", "day.csv")
    assert status == 0, (seed, ledger)
    assert json.loads(read(item, "ledger", "day.csv")[1]) == json.loads(ledger), seed
    assert cells_of(item) == cells_of(day), seed
    (item / "map.json").write_text(read(item, "map", "day.csv")[1], encoding="utf-8")
    assert '"daily-form"' in (item / "map.json").read_text(encoding="utf-8")
    assert json.loads(read(item, "ledger", "day.csv", "--map", "map.json")[1]) == json.loads(ledger), seed
