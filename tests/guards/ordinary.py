"""Parts of scripts/test that are no guards: tests of figures, refusals or installing that have no eye of their own."""

PARTS = {
    "each guard, broken": "these rows; rows of its own that notice nothing must fail",
    "parts that misbehave": "cJSON, arithmetic and data that are broken on purpose: the self-test's own eye",
    "Python package": "installs; fails by its exit status, which scripts/test counts",
    "Debian packages": "made and installed in a root of their own; likewise",
    "an installed copy": "installs; likewise",
    "all prefixes and byte changes of a ledger": "watched by the sanitizers, which have rows",
    "command with sanitizers": "the tests of the command, watched by the sanitizers",
}
