"""References of any size: gold nanoparticles and their exact response to an electric field in a charge-dipole model.

    python3 charge_dipole_model.py OUT.h5 SIZES [--seed 1]          # SIZES: 13,55,147 or 20:150:5 (from:to:how many)
    python3 charge_dipole_model.py --check DATA.h5                  # recomputes the polarizabilities of a data set

An atom holds a charge q and a dipole p, both spread by the Gaussian g(r) = exp(-r^2 / (2 sigma^2)) / (2 pi sigma^2)^(3/2):

    rho_i(r) = (q_i - p_i . grad) g(r - R_i)
    U = 1/2 sum_ij (q_i + p_i . grad_i) (q_j + p_j . grad_j) v(R_i - R_j) + 1/2 sum_i (eta_q q_i^2 + eta_p p_i^2)
        - F . sum_i (q_i R_i + p_i),     v(r) = erf(r / (2 sigma)) / r,     sum_i q_i = 0

U is a convex quadratic form: its minimum for F = x, y, z is one linear system of 4 N unknowns. The induced density of an
atom is one s and one p Gaussian of exponent 1 / (2 sigma^2), so that the coefficients of the data set are exact.
Atomic units. With the constants below the polarizability of large particles tends to about 26 bohr^3 an atom.
"""
import argparse
import sys

import h5py
import numpy as np

SIGMA, ETA_Q, ETA_P = 1.6, 0.05, 0.05
NEIGHBOUR_DISTANCE = 5.44  # bohr, bulk gold
GOLD = 79


def erf(x):
    """Error function of an array to machine precision: a Taylor table of step 1/64 where it is not 1 yet."""
    global _erf_table
    if _erf_table is None:
        from math import erf as exact
        _erf_table = np.array([exact(k / 64) for k in range(6 * 64 + 1)])
    inside = np.minimum(x, 6.0)
    k = np.rint(inside * 64).astype(int)
    a, h = k / 64, inside - k / 64
    # erf(a + h) = erf(a) + 2/sqrt(pi) exp(-a^2) sum_n (-1)^n H_n(a) h^(n+1) / (n+1)!, Hermite polynomials H_n
    total, term, previous, hermite = np.zeros_like(h), h, np.zeros_like(h), np.ones_like(h)
    for n in range(8):
        total += term * hermite
        previous, hermite = hermite, 2 * a * hermite - 2 * n * previous
        term = -term * h / (n + 2)
    return np.where(x >= 6.0, 1.0, _erf_table[k] + 2 / np.sqrt(np.pi) * np.exp(-a * a) * total)


_erf_table = None


def interaction(positions):
    """Matrix of U in the unknowns (q_1 .. q_N, p_1x, p_1y, p_1z, p_2x ..): [4 N, 4 N]."""
    n = len(positions)
    matrix = np.empty((4 * n, 4 * n))
    for i in range(n):  # atom by atom: nothing but the matrix itself grows with N^2
        d = positions[i] - positions
        r2 = (d * d).sum(1)
        r2[i] = 1.0
        r = np.sqrt(r2)
        # derivatives of v by r^2, times 2: grad v = b d, grad grad v = b + c d d
        bell = np.exp(-r2 / (4 * SIGMA**2)) / (SIGMA * np.sqrt(np.pi))
        v = erf(r / (2 * SIGMA)) / r
        b = (bell - v) / r2
        c = -(3 * b + bell / (2 * SIGMA**2)) / r2
        tensor = c[:, None, None] * d[:, :, None] * d[:, None, :] + b[:, None, None] * np.eye(3)
        gradient = b[:, None] * d
        # an atom with itself: the limits r -> 0
        v[i] = 1 / (SIGMA * np.sqrt(np.pi)) + ETA_Q
        gradient[i] = 0
        tensor[i] = -(1 / (6 * np.sqrt(np.pi) * SIGMA**3) + ETA_P) * np.eye(3)
        rows = slice(n + 3 * i, n + 3 * i + 3)
        matrix[i, :n] = v
        matrix[i, n:] = -gradient.reshape(-1)                  # grad_j v = -grad_i v
        matrix[rows, :n] = gradient.T
        matrix[rows, n:] = -tensor.transpose(1, 0, 2).reshape(3, -1)
    return matrix


def solve(positions):
    """dq/dF [field, atom], dp/dF [field, atom, xyz], polarizability [field, xyz]."""
    n = len(positions)
    right = np.zeros((4 * n, 4))  # three fields, and the condition sum q = 0
    right[:n, :3] = positions
    for k in range(3):
        right[n + k::3, k] = 1
    right[:n, 3] = 1
    x = np.linalg.solve(interaction(positions), right)
    x = x[:, :3] - np.outer(x[:, 3], x[:n, :3].sum(0) / x[:n, 3].sum())
    q, p = x[:n].T, x[n:].T.reshape(3, n, 3)
    return q, p, q @ positions + p.sum(1)


