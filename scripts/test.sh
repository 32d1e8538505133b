#!/usr/bin/env bash
# Builds everything that can be built on this machine and runs all tests:
#   1. formatting, where clang-format is there, and the code that scripts/unroll_coupling.py writes;
#   2. a release build with the benchmarks, with the CUDA backend where a CUDA compiler is there, and every test in it;
#      no CUDA kernel may spill that must not (scripts/kernel_resources.py);
#   3. the Python package, by pip into the virtual environment build/venv, its tests, examples/*.py and README's example;
#   4. the public headers without HDF5;
#   5. a build with address and undefined-behaviour sanitizers, and all tests but the published ones; its CUDA backend is
#      executed on the CPU (tests/support/cuda_on_cpu).
# Build trees stay in build/, so that a second run is short. RHOFIELD_DATA names the folder of the published data sets;
# without it their tests are skipped. RHOFIELD_REQUIRE_GPU=1 makes a missing GPU a failure, RHOFIELD_REQUIRE_PYTHON=1 that
# pip cannot install what the Python package needs.
set -euo pipefail
cd "$(dirname "$0")/.."

jobs=$(nproc)
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}  # several tests share the cores: waiting threads must not spin
export CTEST_OUTPUT_ON_FAILURE=1
options=(-DRHOFIELD_WERROR=ON)
summary=()

stage() { printf '\n=== %s (%d s)\n' "$1" "$SECONDS"; }

# configure and build <preset> [options]
build() {
  local preset=$1
  shift
  cmake --preset "$preset" "${options[@]}" "$@"
  cmake --build --preset "$preset" -j "$jobs"
}

# run <title> <preset> [ctest arguments]: the tests of a build, with its closing lines kept for the end
run() {
  local title=$1 preset=$2 log=build/$2/ctest.log status=0
  shift 2
  ctest --preset "$preset" -j "$jobs" "$@" | tee "$log" || status=$?
  summary+=("$title: $(grep -E 'tests passed|No tests' "$log") $(grep -E 'Total Test time' "$log")")
  if [ "$status" -ne 0 ]; then
    printf '\n%s\n' "${summary[@]}"
    exit "$status"
  fi
}

# python_environment <folder>: a virtual environment with all that building and testing the package needs; installed once
# for each version of Python and of pyproject.toml, so that later runs need no network.
python_environment() {
  local folder=$1 stamp
  stamp=$(python3 --version && cksum pyproject.toml)
  [ "$(cat "$folder/.complete" 2>/dev/null)" = "$stamp" ] && return 0
  rm -rf "$folder"
  python3 -m venv "$folder" || return 1
  # Below Python 3.11 there is no tomllib, but pip has one of its own.
  "$folder/bin/python" - >"$folder/needed.txt" <<'EOF' || return 1
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)
extras = project["project"]["optional-dependencies"]
print(*project["build-system"]["requires"], *project["project"]["dependencies"], *extras["test"], sep="\n")
EOF
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 -r "$folder/needed.txt" || return 1
  echo "$stamp" >"$folder/.complete"
}

# python_package <preset>: installs the package with the compiler and the choices of that build, so that ccache knows its
# objects, and tests it where it is installed.
python_package() {
  local python=$PWD/build/venv/bin/python cuda=OFF choices=() compiler option
  [ "$1" = cuda ] && cuda=ON
  compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "build/$1/CMakeCache.txt")
  for option in "${options[@]}" "-DCMAKE_CXX_COMPILER=$compiler" "-DRHOFIELD_CUDA=$cuda"; do
    choices+=(--config-settings "cmake.define.${option#-D}")
  done
  CMAKE_BUILD_PARALLEL_LEVEL=$jobs "$python" -m pip install --quiet --disable-pip-version-check --no-build-isolation \
    --no-deps --force-reinstall --config-settings build-dir=build/python "${choices[@]}" .
  local log=build/venv/pytest.log status=0
  RHOFIELD_PROGRAM=$PWD/build/$1/rhofield "$python" -m pytest -q -rs python/tests | tee "$log" || status=$?
  summary+=("Python: $(tail -n 1 "$log")")
  if [ "$status" -ne 0 ]; then
    printf '\n%s\n' "${summary[@]}"
    exit "$status"
  fi
}

stage "needed packages"
scripts/setup.sh
if command -v ccache >/dev/null; then  # the package for Python and the release build share objects
  options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_CUDA_COMPILER_LAUNCHER=ccache)
fi

if command -v clang-format >/dev/null; then
  stage "formatting"
  scripts/format.sh --check
fi
stage "generated code"
scripts/unroll_coupling.py --check

release=cpu
if command -v nvcc >/dev/null || [ -n "${CUDACXX:-}" ] || [ -x /usr/local/cuda/bin/nvcc ]; then release=cuda; fi
stage "release build, preset $release"
build "$release" -DRHOFIELD_BENCH=ON
stage "tests of the release build"
run "release ($release)" "$release"
if [ "$release" = cuda ] && command -v nvcc >/dev/null; then
  stage "resources of the CUDA kernels"
  scripts/kernel_resources.py --check
fi

stage "Python package"
if python_environment build/venv; then
  python_package "$release"
else
  summary+=("Python: SKIPPED, since pip could not install what build/venv/needed.txt names (no network?)")
  printf '%s\n' "${summary[-1]}"
  if [ "${RHOFIELD_REQUIRE_PYTHON:-0}" = 1 ]; then
    echo "test: RHOFIELD_REQUIRE_PYTHON=1 allows no skipping; install python3-venv and give pip a network or a mirror" >&2
    exit 1
  fi
fi

stage "public headers without HDF5"
cmake --preset cpu -B build/without_storage "${options[@]}" -DRHOFIELD_STORAGE=OFF
cmake --build build/without_storage --target rhofield_public_headers -j "$jobs"

stage "sanitizer build, preset debug"
build debug
stage "tests of the sanitizer build"
run "sanitizers (debug)" debug -LE published

stage "done"
printf '%s\n' "${summary[@]}"
