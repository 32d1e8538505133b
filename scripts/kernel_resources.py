#!/usr/bin/env python3
"""Registers, stack, spills and shared memory of every CUDA kernel, as the assembler reports them, and counted traffic.

    kernel_resources.py [--arch sm_90] [--write | --check]

Compiles kernels/cuda/*.cu with nvcc (no GPU needed) and prints a Markdown table, one row per kernel; of the orders that a
kernel is unrolled for, the row shows l_max = 6, the default (lambda = 6 for couple_kernel). A second table counts what the hot
kernels read and write for liquid water and gives the time that takes at the measured copy rate of an H200, a third what prediction
moves and computes. The assembler is asked (-Xptxas=-v) rather than `cuobjdump --dump-resource-usage`: registers, stack and shared
memory are the same numbers, but only the assembler tells what is spilled, and cuobjdump is not part of every installation.
--write puts the tables between the markers in kernels/README.md, --check fails when what is there differs (from the same release
of nvcc), or when a kernel that must not spills, for any order.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "kernels" / "README.md"
BEGIN, END = "<!-- resources: begin -->", "<!-- resources: end -->"
SHOWN_ORDER = 6
MUST_NOT_SPILL = {"expansion_kernel", "couple_kernel", "scale_similarity_kernel", "gather_rows_kernel"}
FLAGS = ["-std=c++20", "-O3", "-DNDEBUG", "--expt-relaxed-constexpr", "--diag-suppress=554", "-cubin", "-Xptxas=-v"]


def report_of(source, arch):
    """The assembler's report on one source file."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["nvcc", *FLAGS, f"-arch={arch}", "-I", ROOT / "include", "-I", ROOT / "src", "-I", ROOT / "kernels",
                   "-o", Path(folder) / "out.cubin", source]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"nvcc failed for {source}:\n{done.stderr[-2000:]}")
    return done.stderr


def demangled(names):
    out = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True, check=True).stdout
    return dict(zip(names, out.splitlines()))


def kernels_in(report):
    """(mangled name, registers, stack bytes, spilled bytes, static shared bytes) of each kernel of one report."""
    for entry in report.split("Compiling entry function '")[1:]:
        name = entry.split("'", 1)[0]
        stack, stores, loads = map(int, re.search(
            r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads", entry).groups())
        registers, rest = re.search(r"Used (\d+) registers([^\n]*)", entry).groups()
        shared = re.search(r"(\d+) bytes smem", rest)
        yield name, int(registers), stack, stores + loads, int(shared.group(1)) if shared else 0


def rows(arch):
    """(file, kernel, order or None, registers, stack bytes, spilled bytes, static shared bytes) of every instance."""
    sources = sorted((ROOT / "kernels" / "cuda").glob("*.cu"))
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda source: report_of(source, arch), sources))
    for source, report in zip(sources, reports):
        found = list(kernels_in(report))
        names = demangled([name for name, *_ in found])
        for mangled, *figures in sorted(found, key=lambda row: names[row[0]]):
            full = names[mangled]
            if "rhofield" not in full:
                continue  # a kernel of a library
            short = re.search(r"(\w+)(?:<([^>]*)>)?\(", full.split("(anonymous namespace)::", 1)[-1])
            name, argument = short.group(1), short.group(2)
            if argument in ("float", "double"):
                name += f"<{argument}>"
            orders = [int(number) for number in re.findall(r"(?:\(\w+\))?(-?\d+)", argument or "")]
            order = orders[-1] if orders else None
            yield source.stem, name, order, *figures


def compiler():
    """The release of nvcc, which decides on registers."""
    return re.search(r"release ([\d.]+)", subprocess.run(["nvcc", "--version"], capture_output=True, text=True).stdout)[1]


