"""python3 -m oracle LEDGER [--option EDITION:KEY=VALUE]...   prints the results as JSON."""

import argparse
import json
import sys

from .evaluate import evaluate, parse_options
from .ledger import load


def main():
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--option", action="append", default=[], metavar="EDITION:KEY=VALUE")
    arguments = parser.parse_args()
    results = evaluate(load(arguments.ledger), parse_options(arguments.option))
    json.dump({"results": [r.to_json() for r in results]}, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
