#!/usr/bin/env python3
"""Writes kernels/shared/unrolled_coupling.hpp: the sparse real coupling as straight code, one function per (lambda, l1, l2).

    unroll_coupling.py [--check]

The coefficients are square roots of rational numbers (theory section 1): they are kept as such and rounded once. The unit
tests compare the code with the tables made at run time (src/angular/coupling.cpp, another formula of the same symbols).
--check writes nothing and fails when the header is not what this script would write.
"""
import sys
from fractions import Fraction
from math import factorial, isqrt
from pathlib import Path

HEADER = Path(__file__).resolve().parent.parent / "kernels" / "shared" / "unrolled_coupling.hpp"
LARGEST_LAMBDA, LARGEST_L = 7, 6
WIDTH = 120


def sign(power):
    return -1 if power % 2 else 1


def wigner_3j(j1, j2, j3, m1, m2, m3):
    """(s, x) with 3j = s sqrt(x): Racah's formula (Varshalovich et al. (1988), 8.2.1) in exact arithmetic."""
    if m1 + m2 + m3 != 0 or any(abs(m) > j for j, m in ((j1, m1), (j2, m2), (j3, m3))):
        return 0, Fraction(0)
    f = factorial
    first, last = max(0, j2 - j3 - m1, j1 - j3 + m2), min(j1 + j2 - j3, j1 - m1, j2 + m2)
    total = sum(Fraction(sign(k), f(k) * f(j1 + j2 - j3 - k) * f(j1 - m1 - k) * f(j2 + m2 - k) * f(j3 - j2 + m1 + k) *
                         f(j3 - j1 - m2 + k)) for k in range(first, last + 1))
    square = total**2 * Fraction(f(j1 + j2 - j3) * f(j1 - j2 + j3) * f(-j1 + j2 + j3), f(j1 + j2 + j3 + 1))
    for j, m in ((j1, m1), (j2, m2), (j3, m3)):
        square *= f(j + m) * f(j - m)
    return sign(j1 - j2 - m3) * ((total > 0) - (total < 0)), square


def real_from_complex(m):
    """Row m of A: (m', power of i) of its entries, each divided by sqrt(len)."""
    k, odd = abs(m), m % 2
    if m == 0:
        return [(0, 0)]
    return [(-k, 1), (k, 1 if odd else 3)] if m < 0 else [(-k, 0), (k, 2 if odd else 0)]


def square_root(x):
    """The double nearest to sqrt(x), x a fraction."""
    digits = 200  # binary, beyond the point
    return isqrt((x.numerator << 2 * digits) // x.denominator) / (1 << digits)


def coupling(L, l1, l2):
    """T^{L l1 l2} as {(M, m1, m2): value}, counted from 0, only what is not zero."""
    terms = {}
    for M in range(-L, L + 1):
        for m1 in range(-l1, l1 + 1):
            for m2 in range(-l2, l2 + 1):
                rows = [real_from_complex(m) for m in (M, m1, m2)]
                amplitude, square = [0, 0, 0, 0], Fraction(0)  # by power of i, in units of sqrt(square)
                for Mc, p in rows[0]:
                    for m1c, p1 in rows[1]:
                        for m2c, p2 in rows[2]:
                            if m2c != m1c - Mc:
                                continue
                            s, x = wigner_3j(L, l2, l1, Mc, m2c, -m1c)
                            if s == 0:
                                continue
                            assert square in (0, x), "contributions to one element differ by signs alone"
                            square = x
                            amplitude[(p - p1 + p2) % 4] += sign(m1c) * s
                part = amplitude[0] - amplitude[2] if (L + l1 + l2) % 2 == 0 else amplitude[1] - amplitude[3]
                if part != 0:
                    halves = sum(len(row) - 1 for row in rows)
                    value = square_root(part**2 * square / 2**halves)
                    terms[M + L, m1 + l1, m2 + l2] = value if part > 0 else -value
    return terms


def wrapped(words, indent):
    """Words in lines of at most WIDTH characters."""
    lines, line = [], " " * indent
    for word in words:
        extra = word if line.isspace() else " " + word
        if len(line) + len(extra) > WIDTH:
            lines.append(line)
            line, extra = " " * indent, word
        line += extra
    return lines + [line]


def function(L, l1, l2):
    terms = coupling(L, l1, l2)
    values = sorted({abs(v) for v in terms.values()})
    name = {value: f"t{k}" for k, value in enumerate(values)}
    lines = ["template <class Store>",
             f"RHOFIELD_FORMULA void couple(Orders<{L}, {l1}, {l2}>, const double* a, const double* b, const Store& store) {{"]
    constants = [f"{name[v]} = {v!r}," for v in values]
    constants[-1] = constants[-1][:-1] + ";"
    constants[0] = "constexpr double " + constants[0]
    lines += wrapped(constants, 2)
    lines.append(f"  double s[{2 * L + 1}] = {{}}, x;")
    steps = []
    for pair in sorted({k[1:] for k in terms}):
        words = [f"x = a[{pair[0]}] * b[{pair[1]}];"]
        for M in range(2 * L + 1):
            value = terms.get((M, *pair))
            if value is not None:
                words.append(f"s[{M}] {'+' if value > 0 else '-'}= {name[abs(value)]} * x;")
        steps.append(" ".join(words))
    lines += wrapped(steps, 2) + wrapped([f"store({M}, s[{M}]);" for M in range(2 * L + 1)], 2)
    return lines + ["}"], len(terms)


def header():
    functions, count = [], 0
    for L in range(LARGEST_LAMBDA + 1):
        for l1 in range(LARGEST_L + 1):
            for l2 in range(l1, LARGEST_L + 1):
                if l2 - l1 <= L <= l1 + l2:
                    lines, terms = function(L, l1, l2)
                    functions += lines
                    count += terms
    lines = ["// The sparse real coupling of theory section 4 as straight code, written by scripts/unroll_coupling.py:",
             "//   couple(Orders<lambda, l1, l2>, a, b, store) calls store(mu, sum_{m1 m2} T^{lambda l1 l2}_{mu m1 m2} a[m1] b[m2])",
             "// once for every mu. Each product a[m1] b[m2] is used up at once, so that only a, b and the sums stay in registers.",
             "// T^{lambda l2 l1} is the same with a and b exchanged, and the opposite sign when lambda + l1 + l2 is odd: only",
             "// l1 <= l2 is here.",
             "// clang-format off", "#pragma once", "", '#include "shared/formula.hpp"', "", "namespace rhofield {", "",
             "/// What there is code for: every lambda and l up to these, both parities.",
             f"inline constexpr int largest_unrolled_lambda = {LARGEST_LAMBDA}, largest_unrolled_l = {LARGEST_L};", "",
             "/// Chooses one of the functions below.",
             "template <int lambda, int l1, int l2>", "struct Orders {};", "", *functions, "", "}  // namespace rhofield", ""]
    return "\n".join(lines), count


def main():
    text, count = header()
    if sys.argv[1:] == ["--check"]:
        if HEADER.read_text() != text:
            sys.exit(f"{HEADER.name} is not what {Path(__file__).name} writes; run it")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        HEADER.write_text(text)
        print(f"{HEADER.name}: {text.count('template <class Store>')} functions, {count} coefficients, {len(text)} characters")


if __name__ == "__main__":
    main()
