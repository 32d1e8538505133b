#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu; does nothing, and needs no rights, where everything is there already.
#
#   scripts/setup.sh [build] [tests] [plot]      default: build tests
#
#   build  compiler, CMake, Ninja; Eigen, OpenBLAS, LAPACKE, FFTW; HDF5; CLI11, nlohmann-json, toml++, fmt
#   tests  GoogleTest and Google Benchmark; Boost.Context and Python for the CUDA sources on the CPU; virtual environments
#          of Python for the package's tests; ccache, since that package compiles the same sources again
#   plot   Python with numpy and matplotlib, for scripts/plot_learning_curve.py only
set -euo pipefail

groups=("$@")
[ ${#groups[@]} -gt 0 ] || groups=(build tests)
packages=()
for group in "${groups[@]}"; do
  case $group in
    build) packages+=(g++ cmake ninja-build libeigen3-dev libopenblas-dev liblapacke-dev libfftw3-dev libhdf5-dev libcli11-dev
      nlohmann-json3-dev libtomlplusplus-dev libfmt-dev) ;;
    tests) packages+=(libgtest-dev libbenchmark-dev libboost-context-dev binutils ccache python3 python3-dev python3-venv) ;;
    plot) python3 -c 'import matplotlib, numpy' 2>/dev/null || packages+=(python3-numpy python3-matplotlib) ;;
    *) echo "setup: unknown group '$group'; use build, tests or plot" >&2 && exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null; then
  echo "setup: this is no Debian system; please install the equivalents of: ${packages[*]}" >&2
  exit 0
fi
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: missing packages; please run as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update -q &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "setup: could not install ${missing[*]}; without a network, install them by hand and start again" >&2
  exit 1
fi
