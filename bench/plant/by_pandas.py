"""by_pandas.py FILE: what minutes.c does, by pandas: the months' sums and the cells that are no plain numbers, as JSON.

Read as text in one go, since one cell in two hundred is not a number that read_csv would take; a column at a time is
then folded to plain digits where it needs to be, made numbers, and summed by month."""

import json
import pathlib
import re
import sys
import time

import pandas as pd

WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


def column_of(values):
    """Numbers, with NaN where there is none; and which cells were no plain ones."""
    numbers = pd.to_numeric(values, errors="coerce")
    left = numbers.isna()
    numbers[left] = pd.to_numeric(values[left].astype(str).str.translate(WIDE), errors="coerce")
    return numbers, left


def main():
    begin = time.process_time()
    frame = pd.read_csv(sys.argv[1], encoding="gb18030", low_memory=False, keep_default_na=False)
    month = pd.to_datetime(frame["时间"], format="%Y-%m-%d %H:%M").dt.strftime("%Y-%m")
    sums, odd = {}, []
    for name in frame.columns[1:]:
        numbers, left = column_of(frame[name])
        sums[name] = numbers.groupby(month).sum().to_dict()
        odd += [(row + 2, name, of, text, lost) for row, of, text, lost in
                zip(left.index[left].tolist(), month[left], frame[name][left], numbers[left].isna().tolist())]
    seconds = time.process_time() - begin
    peak = int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text()).group(1))  # of this process alone
    print(f"seconds {seconds:.4f}\npeak_kib {peak}", file=sys.stderr)
    json.dump({"sums": sums, "odd": odd}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
