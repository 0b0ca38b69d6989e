"""All rule sets over one ledger."""

from . import cets_v01_2024, gb16780_2021, substitution_1

EDITIONS = {module.EDITION: module for module in (gb16780_2021, cets_v01_2024, substitution_1)}


def parse_options(texts):
    """EDITION:KEY=VALUE, as on the library's command line -> {edition: {key: value}}."""
    options = {}
    for text in texts:
        edition, _, choice = text.partition(":")
        key, equals, value = choice.partition("=")
        if edition not in EDITIONS or not equals:
            raise ValueError(f"option {text!r} is not EDITION:KEY=VALUE of {', '.join(EDITIONS)}")
        options.setdefault(edition, {})[key] = value
    return options


def evaluate(ledger, options=None, editions=None):
    """List of results of the editions (default: all three)."""
    options = options or {}
    results = []
    for edition in editions or EDITIONS:
        results.extend(EDITIONS[edition].evaluate(ledger, options.get(edition, {})))
    return results
