"""Training of the response model in NumPy, the way the published pipeline does it, to time rhofield's training beside it.

usage: response_training.py DATA.h5 --train N --test N --environments M --eta ETA --threads T
                            [--environments-from N --cutoff A --sigma A --n-max 8 --l-max 6 --zeta 2 --cut 1e-10]
Needs numpy, scipy, h5py, pyscf (overlap matrices). DATA.h5: docs/data_format.md, with `response`; the first --train structures
train, the last --test are predicted. The environments are the farthest points among the training structures, or among the first
--environments-from of the file: the points of a learning curve have them in common.

Complex spherical expansion, complex lambda-SOAP features of both parities from 3j symbols (all pairs of radial functions),
k^L from them, (lambda, 1) -> L by Clebsch-Gordan coefficients, the sum over L turned from complex to real harmonics,
K / sqrt(N_i N_j) with N_i the Frobenius norm of the full K(i, i), one eigenproblem for each species and lambda, Psi dense in
x, y, z, sum of Psi^T S Psi, linear solution. Features are formed once for each L and kept; sums are einsum and matmul.

Every stage: wall and processor seconds. The total leaves out what is made once for all data (radial splines, 3j symbols),
reading, overlap matrices and prediction. Errors in % of the norm of the fitted response; of the polarizability, from predicted
against fitted coefficients, 100 sqrt(sum |da|^2 / sum |a|^2) over the test set and the mean of 100 |da| / |a|.
"""
import argparse
import os
import sys
import time
from functools import lru_cache
from math import factorial, pi, sqrt

if "--threads" in sys.argv:  # before NumPy starts its threads
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[sys.argv.index("--threads") + 1]

import h5py  # noqa: E402
import numpy as np  # noqa: E402
from pyscf import gto, lib  # noqa: E402
from pyscf.pbc import gto as pbc_gto  # noqa: E402
from scipy.interpolate import CubicSpline  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402
from scipy.spatial import cKDTree  # noqa: E402
from scipy.special import gamma, hyp1f1  # noqa: E402

ANGSTROM = 0.529177210903
XYZ = [2, 0, 1]  # place of x, y, z among the harmonics y, z, x


class Stages:
    """Wall and processor seconds by name."""

    def __init__(self):
        self.times, self.training = {}, []

    def __call__(self, name, training=True):
        self.name = name
        if name not in self.times:
            self.times[name] = np.zeros(2)
            self.training += [name] if training else []
        return self

    def __enter__(self):
        self.start = np.array([time.perf_counter(), time.process_time()])

    def __exit__(self, *_):
        self.times[self.name] += np.array([time.perf_counter(), time.process_time()]) - self.start

    def show(self):
        print(f"{'stage':40s} {'wall s':>9s} {'CPU s':>9s}")
        for name in self.training:
            print(f"{name:40s} {self.times[name][0]:9.2f} {self.times[name][1]:9.2f}")
        wall, cpu = sum(self.times[name] for name in self.training)
        print(f"{'TRAINING':40s} {wall:9.2f} {cpu:9.2f}")
        for name in [name for name in self.times if name not in self.training]:
            print(f"{'not in it: ' + name:40s} {self.times[name][0]:9.2f} {self.times[name][1]:9.2f}")


# --- data --------------------------------------------------------------------------------------------------------
def read(path):
    """(basis {atomic number: [(l, exponents, coefficients)]}, structures with a response)."""
    structures = []
    with h5py.File(path) as file:
        shells = {}
        for symbol, group in file["basis"].items():
            offset = group["primitive_offset"][:]
            shells[gto.charge(symbol)] = [(int(l), group["exponent"][offset[s]:offset[s + 1]], group["coefficient"][offset[s]:offset[s + 1]])
                                          for s, l in enumerate(group["shell_l"][:])]
        for name in sorted(file["structures"]):
            group = file["structures"][name]
            if "response" in group:
                structures.append({key: group[key][()] for key in ("numbers", "positions", "cell", "response", "overlap") if key in group})
    return shells, structures


