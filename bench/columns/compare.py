"""compare.py --build DIR --data DIR [--rows N] [--rounds N] [--no-competitors] [--competitors NAME...] [--also PART...]
    [--write FILE]

Runs every implementation of the columns benchmark over the same bytes: first they must agree with each other and with the
official figures, then they are measured, in turns, so that what disturbs the machine disturbs all alike. Prints a table of
ratios; --write makes a page of it; --rounds 0 measures nothing. Also: live (a row that comes alone), rows (growth), builds (the same bits from every build)."""
import argparse
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

import numpy as np

import official
from serve import LINES, THREE, TOTALS, Data

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCE = 1e-12  # of the larger of the value and the unit of the figure: differences of large terms


class Server:
    def __init__(self, name, command, cpus, environment=None):
        self.name = name
        prefix = ["taskset", "-c", ",".join(map(str, cpus))]
        self.child = subprocess.Popen(prefix + command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                      env=os.environ | (environment or {}))
        self.tasks = self.read()[1:]
        self.cold, self.times = {}, {task: [] for task in self.tasks}

    def read(self):
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit(f"bench: {self.name} gave up")
        return line.split()

    def tell(self, *words):
        print(*words, file=self.child.stdin, flush=True)
        return self.read()

    def run(self, task):
        return tuple(int(x) / 1e6 for x in self.tell("run", task))

    def measure(self, task):
        self.times[task].append(self.run(task))

    def best(self, task):
        return min(busiest for _, _, busiest in self.times[task])

    def quit(self):
        print("quit", file=self.child.stdin, flush=True)
        self.child.wait()


# ---- agreement ----

def load(path, columns, rows):
    values = np.fromfile(f"{path}.values").reshape(columns, -1)
    bits = np.fromfile(f"{path}.bits", np.uint8).reshape(columns, -1)
    return values, np.unpackbits(bits, axis=1, bitorder="little")[:, :rows].astype(bool)


def differences(name, names, first, other):
    for k, column in enumerate(names):
        (a, valid_a), (b, valid_b) = ((x[0][k], x[1][k]) for x in (first, other))
        unlike = int((valid_a != valid_b).sum())
        both = valid_a & valid_b
        far = np.abs(a[both] - b[both]) / np.maximum(np.abs(a[both]), 1)
        if unlike or (len(far) and far.max() > TOLERANCE):
            yield f"{name}, {column}: validity differs in {unlike} rows, values by up to {far.max():.1e}"


def agree(servers, folder, task, names, rows):
    """What the first server computed, and where the others differ from it."""
    first, problems = None, []
    for server in servers:
        if task not in server.tasks:
            continue
        server.cold[task] = server.run(task)
        path = folder / f"{server.name}.{task}"
        server.tell("save", task, str(path))
        found = load(path, len(names), rows)
        for end in ("values", "bits"):
            path.with_name(f"{path.name}.{end}").unlink()
        if first is None:
            first = found
        else:
            problems += differences(server.name, names, first, found)
    return first, problems


# ---- the machine ----

def command_line(*words):
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine():
    about = dict(re.findall(r"^([^:\n]+):\s+(.+)$", command_line("lscpu"), flags=re.M))
    levels = re.search(r"\bavx512f\b", about.get("Flags", "")) and "x86-64-v4" or re.search(r"\bavx2\b", about.get("Flags", "")) and "x86-64-v3"
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return [
        ("processor", f"{about.get('Model name', platform.processor())}, {os.cpu_count()} processors"
                      f"{', virtual (' + about['Hypervisor vendor'] + ')' if 'Hypervisor vendor' in about else ''}"),
        ("instructions", levels or about.get("Architecture", platform.machine())),
        ("caches", ", ".join(f"{k.removesuffix(' cache')} {about[k]}" for k in ("L1d cache", "L2 cache", "L3 cache") if k in about)),
        ("memory", f"{int(memory.group(1)) / 2**20:.0f} GiB"),
        ("system", f"{platform.system()} {platform.release().split('-')[0]}, {platform.libc_ver()[0]} {platform.libc_ver()[1]}"),
    ]


def compiler(build):
    cache = (build / "CMakeCache.txt").read_text()
    found = re.search(r"^CMAKE_C_COMPILER:\w+=(.+)$", cache, flags=re.M).group(1)
    flags = " ".join(re.findall(r"^CMAKE_C_FLAGS(?:_RELEASE)?:\w+=(.*)$", cache, flags=re.M)).split()
    return f"{command_line(found, '--version').splitlines()[0]}, {' '.join(flags)} -ffp-contract=off"


