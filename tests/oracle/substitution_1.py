"""Substitution rates (substitution.md): every rate in percent, named by its denominator.

AF = fuels of origin alternative and biomass. Unless a rate says otherwise only
fuel burnt in the kiln counts.
"""

from .cets_v01_2024 import PROCESS, deducted
from .fuels import GB_T_2589, heat, unless_unobserved
from .rows import Result, chosen_options, facility_rows, line_rows, lines_in, observation, per_item, read, read_row
from .value import OPEN, known, lacking, ratio, total

EDITION = "substitution@1"
OPTIONS = {}


class Evaluator:
    def __init__(self, ledger):
        self.ledger = ledger
        self.of_month = {}  # (line, month) -> {name: Value}

    def is_af(self, fuel):
        return self.ledger.fuels[fuel].origin in ("alternative", "biomass")

    def biogenic(self, fuel):
        """Share of biogenic heat of an AF: all of biomass, the declared share of a mixed fuel, else none."""
        properties = self.ledger.fuels[fuel]
        return 1 if properties.origin == "biomass" else properties.biogenic_share or 0

    def month(self, line, month):
        """Summed quantities of a line's month: heats in GJ, masses in t."""
        at = (line, month)
        if at not in self.of_month:
            amounts = self.burnt_amounts(line, month)
            self.of_month[at] = {name: unless_unobserved(self.ledger, line, month, value)
                                 for name, value in amounts.items()}
            self.of_month[at]["baseline"] = (read(self.ledger, line, month, "baseline_specific_heat")
                                             * read(self.ledger, line, month, "clinker_output"))
        return self.of_month[at]

    def burnt_amounts(self, line, month):
        pairs = self.ledger.burnt[line, month]
        heats = {(fuel, use): heat(self.ledger, line, month, fuel, use, GB_T_2589) for fuel, use in pairs}
        kiln = [fuel for fuel, use in pairs if use == "kiln"]
        masses = {fuel: read(self.ledger, line, month, "fuel_consumption", fuel, "kiln") for fuel in kiln}
        mass = total(masses.values())
        if any(self.ledger.fuels[fuel].state == "gas" for fuel in kiln):
            mass = lacking([], OPEN)  # tonnes and cubic metres do not add up; what to name is open
        return {
            "all": total(heats.values()),
            "all_af": total(h for (fuel, _), h in heats.items() if self.is_af(fuel)),
            "kiln": total(heats[fuel, "kiln"] for fuel in kiln),
            "kiln_af": total(heats[fuel, "kiln"] for fuel in kiln if self.is_af(fuel)),
            "kiln_biogenic": total(heats[fuel, "kiln"].times(self.biogenic(fuel)) for fuel in kiln if self.is_af(fuel)),
            "kiln_mass": mass,
            "kiln_af_mass": total(masses[fuel] for fuel in kiln if self.is_af(fuel)),
        }

    def sums(self, row):
        months = [self.month(row.line, month) for month in row.months]
        return {name: total(m[name] for m in months) for name in months[0]}

    # ---- one line -----------------------------------------------------------

    def line_figures(self, row):
        s = self.sums(row)
        thermal = by_fuel(s["kiln_af"], s["kiln"])
        # The fossil heat is what remains of the kiln's heat: an AF without NCV leaves it unknown.
        fossil = s["kiln"] - s["kiln_af"]
        saved = s["baseline"] - fossil
        pretreatment = read_row(self.ledger, row, "waste_pretreatment_heat")
        baseline_items = ("baseline_specific_heat", "clinker_output")
        return {
            "thermal_substitution_rate": thermal,
            "coal_substitution_rate": per_item(row, saved, s["baseline"], *baseline_items),
            "baseline_heat_substitution_rate": per_item(row, saved - pretreatment, s["baseline"], *baseline_items),
            "mass_substitution_rate": by_fuel(s["kiln_af_mass"], s["kiln_mass"]),
            "gcca_alternative_fuel_rate": thermal,
            "biomass_fuel_rate": by_fuel(s["kiln_biogenic"], s["kiln"]),
            "raw_material_substitution_rate_mass": self.raw_material_by_mass(row),
            "raw_material_substitution_rate_carbonate": self.raw_material_by_carbonate(row),
        }

    def raw_material_by_mass(self, row):
        """用量法: substitute / (raw material + substitute); without raw material no rate."""
        raw, substitute = (
            total(read(self.ledger, row.line, month, item, material)
                  for month in row.months for material in self.ledger.materials[row.line, month])
            for item in ("raw_material_consumption", "raw_substitute_consumption"))
        if raw.number <= 0:
            return lacking([("raw_material_consumption", None, row.line, row.period)], OPEN)
        return ratio(substitute, raw + substitute, [])

    def raw_material_by_carbonate(self, row):
        """成分法: sum M_j D_j / (Q_clk EF_clk), of every clinker type."""
        avoided = total(deducted(self.ledger, row.line, month) for month in row.months)
        clinker = read_row(self.ledger, row, "clinker_output")
        return per_item(row, avoided, clinker.times(PROCESS[self.ledger.lines[row.line]]), "clinker_output")

    # ---- the facility -------------------------------------------------------

    def facility_figures(self, row):
        lines = list(lines_in(self.ledger, row))
        sums = [self.sums(r) for r in lines]
        using = sum(self.uses_af(r) for r in lines)
        return {
            # 替代燃料占用能比重: all fuel of the plant, whatever its use
            "standard_coal_substitution_share": by_fuel(total(s["all_af"] for s in sums), total(s["all"] for s in sums)),
            # 使用替代燃料产线占比; a facility row without any line's row has nothing to name
            "lines_using_alternative_fuel_share": ratio(known(using), known(len(lines)), [], OPEN),
        }

    def uses_af(self, row):
        """Whether a line burnt any AF in the row, in whatever use."""
        return any(
            (observation(self.ledger, row.line, month, item, fuel, use) or 0) > 0
            for month in row.months for fuel, use in self.ledger.burnt[row.line, month] if self.is_af(fuel)
            for item in ("fuel_heat", "fuel_consumption"))


def by_fuel(numerator, divisor):
    """Ratio over burnt fuel; which items a zero amount of fuel names is open."""
    return ratio(numerator, divisor, [], OPEN)


def evaluate(ledger, options):
    chosen_options(OPTIONS, options)
    evaluator = Evaluator(ledger)
    for row in line_rows(ledger):
        for key, value in evaluator.line_figures(row).items():
            yield Result(EDITION, row, key, "%", 2, "half_even", value.times(100))
    for row in facility_rows(ledger):
        for key, value in evaluator.facility_figures(row).items():
            yield Result(EDITION, row, key, "%", 2, "half_even", value.times(100))
