"""GB 16780-2021: energy per tonne of clinker and cement, limits and grades.

Clause and formula numbers are those of gb-16780.md.
"""

from decimal import Context, Decimal
from fractions import Fraction

from .fuels import GB_T_2589, heat, unless_unobserved
from .rows import Result, chosen_options, facility_rows, line_rows, lines_in, observation, per_item, read, read_row
from .value import EXACT, OPEN, PERIODS_OPEN, known, ratio, rounded, total

EDITION = "cn.gb-16780@2021"

OPTIONS = {  # first choice: default
    "waste_heat_power_coefficient": ("0.1229", "0.404"),
    "alternative_fuel_heat": ("not_counted", "counted"),
    "comparison": ("full_value", "rounded_0", "rounded_1", "rounded_2"),
}

Q_BM = Fraction("29.307")  # GJ per tce = MJ per kgce; clause 6, formula 1
KGCE_PER_KWH = Fraction("0.1229")  # clause 6, formulas 5 and 7
KGCE_PER_GJ = 1000 / Q_BM

LIMITS = {  # clauses 4.1-4.3, tables 1-3: levels 1, 2, 3
    "clinker_energy_intensity": ("100", "107", "117"),
    "clinker_electricity_intensity": ("48", "57", "61"),
    "clinker_coal_intensity": ("94", "100", "109"),
    "cement_energy_intensity": ("80", "87", "94"),
    "cement_preparation_electricity_intensity": ("26", "29", "34"),
}
RATIO_SLOPES = ("1.10", "1.15", "1.20")  # clause 5.4, per point of clinker ratio from 75 %
UNITS = {
    "clinker_energy_intensity": "kgce/t", "clinker_electricity_intensity": "kWh/t", "clinker_coal_intensity": "kgce/t",
    "cement_energy_intensity": "kgce/t", "cement_preparation_electricity_intensity": "kWh/t",
}

SEA_LEVEL = Fraction(101325)  # Pa
DECIMAL60 = Context(prec=60)


# ---- limits -----------------------------------------------------------------


def pressure_of_altitude(altitude):
    """Fallback P_H = 101325 (1 - H/44300)^5.256, to 60 digits (clause 5.3, labelled fallback)."""
    left = 1 - altitude / 44300
    base = DECIMAL60.divide(Decimal(left.numerator), Decimal(left.denominator))
    return SEA_LEVEL * Fraction(DECIMAL60.power(base, Decimal("5.256")))


def altitude_factor(altitude, pressure):
    """K of clause 5.3, formula (1); 1 at or below 1500 m and without an altitude. Not clamped."""
    if altitude is None or altitude <= 1500:
        return Fraction(1)
    if pressure is None:
        pressure = pressure_of_altitude(altitude)
    return Fraction("1.179") - Fraction("0.211") * pressure / SEA_LEVEL


def applied_limits(key, k, clinker_percent=None):
    """The three limits after the corrections. K moves level 3 only; preparation has no correction."""
    limits = [Fraction(x) for x in LIMITS[key]]
    if key == "cement_preparation_electricity_intensity":
        return tuple(limits)
    if key == "cement_energy_intensity":  # clause 5.4, before the altitude
        limits = [x + Fraction(s) * (clinker_percent - 75) for x, s in zip(limits, RATIO_SLOPES)]
    return limits[0], limits[1], limits[2] * k


def grade(number, limits, comparison="full_value"):
    """1, 2, 3, or 0 for not qualified; value <= limit passes (clause 4, GB/T 8170)."""
    if comparison != "full_value":
        number = rounded(number, int(comparison.removeprefix("rounded_")), "half_even")
    for level, limit in enumerate(limits, 1):
        if number <= limit:
            return level
    return 0


# ---- one line ---------------------------------------------------------------


