"""Independent reference implementation of the three working rule sets.

Written from the standards' sheets alone, in exact fractions. It shares no
code, no table and no data file with the library, so that agreement of the two
means something. See README.md.
"""
