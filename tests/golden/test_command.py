"""The golden cases through the command: cement report --format json."""
import json
import re
import subprocess

import faces
import golden
import pytest


def arguments(case, path):
    yield from (faces.COMMAND, "report", str(path), "--format", "json")
    for edition in case.editions:
        yield from ("--edition", edition)
    for edition, chosen in case.options.items():
        for key, value in chosen.items():
            yield from ("--option", f"{edition}:{key}={value}")


def refusal(done):
    """What a refused command tells: one line on standard error, nothing else."""
    assert done.returncode in (2, 3), done.stderr
    assert done.stdout == b"", "output beside an error"
    message = done.stderr.decode("utf-8")
    assert message.count("\n") == 1 or done.returncode == 2, message
    place = re.search(r":(\d+):(\d+)", message)
    return {"line": int(place.group(1))} if place else {}


def outcome_of(case, folder):
    path = folder / case.file
    path.write_bytes(case.content)
    done = subprocess.run(list(arguments(case, path)), capture_output=True, timeout=60, check=False)
    if done.returncode:
        return golden.Outcome(error=refusal(done))
    report = json.loads(done.stdout)
    return golden.Outcome(report["results"], report["findings"])


@pytest.mark.parametrize("case", golden.cases(), ids=lambda case: case.id)
def test_golden(case, tmp_path):
    outcome = outcome_of(case, tmp_path)
    assert golden.compare(case, outcome) == []
    if case.error and "line" in case.error:
        assert "line" in outcome.error
