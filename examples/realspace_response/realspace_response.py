"""What an electric field does to a density, learned in real space.

    python3 realspace_response.py [--data GRIDS.h5] [--epochs 300] [-o FOLDER]

GRIDS.h5 holds responses to a field on grids (docs/data_format.md). Without it the responses of the shipped water molecules
are put on grids, each in a field of random direction. The model is odd in the field and makes no charge; what it says of
directions and structures that it has not seen is compared with the reference: NMAE over |delta rho|, induced dipoles. Writes
FOLDER/response.csv, FOLDER/model.h5, FOLDER/induced.cube and FOLDER/realspace_response.png.
"""
import argparse
import csv
import pathlib

import numpy as np

import rhofield

HERE = pathlib.Path(__file__).resolve().parent
STRENGTH = 0.01  # atomic units


def shipped_waters(spacing):
    """Responses of water molecules on grids, in fields of random directions."""
    data = rhofield.DataSet.read(HERE.parents[1] / "tests/data/water_monomers_60.h5")
    rng = np.random.default_rng(1)
    grids = rhofield.GridData()
    for entry in data:
        direction = rng.normal(size=3)
        field = STRENGTH * direction / np.linalg.norm(direction)
        grid = rhofield.Grid.around(entry.atoms, spacing=spacing, margin=3.0)
        response = rhofield.density_on_grid(data.basis, entry.atoms, field @ entry.response, grid)
        grids.append(rhofield.GridEntry(entry.atoms, grid, None, response=response, field=field))
    return grids


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, help="data set of responses on grids")
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--points", type=int, default=500, help="of each structure and epoch")
    parser.add_argument("--spacing", type=float, default=0.3, help="of the grids of the shipped molecules, angstrom")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("realspace-response-output"))
    return parser.parse_args()


def main():
    options = parse_command_line()
    options.output.mkdir(parents=True, exist_ok=True)
    data = rhofield.GridData.read(options.data) if options.data else shipped_waters(options.spacing)
    config = {"real_space.epochs": options.epochs, "real_space.batch": 1000, "sampling.points": options.points}
    trained = rhofield.train_real_space(data, quantities="response", config=config)
    errors = rhofield.validate_real_space(trained.model, data, trained.test, quantity="response")
    wrong = np.linalg.norm(errors.dipole - errors.reference_dipole, axis=1)
    dipole_percent = 100 * wrong / np.linalg.norm(errors.reference_dipole, axis=1)
    print(f"{len(trained.train)} structures, {trained.history[-1]['seconds']:.0f} s: NMAE {errors.total_percent:.2f} % over |delta rho|, "
          f"induced dipoles {dipole_percent.mean():.2f} %, largest induced charge {np.abs(errors.charge).max():.0e} e")
    with open(options.output / "response.csv", "w", newline="") as file:
        rows = zip(errors.indices, errors.percent, dipole_percent)
        csv.writer(file).writerows([("structure", "nmae_percent", "dipole_percent"), *rows])
    trained.model.write(options.output / "model.h5")
    entry = data[trained.test[0]]
    predicted = trained.model.response(entry.atoms, entry.grid, entry.field)
    rhofield.write_cube(options.output / "induced.cube", entry.atoms, entry.grid, predicted, "induced density, predicted by rhofield")
    draw(options.output / "realspace_response.png", errors, entry, predicted)


def draw(path, errors, entry, predicted):
    try:
        import matplotlib
    except ImportError:
        return print("matplotlib is not there: no picture")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 4, figsize=(17, 4), constrained_layout=True)
    axes[0].plot(errors.reference_dipole.ravel(), errors.dipole.ravel(), "o", ms=4)
    limits = [errors.reference_dipole.min(), errors.reference_dipole.max()]
    axes[0].plot(limits, limits, "k-", lw=0.5)
    axes[0].set(xlabel="induced dipole, e bohr", ylabel="predicted", title="test structures, x, y, z")
    known = entry.response
    axes[1].plot(known.ravel()[::5], predicted.ravel()[::5], ".", ms=1)
    axes[1].set(xlabel="induced density, e/bohr$^3$", ylabel="predicted", title="points of one of them")
    middle = known.shape[2] // 2
    largest = np.abs(known[:, :, middle]).max()
    for ax, values, title in ((axes[2], known, "reference"), (axes[3], predicted - known, "error")):
        image = ax.imshow(values[:, :, middle].T, origin="lower", cmap="RdBu_r", vmin=-largest, vmax=largest)
        ax.set(title=title, xticks=[], yticks=[])
        figure.colorbar(image, ax=ax, shrink=0.8)
    figure.savefig(path, dpi=120)
    print("picture", path)


if __name__ == "__main__":
    main()
