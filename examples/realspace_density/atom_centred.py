"""The other kind of model on the same grids: coefficients of atom-centred functions, fitted to the points and learned.

    python3 atom_centred.py GRIDS.h5 [--environments 300] [--features 400] [--regularisation 1e-6]

GRIDS.h5 is a data set of valence densities on grids (docs/data_format.md). Every density is fitted by least squares on its grid
points in even-tempered functions, a model of the coefficients is trained on three quarters of the molecules, and tested on every
fifth: NMAE on the full grids, of the fit and of the prediction, with the times that training and a grid take. Structure k is
tested for k mod 5 = 4 and left out for k mod 15 = 0 or 7, as in bench/sampling_table.py.
"""
import argparse
import pathlib
import time

import numpy as np

import rhofield

#: (order, smallest exponent in 1/bohr^2, largest) of even-tempered shells, a factor of two apart
SHELLS = {"H": [(0, 0.12, 8.0), (1, 0.25, 4.0), (2, 0.5, 2.0)],
          None: [(0, 0.1, 13.0), (1, 0.12, 8.0), (2, 0.2, 5.0), (3, 0.4, 3.5)]}


def even_tempered(symbols):
    def shells(rows):
        return [(l, [low * 2**k], [1.0]) for l, low, high in rows for k in range(int(np.log2(high / low)) + 1)]

    return rhofield.Basis({symbol: shells(SHELLS.get(symbol, SHELLS[None])) for symbol in symbols})


def fit(basis, entry, block=20000):
    """Coefficients [function] by least squares on the points."""
    points, values = entry.grid.points().reshape(-1, 3), entry.density.ravel()
    matrix = right = 0.0
    for start in range(0, len(values), block):
        functions = rhofield.basis_values(basis, entry.atoms, points[start:start + block])
        matrix = matrix + functions.T @ functions
        right = right + functions.T @ values[start:start + block]
    matrix[np.diag_indices(len(matrix))] += 1e-9 * np.trace(matrix) / len(matrix)
    return np.linalg.solve(matrix, right)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--environments", type=int, default=300)
    parser.add_argument("--features", type=int, default=400)
    parser.add_argument("--regularisation", type=float, default=1e-6)
    options = parser.parse_args()
    data = rhofield.GridData.read(options.data)
    basis = even_tempered(sorted({symbol for entry in data for symbol in entry.atoms.symbols}))
    test = [k for k in range(len(data)) if k % 5 == 4]
    train = [k for k in range(len(data)) if k not in test and k % 15 not in (0, 7)]
    begin = time.perf_counter()
    coefficients = [fit(basis, entry) for entry in data]
    print(f"fits of {len(data)} molecules: {time.perf_counter() - begin:.0f} s", flush=True)
    learned = rhofield.DataSet.from_atoms([entry.atoms for entry in data], basis, coefficients=coefficients)
    begin = time.perf_counter()
    model = rhofield.train(learned, train, config={
        "model.environments": options.environments, "model.features_per_lambda": options.features,
        "regression.regularisation": options.regularisation})
    print(f"training on {len(train)} molecules: {time.perf_counter() - begin:.1f} s", flush=True)
    wrong, of_fit, size, seconds, points = 0.0, 0.0, 0.0, 0.0, 0
    for k in test:
        entry = data[k]
        begin = time.perf_counter()
        predicted = model.predict(entry.atoms).coefficients[0]
        rho = rhofield.density_on_grid(basis, entry.atoms, predicted, entry.grid)
        seconds, points = seconds + time.perf_counter() - begin, points + rho.size
        fitted = rhofield.density_on_grid(basis, entry.atoms, coefficients[k], entry.grid)
        wrong += np.abs(rho - entry.density).sum()
        of_fit += np.abs(fitted - entry.density).sum()
        size += np.abs(entry.density).sum()
    print(f"NMAE on {len(test)} molecules: {100 * wrong / size:.2f} %, of the fits {100 * of_fit / size:.2f} %; "
          f"a grid of {points // len(test)} points takes {1000 * seconds / len(test):.1f} ms")


if __name__ == "__main__":
    main()
