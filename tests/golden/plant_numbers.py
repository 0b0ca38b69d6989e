"""The numbers of data/plant and data/items.json, and what the command says because of those of data/plant: small inputs
whose answers are worked out by hand. What items may be, and what of it is plausible, golden cases say: items-*.json."""
import json
import re
import subprocess

import golden

PLANT = golden.ROOT / "data" / "plant"
FILES = golden.ROOT / "tests" / "data" / "plant" / "files"
ITEMS = golden.ROOT / "data" / "items.json"
NUMBER = re.compile(r'"(?!unit")(\w+)": "?(-?\d+(?:\.\d+)?)"?\s*[,}]')
WHOLE = re.compile(r'"max": "([^"]*)"\},\s*"bounds": \{"low": "[^"]*", "high": "(\1)"')


def leaves(value):
    """Every value of a JSON document that is a number, as text or not; a shift called 1 is a name, and the unit 1 none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner) if key not in ("names", "unit") else ()
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) or isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        yield str(value)


def bumped(text):
    return text[:-1] + ("8" if text[-1] == "9" else str(int(text[-1]) + 1))


def numbers():
    """(file, line and key, number, text, the text with this number changed by one in its last digit), of equal length."""
    for path in [*sorted(PLANT.glob("*.json")), ITEMS]:
        text = path.read_text(encoding="utf-8")
        found = list(NUMBER.finditer(text))
        assert [m.group(2) for m in found] == list(leaves(json.loads(text))), f"{path.name}: a number that stands elsewhere than behind a key"
        ends = {m.span(2) for m in WHOLE.finditer(text)}
        for m in found:
            start, end = m.span(2)
            # what may not be more than 100 is plausible up to 99 instead: 101 would be out of reach
            changed = (text[:start] + '99" ' + text[end + 1:] if m.span(2) in ends and m.group(2) == "100"
                       else text[:start] + bumped(m.group(2)) + text[end:])
            yield str(path.relative_to(golden.ROOT)), f"line {text.count(chr(10), 0, m.start()) + 1} {m.group(1)}", m.group(2), text, changed


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
