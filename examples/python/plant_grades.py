"""A plant's own table to the grades of a year: encoding, headings and units as they are.

    pip install ../..
    python3 plant_grades.py ../plant-monthly-gb18030.csv 2025
"""
import sys

import libcement

EDITION = "cn.gb-16780@2021"


def show(path, year):
    with libcement.Catalog() as catalog:
        run = catalog.run(catalog.plant(path), [EDITION])
        judged = [figure for figure in run.figures() if figure.period == year and figure.grade is not None]
        for figure in judged:
            limits = " / ".join(str(limit) for limit in figure.limits.applied)
            print(f"{figure.line}  {figure.label_zh}  {figure.display} {figure.unit}  level {figure.grade}  (limits {limits})")
        if not judged:
            print(f"no figure of {year} can be judged")
        print("\nWhat was repaired or taken for granted")
        for finding in run.findings():
            if finding.code.startswith("plant-"):
                print(f"  {finding.message_zh}")


def main(arguments):
    if len(arguments) != 2:
        sys.exit("usage: plant_grades.py TABLE YEAR")
    try:
        show(*arguments)
    except OSError as error:
        sys.exit(f"{arguments[0]}: cannot be read: {error.strerror}")
    except libcement.CementError as error:  # where: file, line, column; why: error.code, error.message
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
