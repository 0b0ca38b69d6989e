#!/bin/bash
# builds.sh FOLDER: builds the columns with gcc and clang, at -O2 and -O3, and compares what they compute, bit by bit, on
# every kernel that this processor runs and for 1, 2 and 3 threads. One line a build; fails when two differ.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
for compiler in gcc clang-19 clang; do
  command -v $compiler >/dev/null || continue
  [ "$compiler" != clang ] || ! command -v clang-19 >/dev/null || continue
  for flag in -O2 -O3; do
    build=$1/$compiler$flag
    mkdir -p "$build"
    { cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=$compiler \
        "-DCMAKE_C_COMPILER_LAUNCHER=$here/last_flag.sh;$flag" -DCEMENT_TESTS=OFF -DCEMENT_LUA=OFF &&
      cmake --build "$build" --parallel 2 --target bench_hash; } >"$build/log" 2>&1 ||
      { tail -20 "$build/log" >&2; echo "builds: $compiler $flag failed" >&2; exit 1; }
    "$build/bench/columns/hash" >"$build/hashes" || true
    echo "$compiler $flag: $(awk '{print $2}' "$build/hashes" | sort -u | tr '\n' ' ')in $(wc -l <"$build/hashes") ways" \
      "($(sed -E 's/^hash\.([^.]*)\..*/\1/' "$build/hashes" | uniq | tr '\n' ' ')by 1, 2, 3 threads)"
  done
done
[ "$(cat "$1"/*/hashes | awk '{print $2}' | sort -u | wc -l)" -eq 1 ]