class Evaluator:
    def __init__(self, ledger, options):
        self.ledger = ledger
        self.options = chosen_options(OPTIONS, options)
        self.k = altitude_factor(ledger.altitude, ledger.pressure)
        self.sharing = {}
        self.coal_heats = {}

    def counts(self, fuel, use):
        """Fuel of P_C: fossil, for kiln, drying and ignition (clause 6, formula 1)."""
        origin = self.ledger.fuels[fuel].origin
        counted = origin == "fossil" or self.options["alternative_fuel_heat"] == "counted"
        return counted and use in ("kiln", "drying", "ignition")

    def coal_heat(self, line, month):
        """Heat of the counted fuels in GJ (clause 6, formula 1)."""
        at = (line, month)
        if at not in self.coal_heats:
            counted = total(heat(self.ledger, line, month, fuel, use, GB_T_2589)
                            for fuel, use in self.ledger.burnt[at] if self.counts(fuel, use))
            self.coal_heats[at] = unless_unobserved(self.ledger, line, month, counted)
        return self.coal_heats[at]

    def clinker_of_month(self, month):
        """Clinker of all lines with a row in the month, and the lines; for sharing."""
        if month not in self.sharing:
            lines = [line for line in self.ledger.lines if (line, month) in self.ledger.rows]
            clinker = total(read(self.ledger, line, month, "clinker_output") for line in lines)
            self.sharing[month] = (clinker, lines)
        return self.sharing[month]

    def waste_heat(self, line, month, item):
        """A line's waste-heat power; metered for the plant it is shared by clinker output."""
        whole = observation(self.ledger, None, month, item)
        if whole is None:
            return read(self.ledger, line, month, item)
        clinker, lines = self.clinker_of_month(month)
        own = read(self.ledger, line, month, "clinker_output")
        zero_lacks = [("clinker_output", None, each, month) for each in lines]
        return ratio(own.times(whole), clinker, zero_lacks)

    def net_coal(self, row):
        """kgce of a line's row: P_C Q_net / Q_BM, less waste heat used and generated (clause 6, formulas 1-3)."""
        fuel = total(self.coal_heat(row.line, month) for month in row.months)
        recovered = read_row(self.ledger, row, "recovered_heat")
        generated, own_use = (
            total(self.waste_heat(row.line, month, item) for month in row.months)
            for item in ("waste_heat_power_generation", "waste_heat_power_own_use"))
        factor = Fraction(self.options["waste_heat_power_coefficient"])
        return (fuel - recovered).times(KGCE_PER_GJ) - (generated - own_use).times(factor)

    def electricity(self, row, section):
        return read_row(self.ledger, row, "electricity_consumption", section)

    def line_figures(self, row):
        clinker = read_row(self.ledger, row, "clinker_output")
        coal = per_item(row, self.net_coal(row), clinker, "clinker_output")  # e_cl
        power = per_item(row, self.electricity(row, "clinker"), clinker, "clinker_output")  # Q_cl, formula 4
        return {
            "clinker_coal_intensity": coal,
            "clinker_electricity_intensity": power,
            "clinker_energy_intensity": coal + power.times(KGCE_PER_KWH),  # formula 5
        }

    # ---- the facility -------------------------------------------------------

    def portland_lines(self, row):
        return [r for r in lines_in(self.ledger, row) if self.ledger.lines[r.line] == "portland"]

    def clinker_used(self, row):
        """t of clinker in the cement: a given ratio governs, else clinker consumed (5.4, formula 7)."""
        def of_month(month):
            percent = observation(self.ledger, None, month, "clinker_ratio")
            cement = observation(self.ledger, None, month, "cement_output")
            if percent is not None and cement is not None:
                return known(percent / 100 * cement)
            return read(self.ledger, None, month, "clinker_consumed")
        return total(of_month(month) for month in row.months)

    def purchased(self, row, intensity):
        """Amount carried by bought clinker: month by month, needed only where clinker was bought."""
        def of_month(month):
            bought = read(self.ledger, None, month, "purchased_clinker_consumed")
            if bought.number == 0:
                return known(0)
            return bought * read(self.ledger, None, month, intensity)
        return total(of_month(month) for month in row.months)

    def own(self, row, own_used, amount_of_line):
        """Amount carried by own clinker: the Portland lines together, per tonne, times what was used."""
        if not own_used.known:
            return own_used
        if own_used.number <= 0:
            return known(0)
        lines = self.portland_lines(row)
        output = total(read_row(self.ledger, r, "clinker_output") for r in lines)
        zero_lacks = [("clinker_output", None, r.line, row.period) for r in lines]
        # Without any Portland row there is no observation that could be named.
        loose = OPEN if not lines else PERIODS_OPEN if row.is_year else EXACT
        return ratio(total(amount_of_line(r) for r in lines), output, zero_lacks, loose) * own_used

    def cement_energy(self, row):
        """E_c = e_cl g_own + e_bought g_bought + e_h + 0.1229 Q_c (clause 6, formulas 6 and 7)."""
        own_used = self.clinker_used(row) - read_row(self.ledger, row, "purchased_clinker_consumed")
        coal = self.own(row, own_used, self.net_coal) + self.purchased(row, "purchased_clinker_coal_intensity")
        clinker_power = self.own(row, own_used, lambda r: self.electricity(r, "clinker")) \
            + self.purchased(row, "purchased_clinker_electricity_intensity")
        sections = total(self.electricity(row, s) for s in ("cement_preparation", "packing", "auxiliary"))
        drying = read_row(self.ledger, row, "admixture_drying_heat").times(KGCE_PER_GJ)
        energy = coal + drying + (sections + clinker_power).times(KGCE_PER_KWH)
        return per_item(row, energy, read_row(self.ledger, row, "cement_output"), "cement_output")

    def clinker_percent(self, row):
        used = self.clinker_used(row).times(100)
        return per_item(row, used, read_row(self.ledger, row, "cement_output"), "cement_output")

    def preparation(self, row):
        """Electricity from below the proportioning bins to the silo, per t of cement (4.3, formula 8)."""
        cement = read_row(self.ledger, row, "cement_output")
        return per_item(row, self.electricity(row, "cement_preparation"), cement, "cement_output")

    # ---- results ------------------------------------------------------------

    def result(self, row, key, value, clinker_percent=None):
        result = Result(EDITION, row, key, UNITS[key], 2, "half_even", value, base=LIMITS[key])
        if value is None:
            return result
        if clinker_percent is None or clinker_percent.known:
            number = clinker_percent.number if clinker_percent is not None else None
            result.applied = applied_limits(key, self.k, number)
            if value.known:
                result.grade = grade(value.number, result.applied, self.options["comparison"])
        return result

    def line_results(self, row):
        # Special cements are outside the standard's scope.
        applies = self.ledger.lines[row.line] == "portland"
        figures = self.line_figures(row) if applies else {}
        for key in ("clinker_coal_intensity", "clinker_electricity_intensity", "clinker_energy_intensity"):
            yield self.result(row, key, figures.get(key))

    def facility_results(self, row):
        types = self.ledger.lines.values()
        if types and "portland" not in types:
            yield self.result(row, "cement_energy_intensity", None)
        else:
            yield self.result(row, "cement_energy_intensity", self.cement_energy(row), self.clinker_percent(row))
        yield self.result(row, "cement_preparation_electricity_intensity", self.preparation(row))


def evaluate(ledger, options):
    evaluator = Evaluator(ledger, options)
    for row in line_rows(ledger):
        yield from evaluator.line_results(row)
    if ledger.has_facility_item:  # a plant that tells nothing about cement has no cement figures
        for row in facility_rows(ledger):
            yield from evaluator.facility_results(row)
