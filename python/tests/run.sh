#!/usr/bin/env bash
# Tests of the Python package: builds the wheel, installs it into a fresh virtual environment, checks types, runs the tests
# (with Spark on loopback) and the notebook. Names what is missing, and fails with 69 where it may not install.
#
# The wheel is built with the profile that the Rust tests use, so that what both need is built once; FRAMESCOPE_PROFILE=release
# tests the one that users get. --wheel builds that one, and looks at its size alone. Other options go to pytest.
set -euo pipefail
wheel_only=no
profile="${FRAMESCOPE_PROFILE:-dev}"
if [ "${1:-}" = --wheel ]; then
  shift
  wheel_only=yes profile=release
fi
UNAVAILABLE=69 # as sysexits.h calls it: what is needed is not here, which is no fault of the package
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
work="$root/target/python"
mkdir -p "$work"

missing=()
install() { # command, packages
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qy "${@:2}" >/dev/null || true
  fi
  command -v "$1" >/dev/null || missing+=("$1 (Debian: ${*:2})")
}
python="${PYTHON:-python3}"
install "$python" python3 python3-venv
if [ "$wheel_only" = no ]; then install java openjdk-17-jre-headless; fi
if [ ${#missing[@]} -eq 0 ] && ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  missing+=("Python 3.10 or later with venv (Debian: python3-venv)")
fi
if [ ${#missing[@]} -gt 0 ]; then
  printf 'python/tests: missing: %s\n' "${missing[@]}" >&2
  exit "$UNAVAILABLE"
fi

failed() {
  echo "python/tests: missing: the packages of python/tests/requirements.txt, which pip could not install" >&2
  exit "$UNAVAILABLE"
}
rm -rf "$work/venv"
"$python" -m venv "$work/venv"
bin="$work/venv/bin"
# Without a network it is soon told.
pip() { "$bin/pip" install --quiet --disable-pip-version-check --retries 2 --timeout 30 "$@"; }
pip "$(grep maturin "$here/requirements.txt")" || failed
# The rest is fetched while the wheel is built.
if [ "$wheel_only" = no ]; then pip -r "$here/requirements.txt" & packages=$!; fi

echo "   wheel ($profile)"
rm -rf "$work/wheels"
CARGO_TARGET_DIR="$root/target" "$bin/maturin" build --quiet --manifest-path "$root/python/Cargo.toml" \
  --profile "$profile" --interpreter "$bin/python" --out "$work/wheels"
wheel=("$work"/wheels/*.whl)
size=$(stat -c %s "${wheel[0]}")
echo "   $(basename "${wheel[0]}"): $size bytes"
if [ "$profile" = release ] && [ "$size" -gt 8000000 ]; then
  echo "python/tests: the wheel is larger than 8 MB" >&2
  exit 1
fi
if [ "$wheel_only" = yes ]; then exit 0; fi
wait "$packages" || failed
pip --no-deps "${wheel[0]}"

if [ -z "${FRAMESCOPE_CLI:-}" ]; then
  (cd "$root" && cargo build --quiet --bin framescope)
  export FRAMESCOPE_CLI="$root/target/debug/framescope"
fi
# Away from the sources, so that what was installed is what is tested.
cd "$work"
echo "   types"
"$bin/mypy" --config-file "$root/python/pyproject.toml" --no-incremental "$root/python/framescope" "$here/typed_use.py"
echo "   tests, examples and Spark"
"$bin/python" -m doctest "$root/python/README.md"
"$bin/python" -m pytest -q -p no:cacheprovider -c "$root/python/pyproject.toml" --rootdir "$here" "$here" "$@"
echo "   notebook"
"$bin/python" "$here/notebooks.py"
