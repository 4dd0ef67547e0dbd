#!/bin/sh
# REGISTRY_TOKEN=… sh scripts/publish-npm.sh [REGISTRY]: publishes archives/reana-ci-*.tgz, unless that version is
# there. A prerelease is called "next", so that nobody gets it who does not ask for it.
set -eu
registry=${1:-$(npm config get registry)}

package=$(ls archives/reana-ci-*.tgz)
version=${package#archives/reana-ci-}
version=${version%.tgz}
case "$version" in *-*) tag=next ;; *) tag=latest ;; esac

# Others see the process list, so the token is no argument.
settings=$(mktemp)
trap 'rm -f "$settings"' EXIT
echo "//${registry#*//}:_authToken=$REGISTRY_TOKEN" >"$settings"

use() { npm "$@" --registry "$registry" --userconfig "$settings"; }
if use view "reana-ci@$version" version 2>/dev/null | grep -qx "$version"; then
  echo "reana-ci $version is there already."
else
  use publish "./$package" --ignore-scripts --tag "$tag"
fi