def table(arch):
    lines = [f"Of `{arch}` by nvcc {compiler()}, written by `scripts/kernel_resources.py`; shared memory asked for at the launch is "
             "not in it.", "",
             "| file | kernel | registers | stack, bytes | spilled, bytes | static shared, bytes |", "|---|---|---|---|---|---|"]
    spilling = []
    for stem, name, order, registers, stack, spilled, shared in rows(arch):
        if order in (None, SHOWN_ORDER):
            lines.append(f"| `{stem}` | `{name}` | {registers} | {stack} | {spilled} | {shared} |")
        if spilled and name in MUST_NOT_SPILL:
            spilling.append(name if order is None else f"{name} of order {order}")
    return "\n".join(lines) + "\n\n" + traffic_table() + "\n\n" + prediction_table(), spilling


COPY_RATE, FLOP_RATE = 4.3e12, 34e12  # H200: measured copy, fp64 without tensor cores
SPECIES, N_MAX, L_MAX, PAIRS = 2, 8, 6, 30.3  # liquid water, cutoff 4 angstrom: pairs of one atom

HARMONICS_FLOPS = 180  # one pair, l up to L_MAX
# lambda: how many (l1 <= l2 <= L_MAX) couple to it (even parity), their coefficients, their products c_{l1 m1} c_{l2 m2}
COUPLING = {0: (7, 49, 49), 1: (6, 158, 158), 2: (11, 505, 485), 3: (9, 503, 431), 4: (12, 910, 736)}


def traffic():
    """Rows of (kernel, of what, bytes read and written, flops, least bytes): what must at least be written, once."""
    coefficients = 8 * (L_MAX + 1) ** 2 * SPECIES * N_MAX
    row = 4 + 12 + 32  # neighbour, shift, vector with its length
    yield "fill_kernel + order_kernel", "pair", row + 2 * 8, 30, 32
    # Eight threads, one per radial function, repeat the harmonics of a pair.
    yield ("expansion_kernel", "atom", coefficients + 32 * PAIRS,
           PAIRS * N_MAX * (2 * (L_MAX + 1) ** 2 + 2 * 5 * (L_MAX + 1) + HARMONICS_FLOPS), coefficients)
    features, written, flops = 1000, 0, 0
    for order, (orders, terms, products) in COUPLING.items():
        written += 8 * (2 * order + 1) * features
        flops += features * (2 * terms + products) / orders
    yield ("couple_kernel", "atom, 1000 features, lambda 0-4", written + len(COUPLING) * coefficients, flops, written)
    yield "scale_similarity_kernel", "element of k", 8 + 8 + 8 / 5, 3, 16
    yield "gather_rows_kernel", "element", 16, 0, 16


def traffic_table():
    lines = ["Counted for liquid water (cutoff 4 angstrom, n_max 8, l_max 6), time at 4.3 TB/s and 34 Tflop/s (H200); the limit "
             "writes the result once.", "",
             "| kernel | per | bytes | flops | time, ns | limit, ns | bytes over limit |", "|---|---|---|---|---|---|---|"]
    for name, per, bytes_moved, flops, least in traffic():
        time = 1e9 * max(bytes_moved / COPY_RATE, flops / FLOP_RATE)
        lines.append(f"| `{name}` | {per} | {bytes_moved:.0f} | {flops:.0f} | {time:.3g} | {1e9 * least / COPY_RATE:.3g} | "
                     f"{bytes_moved / least:.2f} |")
    return "\n".join(lines)


GEMM_RATE = 57e12  # H200: cuBLAS in double precision on tensor cores, measured 55 to 60
# Liquid water, the functions of the shipped molecules: atoms of a cell, shells for lambda = 0, 1, ...
CELL = {"O": (32, (11, 8, 6, 3)), "H": (64, (5, 4, 3))}
ENVIRONMENTS, FEATURES = 500, 1000  # of each species, of each lambda
ALLOWED_MS = 0.1  # for 96 atoms