def overlap(structure, basis):
    """In the order of the file: PySCF has x, y, z where the file has y, z, x."""
    if "overlap" in structure:
        return structure["overlap"]
    elements = {gto.mole._symbol(int(z)) for z in structure["numbers"]}
    shells = {e: [[l] + [[a, c / gto.gto_norm(l, a)] for a, c in zip(ex, co)] for l, ex, co in basis[gto.charge(e)]] for e in elements}
    atoms = [(gto.mole._symbol(int(z)), tuple(x)) for z, x in zip(structure["numbers"], structure["positions"])]
    if "cell" in structure:
        cell = pbc_gto.Cell(atom=atoms, basis=shells, unit="Bohr", a=structure["cell"], verbose=0, precision=1e-10, spin=None)
        s = cell.build(False, False).pbc_intor("int1e_ovlp", hermi=1).real
    else:
        s = gto.M(atom=atoms, basis=shells, unit="Bohr", spin=None, verbose=0).intor("int1e_ovlp_sph")
    order, at = [], 0
    for z in structure["numbers"]:
        for l, *_ in basis[z]:
            order += [at + 1, at + 2, at] if l == 1 else list(range(at, at + 2 * l + 1))
            at += 2 * l + 1
    return s[np.ix_(order, order)]


def moments(structure, basis):
    """Charge and dipole of each basis function: [function], [function, xyz]."""
    charge, dipole = [], []
    for z, x in zip(structure["numbers"], structure["positions"]):
        for l, a, c in basis[z]:
            q, d = np.zeros(2 * l + 1), np.zeros((2 * l + 1, 3))
            if l == 0:
                q[0] = sqrt(4 * pi) * (c * sqrt(pi) / (4 * a**1.5)).sum()
                d[0] = q[0] * x
            elif l == 1:
                d[XYZ, [0, 1, 2]] = sqrt(4 * pi / 3) * (c * 3 * sqrt(pi) / (8 * a**2.5)).sum()
            charge.append(q)
            dipole.append(d)
    return np.concatenate(charge), np.concatenate(dipole)


# --- angular -----------------------------------------------------------------------------------------------------
@lru_cache(None)
def wigner_3j(j1, j2, j3, m1, m2, m3):
    if m1 + m2 + m3 or abs(m1) > j1 or abs(m2) > j2 or abs(m3) > j3 or not abs(j1 - j2) <= j3 <= j1 + j2:
        return 0.0
    f = factorial
    low, high = max(0, j2 - m1 - j3, j1 + m2 - j3), min(j1 + j2 - j3, j1 - m1, j2 + m2)
    total = sum((-1) ** t / (f(t) * f(t - j2 + m1 + j3) * f(t - j1 - m2 + j3) * f(j1 + j2 - j3 - t) * f(j1 - m1 - t) * f(j2 + m2 - t))
                for t in range(low, high + 1))
    delta = f(j1 + j2 - j3) * f(j1 - j2 + j3) * f(j2 + j3 - j1) / f(j1 + j2 + j3 + 1)
    root = f(j1 + m1) * f(j1 - m1) * f(j2 + m2) * f(j2 - m2) * f(j3 + m3) * f(j3 - m3)
    return (-1) ** (j1 - j2 - m3) * sqrt(delta * root) * total


@lru_cache(None)
def coupling(L, l1, l2):
    """W[M, m1, m2] between c_(l1 m1) and the conjugate of c_(l2 m2)."""
    w = np.zeros((2 * L + 1, 2 * l1 + 1, 2 * l2 + 1), complex)
    for M in range(-L, L + 1):
        for m in range(-l1, l1 + 1):
            if abs(m - M) <= l2:
                w[M + L, m + l1, m - M + l2] = (-1) ** m * wigner_3j(L, l2, l1, M, m - M, -m)
    return w


@lru_cache(None)
def clebsch_gordan(lam, L):
    """<lam mu 1 k | L M> as [(mu k), M]."""
    c = np.zeros((2 * lam + 1, 3, 2 * L + 1), complex)
    for mu in range(-lam, lam + 1):
        for k in (-1, 0, 1):
            if abs(mu + k) <= L:
                c[mu + lam, k + 1, mu + k + L] = (-1) ** (lam - 1 + mu + k) * sqrt(2 * L + 1) * wigner_3j(lam, 1, L, mu, k, -mu - k)
    return c.reshape(-1, 2 * L + 1)