def particle(count, rng, noise=0.12, contraction=0.02):
    """A ball of `count` atoms cut from the fcc lattice about a random point: the surface drawn in, all atoms shaken by
    `noise` bohr, in a random orientation. [atom, xyz], bohr."""
    edge = NEIGHBOUR_DISTANCE * np.sqrt(2.0)
    cells = int(np.ceil((count / 4) ** (1 / 3))) + 2
    corners = np.stack(np.meshgrid(*3 * [np.arange(-cells, cells)]), -1).reshape(-1, 3)
    sites = np.concatenate([corners + face for face in ([0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0])])
    sites = edge * (sites - rng.random(3))
    distance = np.linalg.norm(sites, axis=1)
    kept = np.argsort(distance, kind="stable")[:count]
    sites, distance = sites[kept], distance[kept]
    sites *= (1 - contraction * (distance / distance[-1]) ** 4)[:, None]
    sites += rng.normal(0, noise, sites.shape)
    a, b, c, d = (quaternion := rng.normal(size=4)) / np.linalg.norm(quaternion)
    rotation = np.array([[a*a + b*b - c*c - d*d, 2*(b*c - a*d), 2*(b*d + a*c)],
                         [2*(b*c + a*d), a*a - b*b + c*c - d*d, 2*(c*d - a*b)],
                         [2*(b*d - a*c), 2*(c*d + a*b), a*a - b*b - c*c + d*d]])
    return (sites - sites.mean(0)) @ rotation.T


def write_head(file, note):
    """Title and basis of a data set (docs/data_format.md)."""
    file.attrs["title"] = "gold nanoparticles, Gaussian charge-dipole model"
    file.attrs["method"] = f"charge-dipole model, sigma {SIGMA}, eta_q {ETA_Q}, eta_p {ETA_P}"
    file.attrs["note"] = note
    group = file.create_group("basis/Au")
    group["shell_l"] = np.array([0, 1], "i4")
    group["primitive_offset"] = np.array([0, 1, 2], "i4")
    group["exponent"] = np.full(2, 1 / (2 * SIGMA**2))
    group["coefficient"] = radial_norms()


def radial_norms():
    """c of R(r) = c r^l exp(-a r^2), int R^2 r^2 dr = 1, for l = 0, 1 and a = 1 / (2 sigma^2)."""
    return np.array([2 / (np.pi**0.25 * SIGMA**1.5), np.sqrt(8 / 3) / (np.pi**0.25 * SIGMA**2.5)])


def coefficients(q, p):
    """Of d rho / dE [field, function], electrons counted positive: atom by atom s, p_y, p_z, p_x.

    g = peak exp(-a r^2) and -p . grad g = p . r g / sigma^2; an s function is c_0 / sqrt(4 pi) exp(-a r^2), a p function
    c_1 sqrt(3 / (4 pi)) y exp(-a r^2)."""
    peak = (2 * np.pi * SIGMA**2) ** -1.5
    s, t = radial_norms() * np.sqrt([1 / (4 * np.pi), 3 / (4 * np.pi)])
    parts = [q[..., None] * peak / s, p[..., [1, 2, 0]] * peak / (SIGMA**2 * t)]
    return -np.concatenate(parts, -1).reshape(3, -1)


def parse_sizes(text):
    if ":" not in text:
        return [int(item) for item in text.split(",")]
    first, last, count = (int(item) for item in text.split(":"))
    return [int(round(size)) for size in np.linspace(first, last, count)]


def generate(path, sizes, seed):
    rng = np.random.default_rng(seed)
    with h5py.File(path, "w") as file:
        write_head(file, f"fcc balls of {min(sizes)} to {max(sizes)} atoms, seed {seed}")
        for k, count in enumerate(sizes):
            positions = particle(count, rng)
            q, p, alpha = solve(positions)
            group = file.create_group(f"structures/{k:06d}")
            group["numbers"] = np.full(count, GOLD, "i4")
            group["positions"] = positions
            group["response"] = coefficients(q, p)
            group["polarizability"] = alpha
            print(f"{count:6d} atoms, alpha/N {np.trace(alpha) / 3 / count:.4f} bohr^3", flush=True)


def check(path):
    """Largest relative deviations of recomputed polarizabilities and coefficients from those of a data set."""
    with h5py.File(path) as file:
        for name, group in file["structures"].items():
            q, p, alpha = solve(group["positions"][()])
            stored, response = group["polarizability"][()], group["response"][()]
            own = np.linalg.norm(coefficients(q, p) - response) / np.linalg.norm(response)
            deviation = np.linalg.norm(alpha - stored) / np.linalg.norm(stored)
            print(f"{name}: {len(group['positions'])} atoms, polarizability deviates by {deviation:.1e}, "
                  f"coefficients by {own:.1e}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", nargs="?")
    parser.add_argument("sizes", nargs="?", type=parse_sizes)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", metavar="DATA.h5")
    options = parser.parse_args()
    if options.check:
        check(options.check)
    elif options.output and options.sizes:
        generate(options.output, options.sizes, options.seed)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
