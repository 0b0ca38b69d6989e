"""What the rule sets have in common about fuel: heat, and the unobserved month."""

from fractions import Fraction

from .rows import observation, read
from .value import Value, known, lacking

# gb-16780.md, "NCV missing", values of GB/T 2589-2020 (coefficients.md): GJ/t, and
# GJ/10^4 Nm3 for blast-furnace gas. The coals take the row of raw coal. Fuels whose
# table value is a range (coal slime, natural gas, coke-oven gas), petroleum coke and
# converter gas have no default.
GB_T_2589 = {
    fuel: Fraction(ncv)
    for fuel, ncv in {
        "anthracite": "20.934", "bituminous_coal": "20.934", "lignite": "20.934", "coal_gangue": "8.374", "coke": "28.470",
        "coal_tar": "33.494", "crude_oil": "41.868", "fuel_oil": "41.868", "gasoline": "43.124", "kerosene": "43.124",
        "diesel": "42.705", "lng": "51.498", "lpg": "50.242", "refinery_gas": "46.055", "blast_furnace_gas": "37.68",
    }.items()
}


def heat(ledger, line, month, fuel, use, defaults):
    """Heat of one fuel and use in GJ: observed, else mass times NCV (own, else the table's)."""
    observed = observation(ledger, line, month, "fuel_heat", fuel, use)
    if observed is not None:
        return Value(observed)
    mass = read(ledger, line, month, "fuel_consumption", fuel, use)
    ncv = observation(ledger, line, month, "fuel_ncv", fuel, use)
    if ncv is None:
        ncv = defaults.get(fuel)
    if ncv is None:
        return lacking([("fuel_ncv", fuel, line, month)])
    return mass * Value(ncv)


def unless_unobserved(ledger, line, month, figure):
    """A fuel figure of a line's month, unless the month tells nothing about fuel.

    A kiln that made clinker burnt something: without any fuel observation its
    fuel figures are incomplete. A kiln that stands (clinker output observed as
    zero) burnt nothing. Without clinker output one cannot tell which it was.
    """
    if ledger.burnt[line, month]:
        return figure
    clinker = read(ledger, line, month, "clinker_output")
    if not clinker.known:
        return clinker
    return known(0) if clinker.number == 0 else lacking([("fuel_consumption", None, line, month)])
