"""A plant's ledger, from JSON or long CSV, as a plain model in base units.

Nothing is validated beyond what the formulas need: the library's own readers
are not under test here. What this reader cannot honour (overrides, periods
other than months, unknown units) is an error, never ignored.
"""

import csv
import io
import json
import re
from dataclasses import dataclass, field
from fractions import Fraction

# Unit -> factor to the base unit of its kind. Base units: t, 10^4 Nm3, GJ, kWh,
# GJ/t, GJ/10^4 Nm3, m, Pa and the units that have no other spelling.
# 1 kcal = 4.1868 kJ (coefficients.md, basis of coal data).
UNITS = {
    "t": Fraction(1), "吨": Fraction(1), "kt": Fraction(1000), "万吨": Fraction(10000), "kg": Fraction(1, 1000),
    "10^4 Nm3": Fraction(1), "Nm3": Fraction(1, 10000),
    "GJ": Fraction(1), "MJ": Fraction(1, 1000),
    "kWh": Fraction(1), "MWh": Fraction(1000), "万kWh": Fraction(10000),
    "GJ/t": Fraction(1), "MJ/kg": Fraction(1), "kJ/kg": Fraction(1, 1000), "MJ/t": Fraction(1, 1000),
    "kcal/kg": Fraction("4.1868") / 1000,
    "GJ/10^4 Nm3": Fraction(1),
    "m": Fraction(1), "Pa": Fraction(1), "hPa": Fraction(100), "kPa": Fraction(1000),
    "%": Fraction(1), "kgce/t": Fraction(1), "kWh/t": Fraction(1), "tC/GJ": Fraction(1), "tCO2": Fraction(1),
    "MPa": Fraction(1),
}

# Items whose `use` is kiln when none is written; and items for which a value
# without use serves every use (interface.md).
KILN_BY_DEFAULT = {"fuel_consumption", "fuel_heat"}
ANY_USE = {"fuel_ncv", "fuel_carbon_content", "fuel_oxidation_rate"}

# Absent means zero; every other item absent makes the figure incomplete (architecture.md, items).
ZERO_WHEN_ABSENT = {
    "purchased_clinker_consumed", "raw_substitute_consumption", "raw_material_consumption",
    "waste_heat_power_generation", "waste_heat_power_own_use", "recovered_heat", "admixture_drying_heat",
    "waste_pretreatment_heat", "power_unit_co2", "other_facility_co2",
}

# Chinese names of the materials of cets-cement.md, in its table's order.
MATERIAL_ALIASES = {
    "脱硫粉剂（氢氧化钙）": "desulfurisation_powder", "熟石灰": "slaked_lime", "电石渣": "carbide_slag", "镁渣": "magnesium_slag",
    "造纸白泥": "paper_white_mud", "氟化钙污泥": "calcium_fluoride_sludge", "磷渣": "phosphorus_slag",
    "钒钛渣": "vanadium_titanium_slag", "氮渣": "nitrogen_slag", "飞灰": "incineration_fly_ash", "铁合金炉渣": "ferroalloy_slag",
    "脱硫石膏": "fgd_gypsum", "磷石膏": "phosphogypsum", "钛石膏": "titanogypsum", "氟石膏": "fluorogypsum", "硼石膏": "borogypsum",
    "模型石膏": "mould_gypsum", "柠檬酸渣": "citric_acid_residue", "钢渣": "steel_slag", "镍渣": "nickel_slag",
    "锰渣": "manganese_slag", "锌渣": "zinc_slag", "锡渣": "tin_slag", "市政污泥": "municipal_sludge", "铝渣": "aluminium_slag",
    "硫酸渣": "pyrite_cinder", "铜渣": "copper_slag", "铅锌渣": "lead_zinc_slag", "粉煤灰": "fly_ash", "赤泥": "red_mud",
}


@dataclass(frozen=True)
class Fuel:
    origin: str  # fossil, alternative, biomass
    state: str  # solid, liquid, gas
    biogenic_share: Fraction | None = None


def builtin_fuels():
    """Fuels that need no declaration (cets-cement.md, fuels; interface.md, waste fuels).

    Refinery gas counts as liquid, as the guideline's table groups it.
    """
    groups = {
        ("fossil", "solid"): "anthracite bituminous_coal lignite coal_gangue coal_slime coke petroleum_coke",
        ("fossil", "liquid"): "crude_oil fuel_oil gasoline diesel kerosene lng lpg coal_tar refinery_gas",
        ("fossil", "gas"): "natural_gas blast_furnace_gas converter_gas coke_oven_gas",
        ("alternative", "liquid"): "waste_oil waste_solvent",
        ("alternative", "solid"): "waste_tyre waste_plastic waste_leather waste_frp waste_textile rdf sewage_sludge",
        ("biomass", "solid"): "biomass",
    }
    return {name: Fuel(*kind) for kind, names in groups.items() for name in names.split()}


