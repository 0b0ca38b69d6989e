"""CETS-AG-02.01-V01-2024: CO2 of the clinker lines for the national carbon market.

The guideline's equation numbers were not seen; quantities are cited by their
Chinese names, as in cets-cement.md.
"""

from fractions import Fraction

from .fuels import heat, unless_unobserved
from .rows import Result, chosen_options, facility_rows, line_rows, observation, per_item, read, read_row
from .value import Value, lacking, rounded, total

EDITION = "cn.cets-ag-02.01@v01-2024"

OPTIONS = {  # first choice: default
    "ignition_fuel": ("counted", "not_counted"),
    "month_rounding": ("unrounded", "round_then_sum"),
}

CO2_PER_C = Fraction(44, 12)

# Fuel defaults: NCV in GJ/t or GJ/10^4 Nm3, carbon content in tC/GJ.
FUEL_DEFAULTS = {
    "anthracite": ("22.867", "0.02749"),
    "bituminous_coal": ("23.076", "0.02618"),
    "lignite": ("14.759", "0.02797"),
    "coal_gangue": ("8.374", "0.02541"),
    "coal_slime": ("12.545", "0.02541"),
    "coke": ("28.435", "0.02942"),
    "petroleum_coke": ("32.500", "0.02750"),
    "crude_oil": ("41.816", "0.02008"),
    "fuel_oil": ("41.816", "0.02110"),
    "gasoline": ("43.070", "0.01890"),
    "diesel": ("42.652", "0.02020"),
    "kerosene": ("43.070", "0.01960"),
    "lng": ("51.498", "0.01720"),
    "lpg": ("50.179", "0.01720"),
    "coal_tar": ("33.453", "0.02200"),
    "refinery_gas": ("45.998", "0.01820"),
    "natural_gas": ("389.310", "0.01532"),
    "blast_furnace_gas": ("33.000", "0.07080"),
    "converter_gas": ("84.000", "0.04960"),
    "coke_oven_gas": ("173.854", "0.01210"),
}
NCV = {fuel: Fraction(ncv) for fuel, (ncv, _) in FUEL_DEFAULTS.items()}
CARBON = {fuel: Fraction(carbon) for fuel, (_, carbon) in FUEL_DEFAULTS.items()}

# 碳氧化率 of the uses that count; solids in drying and ignition as in the kiln (conservative reading).
OXIDATION = {"solid": Fraction("0.99"), "liquid": Fraction("0.98"), "gas": Fraction("0.99")}

# 过程排放因子 EF_clk, tCO2 per t clinker.
PROCESS = {"portland": Fraction("0.535"), "white": Fraction("0.550"), "sulfoaluminate": Fraction("0.413"),
           "aluminate": Fraction("0.292")}

# 扣减系数 D_j, tCO2 per t of non-carbonate substitute raw material. A material not listed: none.
DEDUCTION = {
    material: Fraction(factor)
    for factor, materials in {
        "0.600": "desulfurisation_powder slaked_lime",
        "0.480": "carbide_slag magnesium_slag",
        "0.375": "paper_white_mud calcium_fluoride_sludge phosphorus_slag",
        "0.305": "vanadium_titanium_slag nitrogen_slag incineration_fly_ash ferroalloy_slag",
        "0.245": "fgd_gypsum phosphogypsum titanogypsum fluorogypsum borogypsum mould_gypsum citric_acid_residue",
        "0.215": "steel_slag nickel_slag",
        "0.135": "manganese_slag zinc_slag tin_slag",
        "0.055": "municipal_sludge aluminium_slag pyrite_cinder copper_slag lead_zinc_slag fly_ash red_mud",
    }.items()
    for material in materials.split()
}

DECIMALS = {"co2_intensity": 4, "enterprise_co2": 0}  # all others 2


def deducted(ledger, line, month):
    """Sum of M_j D_j over the substitute raw materials, tCO2."""
    return total(
        read(ledger, line, month, "raw_substitute_consumption", material).times(DEDUCTION[material])
        for material in ledger.materials[line, month] if material in DEDUCTION)


