"""Random plants: valid ledgers (cement-ledger/1) with everything that can go wrong in honest data.

    python3 -m oracle.plants --seed 7 --count 2000 --out FOLDER

writes FOLDER/plant-00000.json ... and FOLDER/index.json with the seed and each
plant's options. The same seed, index and version of this file give the same plant.

"Valid" means accepted by interface.md: no quantity observed twice, no heat
beside mass or NCV of the same fuel, month and use, waste-heat power of a month
either on the lines or on the facility, units that fit, nothing negative. Within
a calendar year a line's fuel and use keeps to heat or to mass.
"""

import argparse
import json
import os
import random
import re
from decimal import Decimal

from .evaluate import EDITIONS
from .ledger import MATERIAL_ALIASES, builtin_fuels

# Spellings of a base unit: (unit, power of ten of the base unit). The base unit is the likeliest.
SPELLINGS = {
    "t": [("kt", 3), ("万吨", 4), ("kg", -3)],
    "kWh": [("MWh", 3), ("万kWh", 4)],
    "GJ": [("MJ", -3)],
    "GJ/t": [("MJ/kg", 0), ("kJ/kg", -3)],
    "MJ/t": [("GJ/t", 3), ("kJ/kg", 0)],
    "10^4 Nm3": [("Nm3", -4)],
    "Pa": [("hPa", 2), ("kPa", 3)],
}

MAIN_FUELS = ["bituminous_coal", "bituminous_coal", "anthracite", "lignite", "petroleum_coke", "natural_gas"]
USES = ["drying", "ignition", "transport", "power_boiler", "industrial_boiler"]
UNLISTED_MATERIALS = ["limestone", "clay", "sandstone", "iron_ore", "shale"]
TYPICAL_NCV = {"solid": (8, 35), "liquid": (20, 52), "gas": (30, 400)}  # GJ per t or 10^4 Nm3
TYPICAL_AMOUNT = {"solid": (50, 20000), "liquid": (1, 800), "gas": (1, 900)}