def versions(competitors):
    import importlib.metadata as metadata
    names = competitors + ["pyarrow"] * ("duckdb" in competitors)
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {metadata.version(name)}" for name in names)


# ---- the run ----

def start(given, cpus):
    """The servers; the hand-written kernel first, since the others are held against it."""
    data, programs = str(given.data), given.build / "bench/columns"
    one = cpus[:1]
    servers = [Server("kernel", [str(programs / "by_kernel"), data], one)]
    if (programs / "by_library").exists():
        servers.append(Server("libcement", [str(programs / "by_library"), data, "1"], one))
        if len(cpus) > 1:
            servers.append(Server("libcement2", [str(programs / "by_library"), data, "2"], cpus[:2]))
    for name in given.competitors:
        servers.append(Server(name, [sys.executable, str(HERE / f"by_{name}.py"), data], one, {
            "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}))
    return servers


def described(data):
    words = [line.split() for line in (data / "names").read_text().splitlines()]
    return [tuple(w[1:]) for w in words if w[0] == "in"], [tuple(w[1:]) for w in words if w[0] == "out"]


def gate(servers, given, data):
    slots, wanted = described(given.data)
    names = {"all": data.outputs, "three": list(THREE), "totals": list(TOTALS)}
    rows = {"all": data.rows, "three": data.rows, "totals": LINES}
    problems = []
    for task in names:
        first, differ = agree(servers, given.data, task, names[task], rows[task])
        problems += differ
        if task == "all":
            agreed, unlike = official.check(str(given.build / "bin/cement"), data, slots, wanted, *first, given.data / "sample.json")
            problems += unlike
            print(f"gate: {agreed} official figures agree")
            three = tuple(x[[data.outputs.index(name) for name in THREE]] for x in first)
        elif task == "three" and first is not None:
            problems += differences("three alone", names[task], three, first)
    for line in problems[:20]:
        print(f"gate: {line}")
    if problems:
        raise SystemExit(f"bench: the implementations do not agree ({len(problems)} differences): nothing is measured")
    print(f"gate: {', '.join(s.name for s in servers)} agree within {TOLERANCE:g}, validity exactly")


COMPETITORS = ("numpy", "numba", "polars", "duckdb")
TITLES = {"all": "All figures of a line-month: {outputs} outputs from {inputs} columns", "three": "Three figures",
          "totals": f"Totals by line, {LINES} lines, nothing kept"}
LABELS = {"kernel": "C by hand", "libcement": "libcement", "libcement2": "libcement, 2 threads", "numpy": "NumPy by hand", "numba": "numba",
          "polars": "polars", "duckdb": "DuckDB"}
TARGETS = {("all", "numpy"): 1.2, ("all", "duckdb"): 4, ("all", "polars"): 4, ("all", "kernel"): 0.5, ("three", "numpy"): 2,
           ("totals", "numpy"): 3}


def table(servers, task, rows):
    base = next((s for s in servers if s.name == "libcement" and task in s.tasks), None)
    yield "| | processor ms, best | median | clock ms, best | first run | M rows/s | libcement is faster by | wanted |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for s in servers:
        if task not in s.tasks:
            continue
        walls, processors, busiest = (sorted(times) for times in zip(*s.times[task]))
        two = s.name.endswith("2")
        own = min(busiest)
        ratio = aim = ""
        if base and s is not base:
            ratio = f"2 threads to 1: {base.best(task) / own:.2f}" if two else f"{own / base.best(task):.2f}"
            aim = 1.6 if two and task == "totals" else "" if two else TARGETS.get((task, s.name), "")
        yield (f"| {LABELS[s.name]} | {own:.1f} | {statistics.median(busiest):.1f} | {min(walls):.1f} | {s.cold[task][2]:.1f} | "
               f"{rows / own / 1e3:.1f} | {ratio} | {aim} |")


# ---- what is measured beside the comparison ----

def numbers(program, cpus):
    """What a program prints: {name: number}; the rest of a line is its unit."""
    done = subprocess.run(["taskset", "-c", str(cpus[0]), str(program)], capture_output=True, text=True, check=True)
    return {line.split()[0]: float(line.split()[1]) for line in done.stdout.splitlines()}


def live(given, cpus):
    found = numbers(given.build / "bench/columns/live", cpus)
    yield "\n## One line-month alone\n"
    yield "A call for one row with all outputs, an official run in decimals of a ledger with that month (made and destroyed, without"
    yield "proofs), and a run made anew for one such ledger after the other (`cement_run_again`). Microseconds; those of the processor"
    yield "leave out what others on the machine took, and contain the reading of its clock. What is wanted of a run is wanted of the"
    yield "one made anew: that is the live call (docs/decisions/0011-the-live-call.md).\n"
    yield "| | mean | p50 clock | p99 clock | p99.9 clock | p50 processor | p99 processor | allocations a call | wanted |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, label, wanted in (("live.columns", "columns, one row", "3, no allocation"), ("live.run", "official run", ""),
                                ("live.again", "official run made anew", "p99 60, no allocation")):
        cells = [f"{found[f'{name}.{k}']:.1f}" for k in ("mean", "clock.p50", "clock.p99", "clock.p999", "processor.p50", "processor.p99")]
        yield f"| {label} | {' | '.join(cells)} | {found[f'{name}.allocations']:g} | {wanted} |"


def growth(given, cpus):
    found = numbers(given.build / "bench/columns/rows", cpus)
    (few, less), (many, more) = ((int(k.split(".")[1]), v) for k, v in found.items() if k != "rows.ratio")
    yield "\n## Growth\n"
    yield f"All outputs, processor ms, best of 7: {less:.1f} for {few} rows, {more:.1f} for {many}: {found['rows.ratio']:.2f} times as long"
    yield "(wanted: 10 within 15 %)."


def builds(given, _):
    folder = given.build / "bench/builds"
    done = subprocess.run([str(HERE / "builds.sh"), str(folder)], capture_output=True, text=True)
    yield "\n## The same bits\n"
    yield "All outputs, bitmaps and totals of 200 000 rows as one hash, from every build, for every kernel that this processor runs,"
    yield "and for 1, 2 and 3 threads" + (":" if done.returncode == 0 else " - **they differ**:") + "\n"
    yield from (f"- {line}" for line in (done.stdout + done.stderr).splitlines())
    if done.returncode:
        print("bench: builds differ, or one failed", file=sys.stderr)
        given.failed = True


ALSO = {"live": live, "rows": growth, "builds": builds}


def page(servers, given, data, loads, also):
    yield "<!-- Made by scripts/bench: do not edit. -->\n"
    yield "# Benchmarks\n"
    yield "One run of `scripts/bench` on one machine. Ratios carry over to other machines better than times do.\n"
    yield "| | |\n| --- | --- |"
    for name, value in machine():
        yield f"| {name} | {value} |"
    yield f"| compiler | {compiler(given.build)} |"
    if given.competitors:
        yield f"| competitors | {versions(given.competitors)} |"
    yield f"| load | {loads[0]:.1f} before, {loads[1]:.1f} after (processes that wanted a processor) |\n"
    yield from (HERE / "page.md").read_text(encoding="utf-8").rstrip("\n").split("\n")
    for task, title in TITLES.items():
        if any(task in s.tasks for s in servers):
            yield f"\n## {title.format(outputs=len(data.outputs), inputs=len(data.inputs))}\n"
            yield f"{data.rows} rows, {given.rounds} rounds.\n"
            yield from table(servers, task, data.rows)
    yield from also


def main():
    parser = argparse.ArgumentParser(prog="compare.py", description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--competitors", nargs="*", choices=COMPETITORS, default=list(COMPETITORS))
    parser.add_argument("--no-competitors", dest="competitors", action="store_const", const=[])
    parser.add_argument("--also", nargs="*", choices=ALSO, default=["live"])
    parser.add_argument("--write", type=pathlib.Path)
    given = parser.parse_args()
    if given.rows // 64 * 64 < LINES:
        parser.error(f"at least {LINES // 64 * 64 + 64} rows: the totals have {LINES} lines")
    given.data.mkdir(parents=True, exist_ok=True)
    subprocess.run([given.build / "bench/columns/columns_data", given.data, str(given.rows)], check=True)
    data, loads = Data(given.data), [os.getloadavg()[0]]
    cpus = sorted(os.sched_getaffinity(0))
    servers = start(given, cpus)
    gate(servers, given, data)
    if not given.rounds:
        for server in servers:
            server.quit()
        return 0
    for _ in range(given.rounds):
        for task in TITLES:
            for server in servers:
                if task in server.tasks:
                    server.measure(task)
    for server in servers:
        server.quit()
    loads.append(os.getloadavg()[0])
    also = [line for part in given.also for line in ALSO[part](given, cpus)]
    text = "\n".join(page(servers, given, data, loads, also)) + "\n"
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    return 1 if getattr(given, "failed", False) else 0


if __name__ == "__main__":
    sys.exit(main())
