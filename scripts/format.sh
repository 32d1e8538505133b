#!/usr/bin/env bash
# Formats all sources in place; with --check only says which differ, and fails if any does.
set -euo pipefail
cd "$(dirname "$0")/.."

arguments=(-i)
[ "${1:-}" = "--check" ] && arguments=(--dry-run -Werror)
git ls-files -z -- '*.cpp' '*.hpp' '*.cu' '*.cuh' | xargs -0 clang-format "${arguments[@]}"
