#!/usr/bin/python3
"""make.py [--check]: the plant files of tests/data/plant and the ledgers that they are.

Each case is written here by hand: the tables as a plant would export them, and beside them the ledger with its
arithmetic, worked out from the numbers of the table by Python's decimals and never by the library. Values are in the
items' units. Files are written to files/ in the encoding of the case, the ledgers as files/CASE.json, what is to be
found as files/CASE.findings, and the list of all cases as cases.txt: name, mapping or -, files.
"""

import json
import pathlib
import sys
from decimal import Decimal as D, getcontext

getcontext().prec = 34  # as many digits as the library's numbers have; halves to even, as it rounds
HERE = pathlib.Path(__file__).resolve().parent
CASES = []

ENCODINGS = {
    "utf8": lambda text: text.encode(),
    "utf8-mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "gb18030-mark": lambda text: b"\x84\x31\x95\x33" + text.encode("gb18030"),
}


def case(name, tables, observations, findings=(), mapping=None, facility="plant", lines=("L1",), fuels=(), materials=(),
         more=None):
    """tables: (file, encoding, text)...; observations: rows of o(); findings: codes, each as often as it is raised."""
    CASES.append({"name": name, "tables": tables, "mapping": mapping, "findings": sorted(findings),
                  "ledger": {"schema": "cement-ledger/1",
                             "facility": {"id": facility, **(more or {})},
                             "lines": [{"id": x} if isinstance(x, str) else x for x in lines],
                             "fuels": list(fuels), "materials": list(materials), "observations": observations}})


def o(period, item, value, unit, source, note="", line="L1", of="", use="", method=""):
    row = {"line": line, "period": period, "item": item, "of": of, "value": format(D(value).normalize(), "f"), "unit": unit,
           "use": use, "method": method, "source": source, "note": note}
    return {key: text for key, text in row.items() if text}


def days(file, count, cells=None):
    """Source and note of a sum of days."""
    cells = count if cells is None else cells
    return {"source": f"{file}: {cells} cell{'' if cells == 1 else 's'}", "note": f"sum of {count} day{'' if count == 1 else 's'}"}


def mean(file, count, cells=None, by="fuel_consumption", more=""):
    cells = count if cells is None else cells
    weighted = f", weighted by {by}" if by else ""
    return {"source": f"{file}: {cells} cell{'' if cells == 1 else 's'}",
            "note": f"{'' if by else 'plain '}mean of {count} day{'' if count == 1 else 's'}{weighted}" + (f"; {more}" if more else "")}


def rate(file, days, cells, note):
    """Source, note and method of the amounts of a rate; 0 days: of a month as a whole."""
    total = f"sum of {days} day{'' if days == 1 else 's'}; " if days else ""
    return {"source": f"{file}: {cells} cell{'' if cells == 1 else 's'}" if days else file, "note": total + note, "method": "calculated"}


# What a lenient reading says of any file that names neither plant nor line.
NAMELESS = ["plant-facility-assumed", "plant-line-assumed"]
UTF8 = ["plant-encoding"]  # found, whatever it is: an encoding that no mark tells

# ---- a row a month ------------------------------------------------------------------------------------------------

MONTHLY = """月份,熟料产量(t),烟煤消耗量(t),烟煤收到基低位发热量(GJ/t),电石渣用量(t),熟料工序电量(kWh)
2025-01,110000.00,15000.00,23.415,5000,6050000
2025-02,98000.50,13400.25,23.512,4500,5390000
"""


def monthly(file):
    return [
        o("2025-01", "clinker_output", "110000.00", "t", file),
        o("2025-01", "fuel_consumption", "15000.00", "t", file, of="bituminous_coal"),
        o("2025-01", "fuel_ncv", "23.415", "GJ/t", file, of="bituminous_coal"),
        o("2025-01", "raw_substitute_consumption", "5000", "t", file, of="carbide_slag"),
        o("2025-01", "electricity_consumption", "6050000", "kWh", file, of="clinker"),
        o("2025-02", "clinker_output", "98000.50", "t", file),
        o("2025-02", "fuel_consumption", "13400.25", "t", file, of="bituminous_coal"),
        o("2025-02", "fuel_ncv", "23.512", "GJ/t", file, of="bituminous_coal"),
        o("2025-02", "raw_substitute_consumption", "4500", "t", file, of="carbide_slag"),
        o("2025-02", "electricity_consumption", "5390000", "kWh", file, of="clinker"),
    ]


case("monthly", [("monthly.csv", "utf8", MONTHLY)], monthly("monthly.csv"), NAMELESS + UTF8)
case("monthly-gb", [("monthly-gb.csv", "gb18030", MONTHLY)], monthly("monthly-gb.csv"), NAMELESS + UTF8)
case("monthly-mark-semicolon", [("monthly-mark-semicolon.csv", "utf8-mark", MONTHLY.replace(",", ";").replace("\n", "\r\n"))],
     monthly("monthly-mark-semicolon.csv"), NAMELESS)
case("monthly-gb-mark-tab", [("monthly-gb-mark-tab.tsv", "gb18030-mark", MONTHLY.replace(",", "\t"))],
     monthly("monthly-gb-mark-tab.tsv"), NAMELESS)

case("unit-row", [("unit-row.csv", "gb18030", """统计月,熟料产量,烟煤消耗量,烟煤收到基低位发热量,余热发电量
,吨,吨,千卡/千克,万千瓦时
2025年1月,110000,15000,5600,320.5
2025年2月,98000,13400,5580,298
""")], [
    o("2025-01", "clinker_output", "110000", "t", "unit-row.csv"),
    o("2025-01", "fuel_consumption", "15000", "t", "unit-row.csv", of="bituminous_coal"),
    # kcal/kg are 4.1868 kJ/kg, and these thousandths of GJ/t
    o("2025-01", "fuel_ncv", D("5600") * D("4.1868") / 1000, "GJ/t", "unit-row.csv", of="bituminous_coal"),
    o("2025-01", "waste_heat_power_generation", D("320.5") * 10000, "kWh", "unit-row.csv", line=""),
    o("2025-02", "clinker_output", "98000", "t", "unit-row.csv"),
    o("2025-02", "fuel_consumption", "13400", "t", "unit-row.csv", of="bituminous_coal"),
    o("2025-02", "fuel_ncv", D("5580") * D("4.1868") / 1000, "GJ/t", "unit-row.csv", of="bituminous_coal"),
    o("2025-02", "waste_heat_power_generation", "2980000", "kWh", "unit-row.csv", line=""),
], NAMELESS + UTF8)

case("merged-headings", [("merged-headings.csv", "utf8", """2024年生产统计,,,,
月份,烟煤,,柴油,熟料产量(t)
,消耗量(t),收到基低位发热量(GJ/t),消耗量(t),
1月,15000,23.4,1.25,110000
2月,14000,23.5,0.80,101000
""")], [
    o("2024-01", "clinker_output", "110000", "t", "merged-headings.csv"),
    o("2024-01", "fuel_consumption", "15000", "t", "merged-headings.csv", of="bituminous_coal"),
    o("2024-01", "fuel_consumption", "1.25", "t", "merged-headings.csv", of="diesel"),
    o("2024-01", "fuel_ncv", "23.4", "GJ/t", "merged-headings.csv", of="bituminous_coal"),
    o("2024-02", "clinker_output", "101000", "t", "merged-headings.csv"),
    o("2024-02", "fuel_consumption", "14000", "t", "merged-headings.csv", of="bituminous_coal"),
    o("2024-02", "fuel_consumption", "0.80", "t", "merged-headings.csv", of="diesel"),
    o("2024-02", "fuel_ncv", "23.5", "GJ/t", "merged-headings.csv", of="bituminous_coal"),
], NAMELESS + UTF8)

case("spellings", [("spellings.csv", "gb18030", """月份,熟料产量【吨】,生料消耗量t,天然气用量(万Nm3)
２０２５－０１,"１１０，０００．５",　170500　,12.5
2025/2,"98,000.25",+151000,'0011.0
202503,1.05E+05,162750.,.5
""")], [
    o("2025-01", "clinker_output", "110000.5", "t", "spellings.csv"),
    o("2025-01", "raw_meal_consumption", "170500", "t", "spellings.csv"),
    o("2025-01", "fuel_consumption", "12.5", "10^4 Nm3", "spellings.csv", of="natural_gas"),
    o("2025-02", "clinker_output", "98000.25", "t", "spellings.csv"),
    o("2025-02", "raw_meal_consumption", "151000", "t", "spellings.csv"),
    o("2025-02", "fuel_consumption", "11.0", "10^4 Nm3", "spellings.csv", of="natural_gas"),
    o("2025-03", "clinker_output", "105000", "t", "spellings.csv"),
    o("2025-03", "raw_meal_consumption", "162750", "t", "spellings.csv"),
    o("2025-03", "fuel_consumption", "0.5", "10^4 Nm3", "spellings.csv", of="natural_gas"),
], NAMELESS + UTF8 + ["plant-full-width", "plant-thousands", "plant-spaces", "plant-plus", "plant-exponent", "plant-quote",
                      "plant-zeros", "plant-point"])