@dataclass
class Ledger:
    altitude: Fraction | None = None
    pressure: Fraction | None = None
    lines: dict = field(default_factory=dict)  # id -> clinker type
    fuels: dict = field(default_factory=builtin_fuels)
    # (line or None, month) -> {(item, of or None, use or None): Fraction in base units}
    rows: dict = field(default_factory=dict)

    def add(self, line, month, item, of, use, value, unit):
        if not re.fullmatch(r"\d{4}-\d{2}", month):
            raise ValueError(f"period {month!r}: only months are understood")
        if item in KILN_BY_DEFAULT:
            use = use or "kiln"
        if item in ("raw_substitute_consumption", "raw_material_consumption"):
            of = MATERIAL_ALIASES.get(of, of)
        row = self.rows.setdefault((line or None, month), {})
        key = (item, of or None, use or None)
        if key in row:
            raise ValueError(f"{line} {month} {key}: observed twice")
        row[key] = Fraction(value) * UNITS[unit]

    def index(self):
        """Prepare what the evaluators ask for again and again."""
        self.months = sorted({month for _, month in self.rows})
        self.years = sorted({month[:4] for month in self.months})
        self.has_facility_item = any(line is None for line, _ in self.rows)
        self.line_months = {line: [m for m in self.months if (line, m) in self.rows] for line in self.lines}
        self.burnt, self.materials = {}, {}
        for at, row in self.rows.items():
            # A member exists where its consumption or heat was observed, never by an NCV alone.
            self.burnt[at] = sorted({(of, use) for item, of, use in row if item in KILN_BY_DEFAULT})
            self.materials[at] = sorted(
                {of for item, of, _ in row if item in ("raw_substitute_consumption", "raw_material_consumption")})
        undeclared = {line for line, _ in self.rows if line is not None} - set(self.lines)
        if undeclared:
            raise ValueError(f"lines without declaration: {sorted(undeclared)}")
        unknown = {fuel for pairs in self.burnt.values() for fuel, _ in pairs} - set(self.fuels)
        if unknown:
            raise ValueError(f"fuels without declaration: {sorted(unknown)}")
        return self


def quantity(attribute):
    return Fraction(attribute["value"]) * UNITS[attribute["unit"]]


def read_json(text):
    # Numbers stay text until they become fractions: no digit passes through binary.
    document = json.loads(text, parse_float=str, parse_int=str)
    if document.get("schema") != "cement-ledger/1":
        raise ValueError("schema is not cement-ledger/1")
    if document.get("overrides"):
        raise ValueError("overrides of factors are not understood here")
    ledger = Ledger()
    facility = document.get("facility", {})
    if "altitude" in facility:
        ledger.altitude = quantity(facility["altitude"])
    if "ambient_pressure" in facility:
        ledger.pressure = quantity(facility["ambient_pressure"])
    for line in document.get("lines", []):
        ledger.lines[line["id"]] = line["clinker_type"]
    for fuel in document.get("fuels", []):
        share = fuel.get("biogenic_share")
        ledger.fuels[fuel["id"]] = Fuel(fuel["origin"], fuel["state"], None if share is None else Fraction(share))
    for o in document.get("observations", []):
        ledger.add(o.get("line"), o["period"], o["item"], o.get("of"), o.get("use"), o["value"], o["unit"])
    return ledger.index()


def read_csv(text):
    ledger, declared = Ledger(), {}
    for row in csv.DictReader(io.StringIO(text)):
        owner, _, attribute = row["item"].partition(".")
        if not attribute:
            ledger.add(row["line"], row["period"], row["item"], row["of"], row.get("use"), row["value"], row["unit"])
        elif owner == "facility" and attribute == "altitude":
            ledger.altitude = quantity(row)
        elif owner == "facility" and attribute == "ambient_pressure":
            ledger.pressure = quantity(row)
        elif owner == "line" and attribute == "clinker_type":
            ledger.lines[row["line"]] = row["value"]
        elif owner == "fuel":
            declared.setdefault(row["of"], {})[attribute] = row["value"]
    for name, a in declared.items():
        share = a.get("biogenic_share")
        ledger.fuels[name] = Fuel(a["origin"], a["state"], None if share is None else Fraction(share))
    return ledger.index()


def read(text):
    """A ledger from text: content that begins with a brace is JSON (interface.md)."""
    text = text.lstrip("\ufeff")
    return read_json(text) if text.lstrip().startswith("{") else read_csv(text)


def load(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return read(stream.read())
