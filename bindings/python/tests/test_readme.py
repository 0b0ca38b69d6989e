"""The programs of README.md about plant files run as they stand there, one after the other as in a notebook."""
import os
import pathlib
import re
import subprocess
import sys

import libcement

ROOT = pathlib.Path(__file__).resolve().parents[3]
COMMAND = os.environ.get("CEMENT_COMMAND", str(ROOT / "build/bin/cement"))
PAGE = (ROOT / "bindings/python/README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.split("## Plant files\n")[1].split("\n## ")[0], flags=re.M | re.S)


def notebook(folder, *blocks):
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], capture_output=True, cwd=folder, timeout=120,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


def test_a_table_becomes_a_report_in_five_lines():
    report, _, _ = BLOCKS
    assert len(report.splitlines()) == 5
    example = re.search(r'plant\("(.*?)"\)', report).group(1)
    command = [COMMAND, "report", example, "--edition", "cn.gb-16780@2021", "--format", "text", "--lang", "zh", "--period", "2025"]
    wanted = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, timeout=120).stdout.decode("utf-8")
    assert notebook(ROOT, report) == wanted + "\n" and "88.15" in wanted


def test_its_quality():
    printed = notebook(ROOT, *BLOCKS[:2])
    assert "# " in printed.split("2025-12")[-1] and "'default_share': '" in printed


def test_a_proposal_filled_by_a_person(tmp_path):
    days = ["日期,熟料产量(t),皮带秤"] + [f"2025-01-{day:02},1000,{100 + day}" for day in range(1, 32)]
    samples = ["日期,烟煤收到基低位发热量(GJ/t)"] + [f"2025-01-{day:02},20" for day in range(1, 32)]
    (tmp_path / "daily.csv").write_text("\n".join(days), encoding="gb18030")
    (tmp_path / "laboratory.csv").write_text("\n".join(samples), encoding="gb18030")
    first = "import libcement\ncatalog = libcement.Catalog()"
    last = "for o in __import__('json').loads(ledger.canonical())['observations']: print(o['item'], o['value'])"
    printed = notebook(tmp_path, first, BLOCKS[2], last).splitlines()
    assert printed[0].startswith("皮带秤 ")
    # 31 days of 1000 t; 101 + ... + 131 = 31 × 116; the heat value is one
    assert "clinker_output 31000" in printed and "fuel_consumption 3596" in printed and "fuel_ncv 20" in printed


def test_its_refusal_is_told(tmp_path):
    (tmp_path / "daily.csv").write_text("日期,熟料产量(t)\n2025-01-01,1o0\n", encoding="utf-8")
    (tmp_path / "laboratory.csv").write_bytes(b"")
    printed = notebook(tmp_path, "import libcement\ncatalog = libcement.Catalog()", BLOCKS[2])
    assert printed.startswith("daily.csv 2 12 SYNTAX ")


def test_every_public_function_says_what_it_does():
    for kind in (libcement.Catalog, libcement.Ledger, libcement.Run, libcement.Columns):
        for name, member in vars(kind).items():
            if not name.startswith("_") and callable(member):
                assert member.__doc__, f"{kind.__name__}.{name}"
                assert member.__annotations__, f"{kind.__name__}.{name}"
