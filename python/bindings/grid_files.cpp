// Cube files, CHGCAR and LOCPOT.
#include "grids.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/vasp_grid.hpp"

namespace rhofield::python {

namespace {

using ReadVasp = storage::VaspGridFile (*)(const std::filesystem::path&);
using WriteVasp = void (*)(const std::filesystem::path&, const storage::VaspGridFile&);

/// (comment, structure, grid, blocks, behind)
nb::tuple read_vasp(ReadVasp read, const std::string& path) {
  storage::VaspGridFile file;
  {
    const nb::gil_scoped_release unlocked;
    file = read(path);
  }
  nb::list blocks;
  for (std::vector<double>& values : file.blocks) blocks.append(to_numpy(std::move(values), shape_of(file.grid)));
  return nb::make_tuple(file.comment, file.structure, file.grid, blocks, file.behind);
}

void write_vasp(WriteVasp write, const std::string& path, const std::string& comment, const Structure& structure,
                const Grid& grid, const std::vector<Array<double, 3>>& blocks, const std::vector<std::string>& behind) {
  storage::VaspGridFile file{.comment = comment, .structure = structure, .grid = grid, .blocks = {}, .behind = behind};
  for (const auto& values : blocks) {
    const auto given = values_on(grid, values);
    file.blocks.emplace_back(given.begin(), given.end());
  }
  const nb::gil_scoped_release unlocked;
  write(path, file);
}

void bind_vasp(nb::module_& m, const std::string& name, ReadVasp read, WriteVasp write) {
  m.def(("read_" + name).c_str(), [read](const std::string& path) { return read_vasp(read, path); }, nb::arg("path"));
  m.def(("write_" + name).c_str(),
        [write](const std::string& path, const std::string& comment, const Structure& structure, const Grid& grid,
                const std::vector<Array<double, 3>>& blocks, const std::vector<std::string>& behind) {
          write_vasp(write, path, comment, structure, grid, blocks, behind);
        },
        nb::arg("path"), nb::arg("comment"), nb::arg("structure"), nb::arg("grid"), nb::arg("blocks"),
        nb::arg("behind"));
}

}  // namespace

void bind_grid_files(nb::module_& m) {
  m.def(
      "write_cube",
      [](const std::string& path, const Structure& structure, const Grid& grid, const Array<double, 3>& values,
         const std::string& comment) {
        const auto given = values_on(grid, values);
        const nb::gil_scoped_release unlocked;
        storage::write_cube(path, structure, grid, given, comment);
      },
      nb::arg("path"), nb::arg("structure"), nb::arg("grid"), nb::arg("values"), nb::arg("comment"));
  m.def(
      "read_cube",
      [](const std::string& path) {
        storage::CubeFile file;
        {
          const nb::gil_scoped_release unlocked;
          file = storage::read_cube(path);
        }
        return nb::make_tuple(file.comment, file.structure, file.grid,
                              to_numpy(std::move(file.values), shape_of(file.grid)), to_numpy(std::move(file.charges)));
      },
      nb::arg("path"));
  bind_vasp(m, "chgcar", &storage::read_chgcar, &storage::write_chgcar);
  bind_vasp(m, "locpot", &storage::read_locpot, &storage::write_locpot);
}

}  // namespace rhofield::python
