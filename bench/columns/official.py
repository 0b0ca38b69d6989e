"""The official figures of some rows: those rows as months of a ledger, reported by the command in decimals."""
import json
import pathlib
import subprocess

PLANT = pathlib.Path(__file__).resolve().parent / "plant.ledger.json"


def month(i):
    return f"{2000 + i // 12}-{i % 12 + 1:02d}"


def ledger_of(rows, slots, values, valid):
    """rows: their numbers; slots: (name, item, of, use, section); values and valid: [slot][row]."""
    plant = json.loads(PLANT.read_text(encoding="utf-8"))
    units = {o["item"]: o["unit"] for o in plant["observations"]}
    observations = []
    for i, row in enumerate(rows):
        for k, (_, item, of, use, section) in enumerate(slots):
            if not valid[k][row]:
                continue
            one = {"line": "L1", "period": month(i), "item": item, "value": repr(float(values[k][row])), "unit": units[item]}
            member = of if of != "-" else section
            one |= {"of": member} if member != "-" else {}
            one |= {"use": use} if use != "-" else {}
            observations.append(one)
    return plant | {"observations": observations}


def figures(command, ledger, path):
    """{(edition, key, of, period): (value or None, grade or None)}"""
    path.write_text(json.dumps(ledger), encoding="utf-8")
    done = subprocess.run([command, "report", str(path), "--format", "json"], check=True, capture_output=True)
    found = {}
    for r in json.loads(done.stdout)["results"]:
        if r.get("line") != "L1" or len(r["period"]) == 4:
            continue
        ok = r["status"] == "ok"
        found[r["edition"], r["key"], r.get("of") or "-", r["period"]] = (float(r["value"]) if ok else None, r.get("grade") if ok else None)
    return found


def sample(rows, values, valid, count, seed):
    """Ordinary rows, and those in which the kiln stood: a fixed choice."""
    import numpy as np
    pick = np.random.default_rng(seed)
    stopped = np.flatnonzero(values[0] == 0)
    chosen = list(pick.choice(stopped, min(len(stopped), count // 4), replace=False))
    chosen += list(pick.choice(rows, count - len(chosen), replace=False))
    return sorted(int(r) for r in set(chosen))


def check(command, data, slots, wanted, got_values, got_valid, path, count=200, seed=16780):
    """How many figures agree, and the lines that tell where they do not; `wanted`: (name, edition, key, of, kind)."""
    import numpy as np
    valid = np.unpackbits(data.bits, axis=1, bitorder="little")[:, :data.rows].astype(bool)
    rows = sample(data.rows, data.values, valid, count, seed)
    found = figures(command, ledger_of(rows, slots, data.values, valid), path)
    agreed, problems = 0, []
    for k, (name, edition, key, of, kind) in enumerate(wanted):
        for i, row in enumerate(rows):
            value, grade = found.get((edition, key, of, month(i)), (None, None))
            expected = grade if kind == "GRADE" else value
            got = got_values[k][row] if got_valid[k][row] else None
            same = (got is None) == (expected is None) and (got is None or abs(got - expected) <= 1e-12 * max(abs(expected), 1))
            agreed += same
            if not same:
                problems.append(f"row {row}, {name}: {got!r}, official {expected!r}")
    return agreed, problems
