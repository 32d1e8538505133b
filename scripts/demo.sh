#!/usr/bin/env bash
# From nothing to a trained and tested model of electron densities: installs what is missing, builds, trains on the
# shipped sample, tests, draws a learning curve, predicts a density and writes it as a cube file. All output goes to
# demo-output/. A few minutes on two cores; the second time seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=tests/data/water_monomers_60.h5
structures=examples/data/water.xyz
out=demo-output
build=build/demo
title() { printf '\n=== %s  [%d s]\n' "$1" "$SECONDS"; }

title "1/6  packages"
scripts/setup.sh build
scripts/setup.sh plot || echo "demo: without matplotlib the learning curve will be a table only"

title "2/6  build"
options=(-DCMAKE_BUILD_TYPE=Release -DRHOFIELD_NATIVE=ON -DRHOFIELD_TESTS=OFF -DRHOFIELD_BENCH=OFF)
nvcc=$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null || true)
if [ -n "$nvcc" ] && capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1) &&
  [ -n "$capability" ]; then
  echo "with CUDA for compute capability $capability"
  options+=(-DRHOFIELD_CUDA=ON "-DCMAKE_CUDA_COMPILER=$nvcc" "-DCMAKE_CUDA_ARCHITECTURES=${capability/./}")
else
  options+=(-DRHOFIELD_CUDA=OFF)
fi
mkdir -p "$build" "$out"
if ! { cmake -S . -B "$build" -G Ninja "${options[@]}" && cmake --build "$build"; } >"$out/build.log" 2>&1; then
  tail -n 30 "$out/build.log" >&2
  echo "demo: the build failed, see $out/build.log" >&2
  exit 1
fi
rhofield=$build/rhofield
"$rhofield" devices

title "3/6  train: the last fifth of the sample is held out"
"$rhofield" train "$sample" -o "$out/water.model.h5"

title "4/6  validate, in coefficients and in real space"
"$rhofield" validate "$out/water.model.h5" "$sample" --grid 2

title "5/6  learning curve"
"$rhofield" learning-curve "$sample" --sizes 6,12,24,48 --test 12 -o "$out/learning_curve.csv"
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import matplotlib' 2>/dev/null; then
    "$python" scripts/plot_learning_curve.py "$out/learning_curve.csv" -o "$out/learning_curve.png"
    echo "plot      $out/learning_curve.png"
    break
  fi
done

title "6/6  predict the densities of $structures"
"$rhofield" predict "$out/water.model.h5" "$structures" -o "$out/water.h5" --conserve-charge --cube

title "done; everything is in $out/"
ls -l "$out"