@lru_cache(None)
def complex_to_real(l):
    a = np.zeros((2 * l + 1, 2 * l + 1), complex)
    a[l, l] = 1
    for m in range(1, l + 1):
        a[l - m, l - m], a[l - m, l + m] = 1j / sqrt(2), -1j * (-1) ** m / sqrt(2)
        a[l + m, l - m], a[l + m, l + m] = 1 / sqrt(2), (-1) ** m / sqrt(2)
    return a


def harmonics(l_max, d, r):
    """Complex Y_lm, usual phase: [vector, l * l + l + m]. A vector of length zero has Y_00 only."""
    x, y, z = (d / np.where(r > 0, r, 1)[:, None]).T
    plus, power = x + 1j * y, np.ones(len(r), complex)
    out = np.zeros((len(r), (l_max + 1) ** 2), complex)
    for m in range(l_max + 1):
        lower, upper = np.zeros(len(r)), np.full(len(r), float(np.prod(np.arange(1, 2 * m, 2))))
        for l in range(m, l_max + 1):
            norm = sqrt((2 * l + 1) / (4 * pi) * factorial(l - m) / factorial(l + m))
            out[:, l * l + l + m] = (-1) ** m * norm * upper * power
            out[:, l * l + l - m] = norm * upper * power.conj()
            lower, upper = upper, ((2 * l + 1) * z * upper - (l + m) * lower) / (l - m + 1)
        power = power * plus
    out[r < 1e-10, 1:] = 0
    return out


# --- descriptors -------------------------------------------------------------------------------------------------
class Expansion:
    """c[l][centre, m, species * n], complex."""

    def __init__(self, species, cutoff, sigma, n_max, l_max, width=0.1):
        self.species, self.cutoff, self.n_max, self.l_max = species, cutoff, n_max, l_max
        n = np.arange(n_max)
        s = cutoff * np.maximum(np.sqrt(n), 1) / n_max
        norm = np.sqrt(2 / (s ** (2 * n + 3) * gamma(n + 1.5)))
        total, d = 3 + n[:, None] + n, 0.5 / s**2
        w, u = np.linalg.eigh(norm[:, None] * norm * 0.5 * gamma(0.5 * total) * (d[:, None] + d) ** (-0.5 * total))
        orthonormal = (u / np.sqrt(w)) @ u.T * norm
        r, c = np.linspace(0, cutoff, 4000)[:, None], 0.5 / sigma**2
        smooth = np.where(r <= cutoff - width, 1.0, 0.5 * (1 + np.cos(pi * (r - cutoff + width) / width)))
        self.radial = []
        for l in range(l_max + 1):
            a = 0.5 * (n + l + 3)
            value = (pi / sigma**2) ** 0.75 * np.exp(-c * r * r) * (c * r) ** l * (c + d) ** -a * gamma(a) / gamma(l + 1.5)
            value = value * hyp1f1(a, l + 1.5, c * c * r * r / (c + d))
            self.radial.append(CubicSpline(r[:, 0], value @ orthonormal.T * smooth))

    def pairs(self, structure):
        """Centre, species index of the neighbour, vector in angstrom; centres are their own neighbours."""
        x = structure["positions"] * ANGSTROM
        kind = np.searchsorted(self.species, structure["numbers"])
        points, kinds = x, kind
        if "cell" in structure:
            cell = structure["cell"] * ANGSTROM
            x = (x @ np.linalg.inv(cell) % 1.0) @ cell
            reach = np.ceil(self.cutoff * np.linalg.norm(np.linalg.inv(cell), axis=0)).astype(int)
            shift = np.stack(np.meshgrid(*[np.arange(-k, k + 1) for k in reach], indexing="ij"), -1).reshape(-1, 3) @ cell
            points, kinds = (x[None] + shift[:, None]).reshape(-1, 3), np.tile(kind, len(shift))
        near = cKDTree(points).query_ball_point(x, self.cutoff - 1e-9)
        centre = np.repeat(np.arange(len(x)), [len(a) for a in near])
        near = np.concatenate(near).astype(int)
        return centre, kinds[near], points[near] - x[centre]

    def __call__(self, structures):
        first = np.cumsum([0] + [len(s["numbers"]) for s in structures])
        centre, kind, d = (np.concatenate(a) for a in zip(*[(i + f, k, v) for f, (i, k, v) in zip(first, map(self.pairs, structures))]))
        r = np.linalg.norm(d, axis=1)
        y = harmonics(self.l_max, d, r)
        rows = centre * len(self.species) + kind
        gather = csr_matrix((np.ones(len(r)), (rows, np.arange(len(r)))), (first[-1] * len(self.species), len(r)))
        out = []
        for l in range(self.l_max + 1):
            each = y[:, l * l:(l + 1) ** 2, None] * self.radial[l](r)[:, None]
            c = (gather @ each.reshape(len(r), -1)).reshape(first[-1], len(self.species), 2 * l + 1, self.n_max)
            out.append(c.transpose(0, 2, 1, 3).reshape(first[-1], 2 * l + 1, -1))
        return out