class Plant:
    """One random plant; `ledger` and `options` are what it is about."""

    def __init__(self, seed, index):
        self.random = random.Random(f"libcement plant {seed} {index}")
        self.observations = []
        self.drop = self.random.choice([0, 0, 0.01, 0.04, 0.1])  # share of observations that got lost
        self.months = self.choose_months()
        self.lines = self.choose_lines()
        self.fuels, self.declared = self.choose_fuels()
        facility = {"id": f"plant-{seed}-{index}"} | self.site()
        self.fill()
        if self.chance(0.3):
            self.random.shuffle(self.observations)
        self.ledger = {
            "schema": "cement-ledger/1", "facility": facility, "lines": self.lines, "fuels": self.declared,
            "observations": self.observations}
        if not self.declared and self.chance(0.5):
            del self.ledger["fuels"]
        self.options = self.choose_options()

    # ---- small tools --------------------------------------------------------

    def chance(self, probability):
        return self.random.random() < probability

    def number(self, low, high, places):
        """Decimal text between low and high with that many decimals, now and then more."""
        if self.chance(0.03):
            places += self.random.choice([2, 5, 9])
        scale = 10**places
        return Decimal(self.random.randint(int(low * scale), int(high * scale))).scaleb(-places)

    def spelt(self, number, unit):
        """The value in a random spelling of its unit; as a JSON number or as a string."""
        if unit in SPELLINGS and self.chance(0.15):
            unit, power = self.random.choice(SPELLINGS[unit])
            number = number.scaleb(-power)
        text = format(number, "f")
        # "#" marks a bare JSON number for dump(), so that its digits survive.
        return {"value": text if self.chance(0.3) else "#" + text, "unit": unit}

    def observe(self, line, month, item, number, unit, of=None, use=None):
        if self.chance(self.drop):
            return
        observation = {"period": month, "item": item} | self.spelt(number, unit)
        if line is not None:
            observation["line"] = line
        if of is not None:
            observation["of"] = of
        if use is not None:
            observation["use"] = use
        if self.chance(0.2):
            observation["method"] = self.random.choice(["measured", "measured", "calculated", "estimated"])
        self.observations.append(observation)

    # ---- choices of the plant -----------------------------------------------

    def choose_months(self):
        count = self.random.choices([self.random.randint(1, 6), self.random.randint(7, 14), self.random.randint(15, 30)],
                                    [80, 15, 5])[0]
        first = self.random.randint(2022 * 12, 2026 * 12)
        months = [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(first, first + count)]
        return [m for m in months if self.chance(0.97)] or months[:1]

    def choose_lines(self):
        count = self.random.choices([1, 2, 3, 4], [50, 35, 10, 5])[0]
        types = ["portland"] * 12 + ["white", "sulfoaluminate", "aluminate"]
        if self.chance(0.05):
            types = types[-3:]  # no Portland line at all
        lines = []
        for number in range(1, count + 1):
            line = {"id": f"L{number}", "clinker_type": self.random.choice(types)}
            if self.chance(0.5):
                line["design_capacity"] = {"value": "#5000", "unit": "t/d"}
            lines.append(line)
        return lines

    def choose_fuels(self):
        """Built-in fuels and a few declared ones."""
        fuels, declared = builtin_fuels(), []
        for number in range(self.random.choices([0, 1, 2, 3], [50, 25, 15, 10])[0]):
            origin = self.random.choice(["fossil", "alternative", "alternative", "biomass"])
            state = self.random.choice(["solid", "solid", "liquid", "gas"])
            fuel = {"id": f"{origin}-{state}-{number}", "origin": origin, "state": state}
            if origin == "alternative" and self.chance(0.6):
                fuel["biogenic_share"] = self.random.choice(["#0", "#1", "0.4", "#0.35", "#0.125"])
            declared.append(fuel)
        return fuels | {f["id"]: f for f in declared}, declared

    def properties(self, fuel):
        known = self.fuels[fuel]
        return (known["origin"], known["state"]) if isinstance(known, dict) else (known.origin, known.state)

    def site(self):
        site = {}
        if self.chance(0.75):
            altitude = self.random.choice([self.number(0, 1500, 0), self.number(1500, 4500, 1), Decimal(1500), Decimal("1500.01")])
            site["altitude"] = {"value": "#" + format(altitude, "f"), "unit": "m"}
        if self.chance(0.5):
            site["ambient_pressure"] = self.spelt(self.number(58000, 103000, 0), "Pa")
        return site

    def choose_options(self):
        options = []
        if self.chance(0.3):
            for edition, module in EDITIONS.items():
                for key, choices in module.OPTIONS.items():
                    if self.chance(0.5):
                        options.append(f"{edition}:{key}={self.random.choice(choices)}")
        return options

    # ---- observations -------------------------------------------------------

    def fill(self):
        for line in self.lines:
            self.fill_line(line["id"])
        self.waste_heat()
        if self.chance(0.8):
            for month in self.months:
                if self.chance(0.95):
                    self.fill_facility(month)
        if not self.observations:  # everything got lost: keep one figure
            self.drop = 0
            self.observe(self.lines[0]["id"], self.months[0], "clinker_output", Decimal("110000.00"), "t")

    def fill_line(self, line):
        burnt = self.choose_burnt()
        materials = self.choose_materials()
        habits = {item: self.chance(p) for item, p in (
            ("recovered_heat", 0.2), ("baseline_specific_heat", 0.5), ("waste_pretreatment_heat", 0.3), ("clinker_cao", 0.1))}
        for month in self.months:
            kind = self.random.choices(["run", "stop", "heat_up", "unmeasured", "silent"], [85, 5, 2, 4, 4])[0]
            if kind == "silent":
                continue
            clinker = Decimal("0.00") if kind in ("stop", "heat_up") else self.number(20000, 300000, 2)
            self.observe(line, month, "clinker_output", clinker, "t")
            if self.chance(0.95):
                self.observe(line, month, "electricity_consumption", self.number(500000, 15000000, 0), "kWh", "clinker")
            if kind in ("run", "heat_up"):
                self.burn(line, month, burnt)
            self.feed(line, month, materials)
            self.other_line_items(line, month, habits)

    def choose_burnt(self):
        """{fuel: {use: "mass" or "heat" by year}} of a line, with how its NCV is reported."""
        chosen = {self.random.choice(MAIN_FUELS)} | set(self.random.sample(sorted(self.fuels), self.random.randint(0, 4)))
        chosen |= {f["id"] for f in self.declared if self.chance(0.6)}
        burnt = {}
        for fuel in sorted(chosen):
            uses = ["kiln"] if self.chance(0.85) else []
            uses += [use for use in USES if self.chance(0.12)]
            years = {month[:4] for month in self.months}
            modes = {use: {year: "heat" if self.chance(0.12) else "mass" for year in sorted(years)} for use in uses or ["ignition"]}
            burnt[fuel] = (modes, self.random.choices(["own", "any", "both", "none"], [20, 55, 5, 20])[0])
        return burnt

    def burn(self, line, month, burnt):
        for fuel, (modes, reporting) in burnt.items():
            if self.chance(0.08):
                continue  # not burnt this month
            origin, state = self.properties(fuel)
            by_mass = [use for use, years in modes.items() if years[month[:4]] == "mass"]
            for use in modes:
                low, high = TYPICAL_AMOUNT[state]
                amount = Decimal("0") if self.chance(0.03) else self.number(low, high, 2)
                written = None if use == "kiln" and self.chance(0.7) else use
                if use in by_mass:
                    self.observe(line, month, "fuel_consumption", amount, "10^4 Nm3" if state == "gas" else "t", fuel, written)
                else:
                    self.observe(line, month, "fuel_heat", 20 * amount, "GJ", fuel, written)
            if len(by_mass) < len(modes) and reporting in ("any", "both"):
                reporting = "own"  # an NCV for all uses would stand beside the heat of one
            uses = {"own": by_mass, "any": [None], "both": by_mass + [None], "none": []}[reporting]
            for use in uses:
                self.observe_ncv(line, month, fuel, state, use)
            self.observe_carbon(line, month, fuel, origin, by_mass)

    def observe_ncv(self, line, month, fuel, state, use):
        if state == "gas":
            self.observe(line, month, "fuel_ncv", self.number(*TYPICAL_NCV[state], 3), "GJ/10^4 Nm3", fuel, use)
        elif self.chance(0.1):
            self.observe(line, month, "fuel_ncv", self.number(2000, 9000, 0), "kcal/kg", fuel, use)
        else:
            self.observe(line, month, "fuel_ncv", self.number(*TYPICAL_NCV[state], 3), "GJ/t", fuel, use)

    def observe_carbon(self, line, month, fuel, origin, uses):
        """Own carbon data: needed for a fossil fuel of the plant's own, not used for the listed ones."""
        if origin == "fossil" and self.chance(0.8 if not hasattr(self.fuels[fuel], "origin") else 0.05):
            for use in [None] if self.chance(0.7) else uses:
                self.observe(line, month, "fuel_carbon_content", self.number(0.01, 0.035, 5), "tC/GJ", fuel, use)
        if origin == "fossil" and self.chance(0.05):
            self.observe(line, month, "fuel_oxidation_rate", self.number(90, 100, 1), "%", fuel)

    def choose_materials(self):
        """(item, material) pairs that the line feeds."""
        listed = self.random.sample(sorted(MATERIAL_ALIASES.values()), self.random.randint(0, 4))
        if self.chance(0.3):
            listed = sorted({*listed, "carbide_slag"})
        unlisted = self.random.sample(UNLISTED_MATERIALS, self.random.choice([0, 1, 2, 4]))
        pairs = [("raw_substitute_consumption", m) for m in listed + [u for u in unlisted if self.chance(0.1)]]
        return pairs + [("raw_material_consumption", m) for m in unlisted + [x for x in listed if self.chance(0.1)]]

    def feed(self, line, month, materials):
        aliases = {key: alias for alias, key in MATERIAL_ALIASES.items()}
        for item, material in materials:
            if self.chance(0.05):
                continue
            amount = Decimal(0) if self.chance(0.03) else self.number(100, 200000 if material == "limestone" else 9000, 2)
            self.observe(line, month, item, amount, "t", aliases.get(material) if self.chance(0.1) and material in aliases else material)

    def other_line_items(self, line, month, habits):
        if habits["recovered_heat"]:
            self.observe(line, month, "recovered_heat", self.number(0, 9000, 2), "GJ")
        if habits["baseline_specific_heat"]:
            if self.chance(0.1):
                self.observe(line, month, "baseline_specific_heat", self.number(680, 900, 0), "kcal/kg")
            else:
                self.observe(line, month, "baseline_specific_heat", self.number(2900, 3700, 1), "MJ/t")
        if habits["waste_pretreatment_heat"]:
            self.observe(line, month, "waste_pretreatment_heat", self.number(0, 4000, 1), "GJ")
        if habits["clinker_cao"]:  # an item of other editions only
            self.observe(line, month, "clinker_cao", self.number(63, 67, 2), "%")

    def waste_heat(self):
        """Waste-heat power: on the lines, or on the facility, month by month."""
        style = self.random.choices(["none", "line", "facility", "changing"], [30, 40, 20, 10])[0]
        if style == "none":
            return
        for month in self.months:
            level = self.random.choice(["line", "facility"]) if style == "changing" else style
            for line in [None] if level == "facility" else [each["id"] for each in self.lines if self.chance(0.9)]:
                generated = Decimal(0) if self.chance(0.03) else self.number(300000, 6000000, 0)
                self.observe(line, month, "waste_heat_power_generation", generated, "kWh")
                if self.chance(0.8):
                    own_use = (generated * self.number(0.02, 0.1, 2)).quantize(Decimal(1))
                    self.observe(line, month, "waste_heat_power_own_use", own_use, "kWh")

    def fill_facility(self, month):
        cement = Decimal(0) if self.chance(0.02) else self.number(10000, 400000, 2)
        consumed = (cement * self.number(0.4, 0.95, 4)).quantize(Decimal("0.01"))
        self.observe(None, month, "cement_output", cement, "t")
        self.observe(None, month, "clinker_consumed", consumed, "t")
        given_ratio = self.chance(0.2)
        if given_ratio:
            self.observe(None, month, "clinker_ratio", self.number(35, 100, 2), "%")
        if self.chance(0.3):
            self.buy_clinker(month, cement, consumed, given_ratio)
        for section, usual in (("cement_preparation", 0.97), ("packing", 0.9), ("auxiliary", 0.9)):
            if self.chance(usual):
                self.observe(None, month, "electricity_consumption", self.number(10000, 14000000, 0), "kWh", section)
        for item, low, high, places, unit, usual in (
                ("admixture_drying_heat", 0, 20000, 2, "GJ", 0.2), ("power_unit_co2", 0, 90000, 2, "tCO2", 0.1),
                ("other_facility_co2", 0, 5000, 2, "tCO2", 0.1), ("cement_strength_28d", 42, 60, 1, "MPa", 0.05)):
            if self.chance(usual):
                self.observe(None, month, item, self.number(low, high, places), unit)

    def buy_clinker(self, month, cement, consumed, given_ratio):
        if self.chance(0.1):
            bought = Decimal(0)
        elif self.chance(0.2) and not given_ratio:
            bought = consumed  # no own clinker in the cement
        else:  # below the smallest given ratio, so that own clinker is never negative
            bought = (min(consumed, cement * Decimal("0.35")) * self.number(0.01, 0.9, 2)).quantize(Decimal("0.01"))
        self.observe(None, month, "purchased_clinker_consumed", bought, "t")
        if bought > 0 or self.chance(0.3):
            if self.chance(0.9):
                self.observe(None, month, "purchased_clinker_coal_intensity", self.number(85, 125, 2), "kgce/t")
            if self.chance(0.9):
                self.observe(None, month, "purchased_clinker_electricity_intensity", self.number(40, 75, 2), "kWh/t")


def dump(ledger):
    """JSON text; numbers marked with # are written bare, digit by digit."""
    return re.sub(r'"#(-?[0-9.]+)"', r"\1", json.dumps(ledger, ensure_ascii=False, indent=1)) + "\n"


def make_plant(seed, index):
    """(ledger as JSON text, list of options) of one plant."""
    plant = Plant(seed, index)
    return dump(plant.ledger), plant.options


def main():
    parser = argparse.ArgumentParser(prog="oracle.plants", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, help="default: a new one, printed")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**9)
    os.makedirs(arguments.out, exist_ok=True)
    plants = []
    for index in range(arguments.count):
        text, options = make_plant(seed, index)
        plants.append({"file": f"plant-{index:05d}.json", "options": options})
        with open(os.path.join(arguments.out, plants[-1]["file"]), "w", encoding="utf-8") as stream:
            stream.write(text)
    with open(os.path.join(arguments.out, "index.json"), "w", encoding="utf-8") as stream:
        json.dump({"seed": seed, "plants": plants}, stream, indent=1)
        stream.write("\n")
    print(f"seed {seed}: {arguments.count} plants in {arguments.out}")


if __name__ == "__main__":
    main()