case("kiln-stood", [("kiln-stood.csv", "utf8", """月份,熟料产量(t),烟煤消耗量(t)
2025-01,110000,15000
2025-02,停窑,
2025-03,0,0
""")], [
    o("2025-01", "clinker_output", "110000", "t", "kiln-stood.csv"),
    o("2025-01", "fuel_consumption", "15000", "t", "kiln-stood.csv", of="bituminous_coal"),
    o("2025-02", "clinker_output", "0", "t", "kiln-stood.csv"),  # said by the cell
    o("2025-02", "fuel_consumption", "0", "t", "kiln-stood.csv", of="bituminous_coal"),  # the kiln stood, so nothing was burnt
    o("2025-03", "clinker_output", "0", "t", "kiln-stood.csv"),
    o("2025-03", "fuel_consumption", "0", "t", "kiln-stood.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-stopped"])

case("lines-in-headings", [("lines-in-headings.csv", "gb18030", """月份,1#窑熟料产量(t),2#窑熟料产量(t),水泥产量(t)
2025年1月,110000,155000,280000
2025年2月,98000,141000,251000
""")], [
    o("2025-01", "clinker_output", "110000", "t", "lines-in-headings.csv"),
    o("2025-01", "clinker_output", "155000", "t", "lines-in-headings.csv", line="L2"),
    o("2025-01", "cement_output", "280000", "t", "lines-in-headings.csv", line=""),
    o("2025-02", "clinker_output", "98000", "t", "lines-in-headings.csv"),
    o("2025-02", "clinker_output", "141000", "t", "lines-in-headings.csv", line="L2"),
    o("2025-02", "cement_output", "251000", "t", "lines-in-headings.csv", line=""),
], ["plant-facility-assumed"] + UTF8, lines=("L1", "L2"))

case("year-and-month", [("year-and-month.csv", "gb18030", """年份,月份,熟料产量(t)
2024,11,110000
2024年,12月,98000
""")], [
    o("2024-11", "clinker_output", "110000", "t", "year-and-month.csv"),
    o("2024-12", "clinker_output", "98000", "t", "year-and-month.csv"),
], NAMELESS + UTF8)

# ---- a row a day --------------------------------------------------------------------------------------------------

case("daily", [("daily.csv", "gb18030", """日期,熟料产量(t),烟煤消耗量(t),余热发电量(kWh)
2025-01-01,3500.5,480.25,110000
2025-01-02,停窑,停窑,
2025-01-03,３６００,490,112500.5
2025-02-01,3550,485.125,111000
""")], [
    # 3500.5 + 0 + 3600; 480.25 + 0 + 490; the blank of the 2nd stands in a row where the kiln stood
    o("2025-01", "clinker_output", D("3500.5") + 3600, "t", **days("daily.csv", 3, 2)),
    o("2025-01", "fuel_consumption", D("480.25") + 490, "t", of="bituminous_coal", **days("daily.csv", 3, 2)),
    o("2025-01", "waste_heat_power_generation", D("110000") + D("112500.5"), "kWh", line="", **days("daily.csv", 3, 2)),
    o("2025-02", "clinker_output", "3550", "t", **days("daily.csv", 1)),
    o("2025-02", "fuel_consumption", "485.125", "t", of="bituminous_coal", **days("daily.csv", 1)),
    o("2025-02", "waste_heat_power_generation", "111000", "kWh", line="", **days("daily.csv", 1)),
], NAMELESS + UTF8 + ["plant-full-width", "plant-stopped", "plant-days-missing", "plant-days-missing"])

GAPS = """日期,熟料产量(t),烟煤消耗量(t)
2025-01-01,3500,480
2025-01-02,#DIV/0!,470
2025-01-03,—,
2025-02-01,3550,485
"""
case("gaps", [("gaps.csv", "utf8", GAPS)], [
    o("2025-02", "clinker_output", "3550", "t", **days("gaps.csv", 1)),
    o("2025-02", "fuel_consumption", "485", "t", of="bituminous_coal", **days("gaps.csv", 1)),
], NAMELESS + UTF8 + ["plant-gap", "plant-gap", "plant-days-missing"])

case("gaps-zero", [("gaps-zero.csv", "utf8", GAPS)], [
    o("2025-01", "clinker_output", "3500", "t", **days("gaps-zero.csv", 3, 1)),
    o("2025-01", "fuel_consumption", "950", "t", of="bituminous_coal", **days("gaps-zero.csv", 3, 2)),
    o("2025-02", "clinker_output", "3550", "t", **days("gaps-zero.csv", 1)),
    o("2025-02", "fuel_consumption", "485", "t", of="bituminous_coal", **days("gaps-zero.csv", 1)),
], UTF8 + ["plant-gap-zero", "plant-gap-zero", "plant-days-missing", "plant-days-missing"],
     mapping={"schema": "cement-mapping/1", "facility": {"id": "HZ-01"}, "lines": [{"id": "K1"}], "tables": [
         {"file": "gaps-*.csv", "gaps": "zero", "line": {"id": "K1"}}]},
     facility="HZ-01", lines=("K1",))
for row in CASES[-1]["ledger"]["observations"]:
    row["line"] = "K1"

case("laboratory-beside", [
    ("production.csv", "gb18030", """日期,生产线,熟料产量(t),入窑煤消耗量(t)
2025-01-01,1#,3500,480
2025-01-01,2#,5000,700
2025-01-02,1#,3600,520
2025-01-02,2#,5100,700
"""),
    ("laboratory.csv", "utf8", """取样日期,生产线,入窑煤收到基低位发热量(kJ/kg)
2025-01-01,1#,23000
2025-01-02,1#,23500
2025-01-01,2#,22000
2025-01-02,2#,22500
""")], [
    o("2025-01", "clinker_output", "7100", "t", **days("production.csv", 2)),
    o("2025-01", "fuel_consumption", "1000", "t", of="bituminous_coal", **days("production.csv", 2)),
    # (23000 × 480 + 23500 × 520) / 1000 = 23260 kJ/kg
    o("2025-01", "fuel_ncv", (D(23000) * 480 + D(23500) * 520) / 1000 / 1000, "GJ/t", of="bituminous_coal", **mean("laboratory.csv", 2)),
    o("2025-01", "clinker_output", "10100", "t", line="L2", **days("production.csv", 2)),
    o("2025-01", "fuel_consumption", "1400", "t", of="bituminous_coal", line="L2", **days("production.csv", 2)),
    o("2025-01", "fuel_ncv", "22.25", "GJ/t", of="bituminous_coal", line="L2", **mean("laboratory.csv", 2)),
], UTF8 * 2 + ["plant-facility-assumed", "plant-days-missing"] + ["plant-taken-as"] * 2, lines=("L1", "L2"))

DRY = "GB/T 213: Q_net,ar = Q_net,d (100 - M_ar) / 100 - 23 M_ar"
NET = "GB/T 213: Q_net,ar = (Q_net,ad + 23 M_ad) (100 - M_ar) / (100 - M_ad) - 23 M_ar"
case("air-dried", [("air-dried.csv", "gb18030", """数据时间,烟煤消耗量(t),烟煤空干基低位发热量(kJ/kg),烟煤全水(%),烟煤内水(%)
2025/1/1,480,24000,10,4
2025/1/2,520,23500,8.8,4
""")], [
    o("2025-01", "fuel_consumption", "1000", "t", of="bituminous_coal", **days("air-dried.csv", 2)),
    # day 1: (24000 + 23·4) · 90/96 − 23·10; day 2: (23500 + 23·4) · 91.2/96 − 23·8.8
    o("2025-01", "fuel_ncv", (((D(24092) * 90 / 96 - 230) * 480) + ((D(23592) * D("91.2") / 96 - D("202.4")) * 520)) / 1000 / 1000,
      "GJ/t", of="bituminous_coal", method="calculated", **mean("air-dried.csv", 2, more=NET)),
], NAMELESS + UTF8 + ["plant-days-missing", "plant-converted"])

GROSS = "GB/T 213: Q_net,ar = (Q_gr,ad - 206 H_ad) (100 - M_ar) / (100 - M_ad) - 23 M_ar"
case("gross", [("gross.csv", "utf8", """月份,烟煤消耗量(t),烟煤空干基高位发热量(kJ/kg),烟煤空干基氢含量(%),烟煤全水分(%),烟煤分析水(%)
2025-01,15000,25000,4,14.5,5
""")], [
    o("2025-01", "fuel_consumption", "15000", "t", "gross.csv", of="bituminous_coal"),
    # (25000 − 206·4) · 85.5/95 − 23·14.5 = 24176 · 0.9 − 333.5 = 21424.9 kJ/kg
    o("2025-01", "fuel_ncv", (D(25000) - 824) * D("0.9") / 1000 - D("0.3335"), "GJ/t", "gross.csv", GROSS,
      of="bituminous_coal", method="calculated"),
], NAMELESS + UTF8 + ["plant-converted"])

# As received: the formula of GB/T 213 with M_ad = M_ar. 22500 − 206·3.6 − 23·14.5 = 22500 − 741.6 − 333.5 = 21424.9 kJ/kg: the coal of
# "gross", whose 25000 and 4 become 22500 and 3.6 by the factor 85.5/95 = 0.9.
case("gross-as-received", [("gross-as-received.csv", "utf8", """月份,烟煤消耗量(t),烟煤收到基高位发热量(kJ/kg),烟煤收到基氢含量(%),烟煤全水分(%)
2025-01,15000,22500,3.6,14.5
""")], [
    o("2025-01", "fuel_consumption", "15000", "t", "gross-as-received.csv", of="bituminous_coal"),
    o("2025-01", "fuel_ncv", "21.4249", "GJ/t", "gross-as-received.csv", "GB/T 213: Q_net,ar = Q_gr,ar - 206 H_ar - 23 M_ar", of="bituminous_coal",
      method="calculated"),
], NAMELESS + UTF8 + ["plant-converted"])

# Carbon by its share of the coal: the share becomes one as received as a mass does, and is divided by the heat as received, which is
# converted in the same row. Day 1: C 60 · 85.5/95 = 54 %, Q (28700 + 23·5) · 0.9 − 23·14.5 = 25933.5 − 333.5 = 25600 kJ/kg, so
# 0.54 / 25.6 = 0.02109375 tC/GJ. Day 2: 64 · 90/96 = 60 %, (26820 + 23·4) · 90/96 − 23·10 = 25230 − 230 = 25000, 0.6 / 25 = 0.024.
CARBON = "GB/T 213: CC = C_ad (100 - M_ar) / (100 - M_ad) / 100 / Q_net,ar"
case("carbon", [("carbon.csv", "gb18030", """日期,烟煤消耗量(t),烟煤空干基元素碳含量(%),烟煤空干基低位发热量(kJ/kg),烟煤全水(%),烟煤内水(%)
2025-01-01,500,60,28700,14.5,5
2025-01-02,300,64,26820,10,4
""")], [
    o("2025-01", "fuel_consumption", "800", "t", of="bituminous_coal", **days("carbon.csv", 2)),
    o("2025-01", "fuel_ncv", (D("25.6") * 500 + D(25) * 300) / 800, "GJ/t", of="bituminous_coal", method="calculated",
      **mean("carbon.csv", 2, more=NET)),
    o("2025-01", "fuel_carbon_content", (D("0.02109375") * 500 + D("0.024") * 300) / 800, "tC/GJ", of="bituminous_coal", method="calculated",
      **mean("carbon.csv", 2, more=CARBON + "; " + NET[10:])),
], NAMELESS + UTF8 + ["plant-days-missing", "plant-converted"])

# A dry share beside a gross heat, that of "gross": 60 · 85.5/100 = 51.3 %, and 0.513 / 21.4249. As received: 0.54 / 21.6 = 0.025.
case("carbon-gross", [("carbon-gross.csv", "utf8", """月份,烟煤消耗量(t),烟煤空干基高位发热量(kJ/kg),烟煤空干基氢含量(%),烟煤全水分(%),烟煤分析水(%),烟煤干基元素碳(%),褐煤收到基低位发热量(GJ/t),褐煤收到基元素碳含量(%)
2025-01,15000,25000,4,14.5,5,60,21.6,54%
""")], [
    o("2025-01", "fuel_consumption", "15000", "t", "carbon-gross.csv", of="bituminous_coal"),
    o("2025-01", "fuel_ncv", "21.4249", "GJ/t", "carbon-gross.csv", GROSS, of="bituminous_coal", method="calculated"),
    o("2025-01", "fuel_carbon_content", D("0.513") / D("21.4249"), "tC/GJ", "carbon-gross.csv",
      "GB/T 213: CC = C_d (100 - M_ar) / 100 / 100 / Q_net,ar; " + GROSS[10:], of="bituminous_coal", method="calculated"),
    o("2025-01", "fuel_ncv", "21.6", "GJ/t", "carbon-gross.csv", of="lignite"),
    o("2025-01", "fuel_carbon_content", "0.025", "tC/GJ", "carbon-gross.csv", "GB/T 213: CC = C_ar / 100 / Q_net,ar", of="lignite",
      method="calculated"),
], NAMELESS + UTF8 + ["plant-converted", "plant-percent"])

# No heat per mass; a heat that cannot become one as received, for want of moistures; no heat at all.
case("carbon-unused", [("carbon-unused.csv", "gb18030", """月份,天然气收到基元素碳含量(%),天然气收到基低位发热量(GJ/万Nm3),烟煤收到基元素碳含量(%),烟煤空干基低位发热量(kJ/kg),褐煤收到基元素碳含量(%)
2025-01,70,389.31,54,28700,40
""")], [
    o("2025-01", "fuel_ncv", "389.31", "GJ/10^4 Nm3", "carbon-unused.csv", of="natural_gas"),
], NAMELESS + UTF8 + ["plant-column-unused"] * 4)

case("parts", [("parts.csv", "gb18030", """日期,窑头煤用量(t),窑尾煤用量(t),煤粉收到基低位发热量(GJ/t)
2025-01-01,180,300,23.0
2025-01-02,200,320,23.5
2025-02,5600.25,9000.5,23.2
""")], [
    # burner and calciner are parts of one consumption, and weigh the heat value together
    o("2025-01", "fuel_consumption", "1000", "t", of="bituminous_coal", **days("parts.csv", 2, 4)),
    o("2025-01", "fuel_ncv", (D("23.0") * 480 + D("23.5") * 520) / 1000, "GJ/t", of="bituminous_coal", **mean("parts.csv", 2)),
    o("2025-02", "fuel_consumption", "14600.75", "t", "parts.csv", of="bituminous_coal"),
    o("2025-02", "fuel_ncv", "23.2", "GJ/t", "parts.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-taken-as"] * 3 + ["plant-days-missing"])

case("batches", [("batches.csv", "gb18030", """化验日期,批号,吨位,烟煤收到基热值（大卡）
2025-01-03,A1,300,5600
2025-01-03,A2,100,5200
2025-01-09,A3,600,5500
""")], [
    # (300·5600 + 100·5200 + 600·5500) / 1000 = 5500 kcal/kg
    o("2025-01", "fuel_ncv", D("5500") * D("4.1868") / 1000, "GJ/t", of="bituminous_coal", **mean("batches.csv", 2, 3)),
], NAMELESS + UTF8 + ["plant-unit-short"])

# Weights of the first day stand beside the value, those of the second in another file, which is read later:
# (23 × 100 + 24 × 520) / 620.
case("weights-beside", [("weights-lab.csv", "utf8", """日期,烟煤低位发热量(GJ/t),吨位(t)
2025-01-01,23,100
2025-01-02,24,
"""), ("weights-output.csv", "utf8", """日期,烟煤消耗量(t)
2025-01-01,480
2025-01-02,520
""")], [
    o("2025-01", "fuel_consumption", "1000", "t", "weights-output.csv: 2 cells", "sum of 2 days", of="bituminous_coal"),
    o("2025-01", "fuel_ncv", (D(23) * 100 + D(24) * 520) / 620, "GJ/t", "weights-lab.csv: 2 cells", "mean of 2 days, weighted by fuel_consumption",
      of="bituminous_coal"),
], NAMELESS + UTF8 * 2 + ["plant-days-missing"] + ["plant-basis-assumed"])

# Parts in two units: 100 t and 100 t, 300 t and 100 t; (22 × 200 + 24 × 400) / 600.
case("weights-of-parts", [("weights-of-parts.csv", "utf8", """日期,窑头煤用量(t),窑尾煤用量(kg),入窑煤低位发热量(GJ/t)
2025-01-01,100,100000,22
2025-01-02,300,100000,24
""")], [
    o("2025-01", "fuel_consumption", "600", "t", "weights-of-parts.csv: 4 cells", "sum of 2 days", of="bituminous_coal"),
    o("2025-01", "fuel_ncv", (D(22) * 200 + D(24) * 400) / 600, "GJ/t", "weights-of-parts.csv: 2 cells",
      "mean of 2 days, weighted by fuel_consumption", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-days-missing"] + ["plant-taken-as"] * 3 + ["plant-basis-assumed"])

case("unweighted", [("unweighted.csv", "utf8", """日期,熟料氧化钙(%),熟料氧化镁(%)
2025-01-01,65.2,1.8%
2025-01-02,65.6,无
2025-01-03,65.3,1.9
""")], [
    o("2025-01", "clinker_cao", (D("65.2") + D("65.6") + D("65.3")) / 3, "%", **mean("unweighted.csv", 3, by="")),
    o("2025-01", "clinker_mgo", "1.85", "%", **mean("unweighted.csv", 2, by="")),
], NAMELESS + UTF8 + ["plant-unweighted"] * 2 + ["plant-samples-missing", "plant-percent"])

case("date-and-time", [("date-and-time.csv", "utf8", """日期,时间,1#窑熟料产量(t)
2025-01-31,23:00,150
2025-01-31,24:00,151
2025-02-01,01:00,148.5
""")], [
    o("2025-01", "clinker_output", "301", "t", **days("date-and-time.csv", 1, 2)),
    o("2025-02", "clinker_output", "148.5", "t", **days("date-and-time.csv", 1)),
], UTF8 + ["plant-facility-assumed"] + ["plant-days-missing"] * 2)

case("two-dates", [("two-dates.csv", "gb18030", """取样日期,化验日期,熟料氧化钙(%),熟料氧化镁(%)
2025-01-31,2025-02-01,65.2,1.8
2025-02-01,2025-02-02,65.4,1.9
""")], [
    o("2025-01", "clinker_cao", "65.2", "%", **mean("two-dates.csv", 1, by="")),
    o("2025-01", "clinker_mgo", "1.8", "%", **mean("two-dates.csv", 1, by="")),
    o("2025-02", "clinker_cao", "65.4", "%", **mean("two-dates.csv", 1, by="")),
    o("2025-02", "clinker_mgo", "1.9", "%", **mean("two-dates.csv", 1, by="")),
], NAMELESS + UTF8 + ["plant-column-spare"])

case("fuel-in-rows", [("fuel-in-rows.csv", "gb18030", """日期,煤种,消耗量(t),收到基低位发热量(GJ/t)
2025-01-01,烟煤,480,23.0
2025-01-01,褐煤,20,14.0
2025-01-02,烟煤,520,23.5
2025-01-02,褐煤,80,15.0
""")], [
    o("2025-01", "fuel_consumption", "1000", "t", of="bituminous_coal", **days("fuel-in-rows.csv", 2)),
    o("2025-01", "fuel_consumption", "100", "t", of="lignite", **days("fuel-in-rows.csv", 2)),
    o("2025-01", "fuel_ncv", (D("23.0") * 480 + D("23.5") * 520) / 1000, "GJ/t", of="bituminous_coal", **mean("fuel-in-rows.csv", 2)),
    o("2025-01", "fuel_ncv", (D("14.0") * 20 + D("15.0") * 80) / 100, "GJ/t", of="lignite", **mean("fuel-in-rows.csv", 2)),
], NAMELESS + UTF8 + ["plant-days-missing"])

# A loose name is told where rows name the fuel too: once for each line and fuel, and not where a mapping says what it is.
LOOSE = """日期,煤种,消耗量(t),收到基低位发热量(GJ/t)
2025-01-01,原煤,480,23
2025-01-01,褐煤,20,14
"""
LOOSELY = [
    ("fuel_consumption", 480, "t", "bituminous_coal", days), ("fuel_consumption", 20, "t", "lignite", days),
    ("fuel_ncv", 23, "GJ/t", "bituminous_coal", mean), ("fuel_ncv", 14, "GJ/t", "lignite", mean)]
case("loose-in-rows", [("loose-in-rows.csv", "utf8", LOOSE)],
     [o("2025-01", item, value, unit, of=of, **how("loose-in-rows.csv", 1)) for item, value, unit, of, how in LOOSELY],
     NAMELESS + UTF8 + ["plant-days-missing", "plant-taken-as"])
case("loose-but-mapped", [("loose-but-mapped.csv", "utf8", LOOSE)],
     [o("2025-01", item, value, unit, of=of, **how("loose-but-mapped.csv", 1)) for item, value, unit, of, how in LOOSELY],
     NAMELESS + UTF8 + ["plant-days-missing"],
     mapping={"schema": "cement-mapping/1", "tables": [{"of": {"header": "煤种", "names": {"原煤": "bituminous_coal"}}}]})
case("loose-long", [("loose-long.csv", "gb18030", "line,period,item,of,value,unit\nL1,2025-01,fuel_consumption,白煤,3,t\nL1,2025-01,fuel_consumption,烟煤,4,t\n")],
     [o("2025-01", "fuel_consumption", 3, "t", "loose-long.csv", of="anthracite"), o("2025-01", "fuel_consumption", 4, "t", "loose-long.csv", of="bituminous_coal")],
     UTF8 + ["plant-facility-assumed", "plant-taken-as"])

# A laboratory's list: an oxide is of what its row names. The weights are of each row; raw meal's share is no item's, and is told.
case("materials-in-rows", [("materials-in-rows.csv", "gb18030", """日期,样品名称,氧化钙(%),MgO(%),吨位(t)
2025-01-01,石灰石,50.0,1.2,100
2025-01-01,熟料,65.0,2.0,10
2025-01-01,出磨生料,43.1,1.5,10
2025-01-02,石灰石,48.0,1.6,300
2025-01-02,熟料,66.0,2.2,30
2025-01-02,粉煤灰,3.5,1.0,20
""")], [
    *(o("2025-01", item, value, "%", of=of, **mean("materials-in-rows.csv", count, by=by)) for item, of, value, count, by in [
        ("clinker_cao", "", (65 * 10 + 66 * 30) / D(40), 2, "clinker_output"),
        ("clinker_mgo", "", (2 * 10 + D("2.2") * 30) / 40, 2, "clinker_output"),
        ("material_cao", "limestone", (50 * 100 + 48 * 300) / D(400), 2, "raw_substitute_consumption"),
        ("material_mgo", "limestone", (D("1.2") * 100 + D("1.6") * 300) / 400, 2, "raw_substitute_consumption"),
        ("material_cao", "fly_ash", D("3.5"), 1, "raw_substitute_consumption"),
        ("material_mgo", "fly_ash", 1, 1, "raw_substitute_consumption")]),
], NAMELESS + UTF8 + ["plant-column-unused"] * 2, materials=({"id": "limestone", "name": "石灰石"},))

# A mapping names a material that is nobody's else; what it does not name stays out.
case("materials-mapped", [("materials-mapped.csv", "utf8", """日期,物料名称,氧化钙(%)
2025-01-01,转炉泥,43
2025-01-01,煤灰,9
""")], [o("2025-01", "material_cao", 43, "%", of="bof-sludge", **mean("materials-mapped.csv", 1, by=""))],
     NAMELESS + UTF8 + ["plant-column-unused"],
     mapping={"schema": "cement-mapping/1", "materials": [{"id": "bof-sludge", "name": "转炉泥"}], "tables": [{"of": {"header": "物料名称", "names": {"转炉泥": "bof-sludge"}}}]},
     materials=({"id": "bof-sludge", "name": "转炉泥"},))

# In a form the material stands beside the row, or above it.
case("materials-form", [("materials-form.csv", "utf8", """2025年,,,,,
物料名称,项目,单位,1月,2月,3月
石灰石,氧化钙,%,50,51,52
熟料,氧化钙,%,65,66,67
出磨生料,氧化钙,%,43,43,44
""")], [o(f"2025-0{month}", item, value, "%", "materials-form.csv", of=of) for item, of, first in
        (("material_cao", "limestone", 50), ("clinker_cao", "", 65)) for month, value in ((1, first), (2, first + 1), (3, first + 2))],
     NAMELESS + UTF8 + ["plant-column-unused"], materials=({"id": "limestone", "name": "石灰石"},))
case("materials-sections", [("materials-sections.csv", "utf8", """2025年,,,,
项目,单位,1月,2月,3月
石灰石,,,,
氧化钙,%,50,51,52
熟料,,,,
氧化钙,%,65,66,67
出磨生料,,,,
氧化钙,%,43,43,44
""")], [o(f"2025-0{month}", item, value, "%", "materials-sections.csv", of=of) for item, of, first in
        (("material_cao", "limestone", 50), ("clinker_cao", "", 65)) for month, value in ((1, first), (2, first + 1), (3, first + 2))],
     NAMELESS + UTF8 + ["plant-column-unused"], materials=({"id": "limestone", "name": "石灰石"},))

# What a mapping says of a column stays where rows name what they are of: its unit, line, method and weights. 23 GJ/t are of 20 t, and 24 of 60.
case("rows-mapped", [("rows-mapped.csv", "utf8", """日期,煤种,消耗量(kg),热值,批
2025-01-01,烟煤,480,23,20
2025-01-02,烟煤,520,24,60
""")], [
    o("2025-01", "fuel_consumption", 1000, "t", of="bituminous_coal", line="K2", method="measured", note=days("", 2)["note"], source="皮带秤"),
    o("2025-01", "fuel_ncv", (23 * 20 + 24 * 60) / D(80), "GJ/t", of="bituminous_coal", line="K2", **mean("rows-mapped.csv", 2)),
], UTF8 + ["plant-facility-assumed", "plant-days-missing"], mapping={
    "schema": "cement-mapping/1", "tables": [{"of": {"header": "煤种"}, "columns": [
        {"header": "消耗量(kg)", "item": "fuel_consumption", "unit": "t", "line": "K2", "method": "measured", "source": "皮带秤"},
        {"header": "热值", "item": "fuel_ncv", "unit": "GJ/t", "basis": "ar", "line": "K2", "weight": "批"},
        {"header": "批", "role": "weight", "unit": "t", "line": "K2"}]}]}, lines=("K2",))

case("totals", [("totals.csv", "utf8", """日期,熟料产量(t),烟煤消耗量(t)
2025-01-30,3500,480
2025-01-31,3600,490
小计,7100,970
2025-02-01,3550,485
小计,3550,485
合计,10650,1456
平均,3550,485
制表：张三,,
""")], [
    o("2025-01", "clinker_output", "7100", "t", **days("totals.csv", 2)),
    o("2025-01", "fuel_consumption", "970", "t", of="bituminous_coal", **days("totals.csv", 2)),
    o("2025-02", "clinker_output", "3550", "t", **days("totals.csv", 1)),
    o("2025-02", "fuel_consumption", "485", "t", of="bituminous_coal", **days("totals.csv", 1)),
], NAMELESS + UTF8 + ["plant-total-differs", "plant-row-unused", "plant-days-missing", "plant-days-missing"])  # 1455, not 1456

case("serials", [("serials.csv", "gb18030", """日期,熟料产量(t)
45658,3500
45659,3600
""")], [  # 2025-01-01 is the 45 658th day behind 1899-12-30
    o("2025-01", "clinker_output", "7100", "t", **days("serials.csv", 2)),
], NAMELESS + UTF8 + ["plant-serial", "plant-days-missing"])

# A few days only, with a total and a remark among the rows that are read ahead; 45717 is 59 days behind 45658, 2025-03-01.
case("serials-and-words", [("serials-and-words.csv", "utf8", """日期,熟料产量(t),余热发电(kWh)
45717,3500,160000
45718,3600,161000
平均,3550,160500
合计,7100,321000
制表人：李四,,
""")], [
    o("2025-03", "clinker_output", 7100, "t", **days("serials-and-words.csv", 2)),
    o("2025-03", "waste_heat_power_generation", 321000, "kWh", line="", **days("serials-and-words.csv", 2)),
], NAMELESS + UTF8 + ["plant-serial", "plant-days-missing", "plant-row-unused"])

case("statistical-month", [("statistical-month.csv", "utf8", """日期,熟料产量(t)
2025-01-25,3500
2025-01-26,3600
2025-02-25,3700
2025-02-26,3800
""")], [
    o("2025-01", "clinker_output", "3500", "t", line="L1", **days("statistical-month.csv", 1)),
    o("2025-02", "clinker_output", "7300", "t", line="L1", **days("statistical-month.csv", 2)),
    o("2025-03", "clinker_output", "3800", "t", line="L1", **days("statistical-month.csv", 1)),
], UTF8 + ["plant-facility-assumed"] + ["plant-days-missing"] * 3,
     mapping={"schema": "cement-mapping/1", "lines": [{"id": "L1"}], "tables": [
         {"period": {"header": "日期", "month_starts": 26}, "line": {"id": "L1"}}]})

# ---- a row a moment -----------------------------------------------------------------------------------------------

case("hourly", [("hourly.csv", "gb18030", """时间,熟料产量(t),烟煤消耗量(t),烟煤收到基低位发热量(GJ/t)
2025-01-31 22:00,150.5,20,23.0
2025-01-31 23:00,149.5,30,23.5
2025-01-31 24:00,151,20,23.2
2025-02-01 1:00,148,21,23.1
""")], [
    # 24:00 is the end of the 31st
    o("2025-01", "clinker_output", "451.0", "t", **days("hourly.csv", 1, 3)),
    o("2025-01", "fuel_consumption", "70", "t", of="bituminous_coal", **days("hourly.csv", 1, 3)),
    o("2025-01", "fuel_ncv", (D("23.0") * 20 + D("23.5") * 30 + D("23.2") * 20) / 70, "GJ/t", of="bituminous_coal",
      **mean("hourly.csv", 1, 3)),
    o("2025-02", "clinker_output", "148", "t", **days("hourly.csv", 1)),
    o("2025-02", "fuel_consumption", "21", "t", of="bituminous_coal", **days("hourly.csv", 1)),
    o("2025-02", "fuel_ncv", "23.1", "GJ/t", of="bituminous_coal", **mean("hourly.csv", 1)),
], NAMELESS + UTF8 + ["plant-days-missing"] * 2)

# A quarter of an hour a row: t/h are quarters of t, kg/min 15 kg, kW quarters of kWh. Coal of January: 360 × 15 kg and 29 / 4 t.
# The heat value is weighted by the coal of its row, 1.5 + 3 t and 2.4 + 2.25 t; 24:00 ends the 31st.
# Rows of a form on other bases. January 24000 kJ/kg with 9 and 4 %: (24000 + 23·4)·91/96 − 23·9 = 22837.208333…−207; February lacks a
# moisture, so it has no heat value; March is not filled in. L2 is dry: 25·0.9 − 0.023·10 = 22.27 GJ/t.
case("form-bases", [("form-bases.csv", "utf8", """2024年,,,,,
生产线,燃料,项目,单位,1月,2月,3月
1#,烟煤,消耗量,t,15000,14000,
1#,烟煤,空干基低位发热量,kJ/kg,24000,23900,
1#,烟煤,全水,%,9,9.5,
1#,烟煤,内水,%,4,-,
2#,烟煤,消耗量,t,100,200,
2#,烟煤,干基低位发热量,GJ/t,25,25,
2#,烟煤,全水,%,10%,１０,
2#,烟煤,氢含量(空干基),%,4,4,
""")], [
    o("2024-01", "fuel_consumption", 15000, "t", "form-bases.csv", of="bituminous_coal"),
    o("2024-02", "fuel_consumption", 14000, "t", "form-bases.csv", of="bituminous_coal"),
    o("2024-01", "fuel_ncv", (D(24092) * 91 / 96 - 207) / 1000, "GJ/t", "form-bases.csv", NET, of="bituminous_coal", method="calculated"),
    o("2024-01", "fuel_consumption", 100, "t", "form-bases.csv", of="bituminous_coal", line="L2"),
    o("2024-02", "fuel_consumption", 200, "t", "form-bases.csv", of="bituminous_coal", line="L2"),
    o("2024-01", "fuel_ncv", "22.27", "GJ/t", "form-bases.csv", DRY, of="bituminous_coal", line="L2", method="calculated"),
    o("2024-02", "fuel_ncv", "22.27", "GJ/t", "form-bases.csv", DRY, of="bituminous_coal", line="L2", method="calculated"),
], UTF8 + ["plant-facility-assumed", "plant-full-width", "plant-percent", "plant-column-spare", "plant-samples-missing"] + ["plant-converted"] * 2,
    lines=("L1", "L2"))

# The coal of "carbon", in a form: line 1 has its heat as received, January and February in rows of their own; line 2 converts it; line 3
# gives its carbon per heat, and what the share would give is not needed; line 4 has no heat, and its share is not used.
case("form-carbon", [("form-carbon.csv", "utf8", """2024年,,,,,,
生产线,燃料,项目,单位,1月,2月,3月
1#,烟煤,消耗量,t,500,300,
1#,烟煤,空干基元素碳含量,%,60,64%,
1#,烟煤,收到基低位发热量,GJ/t,25.6,,
1#,烟煤,收到基低位发热量,GJ/t,,25,
1#,烟煤,全水,%,14.5,10,
1#,烟煤,内水,%,5,4,
2#,烟煤,消耗量,t,7,8,
2#,烟煤,空干基低位发热量,kJ/kg,28700,26820,
2#,烟煤,收到基元素碳含量,%,54,检修,
2#,烟煤,全水,%,14.5,10,
2#,烟煤,内水,%,5,4,
3#,烟煤,消耗量,t,1,2,
3#,烟煤,单位热值含碳量,tC/GJ,0.0251,0.0252,
3#,烟煤,收到基低位发热量,GJ/t,25,25.5,
3#,烟煤,收到基元素碳含量,%,54,54,
4#,烟煤,消耗量,t,3,4,
4#,烟煤,收到基元素碳含量,%,54,54,
""")], [
    o("2024-01", "fuel_consumption", 500, "t", "form-carbon.csv", of="bituminous_coal"),
    o("2024-02", "fuel_consumption", 300, "t", "form-carbon.csv", of="bituminous_coal"),
    o("2024-01", "fuel_ncv", "25.6", "GJ/t", "form-carbon.csv", of="bituminous_coal"),
    o("2024-02", "fuel_ncv", "25", "GJ/t", "form-carbon.csv", of="bituminous_coal"),
    o("2024-01", "fuel_carbon_content", "0.02109375", "tC/GJ", "form-carbon.csv", CARBON, of="bituminous_coal", method="calculated"),
    o("2024-02", "fuel_carbon_content", "0.024", "tC/GJ", "form-carbon.csv", CARBON, of="bituminous_coal", method="calculated"),
    o("2024-01", "fuel_consumption", 7, "t", "form-carbon.csv", of="bituminous_coal", line="L2"),
    o("2024-02", "fuel_consumption", 8, "t", "form-carbon.csv", of="bituminous_coal", line="L2"),
    o("2024-01", "fuel_ncv", "25.6", "GJ/t", "form-carbon.csv", NET, of="bituminous_coal", line="L2", method="calculated"),
    o("2024-02", "fuel_ncv", "25", "GJ/t", "form-carbon.csv", NET, of="bituminous_coal", line="L2", method="calculated"),
    o("2024-01", "fuel_carbon_content", "0.02109375", "tC/GJ", "form-carbon.csv", "GB/T 213: CC = C_ar / 100 / Q_net,ar; " + NET[10:],
      of="bituminous_coal", line="L2", method="calculated"),
    o("2024-01", "fuel_consumption", 1, "t", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-02", "fuel_consumption", 2, "t", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-01", "fuel_carbon_content", "0.0251", "tC/GJ", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-02", "fuel_carbon_content", "0.0252", "tC/GJ", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-01", "fuel_ncv", "25", "GJ/t", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-02", "fuel_ncv", "25.5", "GJ/t", "form-carbon.csv", of="bituminous_coal", line="L3"),
    o("2024-01", "fuel_consumption", 3, "t", "form-carbon.csv", of="bituminous_coal", line="L4"),
    o("2024-02", "fuel_consumption", 4, "t", "form-carbon.csv", of="bituminous_coal", line="L4"),
], UTF8 + ["plant-facility-assumed", "plant-percent", "plant-converted", "plant-stopped", "plant-column-spare", "plant-column-unused"],
    lines=("L1", "L2", "L3", "L4"))

case("rates", [("rates.csv", "gb18030", """时间,熟料产量(t/h),窑头喂煤量(kg/min),窑尾喂煤量(t/h),烟煤低位发热量(GJ/t),熟料工序功率(kW)
2025-01-31 23:30,150.5,100,12,23.0,9000
2025-01-31 23:45,149,160,9,23.5,8999.5
2025-01-31 24:00,120,100,8,,8000.2
2025-02-01 00:15,#DIV/0!,100,8,23,8000
""")], [
    o("2025-01", "clinker_output", (D("150.5") + 149 + 120) / 4, "t", **rate("rates.csv", 1, 3, "t/h x 15 min")),
    o("2025-01", "fuel_consumption", D(360) * 15 / 1000 + D(29) / 4, "t", of="bituminous_coal", **rate("rates.csv", 1, 6, "kg/min x 15 min")),
    o("2025-01", "fuel_ncv", (D("23.0") * D("4.5") + D("23.5") * D("4.65")) / D("9.15"), "GJ/t", of="bituminous_coal", **mean("rates.csv", 1, 2)),
    o("2025-01", "electricity_consumption", D("25999.7") / 4, "kWh", of="clinker", **rate("rates.csv", 1, 3, "kWh/h x 15 min")),
    o("2025-02", "fuel_consumption", D(100) * 15 / 1000 + D(8) / 4, "t", of="bituminous_coal", **rate("rates.csv", 1, 2, "kg/min x 15 min")),
    o("2025-02", "fuel_ncv", "23", "GJ/t", of="bituminous_coal", **mean("rates.csv", 1, 1)),
    o("2025-02", "electricity_consumption", 2000, "kWh", of="clinker", **rate("rates.csv", 1, 1, "kWh/h x 15 min")),
], NAMELESS + UTF8 + ["plant-days-missing"] * 2 + ["plant-gap", "plant-basis-assumed", "plant-unit-spelling"] + ["plant-taken-as"] * 2 + ["plant-rate"] * 4)

# Rows of six hours, four a day. January has them all, the last of a day at 24:00. In February one is missing and a day is not whole: its
# 600 t are not in the sum, and the mean says nothing of these hours. In March a rate itself lacks a number: then the mean tells it.
HOURS6 = [f"2025-01-{day:02} {hour}:00,100,10,25" for day in range(1, 32) for hour in ("06", "12", "18", "24")] \
    + [f"2025-02-{day:02} {hour}:00,100,10,25" for day in range(1, 29) for hour in ("06", "12", "18", "24") if (day, hour) != (17, "12")]
case("rates-rows-missing", [("rates-rows-missing.csv", "utf8", "\n".join(["时间,熟料产量(t/h),烟煤消耗量(t/h),烟煤收到基低位发热量(GJ/t)", *HOURS6, ""]))], [
    o("2025-01", "clinker_output", 31 * 24 * 100, "t", **rate("rates-rows-missing.csv", 31, 124, "t/h x 6 h")),
    o("2025-01", "fuel_consumption", 31 * 24 * 10, "t", of="bituminous_coal", **rate("rates-rows-missing.csv", 31, 124, "t/h x 6 h")),
    o("2025-01", "fuel_ncv", 25, "GJ/t", of="bituminous_coal", **mean("rates-rows-missing.csv", 31, 124)),
    o("2025-02", "clinker_output", (28 * 24 - 6) * 100, "t", **rate("rates-rows-missing.csv", 28, 111, "t/h x 6 h")),
    o("2025-02", "fuel_consumption", (28 * 24 - 6) * 10, "t", of="bituminous_coal", **rate("rates-rows-missing.csv", 28, 111, "t/h x 6 h")),
    o("2025-02", "fuel_ncv", 25, "GJ/t", of="bituminous_coal", **mean("rates-rows-missing.csv", 28, 111)),
], NAMELESS + UTF8 + ["plant-days-missing"] + ["plant-rate"] * 2)

case("rates-weigh", [("rates-weigh.csv", "gb18030", """时间,烟煤消耗量(t/h),烟煤收到基低位发热量(GJ/t)
2025-03-01 12:00,10,25
2025-03-01 24:00,30,23
2025-03-02 12:00,#DIV/0!,24
""")], [
    o("2025-03", "fuel_ncv", (D(25) * 120 + D(23) * 360) / 480, "GJ/t", of="bituminous_coal", **mean("rates-weigh.csv", 2, 3)),
], NAMELESS + UTF8 + ["plant-gap", "plant-unweighted", "plant-days-missing", "plant-rate"])

# The same months row by row, for two lines: one has all rows of its days, the other lacks one.
ROWS12 = [f"{line},2025-02-{day:02} {hour}:00,熟料产量,,50,t/h" for line in ("1#", "2#") for day in range(1, 29) for hour in ("00", "12")
          if (line, day, hour) != ("2#", 28, "12")]
case("rates-rows-missing-long", [("rates-rows-missing-long.csv", "gb18030", "\n".join(["line,period,item,of,value,unit", *ROWS12, ""]))], [
    o("2025-02", "clinker_output", 28 * 24 * 50, "t", **rate("rates-rows-missing-long.csv", 28, 56, "t/h x 12 h")),
    o("2025-02", "clinker_output", (28 * 24 - 12) * 50, "t", line="L2", **rate("rates-rows-missing-long.csv", 28, 55, "t/h x 12 h")),
], UTF8 + ["plant-facility-assumed", "plant-days-missing"] + ["plant-rate"] * 2, lines=("L1", "L2"))

# Minutes: 301 / 60 t are no whole decimals, so the sum is divided once. A minute is missing, as a row.
case("rates-of-minutes", [("rates-of-minutes.csv", "utf8", """时间,熟料产量(t/h)
2025-01-01 00:00,100
2025-01-01 00:01,100.5
2025-01-01 00:03,100.5
2025-01-02 00:00,200
""")], [
    o("2025-01", "clinker_output", D(501) / 60, "t", **rate("rates-of-minutes.csv", 2, 4, "t/h x 1 min")),
], NAMELESS + UTF8 + ["plant-days-missing", "plant-rate"])

# Days have 24 hours and 1440 minutes. One line is given by rates, the other by amounts, in rows of their own.
case("rates-of-days", [("rates-of-days.csv", "utf8", """日期,1#熟料产量(t/h),2#熟料产量(t),2#烟煤消耗量(kg/min)
2025-01-01,150.25,3500,300
2025-01-02,0,3600,310.5
""")], [
    o("2025-01", "clinker_output", D("150.25") * 24, "t", line="L1", **rate("rates-of-days.csv", 2, 2, "t/h x 1 d")),
    o("2025-01", "clinker_output", 7100, "t", line="L2", **days("rates-of-days.csv", 2)),
    o("2025-01", "fuel_consumption", D("610.5") * 1440 / 1000, "t", line="L2", of="bituminous_coal", **rate("rates-of-days.csv", 2, 2, "kg/min x 1 d")),
], UTF8 + ["plant-facility-assumed", "plant-days-missing"] + ["plant-rate"] * 2, lines=("L1", "L2"))

# Months have the hours of their days: 31 × 24, 29 × 24 in 2024.
case("rates-of-months", [("rates-of-months.csv", "utf8", """月份,熟料产量(t/h),烟煤消耗量(t)
2024-01,150.25,15000
2024-02,151,14000
合计,301.25,29000
""")], [
    o("2024-01", "clinker_output", D("150.25") * 744, "t", **rate("rates-of-months.csv", 0, 0, "t/h x the month")),
    o("2024-01", "fuel_consumption", 15000, "t", "rates-of-months.csv", of="bituminous_coal"),
    o("2024-02", "clinker_output", D(151) * 696, "t", **rate("rates-of-months.csv", 0, 0, "t/h x the month")),
    o("2024-02", "fuel_consumption", 14000, "t", "rates-of-months.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-rate"])

case("rates-of-a-form", [("rates-of-a-form.csv", "utf8", """2024年,,,,,,
生产线,项目,单位,1月,2月,3月,全年
1#,熟料产量,t/h,150,151.5,停窑,150.5
1#,烟煤消耗量,kg/min,300,,0,150
""")], [
    o("2024-01", "clinker_output", 150 * 744, "t", **rate("rates-of-a-form.csv", 0, 0, "t/h x the month")),
    o("2024-02", "clinker_output", D("151.5") * 696, "t", **rate("rates-of-a-form.csv", 0, 0, "t/h x the month")),
    o("2024-03", "clinker_output", 0, "t", **rate("rates-of-a-form.csv", 0, 0, "t/h x the month")),
    o("2024-01", "fuel_consumption", D(300) * 1440 * 31 / 1000, "t", of="bituminous_coal", **rate("rates-of-a-form.csv", 0, 0, "kg/min x the month")),
    o("2024-03", "fuel_consumption", 0, "t", of="bituminous_coal", **rate("rates-of-a-form.csv", 0, 0, "kg/min x the month")),
], UTF8 + ["plant-facility-assumed", "plant-gap", "plant-stopped"] + ["plant-rate"] * 2)

# A row a value: hours of two items, and a day.
case("rates-of-rows", [("rates-of-rows.csv", "utf8", """line;period;item;of;value;unit
L1;2025-01-01 01:00;clinker_output;;150;t/h
L1;2025-01-01 01:00;fuel_consumption;烟煤;20;t/h
L1;2025-01-01 02:00;clinker_output;;151.5;t/h
L1;2025-01-01 02:00;fuel_consumption;烟煤;21;t/h
L1;2025-01-02;electricity_consumption;clinker;9000;kWh/h
""")], [
    o("2025-01", "clinker_output", "301.5", "t", **rate("rates-of-rows.csv", 1, 2, "t/h x 1 h")),
    o("2025-01", "fuel_consumption", "41", "t", of="bituminous_coal", **rate("rates-of-rows.csv", 1, 2, "t/h x 1 h")),
    o("2025-01", "electricity_consumption", 9000 * 24, "kWh", of="clinker", **rate("rates-of-rows.csv", 1, 1, "kWh/h x 1 d")),
], UTF8 + ["plant-facility-assumed"] + ["plant-days-missing"] * 2 + ["plant-rate"] * 3)

# Three shifts a day, the date over them; a day's total is held against its shifts. The heat value is weighted by the coal of its
# shift: (23 × 150 + 23.5 × 160 + 22.8 × 140 + 23.1 × 155) / 605; the last shift has none.
case("shifts", [("shifts.csv", "gb18030", """日期,班次,1#熟料产量(t),1#烟煤消耗量(t),1#烟煤低位发热量(GJ/t)
2025-01-01,早班,1200,150,23.0
,中班,1150.5,160,23.5
,晚班,1100,140,22.8
,合计,3450.5,450,
2025-01-02,早班,1210,155,23.1
,中班,停窑,停窑,停窑
,晚班,1,,
,小计,1211,155,
平均,,,,
""")], [
    o("2025-01", "clinker_output", "4661.5", "t", **days("shifts.csv", 2, 5)),
    o("2025-01", "fuel_ncv", (D(23) * 150 + D("23.5") * 160 + D("22.8") * 140 + D("23.1") * 155) / 605, "GJ/t", of="bituminous_coal",
      **mean("shifts.csv", 2, 4)),
], UTF8 + ["plant-facility-assumed", "plant-basis-assumed", "plant-gap", "plant-stopped", "plant-days-missing"])

# Four crews take three shifts a day in turn. The third day has two rows only: it is not a whole day, 2 of 31.
case("shifts-of-crews", [("shifts-of-crews.csv", "utf8", """日期,班组,值班人,熟料产量(t)
2025-01-01,甲,张三,1200
2025-01-01,乙,李四,1100
2025-01-01,丙,王五,1000
2025-01-02,丁,赵六,900
2025-01-02,甲班,张三,800
2025-01-02,乙班,李四,700
2025-01-03,丙,王五,600
2025-01-03,丁,赵六,500
""")], [
    o("2025-01", "clinker_output", "6800", "t", **days("shifts-of-crews.csv", 3, 8)),
], NAMELESS + UTF8 + ["plant-days-missing", "plant-column-unused"])

# A shift that two crews share, by both columns; each of the two kilns has rows and totals of its own, one of them a ton too much.
# The second day has fewer shifts than the first, of either line: not whole, and told once for the file and month.
case("shifts-of-lines", [("shifts-of-lines.csv", "utf8", """Date,Line,Shift,Crew,clinker output (t)
2025-01-01,1#,day,A,100
2025-01-01,2#,day,A,10
2025-01-01,1#,night,A,200
2025-01-01,2#,night,A,20
2025-01-01,1#,night,B,300
2025-01-01,1#,total,,600
2025-01-01,2#,total,,31
2025-01-02,1#,day,A,100
2025-01-02,2#,day,A,10
2025-01-02,1#,total,,100
2025-01-02,2#,total,,10
""")], [
    o("2025-01", "clinker_output", "700", "t", line="L1", **days("shifts-of-lines.csv", 2, 4)),
    o("2025-01", "clinker_output", "40", "t", line="L2", **days("shifts-of-lines.csv", 2, 3)),
], ["plant-facility-assumed", "plant-days-missing", "plant-total-differs"], lines=("L1", "L2"))

case("counter", [("counter.csv", "gb18030", """日期,电表读数
2025-01-31 0:00,1000000
2025-01-31 12:00,1090000.5
2025-02-01 0:00,1180000
2025-02-01 12:00,1271000
""")], [
    # a moment closes its interval, so the reading of 0:00 on 1 February ends January
    o("2025-01", "electricity_consumption", "180000", "kWh", of="clinker", line="L1", **days("counter.csv", 1, 2)),
    o("2025-02", "electricity_consumption", "91000", "kWh", of="clinker", line="L1", **days("counter.csv", 1)),
], ["plant-facility-assumed"] + ["plant-days-missing"] * 2,
     mapping={"schema": "cement-mapping/1", "lines": [{"id": "L1"}], "tables": [
         {"encoding": "gbk", "period": {"header": "日期", "stamp": "end"}, "line": {"id": "L1"}, "columns": [
             {"header": "电表读数", "item": "electricity_consumption", "of": "clinker", "unit": "kWh", "aggregate": "difference"}]}]})

# ---- the monthly form ---------------------------------------------------------------------------------------------

FORM = """2024年水泥熟料生产月度存证表,,,,,,,,,
生产线,燃料品种,指标,单位,1月,2月,3月,全年,获取方式,数据来源
1#,,熟料产量,t,110000.00,98000.50,105000,313000.50,实测值,生产报表
,烟煤,消耗量,t,15000,13000,12000,40000,实测值,皮带秤
,,收到基低位发热量,GJ/t,23.4,23.5,23.0,23.31,实测值,化验室
,柴油,消耗量,t,1.2,0.5,0.8,2.6,计算值,
"""
FORM_ROWS = [
    # the year of the heat value: (15000·23.4 + 13000·23.5 + 12000·23.0) / 40000 = 23.3125, as 23.31; of diesel 2.5, not 2.6
    o("2024-01", "clinker_output", "110000.00", "t", "生产报表", method="measured"),
    o("2024-01", "fuel_consumption", "15000", "t", "皮带秤", of="bituminous_coal", method="measured"),
    o("2024-01", "fuel_ncv", "23.4", "GJ/t", "化验室", of="bituminous_coal", method="measured"),
    o("2024-01", "fuel_consumption", "1.2", "t", "FILE", of="diesel", method="calculated"),
    o("2024-02", "clinker_output", "98000.50", "t", "生产报表", method="measured"),
    o("2024-02", "fuel_consumption", "13000", "t", "皮带秤", of="bituminous_coal", method="measured"),
    o("2024-02", "fuel_ncv", "23.5", "GJ/t", "化验室", of="bituminous_coal", method="measured"),
    o("2024-02", "fuel_consumption", "0.5", "t", "FILE", of="diesel", method="calculated"),
    o("2024-03", "clinker_output", "105000", "t", "生产报表", method="measured"),
    o("2024-03", "fuel_consumption", "12000", "t", "皮带秤", of="bituminous_coal", method="measured"),
    o("2024-03", "fuel_ncv", "23.0", "GJ/t", "化验室", of="bituminous_coal", method="measured"),
    o("2024-03", "fuel_consumption", "0.8", "t", "FILE", of="diesel", method="calculated"),
]


def form(file):
    return [{**row, "source": file if row["source"] == "FILE" else row["source"]} for row in FORM_ROWS]


case("form", [("form.csv", "utf8", FORM)], form("form.csv"), UTF8 + ["plant-facility-assumed", "plant-total-differs"])
case("form-gb", [("form-gb.tsv", "gb18030", FORM.replace(",", "\t"))], form("form-gb.tsv"),
     UTF8 + ["plant-facility-assumed", "plant-total-differs"])
case("form-sections", [("form-sections.csv", "gb18030-mark", """项目,2024年1月,2024年2月,2024年3月,合计
1号窑,,,,
熟料产量(t),110000,98000,105000,313000
烟煤,,,,
消耗量(t),15000,13000,12000,40000
2号窑,,,,
熟料产量(t),150000,停窑,145000,295000
""")], [
    o("2024-01", "clinker_output", "110000", "t", "form-sections.csv"),
    o("2024-01", "fuel_consumption", "15000", "t", "form-sections.csv", of="bituminous_coal"),
    o("2024-02", "clinker_output", "98000", "t", "form-sections.csv"),
    o("2024-02", "fuel_consumption", "13000", "t", "form-sections.csv", of="bituminous_coal"),
    o("2024-03", "clinker_output", "105000", "t", "form-sections.csv"),
    o("2024-03", "fuel_consumption", "12000", "t", "form-sections.csv", of="bituminous_coal"),
    o("2024-01", "clinker_output", "150000", "t", "form-sections.csv", line="L2"),
    o("2024-02", "clinker_output", "0", "t", "form-sections.csv", line="L2"),
    o("2024-03", "clinker_output", "145000", "t", "form-sections.csv", line="L2"),
], ["plant-facility-assumed", "plant-stopped"], lines=("L1", "L2"))

# A report of one month, made in the next one: the title says which, the day on which it was made does not.
# 23 415 kJ/kg = 23.415 GJ/t.
case("month-report", [("month-report.csv", "gb18030", """东山水泥有限公司2024年12月份生产统计月报,,,,
编制单位：生产部,,,编制日期：2025年1月5日,
指标名称,计量单位,本月实际,本年累计,上年同期
熟料产量,t,150000,1580000,148200
原煤消耗量,t,20500,216300,20610
原煤低位发热量,kJ/kg,23415,23380,
熟料工序电量,kWh,"8,250,000",87900000,
""")], [
    o("2024-12", "clinker_output", "150000", "t", "month-report.csv"),
    o("2024-12", "fuel_consumption", "20500", "t", "month-report.csv", of="bituminous_coal"),
    o("2024-12", "fuel_ncv", "23.415", "GJ/t", "month-report.csv", of="bituminous_coal"),
    o("2024-12", "electricity_consumption", "8250000", "kWh", "month-report.csv", of="clinker"),
], NAMELESS + UTF8 + ["plant-basis-assumed", "plant-column-unused", "plant-column-spare", "plant-thousands"] + ["plant-taken-as"] * 2)

# ---- what a title and a row say -----------------------------------------------------------------------------------

# Days by their numbers alone, of the month in the title: 31 x 5000 + (1 + ... + 31) = 155496 t; 31 x 700 = 21700 t.
case("days-of-title", [("days-of-title.csv", "gb18030", "西山水泥有限公司2025年3月生产日报(含累计),,\n日期,1#窑熟料产量(t),烟煤消耗量(t)\n"
                        + "".join(f"{day}日,{5000 + day},700\n" for day in range(1, 32)) + "合计,155496,21700\n制表：王五,,\n")], [
    o("2025-03", "clinker_output", 155496, "t", **days("days-of-title.csv", 31)),
    o("2025-03", "fuel_consumption", 21700, "t", of="bituminous_coal", **days("days-of-title.csv", 31)),
], ["plant-facility-assumed", "plant-row-unused"] + UTF8)

# A month that begins on the 26th: bare numbers from 26 on are of the calendar's month before. January's own month begins in the
# year before. 28 days of February: 26th to 28th and 1st to 25th.
case("days-from-26", [("days-from-26.csv", "utf8", "2025年3月,\n日,熟料产量(t)\n"
                       + "".join(f"{day},{day}\n" for day in [26, 27, 28] + list(range(1, 26))))], [
    o("2025-03", "clinker_output", sum(range(1, 29)), "t", **days("days-from-26.csv", 28)),
], NAMELESS + UTF8, mapping={"schema": "cement-mapping/1", "tables": [{"period": {"month_starts": 26}}]})

case("new-year-from-26", [("new-year-from-26.csv", "utf8", "2025年1月,,\n日期,熟料产量(t),烟煤消耗量(t)\n"
                           + "".join(f"12月{day}日,{day},2\n" for day in range(26, 32))
                           + "".join(f"1月{day}日,{day},2\n" for day in range(1, 26)))], [
    o("2025-01", "clinker_output", sum(range(1, 32)), "t", **days("new-year-from-26.csv", 31)),
    o("2025-01", "fuel_consumption", 62, "t", of="bituminous_coal", **days("new-year-from-26.csv", 31)),
], NAMELESS + UTF8, mapping={"schema": "cement-mapping/1", "tables": [{"period": {"month_starts": 26}}]})

# The parts of a date in a column each, written once over the rows that they hold for: 2 x 2500 + 2 x 2600 = 10200 t in January,
# 2400 t in February; the row of the sum repeats what is above it. Five rows have an empty cell of a date.
case("dates-in-parts", [("dates-in-parts.csv", "gb18030", """年,月,日,时间,1#熟料产量(t)
2025,1,30,8:00,2500
,,,20:00,2500
,,31日,8:00,2600
,,,20:00,2600
,,,合计,10200
,2月,1,8:00,1200
,,,20:00,1200
""")], [
    o("2025-01", "clinker_output", 10200, "t", **days("dates-in-parts.csv", 2, 4)),
    o("2025-02", "clinker_output", 2400, "t", **days("dates-in-parts.csv", 1, 2)),
], NAMELESS[:1] + ["plant-date-above", "plant-days-missing", "plant-days-missing"] + UTF8)

# The same by headings that nobody knows; and the year again in the column of months.
case("dates-mapped", [("dates-mapped.csv", "utf8", """Y,M,D,clinker output (t)
2025,2025-01,30,5000
2025,2025-01,31,5200
2025,2025-02,1,2400
""")], [
    o("2025-01", "clinker_output", 10200, "t", **days("dates-mapped.csv", 2)),
    o("2025-02", "clinker_output", 2400, "t", **days("dates-mapped.csv", 1)),
], NAMELESS + ["plant-days-missing"] * 2, mapping={"schema": "cement-mapping/1", "tables": [
    {"period": {"header": "Y", "time": ["M", "D"]}}]})

# Two dates a row: a mapping says that the second counts, which is February's for both. (100 x 22 + 300 x 24) / 400 = 23.5.
case("date-of-two", [("date-of-two.csv", "utf8", """取样日期,化验日期,烟煤消耗量(t),烟煤低位发热量(GJ/t)
2025-01-31,2025-02-01,100,22
2025-02-01,2025-02-02,300,24
""")], [
    o("2025-02", "fuel_consumption", 400, "t", of="bituminous_coal", **days("date-of-two.csv", 2)),
    o("2025-02", "fuel_ncv", "23.5", "GJ/t", of="bituminous_coal", **mean("date-of-two.csv", 2)),
], NAMELESS + ["plant-days-missing", "plant-column-spare", "plant-basis-assumed"] + UTF8, mapping={"schema": "cement-mapping/1", "tables": [
    {"period": {"header": "化验日期"}}]})

# Months in words: 10 + 11 + 12 t of coal, 100 + 110 + 120 kg of diesel.
case("months-in-words", [("months-in-words.csv", "gb18030", """2025年能源消耗统计表,,,,,
能源品种,单位,一月,二月,三月份,合计
烟煤,吨,10,11,12,33
柴油,千克,100,110,120,330
""")], [
    o(f"2025-0{month}", "fuel_consumption", value, "t", "months-in-words.csv", of=fuel)
    for month, *values in ((1, 10, "0.1"), (2, 11, "0.11"), (3, 12, "0.12")) for fuel, value in zip(("bituminous_coal", "diesel"), values)
], NAMELESS + UTF8)

# A report with numbered items, the plan beside what was done, and the numbers of kilns as remarks, which are no items.
case("plan-and-done", [("plan-and-done.csv", "gb18030", """西山水泥2025年2月份生产经营月报,,,,
项目,单位,本月计划,本月实际,完成率
一、产量,,,,
1.熟料产量,万吨,15,14.1,94%
其中：1#窑,万吨,7.5,7.05,94%
二、消耗,,,,
1.烟煤实物消耗,吨,20000,19500,
（2）烟煤收到基低位发热量,kJ/kg,,23012,
""")], [
    o("2025-02", "clinker_output", 141000, "t", "plan-and-done.csv"),
    o("2025-02", "fuel_consumption", 19500, "t", "plan-and-done.csv", of="bituminous_coal"),
    o("2025-02", "fuel_ncv", "23.012", "GJ/t", "plan-and-done.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-column-spare", "plant-column-unused", "plant-column-unused"])

# Alternative fuels by name, bought and fed.
case("fed-by-name", [("fed-by-name.csv", "gb18030", """月份,替代燃料名称,入厂量(t),入窑量(t),收到基低位发热量(MJ/kg)
2025年1月,废旧轮胎,520,500,31.2
2025年1月,RDF,1200,1150.5,15.6
2025年2月,废旧轮胎,500,510,31
""")], [
    o(f"2025-0{month}", item, value, "GJ/t" if item == "fuel_ncv" else "t", "fed-by-name.csv", of=fuel,
      line="" if item == "fuel_purchased" else "L1")
    for month, fuel, *values in ((1, "waste_tyre", 520, 500, "31.2"), (1, "rdf", 1200, "1150.5", "15.6"), (2, "waste_tyre", 500, 510, 31))
    for item, value in zip(("fuel_purchased", "fuel_consumption", "fuel_ncv"), values)
], NAMELESS + UTF8)

# Stocks and purchases by name: limestone's are no items, and told; what is used of it is one.
case("stocks-by-name", [("stocks-by-name.csv", "gb18030", """2025年1月,,,,
名称,期初库存(t),购进(t),消耗(t),期末库存(t)
烟煤,5000,15000,14500,5500
石灰石,20000,180000,175000,25000
熟料,30000,,120000,32000
""")], [
    o("2025-01", "fuel_opening_stock", 5000, "t", "stocks-by-name.csv", of="bituminous_coal", line=""),
    o("2025-01", "fuel_purchased", 15000, "t", "stocks-by-name.csv", of="bituminous_coal", line=""),
    o("2025-01", "fuel_consumption", 14500, "t", "stocks-by-name.csv", of="bituminous_coal"),
    o("2025-01", "fuel_closing_stock", 5500, "t", "stocks-by-name.csv", of="bituminous_coal", line=""),
    o("2025-01", "raw_material_consumption", 175000, "t", "stocks-by-name.csv", of="limestone"),
    o("2025-01", "clinker_opening_stock", 30000, "t", "stocks-by-name.csv", line=""),
    o("2025-01", "clinker_consumed", 120000, "t", "stocks-by-name.csv", line=""),
    o("2025-01", "clinker_closing_stock", 32000, "t", "stocks-by-name.csv", line=""),
], NAMELESS + UTF8 + ["plant-column-unused"] * 4, materials=({"id": "limestone", "name": "石灰石"},))

# A mapping says the month: of a table without one, and of days below a title with running sums of another.
case("month-mapped", [("month-mapped.csv", "utf8", "项目,单位,数值\n熟料产量,t,152000.5\n"),
                      ("month-mapped-days.csv", "utf8", "2025年4月累计,\n日,柴油消耗量(t)\n1,5\n2,6\n")], [
    o("2025-03", "clinker_output", "152000.5", "t", "month-mapped.csv"),
    o("2025-03", "fuel_consumption", 11, "t", of="diesel", **days("month-mapped-days.csv", 2)),
], NAMELESS + UTF8 * 2 + ["plant-days-missing"], mapping={"schema": "cement-mapping/1", "tables": [{"year": 2025, "month": 3}]})

# The year above its months and days, as account books have it: 5000 + 5100 t in January, 4900 t in February.
case("account-book", [("account-book.csv", "gb18030", """生产台账,,,
2025年,,熟料产量,喂煤量
月,日,t,t
1,1,5000,700
,2,5100,710
2,1,4900,690
""")], [
    o("2025-01", "clinker_output", 10100, "t", **days("account-book.csv", 2)),
    o("2025-01", "fuel_consumption", 1410, "t", of="bituminous_coal", **days("account-book.csv", 2)),
    o("2025-02", "clinker_output", 4900, "t", **days("account-book.csv", 1)),
    o("2025-02", "fuel_consumption", 690, "t", of="bituminous_coal", **days("account-book.csv", 1)),
], NAMELESS + UTF8 + ["plant-date-above", "plant-taken-as", "plant-days-missing", "plant-days-missing"])

# What a day made beside the running sum, with units below both rows of headings.
case("day-and-sum", [("day-and-sum.csv", "gb18030", """2025年3月,,,
时 间,熟料产量,,柴油消耗量
,当日,累计,当日
,t,t,kg
3月1日,5000,5000,700
3月2日,5100,10100,710
""")], [
    o("2025-03", "clinker_output", 10100, "t", **days("day-and-sum.csv", 2)),
    o("2025-03", "fuel_consumption", "1.41", "t", of="diesel", **days("day-and-sum.csv", 2)),
], NAMELESS + UTF8 + ["plant-column-unused", "plant-days-missing"])

# Days side by side, a row an item: as a wide table. 5000 + 5100 + 0 + 5200 = 15300 t, and 4000 + 4100 + 4200 + 0 = 12300 t; the sums at the
# end repeat the rows. The first kiln stood for a day, and 1,710 has its comma. (700 x 22 + 1710 x 23 + 590 x 24)
# / 3000 = 22.963333...
case("days-across", [("days-across.csv", "gb18030", """西山水泥2025年3月能源消耗日报,,,,,,,,,
制表日期：2025年4月2日,,,,,,,,,
序号,生产线,项目名称,计量单位,1日,2日,3日,4日,合计,备注
1,1#窑,熟料产量,吨,5000,5100,停窑,5200,15300,
2,1#窑,烟煤消耗量,吨,700,"1,710",停窑,590,3000,
3,1#窑,烟煤低位发热量,GJ/t,22,23,,24,,化验室
4,1#窑,运转时间,h,24,24,0,24,72,
5,2#窑,熟料产量,吨,4000,4100,4200,0,12300,
,,合计,,,,,,,
审核：李四,,,,,,,,,
""")], [
    o("2025-03", "clinker_output", 15300, "t", **days("days-across.csv", 4, 3)),
    o("2025-03", "fuel_consumption", 3000, "t", of="bituminous_coal", **days("days-across.csv", 4, 3)),
    o("2025-03", "fuel_ncv", (D(700) * 22 + D(1710) * 23 + D(590) * 24) / 3000, "GJ/t", of="bituminous_coal",
      **mean("days-across.csv", 3)),
    o("2025-03", "clinker_output", 12300, "t", line="L2", **days("days-across.csv", 4)),
], ["plant-facility-assumed", "plant-stopped", "plant-thousands", "plant-basis-assumed", "plant-row-unused",
    "plant-days-missing"] + UTF8, lines=("L1", "L2"))

# Dates as headings, a mapping by the items' names, a tab between cells.
case("days-across-mapped", [("days-across-mapped.tsv", "utf8", """指标\t2025/1/31\t2025/2/1\t2025/2/2
产出\t5\t6\t7
喂煤\t1\t2\t3
""")], [
    o("2025-01", "clinker_output", 5000, "t", **days("days-across-mapped.tsv", 1)),
    o("2025-02", "clinker_output", 13000, "t", **days("days-across-mapped.tsv", 2)),
], NAMELESS + ["plant-days-missing"] * 2 + UTF8, mapping={"schema": "cement-mapping/1", "tables": [
    {"shape": "daily-form", "columns": [{"header": "产出", "item": "clinker_output", "unit": "kt"},
                                        {"header": "喂煤", "ignore": True}]}]})

# Each row has its unit: 3 x 10 kg of diesel are 0.03 t, 1.2 万Nm3 are 12000 Nm3. The mapping leaves the electricity out, which
# is the whole plant's; the row of heat has nothing in it. What was bought of diesel is not said in two months.
UNITS_IN_ROWS = """月份,能源名称,计量单位,消费量,购进量
2025年1月,烟煤,吨,13800.5,14000
2025年1月,柴油,千克,30,
2025年1月,天然气,万标准立方米,1.2,1.2
2025年1月,外购电力,万千瓦时,630.2,630.2
2025年1月,热力,GJ,,
2025年2月,烟煤,吨,12100,12000.5
2025年2月,柴油,吨,0.01,
2025年2月,外购电力,万千瓦时,580,580
"""
case("units-in-rows", [("units-in-rows.csv", "gb18030", UNITS_IN_ROWS)], [
    o("2025-01", "fuel_consumption", "13800.5", "t", "units-in-rows.csv", of="bituminous_coal"),
    o("2025-01", "fuel_purchased", 14000, "t", "units-in-rows.csv", of="bituminous_coal", line=""),
    o("2025-01", "fuel_consumption", "0.03", "t", "units-in-rows.csv", of="diesel"),
    o("2025-01", "fuel_consumption", 12000, "Nm3", "units-in-rows.csv", of="natural_gas"),
    o("2025-01", "fuel_purchased", 12000, "Nm3", "units-in-rows.csv", of="natural_gas", line=""),
    o("2025-02", "fuel_consumption", 12100, "t", "units-in-rows.csv", of="bituminous_coal"),
    o("2025-02", "fuel_purchased", "12000.5", "t", "units-in-rows.csv", of="bituminous_coal", line=""),
    o("2025-02", "fuel_consumption", "0.01", "t", "units-in-rows.csv", of="diesel"),
], NAMELESS + UTF8 + ["plant-gap"] * 2, mapping={"schema": "cement-mapping/1", "tables": [
    {"of": {"header": "能源名称", "names": {"外购电力": None}}}]})

# The same, by columns of a mapping's own: what is said of the column stays, the unit is the row's.
case("units-mapped", [("units-mapped.csv", "utf8", """月,种类,度量,数
2025-01,A,KG,15000
2025-01,B,t,20
2025-01,C,kWh,7
""")], [
    o("2025-01", "fuel_consumption", 15, "t", "皮带秤", of="bituminous_coal", method="measured"),
    o("2025-01", "fuel_consumption", 20, "t", "皮带秤", of="tyres", method="measured"),
], NAMELESS + UTF8 + ["plant-unit-spelling"], fuels=[{"id": "tyres", "state": "solid", "origin": "alternative"}],
     mapping={"schema": "cement-mapping/1", "fuels": [{"id": "tyres", "state": "solid", "origin": "alternative"}], "tables": [
    {"period": {"header": "月"}, "of": {"header": "种类", "names": {"A": "bituminous_coal", "B": "tyres", "C": None}},
     "columns": [{"header": "度量", "as": "unit"},
                 {"header": "数", "item": "fuel_consumption", "method": "measured", "source": "皮带秤"}]}]})

# Purchases and stocks of one month, told by the title alone. Electricity is the whole plant's and of no item: told column by
# column. The sum in tce is none of a fuel.
case("energy-of-month", [("energy-of-month.csv", "gb18030", """能源购进、消费与库存,,,,,,,
综合机关名称：北山水泥有限公司,,2025年3月,,,,,
能源名称,计量单位,代码,期初库存量,购进量,工业生产消费量,期末库存量,折标系数
原煤,吨,01,5200,14500,13800.5,5899.5,0.7143
柴油,吨,12,20,18,15.6,22.4,1.4571
电力,万千瓦时,33,,690,730.2,,1.229
合计,吨标准煤,,,,10850,,
注：库存为盘点数,,,,,,,
""")], [
    o("2025-03", "fuel_consumption", "13800.5", "t", "energy-of-month.csv", of="bituminous_coal"),
    o("2025-03", "fuel_consumption", "15.6", "t", "energy-of-month.csv", of="diesel"),
    o("2025-03", "fuel_opening_stock", 5200, "t", "energy-of-month.csv", of="bituminous_coal", line=""),
    o("2025-03", "fuel_opening_stock", 20, "t", "energy-of-month.csv", of="diesel", line=""),
    o("2025-03", "fuel_purchased", 14500, "t", "energy-of-month.csv", of="bituminous_coal", line=""),
    o("2025-03", "fuel_purchased", 18, "t", "energy-of-month.csv", of="diesel", line=""),
    o("2025-03", "fuel_closing_stock", "5899.5", "t", "energy-of-month.csv", of="bituminous_coal", line=""),
    o("2025-03", "fuel_closing_stock", "22.4", "t", "energy-of-month.csv", of="diesel", line=""),
], NAMELESS + UTF8 + ["plant-column-unused"] * 4 + ["plant-taken-as", "plant-row-unused"])

# Lines in rows, their month in the title; a sum without a unit of its own is held against them.
case("lines-of-month", [("lines-of-month.csv", "gb18030", """统计期：2025年3月,,,,
生产线,熟料产量(万吨),烟煤(t),烟煤热值(kJ/kg),备注
1#,15.5,21000,22100,1-3月平均水分8%
2#,7.5,10500,22000,
合计,23,31501,,
""")], [
    o("2025-03", "clinker_output", 155000, "t", "lines-of-month.csv", "1-3月平均水分8%"),
    o("2025-03", "clinker_output", 75000, "t", "lines-of-month.csv", line="L2"),
    o("2025-03", "fuel_consumption", 21000, "t", "lines-of-month.csv", "1-3月平均水分8%", of="bituminous_coal"),
    o("2025-03", "fuel_consumption", 10500, "t", "lines-of-month.csv", of="bituminous_coal", line="L2"),
    o("2025-03", "fuel_ncv", "22.1", "GJ/t", "lines-of-month.csv", "1-3月平均水分8%", of="bituminous_coal"),
    o("2025-03", "fuel_ncv", 22, "GJ/t", "lines-of-month.csv", of="bituminous_coal", line="L2"),
], ["plant-facility-assumed", "plant-total-differs", "plant-basis-assumed"] + UTF8, lines=("L1", "L2"))

# A book of alternative fuels: 名称 names them, and their heat is not that of coal.
case("book-of-alternatives", [("book-of-alternatives.csv", "gb18030", """2025年3月替代燃料台账,,,,
序号,日期,名称,消耗量(t),收到基低位发热量(MJ/kg)
1,3月1日,废轮胎,25,31
2,3月1日,RDF,5.5,14.5
3,3月2日,废轮胎,75,33
""")], [
    o("2025-03", "fuel_consumption", 100, "t", of="waste_tyre", **days("book-of-alternatives.csv", 2)),
    o("2025-03", "fuel_consumption", "5.5", "t", of="rdf", **days("book-of-alternatives.csv", 1)),
    # (25 x 31 + 75 x 33) / 100
    o("2025-03", "fuel_ncv", "32.5", "GJ/t", of="waste_tyre", **mean("book-of-alternatives.csv", 2)),
    o("2025-03", "fuel_ncv", "14.5", "GJ/t", of="rdf", **mean("book-of-alternatives.csv", 1)),
], NAMELESS + UTF8 + ["plant-days-missing"] * 2)

# Rows of several months are sums of those above, as 合计 is: the second does not fit.
case("months-and-sums", [("months-and-sums.csv", "utf8", """月份,熟料产量(t),原煤用量(t)
2025年1月,155012,21002.5
2025年2月,121000,16502.5
2025年1-2月,276012,37505
2025年3月,160000,21800
1月至3月,436012,59306
2025年1～3月份累计,436012,59305
""")], [
    o("2025-01", "clinker_output", 155012, "t", "months-and-sums.csv"),
    o("2025-02", "clinker_output", 121000, "t", "months-and-sums.csv"),
    o("2025-03", "clinker_output", 160000, "t", "months-and-sums.csv"),
    o("2025-01", "fuel_consumption", "21002.5", "t", "months-and-sums.csv", of="bituminous_coal"),
    o("2025-02", "fuel_consumption", "16502.5", "t", "months-and-sums.csv", of="bituminous_coal"),
    o("2025-03", "fuel_consumption", "21800", "t", "months-and-sums.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-taken-as", "plant-total-differs"])

# A form whose rows are named by their fuels, with their units; a running sum is told.
case("energy-by-month", [("energy-by-month.csv", "gb18030", """2025年能源消费,,,,,
能源名称,计量单位,1月,2月,3月,一季度
原煤,吨,13800.5,12100,14200,40100.5
柴油,千克,15600,10000,12000,37600
余热发电量,万千瓦时,200,190,210.5,600.5
""")], [
    o("2025-01", "fuel_consumption", "13800.5", "t", "energy-by-month.csv", of="bituminous_coal"),
    o("2025-02", "fuel_consumption", 12100, "t", "energy-by-month.csv", of="bituminous_coal"),
    o("2025-03", "fuel_consumption", 14200, "t", "energy-by-month.csv", of="bituminous_coal"),
    o("2025-01", "fuel_consumption", "15.6", "t", "energy-by-month.csv", of="diesel"),
    o("2025-02", "fuel_consumption", 10, "t", "energy-by-month.csv", of="diesel"),
    o("2025-03", "fuel_consumption", 12, "t", "energy-by-month.csv", of="diesel"),
    o("2025-01", "waste_heat_power_generation", 2000000, "kWh", "energy-by-month.csv", line=""),
    o("2025-02", "waste_heat_power_generation", 1900000, "kWh", "energy-by-month.csv", line=""),
    o("2025-03", "waste_heat_power_generation", 2105000, "kWh", "energy-by-month.csv", line=""),
], NAMELESS + UTF8 + ["plant-taken-as", "plant-column-spare"])

# 单位 at the head of the row of units.
case("row-of-units", [("row-of-units.csv", "utf8", """日期,熟料产量,原煤消耗量
单位,万吨,t
2025-01,15.5,20500
""")], [
    o("2025-01", "clinker_output", 155000, "t", "row-of-units.csv"),
    o("2025-01", "fuel_consumption", 20500, "t", "row-of-units.csv", of="bituminous_coal"),
], NAMELESS + UTF8 + ["plant-taken-as"])

# ---- long ---------------------------------------------------------------------------------------------------------

case("long", [("long.csv", "gb18030", """line,period,item,of,value,unit,method,use,source,note
,,facility.id,,HZ-02,,,,,
1#窑,2025年1月1日,熟料产量,,"3,500.5",t,,,,
1#窑,2025-01-02,熟料产量,,3600,t,,,,
1#窑,2025-01,fuel_consumption,烟煤,15000.00,t,实测值,,皮带秤,早班
1#窑,2025-01,fuel_ncv,烟煤,23.415,GJ/t,,,,
1#窑,2025-01,fuel_consumption,柴油,1.25,t,,点火,,
""")], [
    o("2025-01", "clinker_output", "7100.5", "t", **days("long.csv", 2)),
    o("2025-01", "fuel_consumption", "15000.00", "t", "皮带秤", "早班", of="bituminous_coal", method="measured"),
    o("2025-01", "fuel_ncv", "23.415", "GJ/t", "long.csv", of="bituminous_coal"),
    o("2025-01", "fuel_consumption", "1.25", "t", "long.csv", of="diesel", use="ignition"),
], UTF8 + ["plant-thousands", "plant-days-missing"], facility="HZ-02")

# ---- mappings -----------------------------------------------------------------------------------------------------

case("own-names", [("own-names.csv", "gb18030", """报表,,,
月,SL-1,RM-1,CL-1
2025-01,15000,170000,110000
2025-02,14000,151000,98000
""")], [
    o("2025-01", "clinker_output", "110000", "t", "own-names.csv", line="K1"),
    o("2025-01", "raw_meal_consumption", "170000", "t", "own-names.csv", line="K1"),
    o("2025-01", "fuel_consumption", "15000", "t", "皮带秤", of="rdf-a", line="K1", method="measured"),
    o("2025-02", "clinker_output", "98000", "t", "own-names.csv", line="K1"),
    o("2025-02", "raw_meal_consumption", "151000", "t", "own-names.csv", line="K1"),
    o("2025-02", "fuel_consumption", "14000", "t", "皮带秤", of="rdf-a", line="K1", method="measured"),
], [], mapping={
    "schema": "cement-mapping/1", "facility": {"id": "HZ-03", "province": "浙江"},
    "lines": [{"id": "K1", "clinker_type": "portland"}],
    "fuels": [{"id": "rdf-a", "origin": "alternative", "state": "solid"}],
    "tables": [{"file": "own-*.csv", "encoding": "gb18030", "skip_rows": 1, "header_rows": 1, "period": {"header": "月"},
                "line": {"id": "K1"}, "columns": [
                    {"header": "SL-1", "item": "fuel_consumption", "of": "rdf-a", "unit": "t", "method": "measured", "source": "皮带秤"},
                    {"header": "RM-1", "item": "raw_meal_consumption", "unit": "t"},
                    {"header": "CL-1", "item": "clinker_output", "unit": "t"}]}]},
     facility="HZ-03", more={"province": "浙江"}, lines=({"id": "K1", "clinker_type": "portland"},),
     fuels=({"id": "rdf-a", "origin": "alternative", "state": "solid"},))

case("dry-mass", [("dry-mass.csv", "utf8", """月份,烟煤干基用量(t),烟煤全水(%)
2025-01,900,10
""")], [
    # 900 t without water, with 10 % water: 900 · 100 / 90
    o("2025-01", "fuel_consumption", "1000", "t", "dry-mass.csv", "GB/T 213: m_ar = 100 m_d / (100 - M_ar)",
      of="bituminous_coal", method="calculated"),
], NAMELESS + UTF8)

case("two-files", [
    ("energy.csv", "gb18030", "月份,熟料工序电量(万kWh)\n2025-01,605\n2025-02,539\n"),
    ("output.csv", "utf8", "月份,生产线,熟料产量(kt)\n2025-01,1号线,110\n2025-02,1号线,98.0005\n")], [
    # the file of energy names no line, and the only line that is known is meant
    o("2025-01", "clinker_output", "110000", "t", "output.csv"),
    o("2025-01", "electricity_consumption", "6050000", "kWh", "energy.csv", of="clinker"),
    o("2025-02", "clinker_output", "98000.5", "t", "output.csv"),
    o("2025-02", "electricity_consumption", "5390000", "kWh", "energy.csv", of="clinker"),
], UTF8 * 2 + ["plant-facility-assumed"])

# ---- what a line and the plant are --------------------------------------------------------------------------------

# The kinds are told by the national form's words and by short names; blanks and a dash say nothing.
case("attributes", [("attributes.csv", "gb18030", """企业名称,省份,月份,生产线,熟料品种,设计产能(t/d),海拔高度(m),大气压(kPa),熟料产量(t)
甲水泥厂,安徽,2025-01,1#,中热,"5,000",320,97.5,110000
甲水泥厂,安徽,2025-01,2#,白水泥熟料,２５００,320,97.50,50000
,,2025-02,1#,硅酸盐水泥熟料,5000.0,,,98000
,,2025-02,2#,-,,,,48000
""")], [
    o("2025-01", "clinker_output", "110000", "t", "attributes.csv"),
    o("2025-01", "clinker_output", "50000", "t", "attributes.csv", line="L2"),
    o("2025-02", "clinker_output", "98000", "t", "attributes.csv"),
    o("2025-02", "clinker_output", "48000", "t", "attributes.csv", line="L2"),
], UTF8 + ["plant-facility-assumed", "plant-full-width", "plant-thousands"],
     more={"name": "甲水泥厂", "province": "安徽", "altitude": {"value": 320, "unit": "m"},
           "ambient_pressure": {"value": 97.5, "unit": "kPa"}},
     lines=({"id": "L1", "clinker_type": "portland", "design_capacity": {"value": 5000, "unit": "t/d"}},
            {"id": "L2", "clinker_type": "white", "design_capacity": {"value": 2500, "unit": "t/d"}}))

# Another file says it of the only line, in another unit: 5000 t/d are 5000 / 24 t/h, and 120 t/h are 2880 t/d.
case("attributes-beside", [("what.csv", "utf8", "月份,熟料种类,设计产能(t/h),熟料工序电量(kWh)\n2025-01,铝酸盐熟料,120,5\n"),
                           ("output-of.csv", "utf8", "月份,窑号,设计产能(t/d),熟料产量(t)\n2025-01,1#,2880,7\n")], [
    o("2025-01", "clinker_output", "7", "t", "output-of.csv"),
    o("2025-01", "electricity_consumption", "5", "kWh", "what.csv", of="clinker"),
], UTF8 * 2 + ["plant-facility-assumed"],
     lines=({"id": "L1", "clinker_type": "aluminate", "design_capacity": {"value": 2880, "unit": "t/d"}},))

case("attributes-mapped", [("own-table.csv", "utf8", "月,品,能,产\n2025-01,低热,5000,3\n")], [
    o("2025-01", "clinker_output", "3", "t", "own-table.csv", line="K1"),
], [], mapping={
    "schema": "cement-mapping/1", "facility": {"id": "HZ-04"},
    "tables": [{"encoding": "utf-8", "period": {"header": "月"}, "line": {"id": "K1"}, "columns": [
        {"header": "品", "attribute": "line.clinker_type"},
        {"header": "能", "attribute": "line.design_capacity", "unit": "t/d"},
        {"header": "产", "item": "clinker_output", "unit": "t"}]}]},
     facility="HZ-04", lines=({"id": "K1", "clinker_type": "portland", "design_capacity": {"value": 5000, "unit": "t/d"}},))

case("attributes-form", [("attributes-form.csv", "utf8", """2025年,,,,,
生产线,项目,单位,1月,2月,3月
1#窑,熟料品种,,低碱通用,低碱通用,
,设计产能,t/d,5000,,
,熟料产量,t,110000,98000,105000
""")], [
    o("2025-01", "clinker_output", "110000", "t", "attributes-form.csv"),
    o("2025-02", "clinker_output", "98000", "t", "attributes-form.csv"),
    o("2025-03", "clinker_output", "105000", "t", "attributes-form.csv"),
], UTF8 + ["plant-facility-assumed"],
     lines=({"id": "L1", "clinker_type": "portland", "design_capacity": {"value": 5000, "unit": "t/d"}},))

# What a fuel is, beside what was burnt of it: rows may repeat it or leave it out. 秸秆 is the built-in biomass; 替代燃料 is declared by
# its name, and what the table says of it goes before what is usual. A share of what is not said is told, once; limestone has none.
case("fuels", [("fuels.csv", "gb18030", """月份,燃料名称,消耗量(t),生物质含量,状态,燃料类别
,,,%,,
2025-01,RDF,1500,40,固体,替代燃料
2025-01,替代燃料,20,100%,液态,生物质
2025-01,石灰石,9,0,/,
2025-02,RDF,1400,40.0,,替代
2025-02,秸秆,10,-,固态,生物质燃料
""")], [
    o("2025-01", "fuel_consumption", 1500, "t", "fuels.csv", of="rdf"),
    o("2025-01", "fuel_consumption", 20, "t", "fuels.csv", of="alternative_fuel"),
    o("2025-01", "raw_material_consumption", 9, "t", "fuels.csv", of="limestone"),
    o("2025-02", "fuel_consumption", 1400, "t", "fuels.csv", of="rdf"),
    o("2025-02", "fuel_consumption", 10, "t", "fuels.csv", of="biomass"),
], NAMELESS + UTF8 + ["plant-subject-assumed", "plant-percent", "plant-taken-as", "plant-taken-as"] + ["plant-column-unused"] * 3,
     fuels=({"id": "rdf", "biogenic_share": 0.4}, {"id": "alternative_fuel", "name": "替代燃料", "biogenic_share": 1, "state": "liquid", "origin": "biomass"}),
     materials=({"id": "limestone", "name": "石灰石"},))

# A fuel of the plant's own, whose table says what it is; headings of its own that a mapping names.
case("fuels-mapped", [("fuels-mapped.csv", "utf8", """月,来料,磅单,生质,形,来源
2025-01,神木煤,480,,,
2025-01,园区RDF,20,0.35,固态,废弃物
""")], [
    o("2025-01", "fuel_consumption", 480, "t", "fuels-mapped.csv", of="bituminous_coal"),
    o("2025-01", "fuel_consumption", 20, "t", "fuels-mapped.csv", of="rdf-a"),
], ["plant-facility-assumed", "plant-line-assumed"] + UTF8, mapping={
    "schema": "cement-mapping/1", "tables": [{
        "period": {"header": "月"}, "of": {"header": "来料", "names": {"神木煤": "bituminous_coal", "园区RDF": "rdf-a"}}, "columns": [
            {"header": "磅单", "item": "fuel_consumption", "unit": "t"}, {"header": "生质", "attribute": "fuel.biogenic_share", "unit": "1"},
            {"header": "形", "attribute": "fuel.state"}, {"header": "来源", "attribute": "fuel.origin"}]}]},
     fuels=({"id": "rdf-a", "biogenic_share": 0.35, "state": "solid", "origin": "alternative"},))

# In a form, beside their fuel or below it; two lines burn the same.
case("fuels-form", [("fuels-form.csv", "utf8", """2025年,,,,,,
生产线,燃料,项目,单位,1月,2月,3月
1#,RDF,消耗量,t,5,6,7
,,生物质份额,%,40,40,
2#,RDF,消耗量,t,2,1,1
,,生物质份额,%,,40,
,柴油,消耗量,t,1,1,1
,,物态,,液体,液体,
""")], [o(f"2025-0{month}", "fuel_consumption", value, "t", "fuels-form.csv", of=of, line=line)
        for line, of, values in (("L1", "rdf", (5, 6, 7)), ("L2", "rdf", (2, 1, 1)), ("L2", "diesel", (1, 1, 1))) for month, value in enumerate(values, 1)],
     UTF8 + ["plant-facility-assumed"], lines=("L1", "L2"), fuels=({"id": "rdf", "biogenic_share": 0.4}, {"id": "diesel", "state": "liquid"}))

# ---- as the departments of a plant export them ----------------------------------------------------------------------

# The control room's: a title, groups above names, a row of units, the date over three shifts, what each day adds up to, a signature.
case("control-room", [("control-room.csv", "gb18030", """甲水泥有限公司1#窑中控日报表,,,,,,,
日期,班次,熟料,生料,原煤,,余热发电,备注
,,产量,喂料量,头煤,尾煤,发电量,
,,t,t,t,t,kWh,
2025/3/1,早班,1450,2250,70.5,110.2,56000,
,中班,1460,2262,71,111,55800,
,晚班,1440,2240,70,110,56100,尾煤秤标定
2025/3/1,合计,4350,6752,211.5,331.2,167900,
2025/3/2,早班,1455,2255,70.5,110.5,56000,
,中班,1465,2260,71,111,55800,
,晚班,1445,2245,70,110,56100,
2025/3/2,合计,4365,6760,211.5,331.5,167900,
,,,,,,,
值长：张三,,,,,,,
""")], [
    o("2025-03", "clinker_output", 4350 + 4365, "t", **days("control-room.csv", 2, 6)),
    o("2025-03", "raw_meal_consumption", 6752 + 6760, "t", **days("control-room.csv", 2, 6)),
    o("2025-03", "fuel_consumption", D("211.5") + D("331.2") + D("211.5") + D("331.5"), "t", of="bituminous_coal", **days("control-room.csv", 2, 12)),
    o("2025-03", "waste_heat_power_generation", 167900 * 2, "kWh", line="", **days("control-room.csv", 2, 6)),
], NAMELESS + UTF8 + ["plant-taken-as"] * 2 + ["plant-days-missing", "plant-row-unused"])

# The statistician's: a group for each line, 万吨, kcal, what a quarter and the year add up to. One kcal/kg is 4.1868 kJ/kg.
case("statistics", [("statistics.csv", "gb18030", """2025年生产统计表,,,,,,
月份,一线,,,二线,,
,熟料产量(万吨),原煤消耗(吨),热值(大卡/千克),熟料产量(万吨),原煤消耗(吨),热值(大卡/千克)
1月,11.25,15230.5,5480,12.3,16800,5490
2月,9.8,13300,5500,10.1,13800,5510
一季度,21.05,28530.5,5489.3,22.4,30600,5499
上半年,21.05,28530.5,,22.4,30600,
合计,21.05,28530.5,,22.4,30600,
""")], [o(f"2025-0{month}", item, value, unit, "statistics.csv", line=line, of=of) for month, line, output, coal, heat in (
    (1, "L1", 112500, D("15230.5"), 5480), (2, "L1", 98000, 13300, 5500), (1, "L2", 123000, 16800, 5490), (2, "L2", 101000, 13800, 5510))
    for item, value, unit, of in (("clinker_output", output, "t", ""), ("fuel_consumption", coal, "t", "bituminous_coal"),
                                  ("fuel_ncv", heat * D("4.1868") / 1000, "GJ/t", "bituminous_coal"))],
     UTF8 + ["plant-facility-assumed"] + ["plant-taken-as", "plant-fuel-assumed", "plant-basis-assumed"] * 2, lines=("L1", "L2"))

# The laboratory's book of coal: tabs, a title, dots in dates, Qnet,ar; what a column 数量 counts is asked, not guessed.
BOOK = """入厂煤质检验台账\t\t\t\t\t\t\t\t
序号\t检验日期\t供应商\t煤种\t数量(吨)\tMt(%)\tMad(%)\tQnet,ar(kcal/kg)\tSt,ad(%)
1\t2025.03.01\t甲矿\t烟煤\t1,200.50\t10.5\t2.1\t5,450\t0.6
2\t2025.03.02\t甲矿\t烟煤\t800\t11\t2.0\t5400\t0.7
3\t2025.03.02\t乙矿\t无烟煤\t500\t8\t1.5\t6100\t1.0
合计\t\t\t\t2500.5\t\t\t\t
平均\t\t\t\t\t10.2\t1.9\t5560\t0.7
"""
case("book-of-coal", [("book-of-coal.tsv", "gb18030", BOOK)], [
    o("2025-03", "fuel_ncv", (5450 + 5400) / D(2) * D("4.1868") / 1000, "GJ/t", of="bituminous_coal", **mean("book-of-coal.tsv", 2, by="")),
    o("2025-03", "fuel_ncv", 6100 * D("4.1868") / 1000, "GJ/t", of="anthracite", **mean("book-of-coal.tsv", 1, by="")),
], NAMELESS + UTF8 + ["plant-column-unused", "plant-column-spare", "plant-column-spare", "plant-thousands", "plant-unweighted"])
case("book-of-coal-mapped", [("book-mapped.tsv", "gb18030", BOOK)], [
    o("2025-03", "fuel_ncv", (5450 * D("1200.5") + 5400 * 800) / D("2000.5") * D("4.1868") / 1000, "GJ/t", of="bituminous_coal", **mean("book-mapped.tsv", 2)),
    o("2025-03", "fuel_ncv", 6100 * D("4.1868") / 1000, "GJ/t", of="anthracite", **mean("book-mapped.tsv", 1)),
], NAMELESS + UTF8 + ["plant-thousands"], mapping={"schema": "cement-mapping/1", "tables": [{
    "skip_rows": 1, "header_rows": 1, "of": {"header": "煤种"}, "columns": [
        {"header": "数量(吨)", "role": "weight", "unit": "t"}, {"header": "Qnet,ar(kcal/kg)", "item": "fuel_ncv", "unit": "kcal/kg", "basis": "ar"},
        *({"header": name, "ignore": True} for name in ("序号", "供应商", "Mt(%)", "Mad(%)", "St,ad(%)"))]}]})

# The laboratory's oxides: no unit anywhere, which a mapping gives; 出窑熟料 is clinker, 入窑生料 no item's.
case("oxides-mapped", [("oxides.csv", "gb18030", """化学分析报告单,,,,,,,,
日期,样品名称,窑号,LOSS,SiO2,CaO,MgO,f-CaO,KH
2025-3-1,出窑熟料,1#,0.3,21.5,65.3,2.1,0.9,0.91
2025-3-1,入窑生料,1#,35.1,13.5,43.3,1.4,,0.98
2025-3-1,出窑熟料,2#,0.3,21.5,65.1,2.0,1.1,0.91
2025-3-2,出窑熟料,1#,0.3,21.5,65.5,2.3,0.8,0.91
""")], [
    o("2025-03", "clinker_cao", D("65.4"), "%", **mean("oxides.csv", 2, by="")),
    o("2025-03", "clinker_mgo", D("2.2"), "%", **mean("oxides.csv", 2, by="")),
    o("2025-03", "clinker_cao", D("65.1"), "%", line="L2", **mean("oxides.csv", 1, by="")),
    o("2025-03", "clinker_mgo", 2, "%", line="L2", **mean("oxides.csv", 1, by="")),
], UTF8 + ["plant-facility-assumed"] + ["plant-column-unused"] * 2 + ["plant-unweighted"] * 2, lines=("L1", "L2"), mapping={"schema": "cement-mapping/1", "tables": [{
    "skip_rows": 1, "header_rows": 1, "of": {"header": "样品名称"}, "columns": [
        {"header": "CaO", "item": "material_cao", "unit": "%"}, {"header": "MgO", "item": "material_mgo", "unit": "%"},
        *({"header": name, "ignore": True} for name in ("LOSS", "SiO2", "f-CaO", "KH"))]}]})

# The weighbridge's: a row a lorry, net masses weigh the heat values.
case("weighbridge", [("weighbridge.csv", "utf8", """接收日期,车牌号,替代燃料名称,毛重(kg),皮重(kg),净重(kg),收到基热值(kcal/kg)
2025-03-01 08:12,甲A12345,RDF,32500,12500,20000,3500
2025-03-01 10:30,甲A22345,废轮胎,30500,12500,18000,7200
2025-03-02 08:12,甲A12345,RDF,42500,12500,30000,3400
""")], [
    o("2025-03", "fuel_ncv", (3500 * 20 + 3400 * 30) / D(50) * D("4.1868") / 1000, "GJ/t", of="rdf", **mean("weighbridge.csv", 2)),
    o("2025-03", "fuel_ncv", 7200 * D("4.1868") / 1000, "GJ/t", of="waste_tyre", **mean("weighbridge.csv", 1)),
], NAMELESS + UTF8)

# The stores': a movement a row; what 数量 is of the mapping says.
case("stores-mapped", [("stores.tsv", "gb18030", """过账日期\t物料\t物料描述\t移动类型\t数量\t基本计量单位
20250301\t100012\t烟煤\t261\t510.250\tT
20250302\t100012\t烟煤\t261\t498.000\tT
20250302\t100013\t0#柴油\t261\t0.850\tT
""")], [
    o("2025-03", "fuel_consumption", D("510.25") + 498, "t", of="bituminous_coal", **days("stores.tsv", 2)),
    o("2025-03", "fuel_consumption", D("0.85"), "t", of="diesel", **days("stores.tsv", 1)),
], NAMELESS + UTF8 + ["plant-days-missing", "plant-days-missing"], mapping={"schema": "cement-mapping/1", "tables": [{"of": {"header": "物料描述"}, "columns": [
    {"header": "数量", "item": "fuel_consumption", "unit": "t"}, *({"header": name, "ignore": True} for name in ("物料", "移动类型", "基本计量单位"))]}]})

# ---- stocks --------------------------------------------------------------------------------------------------------

# Of the plant, whatever its lines made and burnt; a stopped kiln leaves what lies there as it is.
case("stocks", [("stocks.csv", "gb18030", """月份,生产线,熟料产量(t),烟煤消耗量(t)
2025-01,1#,100000,15000
2025-01,2#,90000,14000
"""), ("stocks-of-plant.csv", "utf8", """月份,熟料期初库存(t),熟料期末库存量(万吨),外购熟料量(t),外销熟料量(t),烟煤期初库存量(t),烟煤购入量(t),烟煤期末库存量(t),烟煤外销量(t)
2025-01,20000,2.50005,,34999.5,8000,30000,停窑,0
""")], [
    o("2025-01", "clinker_output", 100000, "t", "stocks.csv", line="L1"),
    o("2025-01", "clinker_output", 90000, "t", "stocks.csv", line="L2"),
    o("2025-01", "fuel_consumption", 15000, "t", "stocks.csv", line="L1", of="bituminous_coal"),
    o("2025-01", "fuel_consumption", 14000, "t", "stocks.csv", line="L2", of="bituminous_coal"),
    o("2025-01", "clinker_opening_stock", 20000, "t", "stocks-of-plant.csv", line=""),
    o("2025-01", "clinker_closing_stock", "25000.5", "t", "stocks-of-plant.csv", line=""),
    o("2025-01", "clinker_sold", "34999.5", "t", "stocks-of-plant.csv", line=""),
    o("2025-01", "fuel_opening_stock", 8000, "t", "stocks-of-plant.csv", line="", of="bituminous_coal"),
    o("2025-01", "fuel_purchased", 30000, "t", "stocks-of-plant.csv", line="", of="bituminous_coal"),
    o("2025-01", "fuel_sold", 0, "t", "stocks-of-plant.csv", line="", of="bituminous_coal"),
], UTF8 * 2 + ["plant-facility-assumed"] + ["plant-gap"] * 2, lines=("L1", "L2"))

# A row a day. January begins with 500 and ends with 560, whatever lies there between. February's last day is there, its closing stock
# is not; March has no first day, and its last row is not its last day: it has neither.
DAILY_STOCKS = "".join(f"2025-01-{day:02},100,{499 + day},{'停窑' if day == 10 else 529 + day}\n" for day in range(1, 32)) + \
    "".join(f"2025-02-{day:02},100,{560 if day == 1 else '-'},{'' if day == 28 else 580}\n" for day in range(1, 29)) + "2025-03-02,100,600,610\n"


def stock(file, date, cells=1):
    return {"source": f"{file}: {cells} cell{'' if cells == 1 else 's'}", "note": f"stock of {date}", "line": ""}


case("stocks-daily", [("stocks-daily.csv", "utf8", "日期,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t)\n" + DAILY_STOCKS)], [
    o("2025-01", "clinker_output", 3100, "t", **days("stocks-daily.csv", 31)),
    o("2025-02", "clinker_output", 2800, "t", **days("stocks-daily.csv", 28)),
    o("2025-03", "clinker_output", 100, "t", **days("stocks-daily.csv", 1)),
    o("2025-01", "clinker_opening_stock", 500, "t", **stock("stocks-daily.csv", "2025-01-01")),
    o("2025-01", "clinker_closing_stock", 560, "t", **stock("stocks-daily.csv", "2025-01-31")),
    o("2025-02", "clinker_opening_stock", 560, "t", **stock("stocks-daily.csv", "2025-02-01")),
], NAMELESS + UTF8 + ["plant-days-missing"] + ["plant-gap"] * 3)

# Rows of moments, the last first: the first number of the first day and the last of the last day count, wherever they stand. The
# diesel of January ends in kg, as it is written.
case("stocks-of-moments", [("stocks-of-moments.csv", "utf8", """时间,烟煤期初库存量(t),烟煤期末库存量(t),柴油期末库存量(kg)
2025-01-31 23:00,30,-,7
2025-01-31 22:00,31,41,8500
2025-01-31 21:00,32,42,9000
2025-01-15 12:00,33,43,1
2025-01-01 2:00,34,44,2
2025-01-01 1:00,35,45,3
2025-01-01 0:30,,46,4
""")], [
    o("2025-01", "fuel_opening_stock", 35, "t", of="bituminous_coal", **stock("stocks-of-moments.csv", "2025-01-01")),
    o("2025-01", "fuel_closing_stock", 41, "t", of="bituminous_coal", **stock("stocks-of-moments.csv", "2025-01-31")),
    o("2025-01", "fuel_closing_stock", "0.007", "t", of="diesel", **stock("stocks-of-moments.csv", "2025-01-31")),
], UTF8 + ["plant-facility-assumed"], lines=())

# Ascending, with two rows of a moment: the same twice is one number, 0:30 before 1:00; two that differ are none, even if a third
# agrees; a later moment counts instead.
case("stocks-of-shifts", [("stocks-of-shifts.csv", "utf8", """日期,班次,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t),烟煤期初库存量(t)
2025-01-01,早,10,500,1,30
2025-01-01,晚,10,500,2,31
2025-01-31,早,10,7,610,8
2025-01-31,晚,10,7,620,8
2025-02-01,早,10,620,630,40
2025-02-01,晚,10,,630,40
""")], [
    o("2025-01", "clinker_output", 40, "t", **days("stocks-of-shifts.csv", 2, 4)),
    o("2025-02", "clinker_output", 20, "t", **days("stocks-of-shifts.csv", 1, 2)),
    o("2025-01", "clinker_opening_stock", 500, "t", **stock("stocks-of-shifts.csv", "2025-01-01")),
    o("2025-02", "clinker_opening_stock", 620, "t", **stock("stocks-of-shifts.csv", "2025-02-01")),
    o("2025-02", "fuel_opening_stock", 40, "t", of="bituminous_coal", **stock("stocks-of-shifts.csv", "2025-02-01")),
], NAMELESS + UTF8 + ["plant-days-missing"] * 2 + ["plant-gap"] * 3)

# A month from the 26th on begins and ends with other days.
case("stocks-of-statistics", [("stocks-of-statistics.csv", "utf8", """日期,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t)
2025-01-26,10,500,501
2025-02-01,10,1,2
2025-02-25,10,3,510
2025-02-28,10,4,5
""")], [
    o("2025-02", "clinker_output", 30, "t", line="L1", **days("stocks-of-statistics.csv", 3)),
    o("2025-03", "clinker_output", 10, "t", line="L1", **days("stocks-of-statistics.csv", 1)),
    o("2025-02", "clinker_opening_stock", 500, "t", **stock("stocks-of-statistics.csv", "2025-01-26")),
    o("2025-02", "clinker_closing_stock", 510, "t", **stock("stocks-of-statistics.csv", "2025-02-25")),
], UTF8 + ["plant-facility-assumed"] + ["plant-days-missing"] * 2 + ["plant-gap"] * 2,
     mapping={"schema": "cement-mapping/1", "lines": [{"id": "L1"}], "tables": [
         {"period": {"header": "日期", "month_starts": 26}, "columns": [
             {"header": "熟料产量(t)", "item": "clinker_output", "line": "L1"}, {"header": "熟料期初库存量(t)", "item": "clinker_opening_stock"},
             {"header": "熟料期末库存量(t)", "item": "clinker_closing_stock"}]}]})

# The year of a form begins with its first month and ends with its last. The first year's figure is not January's; that of coal is held
# against nothing, for its December is not there, as of any quantity; the closing stock of clinker agrees.
case("stocks-of-a-form", [("stocks-of-a-form.csv", "utf8", """2025年,,,,,
项目,单位,1月,2月,12月,全年
熟料期初库存量,t,100,110,120,101
熟料期末库存量,t,110,115,130,130
烟煤期末库存量,t,7,8,,9
""")], [
    *(o(f"2025-{month}", f"clinker_{end}_stock", value, "t", "stocks-of-a-form.csv", line="")
      for end, values in (("opening", (100, 110, 120)), ("closing", (110, 115, 130))) for month, value in zip(("01", "02", "12"), values)),
    o("2025-01", "fuel_closing_stock", 7, "t", "stocks-of-a-form.csv", line="", of="bituminous_coal"),
    o("2025-02", "fuel_closing_stock", 8, "t", "stocks-of-a-form.csv", line="", of="bituminous_coal"),
], UTF8 + ["plant-facility-assumed", "plant-total-differs", "plant-gap"], lines=())

# Without a December nothing is known of how the year ended.
case("stocks-of-a-quarter", [("stocks-of-a-quarter.csv", "utf8", """2025年,,,,,
项目,单位,1月,2月,3月,全年
熟料期末库存量,t,110,115,120,99
""")], [
    o("2025-01", "clinker_closing_stock", 110, "t", "stocks-of-a-quarter.csv", line=""),
    o("2025-02", "clinker_closing_stock", 115, "t", "stocks-of-a-quarter.csv", line=""),
    o("2025-03", "clinker_closing_stock", 120, "t", "stocks-of-a-quarter.csv", line=""),
], UTF8 + ["plant-facility-assumed"], lines=())

# ---- writing ------------------------------------------------------------------------------------------------------


def files_of(one):
    found = {name: ENCODINGS[encoding](text) for name, encoding, text in one["tables"]}
    if one["mapping"]:
        found[one["name"] + ".map.json"] = (json.dumps(one["mapping"], ensure_ascii=False, indent=1) + "\n").encode()
    found[one["name"] + ".json"] = (json.dumps(one["ledger"], ensure_ascii=False, indent=1) + "\n").encode()
    found[one["name"] + ".findings"] = "".join(code + "\n" for code in one["findings"]).encode()
    return found


def main():
    wanted = {"files/" + name: data for one in CASES for name, data in files_of(one).items()}
    lines = [" ".join([one["name"], one["name"] + ".map.json" if one["mapping"] else "-"] + [t[0] for t in one["tables"]])
             for one in CASES]
    wanted["cases.txt"] = ("\n".join(lines) + "\n").encode()
    there = {str(p.relative_to(HERE)): p.read_bytes() for p in [*(HERE / "files").glob("*"), HERE / "cases.txt"] if p.is_file()}
    if "--check" in sys.argv:
        wrong = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        sys.exit(f"not as make.py writes them: {', '.join(wrong)}" if wrong else 0)
    for name in there.keys() - wanted.keys():
        (HERE / name).unlink()
    for name, data in wanted.items():
        (HERE / name).write_bytes(data)


if __name__ == "__main__":
    main()
