"""Ledgers for the tests of the package."""
import json

GB, CETS, RATES = "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"
EDITIONS = [GB, CETS, RATES]

OBSERVATIONS = [
    {"line": "L1", "period": "2025-01", "item": "clinker_output", "value": "1000", "unit": "t"},
    {"line": "L1", "period": "2025-01", "item": "fuel_heat", "of": "bituminous_coal", "value": "2942.4228", "unit": "GJ"},
    {"line": "L1", "period": "2025-01", "item": "raw_substitute_consumption", "of": "carbide_slag", "value": "50", "unit": "t"},
]


def ledger(observations=None, **more):
    return json.dumps({
        "schema": "cement-ledger/1", "facility": {"id": "T", "altitude": {"value": "100", "unit": "m"}},
        "lines": [{"id": "L1", "clinker_type": "portland"}, {"id": "L2", "clinker_type": "portland"}],
        "observations": OBSERVATIONS if observations is None else observations, **more}, ensure_ascii=False)
