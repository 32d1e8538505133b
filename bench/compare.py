#!/usr/bin/env python3
"""How many times faster is one run of rhofield_bench than another, or one device than another?

    compare.py A.json B.json                      the same devices in two files
    compare.py A.json B.json --devices cpu cuda:0 one device of each file
    compare.py A.json --devices cpu cuda:0        two devices of one file

Prints a Markdown table: stage, size in atoms, time of A and of B, A / B (above 1: B is faster), and the shares of the
device's own copy and GEMM rates that each reached. `copy` and `gemm` have no size: their ratio is that of the rates.
Of repetitions the median counts. Standard library only.
"""
import argparse
import json
import re
import statistics
import sys

NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
RATE_OF = {"copy": "bytes_per_second", "gemm": "flops_per_second"}


def read(path):
    """(context, {(stage, device, size): entry}); size 0 where the name has none."""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        context, benchmarks = content["context"], content["benchmarks"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"compare.py: {path} is not the JSON output of a benchmark: {error!r}")
    repetitions = {}
    for benchmark in benchmarks:
        if benchmark.get("run_type", "iteration") != "iteration":
            continue  # means and medians of repetitions are made here
        # Google Benchmark appends parts of its own: manual_time, repeats:3, min_time:0.100 ...
        own = re.compile(r"manual_time|(?!cuda:)\w+:[\d.]+")
        parts = [part for part in benchmark["name"].split("/") if not own.fullmatch(part)]
        if len(parts) not in (2, 3) or (len(parts) == 3 and not parts[2].isdigit()):
            sys.exit(f"compare.py: {path}: '{benchmark['name']}' is not <stage>/<device>/<atoms>; "
                     "was it written by rhofield_bench?")
        key = (parts[0], parts[1], int(parts[2]) if len(parts) == 3 else 0)
        repetitions.setdefault(key, []).append(benchmark)
    return context, {key: median(entries) for key, entries in repetitions.items()}


def median(entries):
    failures = [e.get("error_message", "failed") for e in entries if e.get("error_occurred")]
    if failures:
        return {"failure": failures[0]}
    names = ("bytes_per_second", "flops_per_second", "share_of_copy", "share_of_gemm")
    result = {name: statistics.median(e[name] for e in entries) for name in names if all(name in e for e in entries)}
    result["ns"] = statistics.median(e["real_time"] * NANOSECONDS[e["time_unit"]] for e in entries)
    return result


def in_time_unit(nanoseconds):
    for unit, factor in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= factor:
            value = nanoseconds / factor
            return f"{value:.3g} {unit}" if value < 999.5 else f"{value:.0f} {unit}"
    return f"{nanoseconds:.3g} ns"


def time(entry):
    return in_time_unit(entry["ns"]) if entry and "ns" in entry else "-"


def share(entry, name):
    value = entry.get(name) if entry else None
    if value is None:
        return "-"
    return f"{100 * value:.0f} %" if value >= 0.1 else f"{100 * value:.2g} %"


def ratio(stage, a, b):
    if not a or not b or "ns" not in a or "ns" not in b:
        return "-"
    rate = RATE_OF.get(stage)
    return f"{b[rate] / a[rate] if rate else a['ns'] / b['ns']:.3g}"


def describe(label, path, context, device):
    def figure(name, scale, unit):
        value = context.get(f"{device}.{name}")
        return f"{float(value) / scale:.4g} {unit}" if value else f"unknown {unit}"
    return (f"- {label}: {path}, {device} ({context.get(device + '.hardware', 'unknown hardware')}), copy "
            f"{figure('copy_bytes_per_second', 1e9, 'GB/s')}, gemm {figure('gemm_flops_per_second', 1e9, 'Gflop/s')}, "
            f"{context.get('threads', '?')} CPU threads, {context.get('date', 'no date')}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a")
    parser.add_argument("b", nargs="?", help="absent: the same file as A")
    parser.add_argument("--devices", nargs=2, metavar=("A", "B"), help="one device of A and one of B")
    arguments = parser.parse_args()
    if arguments.b is None and arguments.devices is None:
        parser.error("one file needs --devices, for example --devices cpu cuda:0")
    path_a, path_b = arguments.a, arguments.b or arguments.a
    context_a, a = read(path_a)
    context_b, b = read(path_b)

    def devices(entries):  # in the order of the file
        return list(dict.fromkeys(device for _, device, _ in entries))
    if arguments.devices:
        pairs = [tuple(arguments.devices)]
    else:
        pairs = [(device, device) for device in devices(a) if device in devices(b)]
    for path, entries, wished in ((path_a, a, [x for x, _ in pairs]), (path_b, b, [y for _, y in pairs])):
        for device in wished or ["of the other file"]:
            if device not in devices(entries):
                sys.exit(f"compare.py: {path} has no device {device}, only: {', '.join(devices(entries)) or 'none'}")

    for device_a, device_b in pairs:
        print(describe("A", path_a, context_a, device_a))
        print(describe("B", path_b, context_b, device_b))
        print()
        print("| stage | atoms | time A | time B | A / B | copy A | copy B | gemm A | gemm B |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        keys = [(s, n) for s, d, n in a if d == device_a]
        keys += [(s, n) for s, d, n in b if d == device_b and (s, n) not in keys]
        notes = []
        for stage, size in keys:
            x, y = a.get((stage, device_a, size)), b.get((stage, device_b, size))
            row = [stage, str(size) if size else "", time(x), time(y), ratio(stage, x, y), share(x, "share_of_copy"),
                   share(y, "share_of_copy"), share(x, "share_of_gemm"), share(y, "share_of_gemm")]
            print("| " + " | ".join(row) + " |")
            for label, entry in (("A", x), ("B", y)):
                if entry and "failure" in entry:
                    notes.append(f"- {stage}/{size} of {label}: {entry['failure']}")
        if notes:
            print("\nNot measured:\n")
            print("\n".join(notes))
        print()


if __name__ == "__main__":
    main()
