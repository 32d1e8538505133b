#!/usr/bin/env bash
# Installs what rhofield needs on Debian or Ubuntu. Does nothing where everything is there already.
set -euo pipefail

packages=(g++ cmake ninja-build libeigen3-dev libopenblas-dev liblapacke-dev libhdf5-dev libcli11-dev nlohmann-json3-dev
  libtomlplusplus-dev libfmt-dev libspdlog-dev libgtest-dev libbenchmark-dev)

if ! command -v dpkg-query >/dev/null; then
  echo "setup: this is no Debian system; install the equivalents of: ${packages[*]}" >&2
  exit 0
fi
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "setup: installing ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: run as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
