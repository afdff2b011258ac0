#!/usr/bin/env bash
# cmake --install into a prefix, CPack's archive and package: the binary runs from elsewhere and finds its scenarios.
# usage: install_test.sh BUILD_DIR
set -euo pipefail
build=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
finds_scenarios() { # finds_scenarios BINARY
  local listed
  listed=$(cd / && env -u MAILRIG_SCENARIOS "$1" list --all --quiet 2>&1 | grep -c / || true)
  [ "$listed" -ge 100 ] || { echo "$1 lists only $listed scenarios"; exit 1; }
  "$1" --version
}
cmake --install "$build" --prefix "$place/prefix" >/dev/null
finds_scenarios "$place/prefix/bin/mailrig"
(cd "$build" && cpack -G "TGZ;DEB" -B "$place/packages") >/dev/null
mkdir "$place/tgz" "$place/deb"
tar -xzf "$place"/packages/*.tar.gz -C "$place/tgz" --strip-components=1
dpkg -x "$place"/packages/*.deb "$place/deb"
finds_scenarios "$(find "$place/tgz" -path '*/bin/mailrig')"
finds_scenarios "$place/deb/usr/bin/mailrig"
dpkg-deb --field "$place"/packages/*.deb Package Depends