def features(c, L, odd):
    """P[centre, M, feature], complex, not normalised."""
    size, width, l_max = len(c[0]), c[0].shape[2], len(c) - 1
    pairs = [(a, b) for a in range(l_max + 1) for b in range(l_max + 1) if (L + a + b) % 2 == odd and abs(a - b) <= L <= a + b]
    out = np.empty((size, 2 * L + 1, len(pairs), width, width), complex)
    for q, (a, b) in enumerate(pairs):
        left = np.tensordot(coupling(L, a, b), c[a], (1, 1)).transpose(2, 0, 3, 1)  # [centre, M, radial, m2]
        np.matmul(left, c[b].conj()[:, None], out=out[:, :, q])
    return out.reshape(size, 2 * L + 1, -1)


def invariants(c):
    return np.ascontiguousarray(features(c, 0, False)[:, 0].real)


def farthest_points(x, count):
    picks, square = np.zeros(count, int), (x * x).sum(1)
    nearest = square + square[0] - 2 * x @ x[0]
    for i in range(1, count):
        picks[i] = np.argmax(nearest)
        nearest = np.minimum(nearest, square + square[picks[i]] - 2 * x @ x[picks[i]])
    return picks


# --- similarity --------------------------------------------------------------------------------------------------
def terms(lam):
    """L and parity of k^L in K^lambda."""
    return [(1, False)] if lam == 0 else [(lam - 1, False), (lam, True), (lam + 1, False)]


def dot(x, y):
    """k[i, M, j, M'] = sum over features of x y*."""
    return (x.reshape(-1, x.shape[2]) @ y.reshape(-1, y.shape[2]).conj().T).reshape(len(x), x.shape[1], len(y), y.shape[1])


def couple(k, scale, lam):
    """Real K[i, mu k, j, mu' k'], not normalised, from complex k^L; scale[i, j] is a power of k^0."""
    total = 0
    for L, odd in terms(lam):
        g = clebsch_gordan(lam, L)
        total = total + np.tensordot(np.tensordot(g, k[L, odd], (1, 1)), g, (3, 1)).transpose(1, 0, 2, 3)
    total *= scale[:, None, :, None]
    a = np.kron(complex_to_real(lam), complex_to_real(1))
    return np.tensordot(np.tensordot(a, total, (1, 1)), a.conj(), (3, 1)).transpose(1, 0, 2, 3).real


def norms(k_self, k0_self, lam, zeta):
    """Frobenius norm of K(i, i), from k^L(i, i) = [i, M, M']."""
    total = 0
    for L, odd in terms(lam):
        g = clebsch_gordan(lam, L)
        total = total + g @ k_self[L, odd] @ g.T
    a = np.kron(complex_to_real(lam), complex_to_real(1))
    return np.linalg.norm((a @ total @ a.conj().T).real, axis=(1, 2)) * k0_self ** (zeta - 1)


