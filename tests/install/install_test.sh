#!/usr/bin/env bash
# install_test.sh BUILD: what is installed works from where it is installed.
set -euo pipefail
build=$1
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >"$prefix/install.log"

passed=0 failed=0
# expect WHAT COMMAND…: the command succeeds.
expect() {
  local what=$1
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: %s\n%s\n' "$what" "$*" "$output"
  fi
}

cd "$prefix"
version=$(sed -n 's/.*project(ratebook VERSION \([0-9.]*\).*/\1/p' "$OLDPWD/CMakeLists.txt")
expect 'the version is the one of the build' grep -Fq "$version" <(bin/ratebook --version)
expect 'the sample tariffs check' bin/ratebook check share/ratebook/tariffs/energyco
expect 'the sample tariffs pass their examples' bin/ratebook test share/ratebook/tariffs/energyco
expect 'the driver for Slurm runs' share/ratebook/drivers/slurm/ratebook-slurm --help
expect 'the manifest for Kubernetes is there' test -s share/ratebook/drivers/kubernetes/ratebook.yaml
expect 'the licence is there' test -s share/doc/ratebook/LICENSE
if [[ -e $build/duckdb/lib/libduckdb.so ]]; then
  expect 'the library for Parquet is there' test -s lib/ratebook/libduckdb.so
fi
expect 'no file names the checkout' bash -c "! grep -rIl '$OLDPWD' share"
echo "$passed passed, $failed failed"
((failed == 0))
