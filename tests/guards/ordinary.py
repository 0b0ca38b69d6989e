"""Parts of scripts/test that are no guards: tests of figures, refusals or installing that have no eye of their own."""

PARTS = {
    "each guard, broken": "these rows; rows of its own that notice nothing must fail",
    "parts that misbehave": "cJSON, arithmetic and data that are broken on purpose: the self-test's own eye",
    "Python package": "installs; fails by its exit status, which scripts/test counts",
    "GB18030 against Python": "fails where a code differs, and where one of the 44 that it lists does not",
    "numbers of plants against Python": "an independent reading; fails on the first text that differs, or on none read",
    "dates of plants against Python": "likewise",
    "a plant's minutes against pandas": "another reading of the same bytes; fails where a sum or a cell of the list differs",
    "ten million rows": "fails by the sums that it works out, and by the memory that it may take",
    "Debian packages": "made and installed in a root of their own; likewise",
    "an installed copy": "installs; likewise",
    "all prefixes and byte changes of a ledger": "watched by the sanitizers, which have rows",
    "command with sanitizers": "the tests of the command, watched by the sanitizers",
}
