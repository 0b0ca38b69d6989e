"""Figures of a cement plant, each with its proof: energy intensity, CO2 and substitution rates.

    import libcement

    with libcement.Catalog() as catalog:
        ledger = catalog.ledger_file("plant.json")
        run = catalog.run(ledger, ["cn.gb-16780@2021"])
        for figure in run.figures():
            print(figure.line, figure.period, figure.key, figure.value, figure.unit)

A plant's own tables are read by catalog.plant("2025.csv"), whatever their encoding, units and headings.

Editions are named by their exact ids: there is no "latest". Numbers come as decimal.Decimal from the library's text,
never through float. Every refusal is a CementError that tells where and why.
"""
from ._catalog import Catalog, report
from ._columns import Columns, Output, Results, Slot, Total
from ._error import CementError
from ._ledger import Ledger
from ._library import selftest, version
from ._run import Run
from ._types import Cell, Difference, Edition, Figure, Finding, Limits, Missing

__version__ = version()

__all__ = ["Catalog", "Cell", "CementError", "Columns", "Difference", "Edition", "Figure", "Finding", "Ledger", "Limits", "Missing", "Output",
           "Results", "Run", "Slot", "Total", "report", "selftest", "version"]