def prediction():
    """Rows of (step, bytes, flops, rate of those flops) for one cell: c = P G, G = k0 Z, zeta = 2; and for comparison the
    similarity of training, k = P P_m^T."""
    folded, scalar, applied, similarity, elements = [0, 0], [0, 0], [0, 0], [0, 0], 0
    m, q = ENVIRONMENTS, FEATURES
    for atoms, shells in CELL.values():
        for order, n in enumerate(shells):
            mu = 2 * order + 1
            scalar[0] += 8 * (atoms * q + m * q + atoms * m)
            scalar[1] += 2 * atoms * m * q
            folded[0] += 8 * (atoms * m + m * q * n + atoms * q * n)  # Z is read once for all atoms of a chunk
            folded[1] += 2 * atoms * m * q * n
            applied[0] += 8 * atoms * (mu * q + q * n + mu * n)
            applied[1] += 2 * atoms * mu * q * n
            similarity[0] += 8 * ((atoms + m) * mu * q + atoms * m * mu * mu)
            similarity[1] += 2 * atoms * m * mu * mu * q
            elements += atoms * m * mu * mu
    yield "k0 = P P_m^T, lambda = 0, once an order", *scalar, GEMM_RATE
    yield "G = k0 Z", *folded, GEMM_RATE
    yield "c = P G", *applied, GEMM_RATE
    yield "training: k = P P_m^T", *similarity, GEMM_RATE
    yield "training: k *= k0 (`scale_similarity_kernel`)", 18 * elements, 3 * elements, FLOP_RATE


def prediction_table():
    atoms = sum(count for count, _ in CELL.values())
    lines = [f"Prediction of {atoms} atoms of liquid water with folded weights (zeta 2, {ENVIRONMENTS} environments of each species, "
             f"{FEATURES} features of each lambda, the functions of the shipped molecules), products at {GEMM_RATE / 1e12:.0f} "
             "Tflop/s (cuBLAS on fp64 tensor cores); the larger of both times counts.", "",
             "| step | bytes | flops | moving, µs | computing, µs | ns/atom |", "|---|---|---|---|---|---|"]
    total = 0.0
    for step, bytes_moved, flops, rate in prediction():
        moving, computing = bytes_moved / COPY_RATE, flops / rate
        if not step.startswith("training"):
            total += max(moving, computing)
        lines.append(f"| {step} | {bytes_moved / 1e6:.1f} M | {flops / 1e6:.0f} M | {1e6 * moving:.1f} | {1e6 * computing:.1f} | "
                     f"{1e9 * max(moving, computing) / atoms:.0f} |")
    lines.append(f"| **prediction in all** | | | | | **{1e9 * total / atoms:.0f}** (allowed: {1e6 * ALLOWED_MS / atoms:.0f}, "
                 f"{ALLOWED_MS} ms for {atoms} atoms) |")
    product, own = (1e12 * 2 * FEATURES / rate for rate in (GEMM_RATE, FLOP_RATE))
    pass_time = 1e12 * 17.6 / COPY_RATE
    even = pass_time / (2e12 * (1 / FLOP_RATE - 1 / GEMM_RATE))
    share = product / (product + pass_time)
    share_400 = 0.4 * product / (0.4 * product + pass_time)
    lines += ["", f"Why the power of the similarity is a pass of its own: an element of k costs {product:.0f} ps in the product "
              f"({FEATURES} features) and {pass_time:.1f} ps in the pass, which reads and writes it. cuBLAS takes no epilogue of ours, and a "
              f"product of our own without tensor cores needs {own:.0f} ps at the full {FLOP_RATE / 1e12:.0f} Tflop/s: more than both together. "
              f"It would pay below {even:.0f} features only. A product of our own on tensor cores pays when it reaches {100 * share:.0f} % of "
              f"cuBLAS's rate at {FEATURES} features, {100 * share_400:.0f} % at 400: to be tried where there is a GPU to measure it on."]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", default="sm_90")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true")
    what.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text, spilling = table(options.arch)
    if not options.write and not options.check:
        print(text)
        return
    before, rest = README.read_text().split(BEGIN)
    there, after = rest.split(END)
    if options.write:
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
    elif f"nvcc {compiler()}," in there and there.strip() != text.strip():
        sys.exit(f"the table in {README.relative_to(ROOT)} is out of date; run scripts/kernel_resources.py --write")
    if spilling:
        sys.exit("these kernels spill registers: " + ", ".join(spilling))


if __name__ == "__main__":
    main()