# --- model -------------------------------------------------------------------------------------------------------
class Model:
    def __init__(self, basis, options, expansion, stages):
        self.basis, self.expansion, self.stages = basis, expansion, stages
        self.zeta, self.cut, self.eta, self.environments = options.zeta, options.cut, options.eta, options.environments
        self.shells = {z: np.bincount([l for l, *_ in basis[z]]) for z in expansion.species}
        self.size = {z: sum(n * (2 * l + 1) for l, n in enumerate(s)) for z, s in self.shells.items()}
        self.reference, self.projector = {}, {}

    def species_similarity(self, c, p0, z, training):
        """k^L of all atoms with the references, the self terms and the powers of k^0 of one species."""
        stage, reference = self.stages, self.reference[z]
        tag = "" if training else "prediction"
        wanted = sorted({t for lam in range(len(self.shells[z])) for t in terms(lam)})
        k, self_terms = {}, {}
        for L, odd in wanted:
            with stage(tag or "features of both parities", training):
                x = features(c, L, odd)
                if training:
                    reference["features"][L, odd] = x[reference["rows"]].copy()
            with stage(tag or "kernels k^L", training):
                k[L, odd] = dot(x, reference["features"][L, odd])
                self_terms[L, odd] = x @ x.conj().transpose(0, 2, 1)
        with stage(tag or "kernels k^L", training):
            scale = (p0 @ reference["invariants"].T) ** (self.zeta - 1)
            own = (p0 * p0).sum(1)
        return k, self_terms, scale, own

    def psi(self, structures, training, more=()):
        """Psi of the atoms of each species by (species, lambda): [atom, mu, k, d], k in the order y, z, x.

        Environments come from `structures` and `more`; those of `more` stand behind the other atoms of their species.
        """
        stage, tag = self.stages, "" if training else "prediction"
        structures, count = [*structures, *more], sum(len(s["numbers"]) for s in structures)
        kinds = np.concatenate([s["numbers"] for s in structures])
        wanted = np.arange(len(kinds)) < count
        with stage(tag or "spherical expansion", training):
            c = self.expansion(structures)
        with stage(tag or "features of both parities", training):
            p0 = invariants(c)
        if training:
            with stage("farthest points"):
                picks = farthest_points(p0 / np.linalg.norm(p0, axis=1)[:, None], self.environments)
            wanted[picks] = True
            for z in self.expansion.species:
                atoms = np.where(wanted & (kinds == z))[0]
                rows = np.searchsorted(atoms, np.sort(picks[kinds[picks] == z]))
                self.reference[z] = {"rows": rows, "features": {}, "norm": {}, "invariants": p0[atoms[rows]]}
        psi = {}
        for z in self.expansion.species:
            atoms, reference = np.where(wanted & (kinds == z))[0], self.reference[z]
            k, self_terms, scale, own = self.species_similarity([x[atoms] for x in c], p0[atoms], z, training)
            for lam in range(len(self.shells[z])):
                with stage(tag or "complex coupling to K, normalisation", training):
                    norm = norms(self_terms, own, lam, self.zeta)
                    if training:
                        reference["norm"][lam] = norm[reference["rows"]]
                    similarity = couple(k, scale, lam)
                    similarity /= np.sqrt(norm[:, None] * reference["norm"][lam])[:, None, :, None]
                size = 3 * (2 * lam + 1) * len(reference["rows"])
                if training:
                    with stage("eigenproblems"):
                        w, u = np.linalg.eigh(similarity[reference["rows"]].reshape(size, size))
                        self.projector[z, lam] = u[:, w > self.cut] / np.sqrt(w[w > self.cut])
                with stage(tag or "projection to Psi", training):
                    psi[z, lam] = (similarity.reshape(-1, size) @ self.projector[z, lam]).reshape(len(atoms), 2 * lam + 1, 3, -1)
        return psi

    def design(self, structure, psi, place):
        """Dense Psi[xyz, function, D] of one structure; place counts the atoms of each species that came before."""
        out, row = np.zeros((3, sum(self.size[z] for z in structure["numbers"]), self.weights)), 0
        for z in structure["numbers"]:
            for lam, count in enumerate(self.shells[z]):
                block = psi[z, lam][place[z]][:, XYZ].transpose(1, 0, 2)
                for n in range(count):
                    at = self.offset[z, lam] + n * block.shape[2]
                    out[:, row:row + 2 * lam + 1, at:at + block.shape[2]] = block
                    row += 2 * lam + 1
            place[z] += 1
        return out

    def train(self, structures, metrics, more):
        psi, stage = self.psi(structures, True, more), self.stages
        self.offset, self.weights = {}, 0
        for (z, lam), v in self.projector.items():
            self.offset[z, lam] = self.weights
            self.weights += self.shells[z][lam] * v.shape[1]
        place = dict.fromkeys(self.shells, 0)
        hessian, right = np.zeros((self.weights, self.weights)), np.zeros(self.weights)
        for structure, s in zip(structures, metrics):
            with stage("dense Psi"):
                x = self.design(structure, psi, place)
            with stage("Hessian"):
                sx = (s @ x).reshape(-1, self.weights)
                hessian += x.reshape(-1, self.weights).T @ sx
                right += structure["response"].ravel() @ sx
        with stage("linear solution"):
            hessian /= len(structures)
            hessian[np.diag_indices(self.weights)] += self.eta
            self.solution = np.linalg.solve(hessian, right / len(structures))

    def predict(self, structures):
        psi, place = self.psi(structures, False), dict.fromkeys(self.shells, 0)
        with self.stages("prediction", False):
            return [self.design(s, psi, place) @ self.solution for s in structures]


