"""The water boxes of bench/water_box.hpp: (symbols, positions in bohr)."""
from math import cos, sin

import numpy as np

ANGSTROM = 1 / 0.529177210903
LATTICE = 9.67446 / 2
SITES = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
BODY = np.array([[0, 0, 0], [0.7572, 0.5859, 0], [-0.7572, 0.5859, 0]])


def water_box(cells_per_edge):
    symbols, positions = [], []
    for cell in np.ndindex(cells_per_edge, cells_per_edge, cells_per_edge):
        for site in SITES:
            molecule = len(symbols) // 3
            u, v = 2.4 * molecule, 1.1 * molecule
            for symbol, (x, y, _) in zip("OHH", BODY):
                turned = np.array([cos(u) * x - sin(u) * y, sin(u) * x + cos(u) * y])
                offset = [turned[0], cos(v) * turned[1], sin(v) * turned[1]]
                symbols.append(symbol)
                positions.append(ANGSTROM * (LATTICE * (np.array(cell) + site) + offset))
    return symbols, np.array(positions)
