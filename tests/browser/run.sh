#!/usr/bin/env bash
# Tests of the HTML in a real browser: installs Chromium and three npm packages where it may, makes the pages, runs run.js.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cache="$root/target/browser"
mkdir -p "$cache/pages/hostile"

missing=()
install() { # command, packages
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qy "${@:2}" >/dev/null || true
  fi
  command -v "$1" >/dev/null || missing+=("$1 (Debian: ${*:2})")
}
chromium="${CHROMIUM:-chromium}"
install "$chromium" chromium
install node nodejs
install npm npm
# Pictures of figures are compared where this is there.
if [ "$(id -u)" = 0 ] && ! command -v rsvg-convert >/dev/null && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -qy librsvg2-bin >/dev/null 2>&1 || true
fi
if [ ${#missing[@]} -gt 0 ]; then
  printf 'tests/browser: missing: %s\n' "${missing[@]}" >&2
  exit 1
fi
if ! cmp -s "$here/package-lock.json" "$cache/package-lock.json" || [ ! -d "$cache/node_modules/axe-core" ] || [ ! -d "$cache/node_modules/html-validate" ]; then
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$cache/"
  (cd "$cache" && npm ci --silent --ignore-scripts) || { echo "tests/browser: npm could not install playwright-core, axe-core and html-validate" >&2; exit 1; }
  cp "$here/package-lock.json" "$cache/package-lock.json"
fi

bin="${FRAMESCOPE:-}"
if [ -z "$bin" ]; then
  (cd "$root" && cargo build --quiet --bin framescope)
  bin="$root/target/debug/framescope"
fi
pages="$cache/pages"
pictures=()
if command -v rsvg-convert >/dev/null; then pictures=(--png); fi
"$bin" report --quiet "${pictures[@]}" --out "$pages/sample"
cp "$pages/sample/report.html" "$pages/sample/articles.html" "$pages/"
"$bin" report --quiet --language it --out "$pages/italian"
cp "$pages/italian/report.html" "$pages/rapporto.html"
"$bin" annotate --quiet --format html "$root"/studies/sample/articles > "$pages/reader.html"
node "$here/hostile.js" "$pages/hostile"
"$bin" report --quiet --out "$pages/hostile-out" "$pages/hostile/articles.jsonl"
cp "$pages/hostile-out/report.html" "$pages/hostile-report.html"
"$bin" annotate --quiet --format html "$pages/hostile/articles.jsonl" > "$pages/hostile-reader.html"
rm -rf "$pages/fixed" "$pages/fixed-study"
"$bin" report --quiet --from "$here/figures/scores.csv" --out "$pages/fixed"
"$bin" report --quiet "$here/figures/study" --out "$pages/fixed-study"
rm -rf "$pages/coding" "$pages/kit" "$pages/handed-in" "$pages/feedback"
"$bin" code sample --quiet --language en --n 14 --out "$pages/coding"
"$bin" exercise new --quiet --students 2 --out "$pages/kit"
mkdir -p "$pages/handed-in"
for student in 01 02; do
  cp "$pages/kit/teacher/key.csv" "$pages/handed-in/$student.csv"
done
"$bin" exercise grade "$pages/handed-in" --quiet --by-file --key "$pages/kit/teacher/key.csv" --out "$pages/feedback"
export CHROMIUM="$(command -v "$chromium")" BROWSER_CACHE="$cache" FRAMESCOPE="$bin"
node "$here/run.js" "$pages"
node "$here/figures.js" "$pages"
node "$here/coding.js" "$pages"