def report(structures, metrics, predictions, basis):
    error = whole = 0.0
    alpha, projected, fitted = [], [], []
    for structure, s, c in zip(structures, metrics, predictions):
        error += np.einsum("kf,fg,kg", c - structure["response"], s, c - structure["response"], optimize=True)
        whole += np.einsum("kf,fg,kg", structure["response"], s, structure["response"], optimize=True)
        charge, dipole = moments(structure, basis)
        change = np.linalg.solve(s, charge)
        neutral = c - np.outer(c @ charge / (charge @ change), change)
        fitted.append(-structure["response"] @ dipole)
        alpha.append(-c @ dipole)
        projected.append(-neutral @ dipole)
    print(f"error of the response, % of the norm: {100 * sqrt(error / whole):.5f}")
    fitted = np.array(fitted)
    for name, a in (("as predicted", np.array(alpha)), ("projected on zero induced charge", np.array(projected))):
        total = 100 * np.linalg.norm(a - fitted) / np.linalg.norm(fitted)
        mean = 100 * np.mean(np.linalg.norm(a - fitted, axis=(1, 2)) / np.linalg.norm(fitted, axis=(1, 2)))
        print(f"error of the polarizability, {name}: {total:.4f} % of the norm, mean of ratios {mean:.4f} %")


def main():
    parser = argparse.ArgumentParser(description="Training of the response model in NumPy, with complex arithmetic.")
    parser.add_argument("data")
    parser.add_argument("--train", type=int, required=True)
    parser.add_argument("--test", type=int, required=True)
    parser.add_argument("--environments", type=int, required=True)
    parser.add_argument("--environments-from", type=int, default=0, help="structures; the training set when absent")
    parser.add_argument("--eta", type=float, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cutoff", type=float, default=4.0, help="angstrom")
    parser.add_argument("--sigma", type=float, default=0.3, help="angstrom")
    parser.add_argument("--n-max", type=int, default=8)
    parser.add_argument("--l-max", type=int, default=6)
    parser.add_argument("--zeta", type=int, default=2)
    parser.add_argument("--cut", type=float, default=1e-10, help="smallest eigenvalue kept")
    options = parser.parse_args()
    lib.num_threads(options.threads)

    stages = Stages()
    with stages("reading", False):
        basis, structures = read(options.data)
    train, test = structures[:options.train], structures[-options.test:]
    species = sorted({int(z) for s in train + test for z in s["numbers"]})
    with stages("splines and 3j symbols", False):
        expansion = Expansion(species, options.cutoff, options.sigma, options.n_max, options.l_max)
        for L in range(max(l for shells in basis.values() for l, *_ in shells) + 2):
            for a in range(options.l_max + 1):
                for b in range(abs(L - a), min(options.l_max, L + a) + 1):
                    coupling(L, a, b)
    with stages("overlap matrices", False):
        metrics = [overlap(s, basis) for s in train + test]
    model = Model(basis, options, expansion, stages)
    model.train(train, metrics[:len(train)], structures[options.train:options.environments_from])
    predictions = model.predict(test)
    print(f"N {options.train}, M {options.environments}, eta {options.eta:g}, D {model.weights}, {options.threads} thread(s)")
    report(test, metrics[len(train):], predictions, basis)
    stages.show()


if __name__ == "__main__":
    main()
