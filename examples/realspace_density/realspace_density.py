"""Densities learned in real space, from values on grids and without a basis.

    python3 realspace_density.py [--data GRIDS.h5] [--epochs 300] [-o FOLDER]

GRIDS.h5 is a data set of values on grids (docs/data_format.md), of cube files say (rhofield.GridData.from_files). Without it the
densities of the shipped water molecules are put on grids, less their mean atoms: all-electron cores are narrower than any grid,
and the difference is not (delta mode). Trains on growing numbers of structures, validates on some of the others, tests on the
last fifth, and writes FOLDER/curve.csv, FOLDER/model.h5, FOLDER/predicted.cube and FOLDER/realspace_density.png: the learning
curve, the values of one tested structure against the reference, and a slice of both.
"""
import argparse
import csv
import pathlib

import numpy as np

import rhofield

HERE = pathlib.Path(__file__).resolve().parent


def shipped_waters(spacing):
    """Water densities on grids, with the density of mean atoms as reference."""
    data = rhofield.DataSet.read(HERE.parents[1] / "tests/data/water_monomers_60.h5")
    model = rhofield.train(data, range(48), config={"model.environments": 20})  # its mean atoms are what is wanted
    grids = rhofield.GridData()
    for entry in data:
        grid = rhofield.Grid.around(entry.atoms, spacing=spacing, margin=2.5)
        reference = rhofield.density_on_grid(model.basis, entry.atoms, model.mean_coefficients(entry.atoms), grid)
        density = rhofield.density_on_grid(model.basis, entry.atoms, entry.coefficients, grid)
        grids.append(rhofield.GridEntry(entry.atoms, grid, density, reference=reference))
    return grids


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, help="data set of values on grids")
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--points", type=int, default=500, help="of each structure and epoch")
    parser.add_argument("--spacing", type=float, default=0.25, help="of the grids of the shipped molecules, angstrom")
    parser.add_argument("--sizes", default="10,20,40", help="structures to train on")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("realspace-density-output"))
    return parser.parse_args()


def main():
    options = parse_command_line()
    options.output.mkdir(parents=True, exist_ok=True)
    data = rhofield.GridData.read(options.data) if options.data else shipped_waters(options.spacing)
    test = list(range(len(data) - len(data) // 5, len(data)))
    validation = list(range(0, test[0], 6))
    pool = [k for k in range(test[0]) if k not in validation]
    config = {"real_space.epochs": options.epochs, "real_space.batch": 1000, "sampling.points": options.points,
              "network.channels": 12, "network.features": 32, "network.output_widths": [48, 48],
              "network.message_widths": [24, 24]}
    curve = []
    for size in sorted({min(int(n), len(pool)) for n in options.sizes.split(",")}):
        trained = rhofield.train_real_space(data, pool[:size], validation, config=config)
        errors = rhofield.validate_real_space(trained.model, data, test)
        curve.append((size, trained.history[-1]["seconds"], errors.total_percent, errors.vacuum_percent))
        print(f"{size:4d} structures, {curve[-1][1]:6.1f} s: NMAE {errors.total_percent:.3f} %", flush=True)
    with open(options.output / "curve.csv", "w", newline="") as file:
        csv.writer(file).writerows([("structures", "seconds", "nmae_percent", "vacuum_percent"), *curve])
    trained.model.write(options.output / "model.h5")
    entry = data[test[0]]
    predicted = trained.model.density(entry.atoms, entry.grid, reference=entry.reference)
    rhofield.write_cube(options.output / "predicted.cube", entry.atoms, entry.grid, predicted, "predicted by rhofield")
    draw(options.output / "realspace_density.png", curve, entry, predicted)


def draw(path, curve, entry, predicted):
    try:
        import matplotlib
    except ImportError:
        return print("matplotlib is not there: no picture")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    known, shown = entry.density, predicted
    label = "density"
    if entry.reference is not None:
        known, shown, label = known - entry.reference, shown - entry.reference, "difference to mean atoms"
    figure, axes = pyplot.subplots(1, 4, figsize=(17, 4), constrained_layout=True)
    axes[0].loglog([c[0] for c in curve], [c[2] for c in curve], "o-")
    axes[0].set(xlabel="training structures", ylabel="NMAE on full grids, %", title="learning curve")
    axes[1].plot(known.ravel()[::7], shown.ravel()[::7], ".", ms=1)
    limits = [known.min(), known.max()]
    axes[1].plot(limits, limits, "k-", lw=0.5)
    axes[1].set(xlabel="reference, e/bohr$^3$", ylabel="predicted", title=label)
    middle = known.shape[2] // 2
    largest = np.abs(known[:, :, middle]).max()
    for ax, values, title in ((axes[2], known, "reference"), (axes[3], shown - known, "error, ten times enlarged")):
        scale = 10.0 if title.startswith("error") else 1.0
        image = ax.imshow(scale * values[:, :, middle].T, origin="lower", cmap="RdBu_r", vmin=-largest, vmax=largest)
        ax.set(title=title, xticks=[], yticks=[])
        figure.colorbar(image, ax=ax, shrink=0.8)
    figure.savefig(path, dpi=120)
    print("picture", path)


if __name__ == "__main__":
    main()