class Evaluator:
    def __init__(self, ledger, options):
        self.ledger = ledger
        self.options = chosen_options(OPTIONS, options)
        self.of_month = {}  # (line, month) -> {key: Value}

    def counts(self, use):
        """Uses of the line's own fuel; boilers and transport are not the line's."""
        return use in ("kiln", "drying") or use == "ignition" and self.options["ignition_fuel"] == "counted"

    def combustion(self, line, month, fuel, use):
        """FC NCV CC OF 44/12 of one fuel and use. CC and OF are the guideline's, never measured ones."""
        carbon = CARBON.get(fuel)
        if carbon is None:  # a fuel outside the table brings its own carbon content
            carbon = observation(self.ledger, line, month, "fuel_carbon_content", fuel, use)
        content = lacking([("fuel_carbon_content", fuel, line, month)]) if carbon is None else Value(carbon)
        oxidation = OXIDATION[self.ledger.fuels[fuel].state]
        return (heat(self.ledger, line, month, fuel, use, NCV) * content).times(oxidation * CO2_PER_C)

    def fuels_of(self, line, month):
        """Fossil fuels with a row in the month, whatever their use."""
        return sorted({fuel for fuel, _ in self.ledger.burnt[line, month] if self.ledger.fuels[fuel].origin == "fossil"})

    def fuel_co2(self, line, month, fuel):
        """化石燃料燃烧排放量 of one fuel; zero when only burnt in uses that do not count."""
        return total(self.combustion(line, month, f, use) for f, use in self.ledger.burnt[line, month]
                     if f == fuel and self.counts(use))

    def process_co2(self, line, month):
        """过程排放量 = Q_clk EF_clk - sum M_j D_j; not floored at zero."""
        clinker = read(self.ledger, line, month, "clinker_output")
        return clinker.times(PROCESS[self.ledger.lines[line]]) - deducted(self.ledger, line, month)

    def month(self, line, month):
        """All summed quantities of a line's month; a fuel's emission is keyed by the pair."""
        at = (line, month)
        if at not in self.of_month:
            figures = {("fuel_co2", fuel): self.fuel_co2(line, month, fuel) for fuel in self.fuels_of(line, month)}
            fuel_total = unless_unobserved(self.ledger, line, month, total(figures.values()))
            process = self.process_co2(line, month)
            figures |= {"fuel_co2_total": fuel_total, "process_co2": process, "line_co2": fuel_total + process}
            self.of_month[at] = figures
        return self.of_month[at]

    def enterprise_month(self, month):
        """企业排放量 of a month: lines, power units, other facilities."""
        lines = [line for line in self.ledger.lines if (line, month) in self.ledger.rows]
        others = [read(self.ledger, None, month, item) for item in ("power_unit_co2", "other_facility_co2")]
        return total([self.month(line, month)["line_co2"] for line in lines] + others)

    def add_months(self, row, key, monthly):
        """A year is the sum of its months: unrounded, or by option of the displayed months."""
        if row.is_year and self.options["month_rounding"] == "round_then_sum":
            monthly = [self.as_displayed(key, value) for value in monthly]
        return total(monthly)

    def as_displayed(self, key, value):
        if not value.known:
            return value
        return Value(rounded(value.number, DECIMALS.get(key, 2), "half_up"), big=value.big)

    def result(self, row, key, unit, value, of=None):
        return Result(EDITION, row, key, unit, DECIMALS.get(key, 2), "half_up", value, of)

    def line_results(self, row):
        months = [self.month(row.line, month) for month in row.months]
        for fuel in sorted({fuel for month in row.months for fuel in self.fuels_of(row.line, month)}):
            monthly = [m["fuel_co2", fuel] for m in months if ("fuel_co2", fuel) in m]
            yield self.result(row, "fuel_co2", "tCO2", self.add_months(row, "fuel_co2", monthly), fuel)
        sums = {key: self.add_months(row, key, [m[key] for m in months])
                for key in ("fuel_co2_total", "process_co2", "line_co2")}
        for key, value in sums.items():
            yield self.result(row, key, "tCO2", value)
        clinker = read_row(self.ledger, row, "clinker_output")
        # 吨熟料排放
        yield self.result(row, "co2_intensity", "tCO2/t", per_item(row, sums["line_co2"], clinker, "clinker_output"))
        yield self.result(row, "carbide_slag_substitution_rate", "%", self.carbide_rate(row, clinker))

    def carbide_rate(self, row, clinker):
        """电石渣替代率 = M D / (Q_clk EF_clk), Portland lines only."""
        if self.ledger.lines[row.line] != "portland":
            return None
        slag = read_row(self.ledger, row, "raw_substitute_consumption", "carbide_slag")
        return per_item(row, slag.times(DEDUCTION["carbide_slag"] * 100), clinker.times(PROCESS["portland"]),
                        "clinker_output")

    def enterprise_result(self, row):
        monthly = [self.enterprise_month(month) for month in row.months]
        return self.result(row, "enterprise_co2", "tCO2", self.add_months(row, "enterprise_co2", monthly))


def evaluate(ledger, options):
    evaluator = Evaluator(ledger, options)
    for row in line_rows(ledger):
        yield from evaluator.line_results(row)
    for row in facility_rows(ledger):
        yield evaluator.enterprise_result(row)
