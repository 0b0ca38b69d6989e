"""The numbers of data/plant, and what the command says because of them: small inputs whose answers are worked out by hand."""
import json
import re
import subprocess

import golden

PLANT = golden.ROOT / "data" / "plant"
FILES = golden.ROOT / "tests" / "data" / "plant" / "files"
NUMBER = re.compile(r'"(\w+)": "?(\d+(?:\.\d+)?)"?\s*[,}]')


def leaves(value):
    """Every value of a JSON document that is a number, as text or not; a shift called 1 is a name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner) if key != "names" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) or isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        yield str(value)


def numbers():
    """(file, line and key, number, text, where the number stands in it)."""
    for path in sorted(PLANT.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        found = list(NUMBER.finditer(text))
        assert [m.group(2) for m in found] == list(leaves(json.loads(text))), f"{path.name}: a number that stands elsewhere than behind a key"
        for m in found:
            yield str(path.relative_to(golden.ROOT)), f"line {text.count(chr(10), 0, m.start()) + 1} {m.group(1)}", m.group(2), text, m.span(2)


class Check:
    """A command on one input, and a part of the JSON that it writes."""

    def __init__(self, name, command, content, part, wanted):
        self.id, self.command, self.content, self.part, self.wanted = name, command, content, part, wanted

    def notices(self, cement, folder):
        path = folder / self.id
        path.write_bytes(self.content)
        done = subprocess.run([str(cement), self.command, str(path), *(["--format", "json"] if self.command == "quality" else [])],
                              capture_output=True, timeout=60, check=False)
        return done.returncode != 0 or self.part(json.loads(done.stdout)) != self.wanted


def observation_values(ledger):
    return {o["item"]: o["value"] for o in ledger["observations"]}


def ledger_of(**series):
    """Months from January on of line L1; fuels are bituminous coal."""
    units = {"fuel_ncv": "GJ/t"}
    observations = [{"line": "L1", "period": f"2025-{month:02}", "item": item, "value": str(value), "unit": units.get(item, "t"),
                     **({"of": "bituminous_coal"} if item.startswith("fuel_") else {})}
                    for item, values in series.items() for month, value in enumerate(values, 1)]
    return json.dumps({"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1"}], "observations": observations}).encode()


CHECKS = [
    # (25000 - 206 × 4) × (100 - 14.5) / (100 - 5) - 23 × 14.5 = 24176 × 0.9 - 333.5 = 21424.9 kJ/kg: 206, 100 and 23 in one number
    Check("gross.csv", "ledger", (FILES / "gross.csv").read_bytes(), observation_values, {"fuel_consumption": "15000", "fuel_ncv": "21.4249"}),
    # 900 t dry with 10 % moisture: 900 × 100 / (100 - 10) = 1000 t
    Check("dry-mass.csv", "ledger", (FILES / "dry-mass.csv").read_bytes(), observation_values, {"fuel_consumption": "1000"}),
    # six months: mean 6600 / 6 = 1100, mean moving range 600 / 5 = 120, 1100 ± 2.66 × 120 = 1100 ± 319.2
    Check("six.json", "quality", ledger_of(clinker_output=[1000, 1000, 1000, 1000, 1000, 1600]),
          lambda report: [(o["period"], o["low"], o["high"]) for o in report["outliers"]], [("2025-06", "780.8", "1419.2")]),
    # five months are too few
    Check("five.json", "quality", ledger_of(clinker_output=[1000, 1000, 1000, 1000, 1600]), lambda report: report["outliers"], []),
    # 17 / 12 = 1.41666… t/t, four decimals
    Check("ratio.json", "quality", ledger_of(clinker_output=[12], raw_meal_consumption=[17]),
          lambda report: [r["mean"] for r in report["ratios"]], ["1.4167"]),
    # 130 t × 25 GJ/t / 999 t = 3.253253… GJ/t, one decimal in MJ/t
    Check("heat.json", "quality", ledger_of(clinker_output=[999], fuel_consumption=[130], fuel_ncv=[25]),
          lambda report: [(b["status"], b["value"]) for b in report["balances"]], [("agrees", "3253.3")]),
]
